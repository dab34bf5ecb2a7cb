"""A run of the command line, watched: exit code, what it said, seconds, and the peak memory of its largest process.

Linux only. Processes are looked at twenty times a second; the peak is the kernel's own (VmHWM), so what rises and falls
between two looks is seen, unless its process is gone by then.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from batch import family


class Ran(NamedTuple):
    """A run that ended.

    Attributes:
        code: exit code; 124 where it was ended for taking too long.
        said: standard error.
        wall: seconds.
        peak: MB of the largest process.
    """

    code: int
    said: str
    wall: float
    peak: int


def ran(arguments: list[str], *, cwd: Path, limit: float = 600) -> Ran:
    """``cleaner`` with ``arguments``, without root's right to read everything, as it ended."""
    command = [sys.executable, "-c", "from cleaner.cli.main import main; main()", *arguments]
    started = time.perf_counter()
    code, peak = None, 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=cwd, stderr=said, preexec_fn=mortal)  # noqa: PLW1509 - one thread
        while code is None:
            peak = max(peak, *map(_peak, family(process.pid)))
            if time.perf_counter() - started > limit:
                process.kill()
                process.wait()
                code = 124
            else:
                time.sleep(0.05)
                code = process.poll()
        wall = time.perf_counter() - started
        said.seek(0)
        return Ran(code, said.read().decode("utf-8", "replace"), wall, peak)


def mortal() -> None:
    """Before exec: gives up root's right to read and write everything, so that permissions count."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if os.getuid() == 0 and libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            raise OSError(ctypes.get_errno(), "root cannot give up the right to read everything")


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it ended meanwhile
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0")
    return int(line.split()[1]) * 1024 // 1_000_000
