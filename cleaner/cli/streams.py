"""The standard streams, which a caller may have closed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

import typer

__all__ = ["ensure_stderr", "say", "standard_input", "standard_output"]


def ensure_stderr() -> None:
    """Where stderr is closed, what would be said there goes nowhere."""
    if _closed(sys.stderr):
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # it stays until the process ends


def say(text: str) -> None:
    """Writes a line to standard error; characters that no encoding holds as question marks."""
    sys.stderr.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")


def standard_input(*, wanted: bool) -> BinaryIO | None:
    """Standard input; None where it is closed and not ``wanted``.

    Raises:
        typer.BadParameter: where it is closed and wanted.
    """
    if not _closed(sys.stdin):
        return sys.stdin.buffer
    if wanted:
        raise typer.BadParameter("standard input is closed: name a file, or pipe something in", param_hint="-")
    return None


def standard_output() -> TextIO:
    """Standard output.

    Raises:
        typer.BadParameter: where it is closed.
    """
    if _closed(sys.stdout):
        raise typer.BadParameter(
            "standard output is closed, and that is where this would be written: leave it open, or redirect it"
        )
    return sys.stdout


def _closed(stream: TextIO | None) -> bool:
    return stream is None or stream.closed
