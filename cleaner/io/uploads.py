"""Outputs behind an address: made ready in a local work folder, sent from there as they are finished, kept nowhere."""

from __future__ import annotations

import hashlib
import inspect
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from cleaner.io.addresses import is_web, shown_address
from cleaner.io.atomic import AtomicFile, is_part, unwritable
from cleaner.io.remote import errors_of, file_system
from cleaner.io.shards import shards_of
from cleaner.io.sources import Source
from cleaner.model import CleanerError, DocumentError

__all__ = ["Uploads"]

_MARK = ".address"  # in a work folder: what was sent from it stands behind this address, so it is ours
_AT_ONCE = 16
_SMALL = 4_000_000  # bytes of a file that is sent together with others: file systems read it whole
_PARTS_AT_ONCE = 2  # of a large file; s3fs would take 10 of 50 MB
_LONGEST_KEY = 1024  # bytes; S3, Google and Azure take no more


class Uploads:
    """Sends the files of a run from its work folder to an address, by fsspec.

    Each file is whole or not there on file systems that make it so, as S3 and its like do.

    Args:
        address: of the folder, or with ``single`` of the one file, that is written.
        work: the folder that holds work folders; each address has one, called after its digest.
        single: see ``address``.
        parted: it is parted into shards.

    Attributes:
        shown: the address as it is told.
        folder: the work folder.
        local: where in it that stands which is to stand behind the address.

    Raises:
        DocumentError: ``missing_package``, ``unreadable`` where nothing knows such addresses.
        CleanerError: where nothing can be written there.
    """

    def __init__(self, address: str, work: Path, *, single: bool = False, parted: bool = False) -> None:
        self.shown = shown_address(address)
        if is_web(address):
            raise CleanerError(
                f"{self.shown}: pages of the web are only read: name a bucket (s3://bucket/folder/), or a local path"
            )
        self._system, path = file_system(address)
        path = path.rstrip("/")
        if not path or (single and "/" not in path):
            raise CleanerError(f"{self.shown}: names no place: name a bucket or folder, as in s3://bucket/folder/")
        self.folder = work / hashlib.sha256(address.rstrip("/").encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._single, self._parted = single, parted
        self._path = path
        self._root, _, name = path.rpartition("/") if single else (path, "", "")
        self.local = self.folder / name if single else self.folder
        shown = self.shown.rstrip("/")
        self._base = f"{shown.rpartition('/')[0] if single else shown}/"
        self._empty = False
        many = bool(getattr(self._system, "async_impl", False))  # the others are not made for threads
        self._threads = _AT_ONCE if many else 1
        self._folders: set[Path] | None = None if many else set()  # that were made; buckets have none
        taken = inspect.signature(self._system._put_file).parameters if many else ()  # noqa: SLF001 - the public one hides them
        self._options = {"max_concurrency": _PARTS_AT_ONCE} if "max_concurrency" in taken else {}

    def check(self, path: Path) -> None:
        """Refuses a file whose name no bucket takes.

        Raises:
            DocumentError: ``unwritable``.
        """
        try:
            wrong = "its name is too long" if len(self._key(path).encode()) > _LONGEST_KEY else ""
        except UnicodeEncodeError:
            wrong = "its name is no Unicode"
        if wrong:
            raise DocumentError("unwritable", f"{self._url(path)}: cannot be written: {wrong}: rename the input")

    def put(self, paths: Iterable[Path]) -> None:
        """Sends files of the work folder, which has them no longer then; those that are gone were sent before.

        Raises:
            CleanerError: where one cannot be sent; it is still there.
        """
        files = [path for path in paths if path.exists()]
        if not files:
            return
        mark = self.folder / _MARK
        if not mark.exists():
            with AtomicFile(mark) as file:
                file.write(f"{self.shown}\n".encode("utf-8", "replace"))
        large = [path for path in files if path.stat().st_size > _SMALL]
        self._each(self._put, sorted(set(files).difference(large)))
        for path in large:
            self._put(path)
        for folder in {path.parent for path in files}:
            self._leave(folder)

    def remove(self, paths: Iterable[Path]) -> None:
        """Removes behind the address what stands there for ``paths``, if anything. Raises as :meth:`put`."""
        if not self._empty:  # where nothing stood, nothing is left of a former run
            self._each(self._remove, [path for path in paths if not is_part(path.name)])

    def hold(self, paths: Iterable[Path]) -> bool:
        """True where all ``paths`` stand behind the address. Raises CleanerError where that cannot be asked."""
        with _errors_of(self.shown):
            self._system.invalidate_cache()
            return all(self._system.exists(self._key(path)) for path in paths)

    def names_in(self, folder: Path) -> list[str]:
        """What stands behind the address for the work folder's ``folder``: names. Raises as :meth:`hold`."""
        with _errors_of(self.shown):
            return [name for name, _ in self._listed(self._key(folder))]

    def refuse_foreign(self, *, force: bool) -> None:
        """Stops where something stands behind the address that was not sent from this work folder.

        Raises:
            CleanerError: also where that cannot be asked.
        """
        if (self.folder / _MARK).exists():
            return
        with _errors_of(self.shown):
            self._system.invalidate_cache()
            listed = self._listed(self._root)
        found = [name for name, info in listed if self._in_the_way(name, info)]
        self._empty = not found
        if found and not force:
            where = self._base + found[0]
            raise CleanerError(
                f"{where}: stands there, and the work folder {self.folder} does not know that it is from cleaner: "
                "choose another --out, say the --work of the run that wrote it, or write over it with --force"
            )

    def clear(self) -> None:
        """Takes out of the work folder what a former run left. Raises CleanerError where that cannot be."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            try:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                elif path.name != _MARK:
                    path.unlink()
            except OSError as error:
                raise CleanerError(str(unwritable(path, error))) from error

    def without(self, sources: Sequence[Source], address: str) -> list[Source]:
        """``sources``, found behind ``address``, but for those that stand where is written.

        Raises:
            DocumentError: ``input_is_output`` where all of them do.
        """
        if not sources:
            return []
        system, path = file_system(address)
        if type(system) is not type(self._system):
            return list(sources)
        if self._covers(path.rstrip("/")):
            what = "OUT itself" if path.rstrip("/") == self._path else "in OUT"
            raise DocumentError("input_is_output", f"this is {what}: choose another --out")
        return [source for source in sources if source.remote is None or not self._covers(source.remote.path)]

    def _covers(self, path: str) -> bool:
        if path == self._path:
            return True
        folder, _, name = path.rpartition("/")
        if self._single:
            return self._parted and folder == self._root and any(shards_of(self.local, [name]))
        return path.startswith(f"{self._path}/")

    def _in_the_way(self, name: str, info: dict[str, Any]) -> bool:
        if not name:  # an empty file that stands for the folder, or a file in the place of it
            return not self._single and info["type"] != "directory" and bool(info.get("size"))
        if not self._single or name == self.local.name or name.startswith(f"{self.local.name}."):
            return True
        return self._parted and any(shards_of(self.local, [name]))

    def _listed(self, path: str) -> list[tuple[str, dict[str, Any]]]:
        try:
            found = self._system.ls(path, detail=True)
        except FileNotFoundError:
            return []
        finally:
            self._system.invalidate_cache()  # of a large folder it takes much memory
        here = path.strip("/")
        names = [(info["name"].strip("/"), info) for info in found]
        return [("" if name == here else PurePosixPath(name).name, info) for name, info in names]

    def _each(self, task: Callable[[Path], None], paths: Sequence[Path]) -> None:
        if self._threads == 1 or len(paths) < 2:
            for path in paths:
                task(path)
            return
        with ThreadPoolExecutor(min(self._threads, len(paths))) as threads:
            deque(threads.map(task, paths), maxlen=0)  # where one fails, those that wait are given up

    def _put(self, path: Path) -> None:
        with _errors_of(self._url(path)):
            if self._folders is not None and path.parent not in self._folders:
                self._system.makedirs(self._key(path.parent), exist_ok=True)
                self._folders.add(path.parent)
            self._system.put_file(str(path), self._key(path), **self._options)
        path.unlink(missing_ok=True)

    def _remove(self, path: Path) -> None:
        with _errors_of(self._url(path)), suppress(FileNotFoundError):
            self._system.rm_file(self._key(path))

    def _leave(self, folder: Path) -> None:
        """Removes folders that have nothing in them any more."""
        with suppress(OSError):  # something is in it
            while folder != self.folder:
                folder.rmdir()
                folder = folder.parent

    def _told(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _key(self, path: Path) -> str:
        told = self._told(path)
        return self._root if told == "." else f"{self._root}/{told}"

    def _url(self, path: Path) -> str:
        return self._base + self._told(path)


@contextmanager
def _errors_of(address: str) -> Iterator[None]:
    """As :func:`~cleaner.io.remote.errors_of`, but what cannot be written ends the run."""
    try:
        with errors_of(address):
            yield
    except DocumentError as error:
        if isinstance(error.__cause__, NotImplementedError):
            raise CleanerError(f"{address}: nothing can be written there: choose another --out") from error
        raise CleanerError(error.message) from error
