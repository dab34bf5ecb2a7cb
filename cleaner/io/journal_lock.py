"""One run at a time in one output: its journal is locked for as long as the run lasts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from cleaner.model import CleanerError

__all__ = ["held"]


def held(path: Path) -> BinaryIO:
    """The file ``path``, made where it is not there, to be appended to; no other process gets it until it is closed.

    It is not buffered, so that closing it writes nothing. Where there are no locks (Windows, some network file
    systems), anybody gets it.

    Raises:
        CleanerError: where another process has it.
        OSError: where it cannot be opened.
    """
    while True:
        file = path.open("ab", buffering=0)
        try:
            _lock(file, path)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:  # the other run removed it before it let it go
            pass
        except BaseException:
            file.close()
            raise
        file.close()  # it was replaced by another one before it was let go


def _lock(file: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CleanerError(f"{path}: another run writes there now: wait for it, or choose another --out") from error
    except OSError:  # a file system without locks
        return
