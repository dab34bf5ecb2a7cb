"""A gate before ftfy: tells from the text alone where ftfy could find mojibake, without importing it.

ftfy touches a text only where its ``badness.BADNESS_RE`` matches (ftfy 6.3, ``fix_encoding_and_explain``). That pattern
tries twenty alternatives at every character. Here the same alternatives hang on their rarest character, the *pivot*:
one character class is scanned over the document, and the context is looked at only around a pivot. The character
tables are those of ``ftfy/badness.py`` (Robyn Speer, Apache-2.0); tests hold both patterns equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["SIGNS", "suspects"]

_COMMON = "\xa0\xad\xb7\xb4\u2013\u2014\u2015\u2026\u2019"  # stand in good text as often as in bad
_C1 = "\x80-\x9f"
_BAD = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\ufffdªº"  # hardly ever meant
_LAW = "¶§"
_CURRENCY = "¢£¥₧€"
_OPEN = "¡«¿©΄΅‘‚“„•‹\uf8ff"
_CLOSE = "®»˝”›™"
_NUMERIC = "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№"
_FACES = "Ò-ÖÙ-Üò-öø-üŐŌŪŲ°"  # letters that kaomoji are made of
_UPPER = "À-ÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"
_LOWER = "ßà-ñăąāćčďđęěēėğģįīķĺľłļœŕśşšťüźżžґﬁﬂ"
_UPPER_COMMON = "ÞΑ-ΩΆΈΉΊΌΎΏΪΫЁ-Я"
_LOWER_COMMON = "α-ωάέήίΰа-џ"
_BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"

_SIGNS = _LOWER + _UPPER + _OPEN + _CLOSE + _CURRENCY + _NUMERIC + _LAW
_ODD = _SIGNS + _BOX
_ARABIC = f"{_COMMON}{_CURRENCY}{_BAD}{_NUMERIC}{_OPEN}ŸŠ®°µ»"  # second bytes of Arabic read as Windows-1252
_BETWEEN = f"{_C1}{_BAD}{_OPEN}{_CLOSE}{_CURRENCY}°"

# Every alternative below needs one character that is more than typography: a text without any has no suspects.
SIGNS = re.compile(f"[^\x00-\x7f{_COMMON}{_OPEN}{_CLOSE}]")
# Each look-behind ends at the pivot, which is the first character that the pattern takes.
_SUSPECT = re.compile(
    f"""
    [{_C1}{_BAD}{_UPPER}{_BOX}{_CLOSE}{_CURRENCY}{_NUMERIC}{_LAW}{_OPEN}ŒœÙ°Ђ]
    (?:
      (?<=[{_C1}])
    | (?<=[{_BAD}]) (?: (?=[{_ODD}]) | (?<=[{_ODD}{_BAD}].) | (?<=[a-zA-Z][{_LOWER_COMMON}{_UPPER_COMMON}].) )
    | (?<=[{_UPPER}]) (?<=[{_LOWER}{_LOWER_COMMON}{_BOX}{_CLOSE}{_CURRENCY}{_NUMERIC}].)
    | (?<=[{_BOX}{_CLOSE}{_CURRENCY}{_NUMERIC}]) (?=[{_LOWER}])
    | (?<=[{_CURRENCY}]) (?: (?<=[{_LOWER}{_BOX}{_CLOSE}].) | (?<=\\s[{_UPPER}].) )
    | (?<=[{_UPPER}{_BOX}][{_NUMERIC}{_LAW}])
    | (?<=[{_LOWER}{_UPPER}{_BOX}{_CURRENCY}{_CLOSE}][{_OPEN}][{_NUMERIC}])
    | (?<=[{_OPEN}]) (?: (?<=[{_LOWER}{_UPPER}{_CURRENCY}{_NUMERIC}{_BOX}{_LAW}][{_CLOSE}].)
                       | (?<=[{_CURRENCY}{_NUMERIC}{_BOX}].) )
    | (?<=[a-z][{_UPPER}][{_OPEN}{_CURRENCY}])
    | (?<=[{_BOX}]) (?: (?=[{_FACES}{_CLOSE}]) | (?<=[{_SIGNS}].) )
    | (?<=[{_LOWER}{_UPPER}][{_OPEN}{_CLOSE}]) (?=\\w)
    | (?<=[Œœ]) (?=[^A-Za-z\\r\\n])
    | (?<=[{_UPPER}]°)
    | (?<=[ÂÃÎÐ]) (?=[€œŠš¢£Ÿž\\xa0\\xad®©°·»{_OPEN}{_CLOSE}–—´])
    | (?<=×[²³])
    | (?<=[ØÙ]) (?=[{_ARABIC}][ØÙ][{_ARABIC}])
    | (?<=à[²µ¹¼½¾])
    | (?<=√) (?=[±∂†≠®™´≤≥¥µø])
    | (?<=≈) (?=[°¢])
    | (?<=‚) (?: (?=Ä[ìîïòôúùû†°¢π]) | (?=[âó][àä°ê]) )
    | (?<=вЂ)
    | (?<=ГўВЂ) (?=В.[A-Za-z ])
    | (?<=[ВГРС][{_BETWEEN}µ]) (?=[ВГРС])
    | (?<=[ΒΓΞΟ][{_BETWEEN}]) (?=[ΒΓΞΟ])
    | (?<=[ÃÂ]) (?=[ ]) (?: (?<=[a-z].) | (?<=[a-z]\\s.) | (?<![^\\r\\n].) )
    | (?<=[a-z.,?!{_CLOSE}]Â) (?=[ {_OPEN}{_CLOSE}])
    | (?<=Ã) (?=¡)
    | (?<=β€) (?=[™\\xa0Ά\\xad®°])
    | (?<=ā€)
    )
    """,
    re.VERBOSE,
)


def suspects(text: str) -> Iterator[int]:
    """Offsets into ``text`` where ftfy may see mojibake; a line without one comes out of ftfy as it went in.

    Lines are taken to end at LF, CR LF or CR.

    >>> list(suspects("Die Bürger von Łódź: “Öl kostet 5 €.”")), list(suspects("Die BÃ¼rger"))
    ([], [6])
    """
    if text.isascii():
        return
    for match in _SUSPECT.finditer(text):
        yield match.start()
