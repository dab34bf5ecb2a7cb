"""What the line model sees of a page: the same in every script, and never more than the line and its page say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.chrome.features import FEATURES, page_features
from cleaner.stages.chrome.shapes import SHAPES, read_shapes

PROSE = "The harbour office closed the bridge on Monday, and the mayor said it will stay shut until the end of May."
MORE = "Two workers had seen cracks in the old stone on Sunday, and nobody may cross before an engineer has looked."


def columns_of(lines, title=None, taken=None):
    return page_features(read_shapes(lines), title, np.zeros(len(lines)) if taken is None else taken)


def seen(feature, lines, *arguments):
    """The column of that name."""
    return columns_of(lines, *arguments)[:, FEATURES.index(feature)].tolist()


def test_each_feature_has_a_name_of_its_own():
    assert len(set(FEATURES)) == len(FEATURES) == columns_of(["a"]).shape[1]


@pytest.mark.parametrize(
    ("prose", "label"),
    [
        (PROSE, "Most read"),
        ("Das Hafenamt hat die Brücke am Montag gesperrt, und der Bürgermeister sagte, sie bleibe bis Mai zu.", "Mehr"),
        ("Управление порта закрыло мост в понедельник, и мэр сказал, что до мая по нему никто не пройдёт.", "Ещё"),
        ("أغلق مكتب الميناء الجسر يوم الاثنين وقال رئيس البلدية إنه سيبقى مغلقا حتى نهاية شهر مايو المقبل.", "المزيد"),
        ("Το λιμεναρχείο έκλεισε τη γέφυρα τη Δευτέρα και ο δήμαρχος είπε ότι θα μείνει κλειστή ως τον Μάιο.", "Δείτε"),
        ("港務局は月曜日に古い石橋を閉鎖し、町長は五月の末まで誰も渡ることができないと話した。", "関連記事"),
        ("बंदरगाह कार्यालय ने सोमवार को पुल बंद कर दिया और महापौर ने कहा कि वह मई के अंत तक बंद रहेगा।", "और पढ़ें"),
    ],
    ids=["en", "de", "ru", "ar", "el", "ja", "hi"],
)
def test_running_text_and_where_it_stands_are_seen_in_every_script(prose, label):
    lines = [label, prose, prose, label]
    assert seen("prose", lines) == [0, 1, 1, 0]
    assert seen("ends_sentence", lines) == [0, 1, 1, 0]
    assert seen("no_prose_above", lines) == [1, 1, 0, 0]
    assert seen("no_prose_below", lines) == [0, 0, 1, 1]


def test_how_far_prose_is_away_is_seen_on_both_sides():
    lines = [PROSE, "Share", "Print", "Mail", MORE]
    assert np.allclose(np.expm1(seen("from_prose_above", lines))[1:], [1, 2, 3, 4])
    assert np.allclose(np.expm1(seen("from_prose_below", lines))[:-1], [4, 3, 2, 1])


def test_shares_of_prose_above_and_below_add_up():
    lines = ["Home", PROSE, "Share", MORE, "Privacy"]
    above, below = seen("prose_above", lines), seen("prose_below", lines)
    assert above[0] == 0
    assert below[-1] == 0
    assert above == sorted(above)
    assert below == sorted(below, reverse=True)
    assert above[2] == pytest.approx(0.5, abs=0.1)


def test_a_line_that_shares_words_with_the_story_is_told_from_one_that_does_not():
    story, other, *_ = seen("topic", ["Harbour bridge closed", "Recipe for plum cake", PROSE, MORE])
    assert story > 0.5
    assert other == 0


def test_a_line_that_says_the_title_is_seen():
    lines = ["Harbour bridge closed until May", "Subscribe to our letters", PROSE]
    covered = seen("covers_title", lines, "Harbour bridge closed until May")
    assert covered[0] >= 0.5 > covered[1]
    assert seen("in_title", lines, "Harbour bridge closed until May")[1] == 0
    assert seen("has_title", lines) == [0, 0, 0]
    assert seen("covers_title", lines) == [0, 0, 0]
    assert seen("has_title", lines, "Harbour bridge closed") == [1, 1, 1]


def test_lines_that_stand_again_are_seen_and_the_first_of_them():
    lines = ["Share this", PROSE, "Share this", "SHARE THIS", "Print"]
    repeats = seen("repeats", lines)
    assert repeats[0] == repeats[2] == repeats[3] > 0
    assert repeats[1] == repeats[4] == 0
    assert seen("first_copy", lines) == [1, 0, 0, 0, 0]


def test_what_rules_take_is_seen_at_the_line_and_around_it():
    taken = np.array([True, False, False])
    lines = ["Share this", PROSE, "Print"]
    assert seen("rule", lines, None, taken) == [1, 0, 0]
    assert seen("rules_above", lines, None, taken) == pytest.approx([0, np.log(2), np.log(2)])
    assert seen("rules_below", lines, None, taken) == [0, 0, 0]
    assert seen("page_rules", lines, None, taken) == pytest.approx([1 / 3] * 3)


def test_of_a_line_of_megabytes_only_the_ends_are_read():
    line = f"Share this | {'word ' * 1_000_000}| © Example Press"
    shapes = read_shapes([line, PROSE])
    assert shapes.counts[0] < 1_000
    assert seen("first_upper", [line]) == [1]
    assert seen("count_copyright", [line]) == seen("count_copyright", ["©"])
    assert shapes.prose.tolist() == [True, True]


def test_what_a_line_looks_like_does_not_hang_on_its_neighbours():
    alone = columns_of([PROSE])[0, : len(SHAPES)]
    among = columns_of(["Share", "» 5 comments", PROSE, "© 2021"])[2, : len(SHAPES)]
    assert alone.tolist() == among.tolist()


@given(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=60), min_size=1, max_size=12))
def test_any_lines_give_figures_of_which_none_is_missing_or_huge(lines):
    columns, shapes = columns_of(lines, "Harbour bridge closed"), read_shapes(lines)
    assert columns.shape == (len(lines), len(FEATURES))
    assert np.isfinite(columns).all()
    assert abs(columns).max() < 100
    assert shapes.counts.sum() == len(shapes.numbers) == len(shapes.telling)


LINES = st.sampled_from([PROSE, "Home", "Ещё новости", "地図と天気", "5 µm 雪"])


@given(st.lists(st.tuples(LINES, st.booleans()), min_size=1))
def test_some_of_the_lines_say_what_they_say_alone(lines):
    kept = np.array([keep for _, keep in lines])
    if not kept.any():
        return
    among = read_shapes([line for line, _ in lines]).among(kept)
    alone = read_shapes([line for line, keep in lines if keep])
    assert all(np.array_equal(one, other) for one, other in zip(among, alone, strict=True))
    assert among.blocks().tolist() == alone.blocks().tolist()
