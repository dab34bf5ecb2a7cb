"""What words of the command line stand for: where to write, which charset is declared, which site is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from cleaner.model import Document

__all__ = ["declared", "site_giver", "target_of"]

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

    Raises:
        typer.BadParameter: where several inputs have no ``out``, or it names a file of a kind that is not written.
    """
    from cleaner.io import is_single_file

    if out is not None:
        path = Path(out)
        if not (is_single_file(out) or out.endswith("/") or path.is_dir()) and path.suffix.lower() in _FILES:
            raise typer.BadParameter(
                f"`{out}` looks like a {path.suffix} file: one file is written to .jsonl (also .gz, .zst, .bz2, .xz) "
                "or .parquet; for one text use --out - and redirect it; a folder needs a name without such a suffix",
                param_hint="--out",
            )
        return out
    one = len(inputs) == 1 and not Path(inputs[0]).is_dir()
    if dry_run or (one and (Path(inputs[0]).exists() or not any(sign in inputs[0] for sign in "*?["))):
        return "-"
    raise typer.BadParameter(
        "say where to write: --out FOLDER, --out FILE.jsonl or FILE.parquet, or --out - for rows on standard output",
        param_hint="--out",
    )


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
