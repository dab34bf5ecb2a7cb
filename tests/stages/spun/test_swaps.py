"""Compiled swap tables: what they find in a text, and what is refused."""

import pytest

from cleaner.learn.spinner import Family, Habits, Table, families
from cleaner.learn.swaps import MOST_ORIGINALS, compile_swaps
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


def family(name, *rows):
    return Family(name, Table.of(rows), Habits())


# Their names are those of shipped ones, whose tables the file takes the fingerprint of.
SPINNERS = (
    family(
        "blog", ("company", ("outfit", "firm", "house", "business")), ("hunt", ("quest",)), ("law firm", ("office",))
    ),
    family("wordnet", ("company", ("outfit",)), ("old", ("aged",))),
)


def compiled(folder, name, spinners=()):
    table = folder / "table.tsv"
    table.write_text("\t".join(HEADER) + "\n" + ROWS)
    path = folder / name
    path.write_bytes(compile_swaps(read_swaps([table]), [table], spinners).content)
    return path


@pytest.fixture
def path(tmp_path):
    return compiled(tmp_path, "table.swaps")


@pytest.fixture
def spinning(tmp_path):
    """The rows with what two spinners put."""
    return Swaps.load(compiled(tmp_path, "spinning.swaps", SPINNERS))


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
    assert all(len(swaps.originals(form)) <= MOST_ORIGINALS for form in ("get", "make", "control", "group"))


def test_best_rank_comes_first():
    ranks = [one.rank for one in shipped_swaps().originals("group")]
    assert ranks == sorted(ranks)
    assert len(ranks) == MOST_ORIGINALS


def known(swaps, form, original):
    """The place of a pair with each spinner; None where it is no pair."""
    found = [one.known for one in swaps.originals(form) if " ".join(one.tokens) == original]
    return [found[0] >> 2 * number & 3 for number in range(len(swaps.spinners))] if found else None


def test_each_pair_tells_at_which_place_a_spinner_puts_it(spinning):
    assert spinning.spinners == ("blog", "wordnet")
    assert known(spinning, "outfit", "company") == [1, 1]
    assert known(spinning, "firm", "company") == [2, 0]
    assert known(spinning, "business", "company") == [3, 0]  # the fourth, but behind the third all are the last
    assert known(spinning, "aged", "old") == [0, 1]
    assert known(spinning, "search", "hunt") == [0, 0]
    assert known(spinning, "firms", "companies") == [0, 0]  # spinners' rows are forms, and none is inflected


def test_what_only_spinners_put_is_found_in_a_text(spinning, path):
    assert found(spinning, "the aged outfit's quest") == [
        ("aged", ["old"]),
        ("quest", ["hunt"]),
    ]
    assert found(Swaps.load(path), "the aged outfit's quest") == []


def test_each_word_tells_which_spinners_put_something_for_it(spinning, path):
    assert {word: bits for word, bits in spinning.swapped.items() if bits} == {"company": 3, "hunt": 1, "old": 2}
    assert not any(Swaps.load(path).swapped.values())


def test_without_a_spinner_what_only_it_knew_is_gone_and_the_rest_is_there(spinning):
    less = spinning.without("blog")
    assert less.originals("quest") == less.originals("house") == less.originals("business") == []
    assert found(less, "a quest for business") == []
    assert known(less, "firm", "company") == known(less, "search", "hunt") == [0, 0]  # the tables hold them
    assert known(less, "outfit", "company") == [0, 1]
    assert less.originals("aged") == spinning.originals("aged")
    assert less.pairs == spinning.pairs - 4  # quest, house, business and office
    assert {word: bits for word, bits in less.swapped.items() if bits} == {"company": 2, "old": 2}
    assert known(spinning, "outfit", "company") == [1, 1]  # the whole stays as it was


def test_without_all_spinners_there_is_what_the_tables_hold(spinning, path):
    tables, less = Swaps.load(path), spinning.without("wordnet").without("blog")
    assert less.pairs == tables.pairs
    for form in spinning.forms():
        assert less.originals(form) == tables.originals(form)
    assert not any(less.swapped.values())


def test_nobody_can_be_left_out_who_is_not_known(spinning, path):
    for swaps, name in ((spinning, "vectors"), (Swaps.load(path), "blog")):
        with pytest.raises(ValueError):
            swaps.without(name)


def test_the_shipped_tables_know_their_spinners_bits():
    swaps = shipped_swaps()
    assert "vectors" not in swaps.spinners
    assert swaps.spinners == tuple(sorted(swaps.spinners))
    for number, name in enumerate(swaps.spinners):
        table = {one.name: one.table for one in families()}[name]
        assert swaps.swapped["people"] >> number & 1 == ("people" in table.swaps)


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


@pytest.mark.parametrize("left_out", ["spun", "pairs", "originals", "known"])
def test_a_file_whose_parts_do_not_fit_is_refused(path, left_out):
    from cleaner.stages.chrome.model_file import read_model, to_bytes

    content = read_model(path, "cleaner.swaps", 2, (), "")
    arrays = {name: array[: len(array) // 2] if name == left_out else array for name, array in content.arrays().items()}
    path.write_bytes(to_bytes("cleaner.swaps", 2, (), {}, content.card, arrays))
    with pytest.raises(ConfigError, match="do not fit each other"):
        Swaps.load(path)
