"""From an address to the files that stand there: one file, a folder with all in it, or a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.io.addresses import RemoteFile, is_web, name_in, shown_address
from cleaner.io.compression import COMPRESSIONS, Compression
from cleaner.io.failure import Failure
from cleaner.io.remote import errors_of, file_system
from cleaner.io.safe_names import safe_name
from cleaner.io.sources import ARCHIVES, FORMATS, Source, Sources, format_of, is_our_output
from cleaner.model import DocumentError

__all__ = ["find_remote"]

_MAGIC = "*?["
# Of an answer of the web: what a page or a list of rows without a suffix is. All else must be said.
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/csv": "csv",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
}
# What file systems call that by which a file is told from the one that stood there before, the surest first.
_TELLING = ("ETag", "etag", "generation", "blob_id", "sha", "md5Hash", "Content-MD5", "Digest")
_TIMES = ("LastModified", "Last-Modified", "last_modified", "mtime", "updated", "modified", "created")

_Info = Mapping[str, Any]


def find_remote(address: str, format: str | None = None) -> Sources:  # noqa: A002 - the word of the field and of the CLI
    """The sources behind ``address``, unsorted; what cannot be listed is one of the problems.

    Folders and patterns have the rules of local ones: hidden files, unknown suffixes and our own outputs are left out.
    On the web there are only single files; one without a suffix is what the server says, so a page is HTML.
    """
    search = _Search(address, format)
    try:
        search.find()
    except DocumentError as error:
        search.problem(error.reason, error.message)
    return Sources(tuple(search.sources), search.skipped, search.hidden, tuple(search.problems))


class _Search:
    def __init__(self, address: str, forced: str | None) -> None:
        self.address, self.format = address, forced
        self.shown = shown_address(address)
        self.sources: list[Source] = []
        self.skipped = 0
        self.hidden = 0
        self.problems: list[Failure] = []

    def find(self) -> None:
        system, path = file_system(self.address)
        with errors_of(self.address):
            if is_web(self.address):
                info = system.info(path)
                name = safe_name(name_in(self.address), "the file", "rename it")
                self.named(path, name, info, _TYPES.get(info.get("mimetype") or ""))
                return
            system.invalidate_cache()  # what another run listed is of no use
            try:
                self.list(system, path)
            finally:
                system.invalidate_cache()  # of a large folder it takes much memory

    def list(self, system: Any, path: str) -> None:
        if any(sign in path for sign in _MAGIC):
            matches = system.glob(path, detail=True)
            self.matched(system, path, matches)
            if matches:
                return
        try:
            info = {"type": "directory"} if self.address.endswith("/") else system.info(path)
        except FileNotFoundError:
            if not any(sign in path for sign in _MAGIC):
                raise
            self.problem("no_match", "no file matches this pattern: check it, and quote it for the shell")
            return
        if info["type"] != "directory":
            self.named(path, safe_name(path.rsplit("/", 1)[-1], "the file", "rename it"), info, None)
            return
        inside = system.find(path, detail=True)
        if not inside:
            raise FileNotFoundError(path)
        base = self.shown if self.shown.endswith("/") else f"{self.shown}/"
        for each, about in inside.items():
            self.found(each, base, _depth(path), about)

    def matched(self, system: Any, pattern: str, matches: Mapping[str, _Info]) -> None:
        parts = pattern.split("/")
        depth = next(at for at, part in enumerate(parts) if any(sign in part for sign in _MAGIC))
        head = self.shown[: min(self.shown.find(sign) for sign in _MAGIC if sign in self.shown)]
        base = head[: head.rindex("/") + 1]
        for match, about in matches.items():
            if about["type"] != "directory":
                self.found(match, base, depth, about)
            elif "**" not in pattern:  # `**` has matched what stands inside as well
                for each, inside in system.find(match, detail=True).items():
                    self.found(each, base, depth, inside)

    def named(self, path: str, name: str, info: _Info, declared: str | None) -> None:
        kind, compression = format_of(name)
        if self.format is not None and kind not in ARCHIVES:  # it is of the file, not of its members
            kind = self.format
        kind = kind or (declared if compression is None else None)
        if kind is None:
            what = info.get("mimetype")
            says = f"; the server says {what}" if what else ""
            self.problem(
                "unknown_format",
                f"no reader for this suffix (known: {' '.join(FORMATS)}, each also compressed: "
                f"{' '.join(COMPRESSIONS)}){says}; say its format with --format",
            )
        else:
            self.keep(path, name, kind, compression, self.shown, info, named=True)

    def found(self, path: str, base: str, depth: int, info: _Info) -> None:
        relative = "/".join(path.split("/")[depth:])
        if info["type"] != "file" or path.endswith("/"):  # a bucket may hold an empty file that stands for a folder
            return
        if any(part.startswith(".") and part.strip(".") for part in relative.split("/")):
            self.hidden += 1
            return
        kind, compression = format_of(relative)
        if is_our_output(relative):
            return
        if kind is None:
            self.skipped += 1
            return
        url = base + relative
        try:
            name = safe_name(relative.lstrip("/"), "the file", "rename it, or name it alone")
        except DocumentError as error:
            self.problems.append(Failure(url, url, None, error.reason, error.message))
            return
        self.keep(path, name, kind, compression, url, info, named=False)

    def keep(
        self, path: str, name: str, kind: str, compression: Compression | None, url: str, info: _Info, *, named: bool
    ) -> None:
        size = info.get("size")
        remote = RemoteFile(url, self.address, path, size, _stamp(info))
        self.sources.append(Source(None, name, kind, compression, named, remote=remote))

    def problem(self, reason: str, message: str) -> None:
        self.problems.append(Failure(self.shown, self.shown, None, reason, message))


def _depth(path: str) -> int:
    return len(path.rstrip("/").split("/"))


def _stamp(info: _Info) -> str | None:
    telling = next((str(info[key]) for key in (*_TELLING, *_TIMES) if info.get(key)), None)
    size = info.get("size")
    return None if size is None and telling is None else f"{size} {telling}"
