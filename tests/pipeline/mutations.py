"""Pages to try laws on: our own prose with the chrome of all rule examples, and headlines of other stories, in it."""

from pathlib import Path

from hypothesis import strategies as st

from cleaner.rules.load import load_packs

__all__ = ["ANY_TEXT", "CHROME", "NEGATIVES", "PAGES", "PROSE", "TEXTS", "read"]

_TESTS = Path(__file__).parents[1]
NEGATIVES = sorted(_TESTS.glob("negatives/*.txt"))
PROSE = [*NEGATIVES, *sorted(_TESTS.glob("cases/*/raw.txt")), *sorted(_TESTS.parent.glob("seeds/*.txt"))]


def read(path):
    """The text of a file, line ends as they are."""
    return path.read_bytes().decode("utf-8")


def _examples():
    for pack in load_packs():
        for rule in pack.rules:
            yield from rule.tests.drop
            yield from (fix.raw for fix in rule.tests.fix)


# What rules take, from their own examples: the packs grow, and the laws grow with them.
CHROME = sorted(set(_examples()))

# What no rule names and the line model is there for: headlines of other stories, sections, tickers, the weather.
TEASERS = [
    *["Council buys a second snow plough", "Choir looks for tenors before Easter", "Ten plum cakes for a wet Sunday"],
    *["Watch: ferry captain plays the cello", "Opinion | Leave the old lime tree alone", "Mill Lane 7, flat to let"],
    *["Local", "Sport", "Culture & Letters", "Home / Local / Harbour", "Puzzles", "Obituaries", "14° | Light rain"],
    *["12:40 Tug free again", "3 hours ago", "By Ann Lee and Tom Fry", "Gallery: 14 pictures", "Image: the old bridge"],
    *["Gemeinde kauft zweiten Schneepflug", "Le conseil achète un chasse-neige", "Совет купил второй снегоочиститель"],
    *["町議会が二台目の除雪車を購入", "المجلس يشتري كاسحة ثلوج ثانية", "Δεύτερο εκχιονιστικό για τον δήμο"],
]

_BLOCKS = [read(path).splitlines(keepends=True) for path in PROSE]
_GARBLED = ["\xa0", "  ", "\u200b", "&amp;", "â€™", "Ã©", "\x00", "\ufffd", "e\u0301", "\r", "\r\n", "\t", "\u3000"]
_CHANGES = ["glue", "garble", "double", "delete", "swap", "blank", "open"]
_DEEDS = ["insert", "insert", "insert", "tease", "tease", "menu", *_CHANGES]
_DEED = st.tuples(st.sampled_from(_DEEDS), st.integers(0, 10_000), st.integers(0, 10_000))


def _page(block, first, length, deeds):
    first %= len(block)
    lines = block[first : first + length]
    for deed, here, which in deeds:
        at = here % (len(lines) + 1)
        there = lines[at : at + 1]
        if deed == "insert":
            lines.insert(at, CHROME[which % len(CHROME)] + "\n")
        elif deed == "tease":
            lines.insert(at, TEASERS[which % len(TEASERS)] + "\n")
        elif deed == "menu":
            lines[at:at] = [f"{TEASERS[(which + step * 5) % len(TEASERS)]}\n" for step in range(2 + which % 6)]
        elif deed == "glue" and there:
            piece = CHROME[which % len(CHROME)]
            lines[at] = f"{piece} {there[0]}" if which % 2 else f"{there[0].rstrip()} {piece}\n"
        elif deed == "garble" and there:
            cut = which % (len(there[0]) + 1)
            lines[at] = there[0][:cut] + _GARBLED[which % len(_GARBLED)] + there[0][cut:]
        elif deed == "double":
            back = lines[max(0, at - which % 5) : at]
            lines[at:at] = back
        elif deed == "swap" and there:
            other = which % len(lines)
            lines[at], lines[other] = lines[other], lines[at]
        elif deed == "blank":
            lines.insert(at, "\n" * (1 + which % 3))
        elif deed == "open" and there:
            lines[at] = there[0].rstrip("\r\n")
        elif deed == "delete":
            del lines[at : at + 1]
    return "".join(lines)


PAGES = st.builds(
    _page, st.sampled_from(_BLOCKS), st.integers(0, 100), st.integers(0, 14), st.lists(_DEED, max_size=12)
)
# Every code point that Python allows in a str, half surrogate pairs too.
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
TEXTS = st.one_of(ANY_TEXT, PAGES, PAGES, PAGES)
