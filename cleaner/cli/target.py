"""What words of the command line stand for: where to write, which charset is declared, which site is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from cleaner.io import RowKeys, Sources
    from cleaner.io.uploads import Uploads
    from cleaner.model import Document

__all__ = ["check_raw", "declared", "site_giver", "target_of", "uploads_to"]

# Suffixes of single files. A folder of such a name is never meant; what ends in .jsonl or .parquet is one, and ours.
_FILES = frozenset(
    [
        *(".txt", ".text", ".html", ".htm", ".xhtml", ".csv", ".tsv", ".json", ".xml", ".md", ".warc"),
        *(".gz", ".zst", ".bz2", ".xz", ".zip", ".tar", ".tgz", ".7z", ".pdf", ".doc", ".docx", ".xls", ".xlsx"),
        *(".arrow", ".feather", ".avro", ".db", ".sqlite", ".log"),
    ]
)


def target_of(inputs: list[str], out: str | None, *, dry_run: bool) -> str:
    """Where the run writes: ``out``, else standard output (``-``) for a single input or a dry run.

    Of an address of local files it is the path.

    Raises:
        typer.BadParameter: where several inputs have no ``out``, or it names a file of a kind that is not written, or
            an address that nothing is written to.
    """
    from cleaner.io import is_single_file
    from cleaner.io.addresses import is_web, path_of, protocol_of, shown_address

    if out is not None:
        if is_web(out):
            raise typer.BadParameter(
                f"`{shown_address(out)}`: pages of the web are only read, not written: name a bucket, as in "
                "s3://bucket/folder/, or a folder or file here",
                param_hint="--out",
            )
        if protocol_of(out) == "file":
            local = path_of(out)
            if local is None:
                raise typer.BadParameter(
                    f"`{out}` names no path: write file:///folder, or the path alone", param_hint="--out"
                )
            out = local
        path = Path(out)
        if not (is_single_file(out) or out.endswith("/") or path.is_dir()) and path.suffix.lower() in _FILES:
            raise typer.BadParameter(
                f"`{out}` looks like a {path.suffix} file: one file is written to .jsonl (also .gz, .zst, .bz2, .xz) "
                "or .parquet; for one text use --out - and redirect it; a folder needs a name without such a suffix",
                param_hint="--out",
            )
        return out
    if dry_run or (len(inputs) == 1 and _is_one(inputs[0])):
        return "-"
    raise typer.BadParameter(
        "say where to write: --out FOLDER, --out FILE.jsonl or FILE.parquet, or --out - for rows on standard output",
        param_hint="--out",
    )


def uploads_to(target: str, work: str | None, *, parted: bool) -> Uploads | None:
    """What sends the files of the run to the address ``target``, from a folder in ``work``; None for a local one.

    Raises:
        typer.BadParameter: where ``work`` is given for a local one.
        CleanerError: as :class:`~cleaner.io.uploads.Uploads`.
    """
    from cleaner.io import is_single_file
    from cleaner.io.addresses import is_address
    from cleaner.model import CleanerError
    from cleaner.rules.cache import folder

    if not is_address(target):
        if work is not None:
            raise typer.BadParameter("only an OUT behind an address, such as s3://, has one", param_hint="--work")
        return None
    from cleaner.io.uploads import Uploads

    try:
        place = folder() / "runs" if work is None else Path(work)
    except RuntimeError as error:
        raise CleanerError("there is no folder for caches here: say --work FOLDER") from error
    return Uploads(target, place.absolute(), single=is_single_file(target), parted=parted)


def _is_one(given: str) -> bool:
    """True for what is a single file, as far as can be told without asking a server."""
    from cleaner.io.addresses import is_address, is_web
    from cleaner.io.sources import format_of

    if is_web(given):
        return True
    path = Path(given)
    pattern = any(sign in given for sign in "*?[")
    if is_address(given):
        return not pattern and format_of(given)[0] is not None
    return not path.is_dir() and (path.exists() or not pattern)


def check_raw(target: str, sources: Sources, keys: RowKeys) -> None:
    """Refuses ``--with-raw`` where no output has a place for it.

    Raises:
        typer.BadParameter: where all outputs are plain texts, or another column is called ``raw``.
    """
    from cleaner.io import is_single_file

    found = sources.sources
    rows = any(source.rows for source in found) or (len(found) > 1 if target == "-" else is_single_file(target))
    if found and not rows:
        raise typer.BadParameter(
            "there is no place for raw in plain text: name a .jsonl or .parquet file with --out",
            param_hint="--with-raw",
        )
    if keys.raw_collision is not None:
        raise typer.BadParameter(keys.raw_collision, param_hint="--with-raw")


def declared(charset: str) -> str:
    """``charset``, which is a known one.

    Raises:
        typer.BadParameter: where it is none, or no encoding of text.
    """
    from cleaner.io.charsets import codec_name

    if codec_name(charset) is None:
        raise typer.BadParameter(
            f"`{charset}` is no text encoding that is known here; known are those of the web and of Python, such as "
            "utf-8, utf-16, windows-1252, windows-1251, iso-8859-2, koi8-r, shift_jis, euc-jp, gb18030, big5, euc-kr; "
            "leave --encoding out to have it found",
            param_hint="--encoding",
        )
    return charset


def site_giver(given: str | None) -> Callable[[Document], str | None] | None:
    """How documents without a site get one, as ``--site`` says; None where they get none.

    Rows with an address have theirs already, so ``url`` adds nothing.
    """
    if given is None or given == "url":
        return None
    return _SiteOf(given)


@dataclass(frozen=True, slots=True)
class _SiteOf:
    """The site of documents that have none; travels to workers, so it is no lambda."""

    given: str

    def __call__(self, document: Document) -> str | None:
        if self.given != "parent-folder":
            return self.given
        uri = document.origin.uri
        return None if uri == "-" else Path(uri).absolute().parent.name or None
