"""HTML entities that reached the text: ``&amp;quot;`` becomes a quotation mark, addresses and code stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.model import DocumentError, Edit

__all__ = ["edits", "suspects"]

_RULE = "repair.entity"
_MOST = 250_000  # in one line; the largest document could be one of some 3 million, which would take 36 s and a GB

# Names that HTML 5 (section 13.5) allows without a semicolon, as far as they are no beginning of an English word: an
# "&" that was glued to "current", "copyright", "timestamp" or "region" is none. AMP, LT, ETH and COPY are acronyms.
_BARE = (
    "[AEIOUaeiou]acute|[Yy]acute|[AEIOUaeiou]circ|[AEIOUaeiou]grave|[AEIOUaeiou]uml|yuml|[AOaoNn]tilde|[Aa]ring"
    r"|[Oo]slash|[Cc]cedil|AElig|aelig|szlig|nbsp|quot(?!(?:as?|e[ds]?|ing|ations?|ients?)\b)|laquo|raquo|iexcl|iquest"
    "|frac(?:12|14|34)|plusmn|ord[fm]|sup[123]"
)
# These say what they are only by what follows.
_FOLLOWED = (
    r"(?:amp|lt|gt)(?=[\s.,:)\"]|\Z|\#|&)|(?:pound|yen|sect)(?=\s?\d)|copy(?=\s?\d{4})"
    r"|(?<=\d&)deg(?=[\sCF.,;)]|\Z)"
)
# Any number of "amp;" in front: pages that were escaped twice or more. Names of HTML 5 have 2 to 31 letters.
_ENTITY = re.compile(
    r"&(?P<again>(?:amp;)*)"
    r"(?:(?P<name>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    rf"|(?P<bare>{_BARE}|{_FOLLOWED}|#[0-9]{{2,6}}(?![0-9;])|#[xX][0-9a-fA-F]{{2,5}}(?![0-9a-zA-Z;])))"
)
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|\bwww\.|[?&;][\w.-]+=")
_PATH = re.compile(r"\w\.\w+/")

# A line about entities, or of code. Markup ends it for ftfy, too. In quotation marks stands what is talked about.
_MARKUP = re.compile(r"[<`]")
_TALK = re.compile(
    r"(?<![A-Za-z])(?:X?HTML|XML|SGML|JSON|Unicode|UTF-8|ampersands?|semicolons?|htmlspecialchars)(?![A-Za-z])"
    r"|;\W{1,3}stands for\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"'‘“„«‚「『](?:&(?:amp;)*#?\w+;)[\"'’”“»‘」』]")


def suspects(text: str) -> Iterator[int]:
    """Offsets into ``text`` where something like an entity starts.

    >>> list(suspects("AT&T &amp; Co. &c;"))
    [5]
    """
    for match in _ENTITY.finditer(text):
        yield match.start()


def edits(line: str) -> list[Edit]:
    """Edits that decode the entities of ``line``; offsets count in ``line``.

    With their semicolon, or without it where HTML 5 knows the name so and nothing else can be meant. Not on a line with
    a ``<`` or a backquote, nor on one that talks about entities; not inside an address, and never to a control, a
    surrogate or a line break.

    >>> [(edit.start, edit.end, edit.replacement) for edit in edits("Q&amp;amp;A &#8211; see x.org/?a=1&copy;=2")]
    [(1, 10, '&'), (12, 19, '–')]
    """
    if _ENTITY.search(line) is None or _MARKUP.search(line) is not None or _talks(line):
        return []
    found: list[Edit] = []
    words = (word for word in _WORD.finditer(line) if "&" in word.group())
    word = None
    for match in _ENTITY.finditer(line):
        start, end = match.span()
        while word is None or word.end() <= start:
            word = next(words)
            address = _ADDRESS.search(word.group()) is not None
            path = _PATH.search(word.group()) is not None
        if address or (path and match["bare"]):
            continue
        decoded = _decoded(match["name"]) if match["name"] else _decoded_bare(match["bare"])
        if decoded is None:
            if match["again"]:  # "AT&amp;T;": the name is no entity, what stands before it is
                found.append(Edit(start + 1, start + 1 + len(match["again"]), "", _RULE))
            continue
        if decoded == "\xa0" and _edge(line, start, end):
            decoded = " "  # layout would make it one, here as at every line end and in every run of blanks
        found.append(Edit(start, end, decoded, _RULE))
        if len(found) > _MOST:
            told = f"one line has more than {_MOST:,} entities: it is no text, or damaged throughout"
            raise DocumentError("too_many_changes", f"{told}: split it into lines, or leave it out")
    return found


def _talks(line: str) -> bool:
    """True where ``line`` shows entities to readers: beside names of formats, in quotation marks, or explained."""
    if _TALK.search(line) is not None or _QUOTED.search(line) is not None:
        return True
    words = line.split()
    for place, match in enumerate(map(_ENTITY.fullmatch, words)):
        letter = _decoded(match["name"]) if match is not None and match["name"] else None
        if letter is not None and letter.isalpha() and letter in _LATIN:
            near = words[max(0, place - _NEAR) : place + _NEAR + 1]
            if letter in near:
                return True
    return False


# Who explains "&eacute;" shows the letter a few words on. Letters of other scripts are words of their own ("и", "고").
_NEAR = 6
_LATIN = frozenset(map(chr, range(0x41, 0x250)))


def _decoded(name: str) -> str | None:
    from html import unescape
    from html.entities import html5, name2codepoint

    if name[0] != "#":
        # Short names that came with HTML 5 are hardly ever used: "&pr;" is a sign of somebody's own.
        text = html5.get(name + ";") if len(name) > _SHORT or name in name2codepoint else None
        if text is None:
            return None
    else:
        text = unescape(f"&{name};")  # also maps 128 to 159 to Windows-1252, as HTML 5 says
    # str.isprintable refuses controls, surrogates, unassigned and private characters, but also blanks and the
    # invisible ones that some scripts need.
    wanted = all(char.isprintable() or char in _UNPRINTED for char in text)
    return text if text and wanted and "\ufffd" not in text else None


_SHORT = 3
_UNPRINTED = "\xa0\xad\u2002\u2003\u2004\u2005\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2060"


def _decoded_bare(name: str) -> str | None:
    """The same without a semicolon. Nobody writes a letter of ASCII so: "&#50" is a number with signs before it."""
    text = _decoded(name)
    return None if text is None or (name[0] == "#" and text.isascii() and text.isalnum()) else text


def _edge(line: str, start: int, end: int) -> bool:
    """True where ``line[start:end]`` stands at an end of the line or beside another blank, spelled out or not."""
    if start == 0 or end == len(line) or line[start - 1].isspace() or line[end].isspace():
        return True
    return line.endswith("&nbsp;", 0, start) or line.startswith("&nbsp", end)
