"""What the simulated spinners make of a text: every swap is known and can be undone, and every habit shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.learn.spinner import KINDS, Family, Habits, Table, families, spin

STORY = """The White House said on Monday that the mayor of Milltown will visit the United States again.

Officials said the bridge was closed because several beams rusted. "We don't know who will pay," a U.S. adviser said.
Two workers were hurt; the repair costs 5 million dollars, an important sum for 3 small towns. It is not a new problem.
"""
TABLE = Table.of(
    [
        ("because", ("due to the fact that",)),
        ("bridge", ("overpass", "viaduct", "span")),
        ("closed", ("shut",)),
        ("important", ("key",)),
        ("mayor", ("burgomaster",)),
        ("officials", ("officers",)),
        ("sum", ("amount",)),
        ("was closed", ("got shut",)),
        ("white", ("pale",)),
        ("White House", ("White Household",)),
    ]
)
BARE = Habits(words=0, phrases=0)
PIECES = [
    "The White House ",
    "don't ",
    "do not ",
    "said the ",
    "a ",
    "an ",
    "5 million ",
    "bridge",
    "U.S. ",
    "\n",
    "’",
    "THE BRIDGE ",
]
TEXTS = st.text() | st.lists(st.sampled_from([*PIECES, *STORY.split(" ")]) | st.text(max_size=3), max_size=40).map(
    "".join
)
NAMES = [family.name for family in families()]


def known(habits):
    return Family("known", TABLE, habits)


def spun(text, habits, share=1.0, seed="a"):
    return spin(text, known(habits), share, seed).text


def kinds(text, habits):
    return {swap.kind for swap in spin(text, known(habits), 1.0, "a").swaps}


@pytest.mark.parametrize("name", NAMES)
@given(text=TEXTS, share=st.sampled_from([0.2, 0.6, 1.0]), seed=st.integers())
def test_undoing_the_swaps_gives_back_the_raw_text(name, text, share, seed):
    family = families()[NAMES.index(name)]
    habits = replace(family.habits, names=1.0, numbers=1.0, lowering=0.5, acronyms=1.0, articles=1.0, inserts=1.0)
    for shown in (family, replace(family, habits=habits)):
        done = spin(text, shown, share, seed)
        assert done.undone() == text
        end = 0
        for swap in done.swaps:
            assert end <= swap.start < swap.end <= len(done.text)
            assert done.text[swap.start : swap.end] != swap.original
            assert swap.kind in KINDS
            end = swap.end


@pytest.mark.parametrize("name", NAMES)
@given(text=TEXTS, seed=st.integers())
def test_the_same_seed_gives_the_same_text(name, text, seed):
    family = families()[NAMES.index(name)]
    assert spin(text, family, 0.5, seed) == spin(text, family, 0.5, seed)


def test_seeds_and_families_give_different_texts():
    texts = {spin(STORY * 3, family, 0.5, seed).text for family in families() for seed in "abc"}
    assert len(texts) == 3 * len(families())


def test_the_text_of_a_seed_is_the_same_on_every_machine():
    assert spun("The bridge, a bridge, the bridge.", Habits()) == "The span, a overpass, the span."


@given(text=TEXTS)
def test_a_share_of_none_changes_nothing(text):
    assert all(spin(text, family, 0.0, "a").text == text for family in families())


def test_the_share_is_the_share_of_known_words():
    text = "The mayor saw a bridge and a sum. " * 1000
    for share in (0.25, 0.5, 0.75):
        assert len(spin(text, known(Habits()), share, "a").swaps) == pytest.approx(3000 * share, rel=0.1)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_other_shares_are_refused(share):
    with pytest.raises(ValueError, match="is not within 0 and 1"):
        spin("a", known(Habits()), share, "a")


def test_words_and_phrases_are_swapped_the_longest_first():
    assert spun("It was closed.", Habits()) == "It got shut."
    assert spun("It was closed.", Habits(phrases=0)) == "It was shut."
    assert kinds("It was closed because of the mayor.", Habits()) == {"phrase", "word"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Officials came.", "Officers came."),
        ("OFFICIALS CAME", "OFFICERS CAME"),
        ("They said: “Officials came.” Officials left.", "They said: “Officers came.” Officers left."),
        ("Mr. White came. White paint fell.", "Mr. White came. Pale paint fell."),
        ("White Hill is a town.", "White Hill is a town."),
        ("They met Mayor White.", "They met Mayor White."),
        ("It  was  closed", "It  was  shut"),
    ],
)
def test_capitals_are_kept_and_names_left_alone(raw, expected):
    assert spun(raw, Habits()) == expected


def test_names_are_damaged_by_rows_for_names_only():
    assert spun("The White House said so.", Habits()) == "The White House said so."
    assert spun("The White House said so.", Habits(names=1)) == "The White Household said so."
    assert kinds(STORY, replace(BARE, names=1)) == {"name"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Don't go.", "Do not go."),
        ("We do not go.", "We don't go."),
        ("It’s cold and I'm in.", "It is cold and I am in."),
        ("IT IS COLD", "IT'S COLD"),
        ("Do they not go?", "Do they not go?"),
    ],
)
def test_contractions_are_flipped(raw, expected):
    assert spun(raw, replace(BARE, contractions=1)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("She said the road is open.", "She said that the road is also open."),
        ("Owners of dogs met.", "Owners of the dogs met."),
        ("It is not open, she said.", "It is not open, she said."),
        ("He will visit us.", "He will also visit us."),
    ],
)
def test_small_words_are_put_in(raw, expected):
    done = spin(raw, known(replace(BARE, inserts=1)), 1.0, "a")
    assert done.text == expected
    assert all(not swap.original for swap in done.swaps)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Two men and several dogs.", "2 men and a few dogs."),
        ("They paid $5 million, or 40 percent.", "They paid $5m, or 40%."),
        ("It has 3 rooms and 2.5 baths.", "It has three rooms and 2.5 baths."),
        ("It costs 7 million euros.", "It costs seven million euros."),
        ("The score was 3-2 on 5/6.", "The score was 3-2 on 5/6."),
    ],
)
def test_numbers_are_damaged(raw, expected):
    assert spun(raw, replace(BARE, numbers=1)) == expected


def test_digits_stay_where_numbers_are_no_habit():
    digits = [character for character in STORY if character.isdecimal()]
    for family in families():
        done = spin(STORY, replace(family, habits=replace(family.habits, numbers=0.0)), 1.0, "a").text
        assert [character for character in done if character.isdecimal()] == digits


def test_capitals_are_lost():
    assert spun("The U.S. and NATO met. I left.", replace(BARE, acronyms=1)) == "The Us and Nato met. I left."
    assert spun("We left the U.S.", replace(BARE, acronyms=1)) == "We left the U.S."
    assert spun("He met Ann Lee and I'm glad.", replace(BARE, lowering=1)) == "He met ann lee and I'm glad."
    assert kinds(STORY, replace(BARE, acronyms=1, lowering=1)) == {"case"}


def test_articles_follow_only_where_that_is_a_habit():
    assert spun("It is an important sum.", Habits()) == "It is an key amount."
    assert spun("It is an important sum.", Habits(articles=1)) == "It is a key amount."
    assert spun("A sum fell.", Habits(articles=1)) == "An amount fell."
    assert kinds("An important one", Habits(articles=1)) == {"article", "word"}


def test_a_consistent_spinner_says_one_thing_for_one_word():
    text = "The bridge. " * 60
    forms = {word for word in spun(text, Habits(consistency=1)).replace(".", "").split() if word != "The"}
    assert len(forms) == 1
    forms = {word for word in spun(text, Habits()).replace(".", "").split() if word != "The"}
    assert forms == {"overpass", "viaduct", "span"}


def test_a_spinner_that_favours_the_first_form_says_it_most():
    text = "The bridge. " * 300
    assert spun(text, Habits(favour=3)).count("overpass") > 1.5 * spun(text, Habits()).count("overpass")
