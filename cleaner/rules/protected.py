"""What no swap may change: numbers, units, negations, how many; and words that are too common to be evidence."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["kept_apart"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NUMBERS = _set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion "
    "dozen first second third fourth fifth sixth seventh eighth ninth tenth twentieth hundredth thousandth half halve "
    "quarter twice thrice double triple quadruple twofold threefold firstly secondly thirdly"
)
_UNITS = _set(
    "second minute hour day week fortnight month year decade century millennium inch foot feet yard mile metre meter "
    "kilometre kilometer centimetre centimeter millimetre millimeter gram kilogram ounce ton tonne acre hectare litre "
    "liter gallon barrel pint dollar euro cent penny pence yen yuan rupee peso franc ruble rouble percent percentage "
    "mph knot watt megawatt kilowatt gigawatt"
)
_NEGATIONS = _set("not no never none nobody nothing neither nor cannot without nowhere")
_SELDOM = _set("hardly barely scarcely rarely seldom")
_DATES = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july september october "
    "november december"
)  # may, march and august are words, too
# How many of all that is spoken of. A swap within one size changes nothing; "some" and "more" have none.
_SIZES = (
    _set("all every each entire whole everyone everybody everything"),
    _set("most majority mostly"),
    _set("many numerous several various plenty lots multiple countless"),
    _set("few fewer less minority"),
)
# Words of these never count something: "no one" is nobody, "these days" is now.
_IDIOMS = re.compile(
    r"\b(?:one another|(?:this|that|the|which|any|some) one|(?:every|each|per|a) (?:day|week|month|year|hour)"
    r"|these days|present[ -]day|day-to-day|first-rate|first-class|one's|at first|first of all|in the first place)\b"
)
# The 25 most frequent words of English (wordfreq 3).
_COMMON = _set("the to and of a in i is for that you it on with this was be as are have at he not by but")
_FUNCTION_WORDS = _COMMON | _set(
    "about above across after against all along although am among amongst an and any around at because been before "
    "behind being below beneath beside besides between beyond both can could did do does done doing down during each "
    "either else even every few from had has having her here hers him his how however if inside into its itself less "
    "like many may me might mine more most much must my near neither no nor now of off once only onto or other others "
    "our ours out over own per regarding shall she should since so some such than their theirs them themselves then "
    "there these they those though through throughout till too toward towards under until unto up upon us very via we "
    "were what whatever when whenever where whereas wherever whether which whichever while whilst who whoever whom "
    "whose why will within without would yet your yours just also still again ago amid despite except unlike versus "
    "according due instead rather"
)


def kept_apart(spun: str, original: str) -> str | None:
    """Why the two, folded and in base form, must not be swapped; None where they may.

    >>> kept_apart("a dozen", "several")
    'it changes a number: dozen'
    >>> kept_apart("as well", "too") is None
    True
    """
    one, other = _words(spun), _words(original)
    if _closed(spun) == _closed(original):
        return "both are spellings of one word"
    if _spelled_out(spun) == _spelled_out(original):
        return "it only changes a contraction"
    for words, what in ((_NUMBERS, "number"), (_UNITS, "unit")):
        changed = _counts(one, words) - _counts(other, words) or _counts(other, words) - _counts(one, words)
        if changed:
            return f"it changes a {what}: {min(changed)}"
    for words in (_NEGATIONS, _SELDOM):
        if sum(_counts(one, words).values()) != sum(_counts(other, words).values()):
            return f"it changes a negation: {min({*one, *other} & words)}"
    dates = {*one, *other} & _DATES
    if dates:
        return f"it holds a day or month: {min(dates)}"
    sizes = [{size for size in range(len(_SIZES)) if _SIZES[size] & {*words}} for words in (one, other)]
    if "a few" not in f"{spun} {original}" and all(sizes) and sizes[0] != sizes[1]:
        return "it changes how many are meant"
    if spun.replace("*", "") in _COMMON and not {*original.split()} <= _FUNCTION_WORDS:
        return f"`{spun}` stands everywhere, so it tells nothing of `{original}`"
    return None


def _words(form: str) -> list[str]:
    """Words in the singular, with those of compounds apart and without idioms."""
    text = _IDIOMS.sub(" ", form.replace("*", "").replace("no one", "nobody"))
    return [_singular(word) for word in re.split(r"[ -]+", re.sub(r"n't\b", " not", text)) if word]


_CONTRACTIONS = (
    ("won't", "will not"), ("can't", "can not"), ("cannot", "can not"), ("shan't", "shall not"), ("n't", " not"),
    ("i'm", "i am"), ("let's", "let us"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'s", " is"),
    ("'d", " would"),
)  # fmt: skip


def _spelled_out(form: str) -> str:
    for short, long in _CONTRACTIONS:
        form = form.replace(short, long)
    return form


def _singular(word: str) -> str:
    if word in ("centuries", "pennies", "halves"):
        return {"centuries": "century", "pennies": "penny", "halves": "half"}[word]
    stem = word.removesuffix("s")
    return stem if stem in _NUMBERS or stem in _UNITS else word


def _counts(words: list[str], known: frozenset[str]) -> Counter[str]:
    return Counter(word for word in words if word in known)


_SPELLINGS = (("isation", "ization"), ("ising", "izing"), ("ise", "ize"), ("yse", "yze"), ("our", "or"), ("ogue", "og"))


def _closed(form: str) -> str:
    """One spelling of those that differ in blanks, hyphens, and between Britain and America."""
    closed = re.sub(r"[ '.*-]", "", form)
    for british, american in _SPELLINGS:
        closed = closed.replace(british, american)
    return closed.removesuffix("me") if closed.endswith("mme") else closed  # programme
