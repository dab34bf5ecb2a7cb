"""From what the command line names to the files to read: folders walked, patterns matched, all sorted."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cleaner.io.addresses import is_address, path_of, protocol_of, shown_address
from cleaner.io.atomic import is_part
from cleaner.io.compression import COMPRESSIONS
from cleaner.io.failure import Failure
from cleaner.io.shards import shards_of
from cleaner.io.sources import ARCHIVES, FORMATS, Source, Sources, format_of, is_our_output, output_name
from cleaner.model import DocumentError

if TYPE_CHECKING:
    from cleaner.io.uploads import Uploads

__all__ = ["find_sources"]


def find_sources(
    inputs: Sequence[str],
    *,
    out: Path | None = None,
    uploads: Uploads | None = None,
    format: str | None = None,  # noqa: A002 - the word of the field and of the CLI
    mirror: bool = True,
    parted: bool = False,
) -> Sources:
    """The sources that ``inputs`` (files, folders, patterns, addresses of these, ``-``) stand for.

    Folders are walked in sorted order; hidden entries, unknown suffixes, our own outputs, ``out`` and
    what stands where ``uploads`` go are left out.
    Linked folders are followed, but not round in circles. ``format`` is taken for named files and ``-``, whatever
    their suffix. With ``mirror``, a source whose output another one writes already is a problem that names both; with
    ``parted``, what is called as a shard of ``out`` is left out, too.
    """
    search = _Search(out, format, uploads)
    search.parted = parted
    for given in inputs:
        search.add(given)
    return search.result(mirror=mirror)


class _Search:
    def __init__(self, out: Path | None, forced: str | None, uploads: Uploads | None) -> None:
        self.uploads = uploads
        self.out = None if out is None else Path(os.path.realpath(out))
        self.format = forced
        self.parted = False
        self.found: dict[tuple[str, str], Source] = {}
        self.skipped = 0
        self.hidden = 0
        self.problems: list[Failure] = []

    def add(self, given: str) -> None:
        path = Path(given)
        if given == "-":
            kind = self.format or "text"
            self.keep(Source(None, f"stdin.{'txt' if kind == 'text' else kind}", kind, None, named=True))
        elif is_address(given):
            self.add_address(given)
        elif os.path.lexists(given):
            self.add_path(path)
        elif any(sign in given for sign in "*?["):
            self.add_pattern(given)
        else:
            self.problem(given, "unreadable", "no such file or folder: check the path")

    def add_address(self, address: str) -> None:
        if protocol_of(address) == "file":
            path = path_of(address)
            if path is not None:
                self.add(path)
            else:
                self.problem(address, "unreadable", "no path: write file:///folder/file, or the path alone")
            return
        from cleaner.io.remote_search import find_remote

        found = find_remote(address, self.format)
        try:
            sources = found.sources if self.uploads is None else self.uploads.without(found.sources, address)
        except DocumentError as error:
            self.problem(shown_address(address), error.reason, error.message)
            return
        for source in sources:
            self.keep(source)
        self.skipped += found.skipped
        self.hidden += found.hidden
        self.problems += found.problems

    def add_path(self, path: Path) -> None:
        mode = self.mode_of(path)
        if mode is None:
            return
        if stat.S_ISDIR(mode):
            if self.is_out(path):
                self.problem(str(path), "input_is_output", "this folder is OUT itself: choose another --out")
            else:
                self.walk(path, path)
            return
        source = self.source_of(path, path.name, named=True)
        if source is None:
            known = " ".join(FORMATS)
            self.problem(
                str(path),
                "unknown_format",
                f"no reader for this suffix (known: {known}, each also compressed: {' '.join(COMPRESSIONS)}); "
                "rename the file, or say its format with --format",
            )
        else:
            self.keep(source)

    def add_pattern(self, pattern: str) -> None:
        import glob

        parts = Path(pattern).parts
        magic = next((index for index, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
        root = Path(*parts[:magic])
        matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            self.problem(pattern, "no_match", "no file matches this pattern: check it, and quote it for the shell")
        for match in map(Path, matches):
            mode = self.mode_of(match)
            if mode is None:
                continue
            if not stat.S_ISDIR(mode):
                self.add_found(match, match.relative_to(root).as_posix(), mode)
            elif "**" not in pattern:  # `**` has matched what stands inside as well
                self.walk(match, root)

    def walk(self, top: Path, root: Path) -> None:
        waiting: list[tuple[Path, frozenset[tuple[int, int]]]] = [(top, frozenset())]
        while waiting:
            folder, above = waiting.pop()
            try:
                status = folder.stat()
                entries = sorted(entry.name for entry in folder.iterdir())
            except OSError as error:
                self.problem(str(folder), "unreadable", f"{error.strerror}: the folder was left out")
                continue
            here = (status.st_dev, status.st_ino)
            if here in above:
                self.problem(str(folder), "link_loop", "this link leads back to a folder above it: it was not followed")
                continue
            for entry in entries:
                path = folder / entry
                if entry.startswith("."):
                    if is_our_output(entry) or is_part(entry):
                        continue
                    self.hidden += 1
                    continue
                mode = self.mode_of(path)
                if mode is None or self.is_out(path):
                    continue
                if stat.S_ISDIR(mode):
                    waiting.append((path, above | {here}))
                else:
                    self.add_found(path, path.relative_to(root).as_posix(), mode)

    def add_found(self, path: Path, name: str, mode: int) -> None:
        if is_our_output(path.name) or self.is_out(path) or self.is_shard(path):
            return
        source = self.source_of(path, name, named=False)
        if source is None:
            self.skipped += 1
        elif not stat.S_ISREG(mode):
            self.problem(
                str(path), "not_a_file", "a pipe or device inside a folder is not read: name it, if it is meant"
            )
        else:
            self.keep(source)

    def source_of(self, path: Path, name: str, *, named: bool) -> Source | None:
        kind, compression = format_of(name)
        if named and self.format is not None and kind not in ARCHIVES:  # it is of the file, not of its members
            kind = self.format
        return None if kind is None else Source(path, name, kind, compression, named)

    def mode_of(self, path: Path) -> int | None:
        try:
            return path.stat().st_mode
        except FileNotFoundError:
            self.problem(str(path), "unreadable", "a broken link: what it points to does not exist")
        except (OSError, ValueError) as error:
            strerror = error.strerror if isinstance(error, OSError) else str(error)
            self.problem(str(path), "unreadable", f"{strerror}: left out")
        return None

    def is_out(self, path: Path) -> bool:
        return self.out is not None and os.path.realpath(path) == str(self.out)

    def is_shard(self, path: Path) -> bool:
        if not self.parted or self.out is None or not any(shards_of(self.out, [path.name])):
            return False
        return os.path.realpath(path.parent) == str(self.out.parent)

    def keep(self, source: Source) -> None:
        self.found.setdefault((source.name, source.uri), source)

    def problem(self, uri: str, reason: str, message: str) -> None:
        self.problems.append(Failure(uri, uri, None, reason, message))

    def result(self, *, mirror: bool) -> Sources:
        ordered = [self.found[key] for key in sorted(self.found)]
        kept = list(self.first_of_each(ordered)) if mirror else ordered
        problems = sorted(self.problems, key=lambda problem: (problem.uri, problem.reason))
        return Sources(tuple(kept), self.skipped, self.hidden, tuple(problems))

    def first_of_each(self, ordered: Iterable[Source]) -> Iterator[Source]:
        """The sources whose outputs (clean file and edits file) nobody before them writes; the others are problems."""
        claimed: dict[str, Source] = {}
        archives = any(source.format in ARCHIVES for source in ordered)  # a folder may have the name of one
        for source in ordered:
            name = output_name(source)
            outputs = (name, name + (".edits.jsonl" if source.rows else ".edits.json"))
            above = map(str, PurePosixPath(name).parents) if archives else ()
            holder = next((claimed[output] for output in (*outputs, *above) if output in claimed), None)
            if holder is None:
                claimed.update(dict.fromkeys(outputs, source))
                yield source
            elif holder.path is None or source.path is None or not holder.path.samefile(source.path):
                self.problem(
                    source.uri,
                    "same_output",
                    f"{holder.uri} and {source.uri} would both write {name}: "
                    "clean them in two runs with two outputs, or rename one",
                )
