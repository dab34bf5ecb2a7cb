"""Our own small pages with a label on each line, and what a cleaner makes of them.

A page is a text file: a header (`about`, `language`, `look`: dump or extracted), a blank line, then the raw text with
two characters before each line: `+ ` for content, `- ` for chrome, `? ` for what may stay or go (headlines). Blank
lines stand as they are.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
LOOKS = ("dump", "extracted")
HEADER = ("about", "language", "look")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    name: str
    about: str
    language: str
    look: str
    lines: tuple[tuple[str, str], ...]  # label, text

    @property
    def raw(self):
        return "\n".join(text for _, text in self.lines)


def read_page(path):
    header, _, body = path.read_text(encoding="utf-8").rstrip("\n").partition("\n\n")
    said = dict(line.split(": ", 1) for line in header.split("\n"))
    assert tuple(said) == HEADER, f"{path.name}: the header holds {', '.join(HEADER)}, in this order"
    assert said["look"] in LOOKS, f"{path.name}: `look` is one of {', '.join(LOOKS)}"
    lines = []
    for number, line in enumerate(body.split("\n"), len(HEADER) + 2):
        label, text = line[:1], line[2:]
        assert not line or (line[:2] in ("+ ", "- ", "? ") and text), (
            f"{path.name}:{number}: expected `+ ` before content, `- ` before chrome, `? ` before what does not count"
        )
        lines.append((label, text))
    return LabelledPage(path.stem, said["about"], said["language"], said["look"], tuple(lines))


def read_pages():
    return [read_page(path) for path in sorted(PAGES.glob("*.txt"))]


def removed_lines(page, cleaned):
    """For each line, whether more than half of its letters and digits went: exact, from the offsets of the changes."""
    gone = bytearray(len(page.raw))
    for change in cleaned.changes:
        if not change.replacement:
            gone[change.start : change.end] = b"\1" * (change.end - change.start)
    start = 0
    for _, text in page.lines:
        inked = [start + at for at, character in enumerate(text) if character.isalnum()]
        yield bool(inked) and sum(gone[at] for at in inked) * 2 > len(inked)
        start += len(text) + 1


def measure(cleaner, pages):
    """Line precision and recall of what `cleaner` removes, for each look and each language."""
    counts = defaultdict(Counter)
    for page in pages:
        for (label, _), removed in zip(page.lines, removed_lines(page, cleaner.clean(page.raw)), strict=True):
            for group in (page.look, page.language):
                counts[group][label, removed] += 1
    return {group: figures(count) for group, count in sorted(counts.items())}


def figures(count):
    right, wrong, missed = count["-", True], count["+", True], count["-", False]
    return {
        "precision": right / (right + wrong) if right + wrong else 1.0,
        "recall": right / (right + missed) if right + missed else 1.0,
    }
