"""The smallest edits that lead from one text to another, and edits that stay valid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.model import Edit

__all__ = ["joined", "shifted", "smallest", "trimmed"]

_RUN = re.compile("[\x00-\x7f]+|[^\x00-\x7f]+")

# SequenceMatcher is quadratic at worst; 400 x 400 costs some milliseconds. Longer middles become one edit.
_ALIGNED = 400


def trimmed(edit: Edit, text: str) -> Edit:
    """``edit`` without what its replacement has in common with ``text`` at both ends; offsets count in ``text``.

    >>> trimmed(Edit(0, 6, "Müller", "x"), "Mu:ler")
    Edit(start=1, end=3, replacement='ül', rule_id='x', evidence=None)
    """
    start, end, new = edit.start, edit.end, edit.replacement
    old = text[start:end]
    limit = min(len(old), len(new))
    front = 0
    while front < limit and old[front] == new[front]:
        front += 1
    back = 0
    while back < limit - front and old[-1 - back] == new[-1 - back]:
        back += 1
    return Edit(start + front, end - back, new[front : len(new) - back], edit.rule_id, edit.evidence)


def joined(edits: Iterable[Edit]) -> list[Edit]:
    """Sorted disjoint ``edits``, where an insertion that stands at the start of the next edit is taken into it.

    ``resolve`` keeps only one of two edits that start at one point.

    >>> joined([Edit(3, 3, "a", "x"), Edit(3, 5, "b", "y")])
    [Edit(start=3, end=5, replacement='ab', rule_id='x', evidence=None)]
    """
    out: list[Edit] = []
    for edit in edits:
        if edit.start == edit.end and not edit.replacement:
            continue
        last = out[-1] if out else None
        if last is not None and last.start == last.end == edit.start:
            out[-1] = Edit(last.start, edit.end, last.replacement + edit.replacement, last.rule_id, last.evidence)
        else:
            out.append(edit)
    return out


def shifted(edits: Iterable[Edit], offset: int) -> list[Edit]:
    """``edits`` of a part of a text, in the coordinates of the text; the part starts at ``offset``.

    >>> shifted([Edit(1, 2, "a", "x")], 10)
    [Edit(start=11, end=12, replacement='a', rule_id='x', evidence=None)]
    """
    return [
        Edit(offset + edit.start, offset + edit.end, edit.replacement, edit.rule_id, edit.evidence) for edit in edits
    ]


def smallest(before: str, after: str, rule_id: str) -> list[Edit]:
    """Sorted, disjoint edits that turn ``before`` into ``after``; offsets count in ``before``.

    Decoding leaves ASCII as it is, so runs of ASCII pair the two texts in linear time. Where they do not (a lost
    blank was restored), the differing middle is aligned, or replaced as a whole where it is long.

    >>> [(edit.start, edit.end, edit.replacement) for edit in smallest("fÃ¼r schÃ¶n", "für schön", "x")]
    [(1, 3, 'ü'), (8, 10, 'ö')]
    """
    if before == after:
        return []
    old, new = _RUN.findall(before), _RUN.findall(after)
    if len(old) == len(new) and all(a == b for a, b in zip(old, new, strict=True) if a.isascii() or b.isascii()):
        edits = []
        position = 0
        for left, right in zip(old, new, strict=True):
            if left != right:
                edits.append(trimmed(Edit(position, position + len(left), right, rule_id), before))
            position += len(left)
        return joined(edits)
    whole = trimmed(Edit(0, len(before), after, rule_id), before)
    if max(whole.end - whole.start, len(whole.replacement)) > _ALIGNED:
        return [whole]
    from difflib import SequenceMatcher  # needed once in a thousand documents

    matcher = SequenceMatcher(None, before[whole.start : whole.end], whole.replacement, autojunk=False)
    return joined(
        Edit(whole.start + a, whole.start + b, whole.replacement[c:d], rule_id)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )
