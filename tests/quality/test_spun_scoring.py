import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

from cleaner.learn.spinner import Spun, Swap

SPUN = "Officers mentioned a huge assault on the foundation, an enormous failure of the support."
SWAPS = {
    "Officers": "Officials",
    "mentioned": "said",
    "huge": "big",
    "assault": "attack",
    "foundation": "base",
    "an": "a",
    "enormous": "massive",
    "support": "service",
}


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "bench"))
    return importlib.import_module


@pytest.fixture
def scoring(bench) -> ModuleType:
    return bench("spun_scoring")


def place(part: str) -> tuple[int, int]:
    return next(re.finditer(rf"\b{part}\b", SPUN)).span()


def known(spun: str, original: str) -> bool:
    return (spun, original) == ("mentioned", "said")


def test_every_edit_is_counted_once_and_by_why_it_is_wrong(scoring):
    spun = Spun(SPUN, tuple(Swap(*place(word), original, "word") for word, original in SWAPS.items()))
    edits = {
        "Officers": "Officials",  # right
        "mentioned": "stated",  # the tables know "said"
        "huge assault": "big assault",  # one of two swaps
        "on": "upon",  # nobody spun it
        "an enormous": "a massive",  # right, two swaps at once
        "support": "backing",  # the tables do not know "service"
    }
    found = scoring.scored(spun, [scoring.Made(*place(a), b, "spun.word") for a, b in edits.items()], known)
    assert (found.swaps, found.known["word"], found.undone["word"]) == (8, 1, 3)
    assert found.all == scoring.Tally(edits=6, strict=2, lenient=3, back=3, nearer=4)
    assert found.tiers == {"spun.word": found.all}
    assert found.wrong == {"another chosen": 1, "bounds": 1, "not spun": 1, "not in the tables": 1}
    assert (found.off["bounds"], len(found.fails), found.cased) == (0, 3, 2)


def test_what_was_put_in_is_right_where_it_is_gone_and_bounds_do_not_matter_for_that(scoring):
    spun = Spun("He has also left much more again.", (Swap(7, 11, "", "insert"), Swap(17, 26, "more", "phrase")))
    edits = [scoring.Made(3, 16, "has left"), scoring.Made(17, 32, "more again")]
    assert scoring.scored(spun, edits, known).all == scoring.Tally(2, 2, 2, 2, 2)


def test_two_edits_of_one_swap_are_right_together(scoring):
    spun = Spun("Far more big news.", (Swap(0, 12, "Larger", "phrase"),))
    edits = [scoring.Made(0, 8, "Larger"), scoring.Made(8, 12, "")]
    assert scoring.scored(spun, edits, known).all.strict == 2
    assert scoring.scored(spun, edits[:1], known).all.strict == 0


def test_a_seed_is_put_beside_its_original_word_by_word(bench):
    aligned = bench("spun_texts").aligned
    spun = "Officers mentioned that the foundation was point out-on-condition assaults from far away."
    original = "Officials said the base was state-on-state attacks from away."

    def tables(put: str, stood: str) -> bool:
        return (put, stood) in {("assaults", "attacks"), ("Officers", "Officials")}

    found = aligned(spun, original, tables)
    assert [(spun[swap.start : swap.end], swap.original) for swap in found.swaps] == [
        ("Officers", "Officials"),
        ("mentioned that", "said"),
        ("foundation", "base"),
        ("point out-on-condition", "state-on-state"),
        ("assaults", "attacks"),
        ("far", ""),
    ]


def test_words_that_a_spinner_left_out_belong_to_the_next_one(bench):
    found = bench("spun_texts").aligned("They were here now.", "They were a team here now, too.", known)
    assert [(swap.start, swap.end, swap.original) for swap in found.swaps] == [
        (10, 14, "a team here"),
        (18, 19, ", too."),
    ]


def test_paragraph_groups_have_all_sizes_and_none_comes_twice(bench):
    cut = bench("spun_texts").cut
    text = "\n\n".join(" ".join([f"p{number}"] * 50) for number in range(4))
    sizes = [len(piece.split()) for piece in cut(text)]
    assert sizes == [200, 100, 100, 150]


def test_the_gate_of_a_false_positive_rate_counts_ties_against_the_detector(scoring):
    clean = [0.0] * 998 + [0.3, 0.6]
    assert scoring.found_at([0.3, 0.5, 0.9], clean, 0.001) == (pytest.approx(2 / 3), 0.3)
    assert scoring.area([0.3], [0.0, 0.3]) == 0.75
