"""Damage that texts meet on their way, made on purpose: each sort as a function from a clean word to a garbled one.

Nothing here reads the tables of ``cleaner.stages.repair``: a repair that is wrong in both would measure as right.
"""

from __future__ import annotations

import html
import random
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

__all__ = ["KINDS", "Kind"]

Damage = Callable[[str, random.Random], "str | None"]


class Kind(NamedTuple):
    """A sort of damage: ``damage`` gives a garbled word or line, or None where it finds nothing to garble.

    ``recall`` is the least share to be restored, None where none is asked; ``whole_lines`` are garbled as one.
    """

    damage: Damage
    recall: float | None
    whole_lines: bool = False


def utf8(word: str, rnd: random.Random) -> str | None:
    """UTF-8 read as a Western codec, one to three times."""
    if word.isascii():
        return None
    codec = rnd.choice(["cp1252", "cp1252", "latin-1"])
    for _ in range(rnd.choice([1, 1, 1, 2, 2, 3])):
        garbled = reread(word, "utf-8", codec)
        if garbled is None:
            break
        word = garbled
    return None if word.isascii() else word


def reread(text: str, wrote: str, read: str) -> str | None:
    """Bytes of one codec read as another, without those that could not be told from white space afterwards."""
    try:
        garbled = text.encode(wrote).decode(read)
    except UnicodeError:
        return None
    # A page turns C1 controls 85 and the blank A0 into white space on its way; both are another kind of damage.
    return None if {"\x85", "\xa0", "\n", "\r"} & set(garbled) - set(text) or garbled == text else garbled


# What was written in these codecs, by script; what reads it is the codec of another region.
FAMILIES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "CYRILLIC": (("cp1251", "latin-1"), ("cp1251", "cp1252"), ("koi8-r", "cp1251"), ("koi8-r", "latin-1"),
                 ("cp866", "cp1251"), ("utf-8", "cp1251"), ("utf-8", "koi8-r")),
    "GREEK": (("iso8859-7", "latin-1"), ("cp1253", "cp1252"), ("utf-8", "cp1253")),
    "ARABIC": (("cp1256", "cp1252"), ("cp1256", "latin-1")),
    "HEBREW": (("cp1255", "latin-1"),),
    "HANGUL": (("euc-kr", "latin-1"), ("utf-8", "cp1252")),
    "HIRAGANA": (("shift-jis", "latin-1"), ("euc-jp", "latin-1"), ("utf-8", "latin-1")),
    "CJK": (("gb18030", "latin-1"), ("big5", "latin-1")),
    "LATIN": (("utf-8", "mac-roman"), ("utf-8", "cp437"), ("utf-8", "cp1250"), ("utf-8", "cp1254"),
              ("mac-roman", "cp1252"), ("cp1250", "cp1252"), ("cp1254", "cp1252"), ("cp1257", "cp1252")),
}  # fmt: skip


def families(line: str, rnd: random.Random) -> str | None:
    """A line of one codec read as that of another region."""
    letters = [char for char in line if char.isalpha() and not char.isascii()]
    if not letters:
        return None
    names = [unicodedata.name(char, "").split()[0] for char in letters]
    pairs = list(FAMILIES.get(max(sorted(set(names)), key=names.count), ()))
    rnd.shuffle(pairs)
    return next((garbled for wrote, read in pairs if (garbled := reread(line, wrote, read)) is not None), None)


def entities(word: str, rnd: random.Random) -> str | None:
    """Some of the characters beyond ASCII, quotes and ampersands as named or numbered entities, at times twice."""
    places = [place for place, char in enumerate(word) if not char.isascii() or char in "&\"'"]
    if not places:
        return None
    place = rnd.choice(places)
    char = word[place]
    named = char.encode("ascii", "xmlcharrefreplace").decode()
    if rnd.random() < 0.5:
        name = html.entities.codepoint2name.get(ord(char))
        named = f"&{name};" if name else f"&#x{ord(char):x};"
    elif char.isascii():
        named = f"&#{ord(char)};"
    if rnd.random() < 0.3:
        named = named.replace("&", "&amp;")
    return word[:place] + named + word[place + 1 :]


def ligatures(word: str, _: random.Random) -> str | None:
    for plain, joined in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        if plain in word:
            return word.replace(plain, joined, 1)
    return None


