"""What lines are compared by that differ in their numbers and dates alone, such as "12 comments" and "7 comments"."""

from __future__ import annotations

from cleaner.rules.dates import fold_dates
from cleaner.rules.fold import fold, fold_digits, phrase_key

__all__ = ["alike_key", "alike_keys", "alike_phrase"]

# In lines that are longer, and in sentences, a number is part of what is said: "The index closed at 12,411 points."
_LONGEST = 80
_FEW_WORDS = 4  # "12 comments." is no sentence
_STOPS = (".", "!", "?", "…")
_DENSE_STOPS = ("。", "！", "？")


def alike_key(line: str) -> str:
    """What stands for ``line``, and for all lines that are alike; empty where nothing but marks would be compared.

    Case, blanks and marks at the ends do not count, as in phrases. A number is like any other, with its thousands and
    decimals, and ``#`` stands for one; beside a number so is the name of a month or a day. In sentences, in lines of
    more than 80 characters, and in lines without a letter ("2", "3–1") numbers count as they stand.

    >>> alike_key("1,204 Comments") == alike_key("# comments"), alike_key("2") == alike_key("3")
    (True, False)
    >>> alike_key("Mon, 16 March 2020") == alike_key("Fri, 3 April 2020")
    True
    """
    folded = fold(line.replace("\n", " "))
    return alike_keys(folded, fold_digits(folded))[0]


def alike_phrase(line: str) -> str:
    """``line`` as a reader of rules would write it for all lines that are alike; it has the same key.

    >>> alike_phrase("1,204 Comments »"), alike_phrase("The index closed at 12,411 points.")
    ('# comments', 'the index closed at 12,411 points.')
    """
    folded = fold(line.replace("\n", " "))
    numbered = phrase_key(_numbered(fold_digits(folded)))
    if _is_label(folded, numbered):
        return numbered.replace("0", "#")
    return folded.strip() if _is_sentence(folded) else phrase_key(folded)


def alike_keys(folded: str, coded: bytes) -> list[str]:
    """The keys of all lines of a folded text, of which ``coded`` is what ``fold_digits`` makes: one pass for all."""
    # Numbers on the whole text, where that costs a few replacements; a pattern for each line would cost ten times that.
    keys = list(map(phrase_key, _numbered(coded).split("\n")))
    lines = folded.split("\n")
    for index, key in enumerate(keys):
        if "0" in key:
            label = _is_label(lines[index], key)
            keys[index] = fold_dates(key) if label else phrase_key(lines[index])
    return keys


def _is_label(line: str, numbered: str) -> bool:
    return len(numbered) <= _LONGEST and any(map(str.isalpha, numbered)) and not _is_sentence(line)


def _is_sentence(line: str) -> bool:
    line = line.rstrip()
    return line.endswith(_DENSE_STOPS) or (line.endswith(_STOPS) and line.count(" ") >= _FEW_WORDS)


def _numbered(coded: bytes) -> str:
    """A text with each number as ``0``, and so ``#``; ``coded`` has each run of digits so."""
    coded = coded.replace(b"#", b"0")
    for mark in (b"00", b"0,0", b"0.0"):
        while mark in coded:
            coded = coded.replace(mark, b"0")
    return coded.decode("utf-8", "surrogatepass")
