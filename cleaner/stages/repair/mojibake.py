"""Mojibake: text that was decoded with the wrong codec ("schÃ¶n"), put right by ftfy and turned into smallest edits."""

from __future__ import annotations

from cleaner.model import Edit
from cleaner.stages.repair.gate import SIGNS, suspects
from cleaner.stages.repair.quoted import outside
from cleaner.stages.repair.smallest import smallest

__all__ = ["SIGNS", "edits", "suspects"]

_RULE = "repair.mojibake"

# ftfy takes more than linear time on a segment. News has hardly a line of 10,000 characters; what is longer is a page
# without line ends, and its parts may have come through different codecs anyway.
_PIECE = 10_000


def edits(line: str) -> list[Edit]:
    """Smallest edits that undo mojibake in ``line``; offsets count in ``line``. Source: ftfy ``fix_and_explain``.

    >>> [(edit.start, edit.end, edit.replacement) for edit in edits("Es war schÃ¶n – und kÃ¼hl.")]
    [(10, 12, 'ö'), (21, 23, 'ü')]
    """
    found: list[Edit] = []
    start = 0
    while start < len(line):
        stop = _cut(line, start)
        piece = line[start:stop]
        if next(suspects(piece), None) is not None:
            found += [
                Edit(start + edit.start, start + edit.end, edit.replacement, _RULE)
                for edit in smallest(piece, _decoded(piece), _RULE)
            ]
        start = stop
    return outside(line, found)


def _cut(line: str, start: int) -> int:
    stop = start + _PIECE
    if stop >= len(line):
        return len(line)
    blank = line.rfind(" ", start + 1, stop)
    return blank if blank > start else stop


def _decoded(piece: str) -> str:
    from ftfy import TextFixerConfig, fix_and_explain

    # Only what restores bytes. Quotes, ligatures and widths are typography; entities, controls and composition have
    # fixers of their own; replacing lossy sequences would put U+FFFD where a reader can still guess the letters.
    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=True,  # without it ftfy 6.3 ignores the options of fix_encoding
    )
    fixed = fix_and_explain(piece, config).text
    # ftfy writes U+FFFD as byte 1A on its way, and leaves it so where lossy sequences are not replaced.
    if "\ufffd" in piece:
        fixed = piece if "\x1a" in piece else fixed.replace("\x1a", "\ufffd")
    # A line ending that came out would change the paragraphs; no damage that ftfy undoes should hold one.
    return piece if ("\n" in fixed or "\r" in fixed) else fixed
