"""From rows of counts to the language model: what is summed, what is left out, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.learn.ngrams import count_rows, learn_ngrams
from cleaner.model import CleanerError, ConfigError, Place
from cleaner.stages.spun.language_model import MOST_COUNTED, LanguageModel

COUNTS = {"snow": 5, "fell": 3, "</s>": 2, "snow fell": 3, "<s> snow": 2, "<s> <s> snow": 2, "snow fell </s>": 2}


def rows(*lines, name="a.tsv"):
    return [(Place(name, number), line) for number, line in enumerate(lines, 1)]


@pytest.fixture
def load(tmp_path):
    def go(learned):
        path = tmp_path / "own.ngrams"
        path.write_bytes(learned.content)
        return LanguageModel.load(path)

    return go


def test_equal_grams_of_several_files_are_summed():
    assert count_rows([*rows(b"3\tsnow fell", b"4\tsnow"), *rows(b"2\tsnow fell\r", name="b.tsv")]) == {
        "snow fell": 5,
        "snow": 4,
    }


@pytest.mark.parametrize(
    "row",
    [
        b"snow",
        b"snow\t3",
        b"3\t",
        b"3\tsnow  fell",
        b"3\tsnow ",
        b"3 snow",
        b"0\tsnow",
        b"-3\tsnow",
        b"3.5\tsnow",
        b"3\tsnow fell on monday",
        b"3\tsnow\xff",
        b"9" * 5000 + b"\tsnow",
        "٣\tsnow".encode(),
    ],
)
def test_a_bad_row_is_told_with_its_place_and_what_was_expected(row):
    with pytest.raises(ConfigError) as caught:
        count_rows(rows(b"4\tsnow", row))
    assert str(caught.value).startswith("a.tsv:2: expected a count, a tab, and one to three words")


@given(st.permutations(sorted(COUNTS.items())))
def test_the_order_of_the_counts_changes_no_byte(items):
    assert learn_ngrams(dict(items), "own").content == learn_ngrams(COUNTS, "own").content


def test_starts_are_as_many_as_ends(load):
    model = load(learn_ngrams(COUNTS, "own"))
    start, snow = model.ids(["<s>", "snow"])[:, None]
    assert [model.unigram(start)[0], model.bigram(start, start)[0], model.bigram(start, snow)[0]] == [2, 2, 2]
    assert model.log_probability(start, start, snow)[0] == 0
    assert model.tokens == 10  # starts are no tokens


def test_what_is_counted_less_than_asked_is_left_out_and_told(load):
    learned = learn_ngrams(COUNTS, "own", least=3)
    assert load(learned).words == ["<unk>", "fell", "snow"]
    assert (learned.words, learned.bigrams, learned.trigrams, learned.tokens) == (3, 1, 0, 10)
    assert learned.left_out == {"counted fewer than 3 times": 6}


@pytest.mark.parametrize(
    ("gram", "why"),
    [
        ("< snow", "with a sign of code or tables"),
        ("snow |", "with a sign of code or tables"),
        ("★", "with a sign of code or tables"),
        ("snow { fell", "with a sign of code or tables"),
        ("snow <unk>", "with <unk>"),
        ("snow hail", "with a word that is not counted alone, or too rarely"),
    ],
)
def test_what_is_no_prose_or_says_nothing_is_left_out_and_told(load, gram, why):
    learned = learn_ngrams({**COUNTS, gram: 7}, "own")
    assert learned.left_out == {why: 1}
    assert load(learned).words == load(learn_ngrams(COUNTS, "own")).words


@pytest.mark.parametrize("word", ["$", "€", "%", "-", '"', "<num>", "u.s."])
def test_signs_of_prose_stay(load, word):
    assert word in load(learn_ngrams({**COUNTS, word: 7}, "own")).words


def test_rare_words_that_were_counted_together_are_the_unknown_one(load):
    model = load(learn_ngrams({**COUNTS, "<unk>": 9}, "own"))
    assert model.unigram(model.ids(["zeppelin"])).tolist() == [9]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({}, "there are no words to learn"),
        ({"snow fell": 3}, "there are no words to learn"),
        ({"</s>": 3, "<unk>": 3}, "there are no words to learn"),
        ({"snow": MOST_COUNTED + 1}, "a gram is counted 4,294,967,296 times"),
    ],
)
def test_counts_that_make_no_model_are_refused(counts, told):
    with pytest.raises(CleanerError, match=told):
        learn_ngrams(counts, "own")
