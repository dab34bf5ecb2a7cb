"""Sources: files to read, each with its format, its compression, and its name in the mirror."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from cleaner.io.addresses import RemoteFile
from cleaner.io.compression import Compression, compression_of, uncompressed_name
from cleaner.io.failure import Failure

__all__ = ["ARCHIVES", "FORMATS", "Source", "Sources", "format_of", "is_our_output", "output_name"]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".txt", ".text"), "text"),
        **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
        **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
        **{f".{kind}": kind for kind in ("csv", "tsv", "parquet")},
        **dict.fromkeys((".warc", ".wet"), "warc"),
        ".zip": "zip",
        **dict.fromkeys((".tar", ".tgz"), "tar"),
    }
)
"""Suffix to format; each suffix but that of a zip may be followed by one of a compression."""

ARCHIVES = frozenset({"zip", "tar"})
"""The formats that hold files of the others."""

_OURS = (".edits.json", ".edits.jsonl", ".report.json", ".report.md", ".cleaner.config.toml", ".cleaner-journal.jsonl")
_OUR_FILES = frozenset({"report.json", "report.md", "cleaner.config.toml"})


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Attributes:
        path: None for standard input and for what is remote.
        name: posix path relative to its input folder; the path it is mirrored under.
        format: one of the values of :data:`FORMATS`.
        compression: ``gz``, ``zst``, ``bz2``, ``xz`` or None.
        named: the user named this very file, rather than a folder or a pattern it was found in.
        archive: the one it is a member of; then ``path`` is where it would stand if that were a folder.
        remote: where it, or the archive it is a member of, has an address instead of a path.
    """

    path: Path | None
    name: str
    format: str
    compression: Compression | None = None
    named: bool = False
    archive: Source | None = None
    remote: RemoteFile | None = None

    @property
    def piped(self) -> bool:
        """It is standard input."""
        return self.path is None and self.remote is None

    @property
    def streamed(self) -> bool:
        """Its bytes come from a stream alone: it is standard input, or a member of an archive."""
        return self.piped or self.archive is not None

    @property
    def uri(self) -> str:
        """The path or address as the user would write it; ``-`` for standard input."""
        if self.remote is not None:
            return self.remote.url
        return "-" if self.path is None else str(self.path)

    @property
    def rows(self) -> bool:
        """Its documents are rows: together they become one JSONL file, not a file each."""
        return self.format not in ("text", "html")


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found.

    Attributes:
        sources: sorted by name, then path.
        skipped: files of unknown suffixes, in folders and patterns.
        hidden: files and folders whose names start with a dot.
        problems: what was named or found and cannot be read, sorted.
    """

    sources: tuple[Source, ...]
    skipped: int
    hidden: int
    problems: tuple[Failure, ...]


def output_name(source: Source) -> str:
    """The posix path of the clean file of ``source`` inside OUT; pages become text files, other rows JSONL files.

    >>> output_name(Source(None, "a/page.html.gz", "html", "gz"))
    'a/page.txt.gz'
    """
    if source.format in ("text", "jsonl", *ARCHIVES):
        return source.name
    if source.format != "html":
        return f"{source.name}.jsonl"
    path = PurePosixPath(source.name)
    inner = path.stem if source.compression else path.name
    suffix = PurePosixPath(inner).suffix
    stem = inner[: -len(suffix)] if suffix.lower() in FORMATS else inner
    return str(path.with_name(f"{stem}.txt{path.suffix if source.compression else ''}"))


def format_of(name: str) -> tuple[str | None, Compression | None]:
    """The format and the compression that the suffixes of ``name`` say; no format where they are unknown.

    >>> format_of("a/b.html.gz"), format_of("a.tgz"), format_of("a.md")
    (('html', 'gz'), ('tar', 'gz'), (None, None))
    """
    compression = compression_of(name)
    suffix = PurePosixPath(uncompressed_name(name)).suffix.lower()
    kind = FORMATS.get(suffix)
    if compression is not None and (kind == "zip" or suffix == ".tgz"):
        return None, compression
    return kind, "gz" if suffix == ".tgz" else compression


def is_our_output(name: str) -> bool:
    """True where a file is called as those that we write beside clean files.

    >>> is_our_output("a.txt.edits.json"), is_our_output("a.txt")
    (True, False)
    """
    return name.endswith(_OURS) or PurePosixPath(name).name in _OUR_FILES
