"""Inflected forms of the base forms in swap tables, by lemminflect (Jascob 2019), as far as English has them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cleaner.stages.lexicon import lexicon

__all__ = ["TAGS", "forms", "inflected"]

# Penn Treebank tags of the forms that a context has; X: the form as it stands.
TAGS = {
    "n": ("NN", "NNS"),
    "v": ("VB", "VBZ", "VBD", "VBN", "VBG"),
    "a": ("JJ", "JJR", "JJS"),
    "r": ("RB",),
    "x": ("X",),
}
_BASE = frozenset({"NN", "VB", "JJ", "RB", "X"})
_COMPARED = {"JJR": "more", "JJS": "most"}
# lemminflect has "gotten" only; news has "has got" as often.
_MISSING = {("get", "VBN"): ("got",), ("forget", "VBN"): ("forgot",)}
# A form this much rarer than its lemma, or than a sister ("costed" beside "cost"), is a slip. Read off some forty nouns
# and verbs: "informations" is 549 times rarer than "information", "gases" 19 than "gas".
_RARER_THAN_LEMMA = {"NNS": 300}
_RARER_THAN_LEMMA_ELSE = 2000
_RARER_THAN_SISTER = 20
# Nouns whose plural is this much rarer ("equipments", 102 times) stand for it themselves: "tools" becomes "equipment".
_MASS = 90


def inflected(spun: str, original: str, context: str) -> Iterator[tuple[str, str]]:
    """Pairs of surface forms, spun and original, in the same inflection; base forms come first.

    >>> list(inflected("carry out", "do", "v"))[2]
    ('carried out', 'did')
    """
    for tag in TAGS[context]:
        ones, others = forms(spun, context, tag), forms(original, context, tag)
        if tag in _COMPARED and not any(" " not in form for form in (*ones, *others)):
            continue  # "more difficult" for "more important" is the base form's pair
        yield from ((one, other) for one in ones for other in others if one != other)


def forms(phrase: str, context: str, tag: str) -> tuple[str, ...]:
    """The forms of a base form for a tag of its context, best first; a word marked with ``*`` is the inflected one.

    None where English has no such form; nouns without a usual plural stand for it.

    >>> forms("member* of staff", "n", "NNS")
    ('members of staff',)
    """
    words = phrase.split(" ")
    head = next((place for place, word in enumerate(words) if word.endswith("*")), 0 if context == "v" else -1)
    words[head] = words[head].removesuffix("*")
    if tag in _BASE:
        return (" ".join(words),)
    if tag in _COMPARED and len(words) > 1:
        return ()
    made = _word_forms(words[head], tag)
    if tag in _COMPARED and not made:
        made = (f"{_COMPARED[tag]} {words[head]}",)
    return tuple(" ".join([*words[:head], form, *words[head:][1:]]) for form in made)


@cache
def _word_forms(word: str, tag: str) -> tuple[str, ...]:
    from lemminflect import getInflection

    before, hyphen, last = word.rpartition("-")  # long-term ally, but: passer-by
    made = [f"{before}{hyphen}{form}" for form in getInflection(last, tag, inflect_oov=tag not in _COMPARED)]
    if tag == "NNS" and made[:1] != [word]:  # "gas" as a plural of gas
        made = [form for form in made if form != word]
    made += [form for form in _MISSING.get((word, tag), ()) if form not in made]
    share = lexicon("en").frequency
    least = share(word) / _RARER_THAN_LEMMA.get(tag, _RARER_THAN_LEMMA_ELSE)
    best = max(map(share, made), default=0.0)
    kept = tuple(form for form in made if share(form) >= max(least, best / _RARER_THAN_SISTER))
    mass = tag == "NNS" and word not in kept and (not kept or best < share(word) / _MASS)
    return (word, *kept) if mass else kept
