"""Compiled swap tables: what they find in a text, and what is refused."""

import pytest

from cleaner.learn.swaps import compile_swaps
from cleaner.model import ConfigError
from cleaner.rules.swaps import HEADER, read_swaps
from cleaner.stages.spun.swaps import SHIPPED, Original, Swaps, shipped_swaps
from cleaner.stages.spun.tokens import tokenize

ROWS = """\
carry out\tconduct\tv\t1\tThey [conducted] a search.
carry out search\tsearch\tx\t3\tThey [search].
firm\tcompany\tn\t2\tThe [company] closed.
regulation firm\tlaw firm\tn\t1\tThe [law firm] closed.
search\thunt\tv\t4\tThey [hunt].
"""


@pytest.fixture
def path(tmp_path):
    table = tmp_path / "table.tsv"
    table.write_text("\t".join(HEADER) + "\n" + ROWS)
    compiled = tmp_path / "table.swaps"
    compiled.write_bytes(compile_swaps(read_swaps([table]), [table]).content)
    return compiled


def found(swaps, text):
    return [
        (" ".join(norms[first:last]), [" ".join(one.tokens) for one in originals])
        for norms in [tokenize(text).norms]
        for first, last, originals in swaps.spans(norms)
    ]


def test_spans_of_all_lengths_are_found_in_order(path):
    assert found(Swaps.load(path), "They carry out search and “carry out” carry") == [
        ("carry out", ["conduct"]),
        ("carry out search", ["search"]),
        ("search", ["hunt"]),
        ("carry out", ["conduct"]),
    ]


def test_spans_follow_the_inflection(path):
    assert found(Swaps.load(path), "It carried out, carrying out; firms searches") == [
        ("carried out", ["conducted"]),
        ("carrying out", ["conducting"]),
        ("firms", ["companies"]),
        ("searches", ["hunts"]),
    ]


def test_possessives_of_nouns_are_found_and_of_verbs_not(path):
    assert found(Swaps.load(path), "the firm’s regulation firm's search's") == [
        ("firm's", ["company's"]),
        ("regulation firm's", ["law firm's"]),
        ("firm's", ["company's"]),
    ]


def test_an_original_says_rank_and_parts_of_speech(path):
    swaps = Swaps.load(path)
    assert swaps.originals("regulation firms") == [Original(("law", "firms"), 1, "n")]
    assert swaps.originals("law firm") == swaps.originals("") == []
    assert len(list(swaps.spans([]))) == 0


def test_nothing_is_found_beyond_the_end(path):
    assert found(Swaps.load(path), "carry") == []
    assert found(Swaps.load(path), "carry out") == [("carry out", ["conduct"])]


def test_the_shipped_tables_know_what_spinners_write():
    swaps = shipped_swaps()
    known = dict(found(swaps, "Law enforcement mentioned the interest fee was utilized in keeping with officers"))
    assert "police said" in known["law enforcement mentioned"]
    assert "used" in known["utilized"]
    assert "according to" in known["in keeping with"]
    assert "officials" in known["officers"]
    assert all(len(swaps.originals(form)) <= 16 for form in ("get", "make", "control", "group"))


def test_best_rank_comes_first():
    ranks = [one.rank for one in shipped_swaps().originals("group")]
    assert ranks == sorted(ranks)
    assert len(ranks) == 16


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.swaps: cannot be read: .*cleaner learn swaps"):
        Swaps.load(tmp_path / "none.swaps")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda _: b"", "is no model of the format `cleaner.swaps`"),
        (lambda _: b"spun,original\n", "is no model of the format"),
        (lambda whole: whole[:-1], "is damaged"),
        (lambda whole: whole[:500] + b"\x00" + whole[501:], "is damaged"),
        (lambda whole: whole + b" ", "is damaged"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, damage, told):
    path = tmp_path / "bad.swaps"
    path.write_bytes(damage(SHIPPED.read_bytes()))
    with pytest.raises(ConfigError, match=told):
        Swaps.load(path)


@pytest.mark.parametrize("left_out", ["spun", "pairs", "originals"])
def test_a_file_whose_parts_do_not_fit_is_refused(tmp_path, monkeypatch, path, left_out):
    from cleaner.stages.chrome.model_file import read_model, to_bytes

    content = read_model(path, "cleaner.swaps", 1, (), "")
    arrays = {name: array[: len(array) // 2] if name == left_out else array for name, array in content.arrays().items()}
    path.write_bytes(to_bytes("cleaner.swaps", 1, (), {}, content.card, arrays))
    with pytest.raises(ConfigError, match="do not fit each other"):
        Swaps.load(path)
