"""Words by what they do to a sentence: what no sibling may change, and what carries none of its matter."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["FUNCTION", "amounts", "contradict", "same_but_contracted"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION = _set(
    "a about above across after all along am among amid an and any are around as at be been before behind being below"
    " beneath beside between beyond both but by can could couple did do does done down during each either else ever"
    " every few for from had has have having he her here hers herself him himself his how i if in inside into is it"
    " it's its itself just less like many may me might mine more most much must my myself near numerous of off on once"
    " only onto or other others our ours ourselves out outside over own per rather same several shall she should since"
    " single so some still such than that the their theirs them themselves then there these they this those though"
    " through throughout thus till to too under unless until up upon us was we were what when where whether which who"
    " whom whose why will with within would yet you your yours yourself"
)
"""Function words, vague amounts among them. Connectives and intensifiers are none: spinners change them freely."""

_NEGATIONS = _set(
    "barely cannot few hardly lack lacked lacking lacks little neither never no nobody none nor not nothing nowhere"
    " rarely seldom without"
)
_DATES = _set(
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday mondays tuesdays"
    " wednesdays thursdays fridays saturdays sundays january february april june july august september october"
    " november december daily weekly monthly yearly annual annually quarterly quarter fortnight decade century spring"
    " summer autumn winter weekend midnight noon"
)
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_QUANTITIES = _set(
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty"
    " ninety hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens"
    " half halves third thirds quarter quarters fifth tenth first second fourth sixth seventh eighth ninth once twice"
    " thrice double doubled triple tripled pair percent percentage zero"
)
# Words that turn into their opposite in another report, and under no spinner.
_OPPOSITES = """
rose rise rises risen rising gain gains gained gaining climb climbed climbs climbing jump jumped jumps soar soared surge
surged increase increased increases increasing up higher advance advanced grew grow grown
| fell fall falls fallen falling loss losses lose lost losing drop dropped drops dropping slid slide slump slumped
plunge plunged decline declines decrease decreased decreases down lower sank shrank shrink retreated
; buy buys bought buying purchase purchased | sell sells sold selling sale sales
; accept accepted approve approved support supported supports back backed
| reject rejected rejects oppose opposed opposes disapprove condemn condemned
; agree agreed accept accepted | refuse refused refuses declined
; confirm confirmed admit admitted | deny denied denies
; win wins won winning victory beat | lose loses lost losing defeat defeated
; before earlier previous prior | after later following next subsequent
; open opened opens opening begin began start started starts | close closed closes end ended ends closing
; first former | last latter
; more most majority above over | less least fewer minority below under
; men man male boy boys son husband father brother he his | women woman female girl girls daughter wife mother sister
she
; dead died killed die death deaths | injured wounded hurt injuries survived alive
; north northern | south southern ; east eastern | west western ; left | right ; profit profits | loss losses
"""
_SIDES: dict[str, frozenset[int]] = {}
for _number, _pair in enumerate(_OPPOSITES.split(";"), 1):
    for _sign, _words in zip((1, -1), _pair.split("|"), strict=True):
        for _word in _words.split():
            _SIDES[_word] = _SIDES.get(_word, frozenset()) | {_sign * _number}

_WHOLE = {"won't": "will not", "can't": "can not", "cannot": "can not"}
_EXPANDED = {"n't": " not", "'re": " are", "'ll": " will", "'ve": " have", "'m": " am", "'s": " 's", "'d": " 'd"}
_AMBIGUOUS = {"'s": ("is", "has"), "'d": ("would", "had")}


def contradict(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a negation or a date stands on one side alone, or a word against its opposite.

    >>> contradict(["rose"], ["fell"]), contradict(["did", "not"], ["didn't"]), contradict(["rose"], ["climbed"])
    (True, False, False)
    """
    one, other = _expanded(before), _expanded(after)
    for kept in (_NEGATIONS, _DATES):
        if sorted(filter(kept.__contains__, one)) != sorted(filter(kept.__contains__, other)):
            return True
    sides = {side for word in before for side in _SIDES.get(word, ())}
    return any(-side in sides for word in after for side in _SIDES.get(word, ()))


def amounts(words: Sequence[str]) -> list[str]:
    """What is counted in ``words``, sorted; numbers up to twelve in digits.

    >>> amounts(["two", "million"]) == amounts(["2", "million"]) != amounts(["3", "million"])
    True
    """
    found = []
    for word in words:
        for part in word.split("-"):
            if part in _UNITS:
                found.append(str(_UNITS.index(part) + 1))
            elif part in _QUANTITIES or part[:1].isdecimal():
                found.append(part)
    return sorted(found)


def same_but_contracted(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether both say the same, one of them short.

    >>> same_but_contracted(["it's", "not"], ["it", "isn't"]), same_but_contracted(["we're"], ["we", "were"])
    (True, False)
    """
    one, other = _expanded(before), _expanded(after)
    if len(one) != len(other) or not one:
        return False
    return all(
        a == b or b in _AMBIGUOUS.get(a, ()) or a in _AMBIGUOUS.get(b, ()) for a, b in zip(one, other, strict=True)
    )


def _expanded(words: Sequence[str]) -> list[str]:
    told: list[str] = []
    for word in words:
        ending = next((ending for ending in _EXPANDED if word.endswith(ending)), "")
        full = _WHOLE.get(word) or (word[: -len(ending)] + _EXPANDED[ending] if ending else word)
        told += full.split()
    return told