def control(word: str, rnd: random.Random) -> str | None:
    """A control character or a mark without width inside the word; not one of those that part words (1C to 1F)."""
    if len(word) < 4 or not word.isalpha() or unicodedata.bidirectional(word[0]) != "L":
        return None
    place = rnd.randrange(1, len(word))
    return word[:place] + rnd.choice("\x00\x01\x02\x08\x0e\x19\x7f\u200b\u2060\ufeff\xad") + word[place:]


def hyphenation(word: str, rnd: random.Random) -> str | None:
    """The word broken at a line end, between a vowel and what follows it."""
    if len(word) < 7 or not word.isalpha() or not word.islower():
        return None
    vowels = "aeiouyáéíóúäöüåæøаеиоуыэюяєіїαεηιουωάέήίόύώ"
    places = [n for n in range(3, len(word) - 3) if word[n - 1] in vowels and word[n] not in vowels]
    if not places:
        return None
    place = rnd.choice(places)
    return word[:place] + "-\n" + word[place:]


def decomposition(word: str, _: random.Random) -> str | None:
    apart = unicodedata.normalize("NFD", word)
    return apart if apart != word and len(apart) < 2 * len(word) else None


def width(word: str, _: random.Random) -> str | None:
    """Latin words in the wide letters of East Asian fonts."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return None
    return "".join(chr(ord(char) + 0xFEE0) for char in word)


LOOK_ALIKES = "aа eе oо cс pр xх yу iі AА BВ CС EЕ HН KК MМ OО PР TТ XХ"
TO_CYRILLIC = {pair[0]: pair[1] for pair in LOOK_ALIKES.split()}
TO_LATIN = {pair[1]: pair[0] for pair in LOOK_ALIKES.split()}
FROM_GREEK = dict(zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX", strict=True))


def confusables(word: str, rnd: random.Random) -> str | None:
    """One to three letters of a word by their twins of another script; never all of them."""
    if len(word) < 4 or not word.isalpha():
        return None
    table = TO_CYRILLIC if word.isascii() else {**TO_LATIN, **FROM_GREEK}
    places = [place for place, char in enumerate(word) if char in table]
    if not places or len(places) == len(word):
        return None
    letters = list(word)
    for place in rnd.sample(places, min(len(places), rnd.choice([1, 1, 2, 3]))):
        letters[place] = table[letters[place]]
    return "".join(letters)


SLIPS = (
    ("m", "rn"), ("w", "vv"), ("d", "cl"), ("h", "b"), ("l", "I"), ("l", "1"), ("l", "|"), ("i", "1"),
    ("o", "0"), ("s", "5"), ("I", "l"), ("S", "5"), ("O", "0"),
)  # fmt: skip


def ocr(word: str, rnd: random.Random) -> str | None:
    """One letter, or all of a sort, as a scanner misreads them."""
    if len(word) < 4 or not word.isalpha() or unicodedata.name(word[0], "").split()[0] != "LATIN" or word.isupper():
        return None
    slips = [slip for slip in SLIPS if slip[0] in word]
    if not slips:
        return None
    right, wrong = rnd.choice(slips)
    if rnd.random() < 0.2:
        return word.replace(right, wrong)
    places = [place for place, char in enumerate(word) if char == right]
    place = rnd.choice(places)
    return word[:place] + wrong + word[place + 1 :]


def lost(word: str, rnd: random.Random) -> str | None:
    """A letter beyond ASCII lost for good: only another place of the same text can say which."""
    places = [place for place, char in enumerate(word) if char.isalpha() and not char.isascii()]
    if not places or len(places) * 2 > len(word) or len(word) < 4:
        return None
    place = rnd.choice(places)
    return word[:place] + "\ufffd" + word[place + 1 :]


KINDS: Mapping[str, Kind] = {
    "mojibake": Kind(utf8, 0.95),
    "mojibake, other codecs": Kind(families, 0.95, whole_lines=True),
    "entities": Kind(entities, 0.95),
    "ligatures": Kind(ligatures, 0.95),
    "control": Kind(control, 0.95),
    "hyphenation": Kind(hyphenation, 0.95),
    "decomposition": Kind(decomposition, None),
    "width": Kind(width, None),
    "confusables": Kind(confusables, 0.80),
    "ocr": Kind(ocr, 0.60),
    "lost letters": Kind(lost, None),
}
