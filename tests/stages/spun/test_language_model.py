"""The language model file: what it says is what was counted, and a file that cannot be trusted is refused."""

import json
import math
import pickle
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.learn.ngrams import learn_ngrams
from cleaner.model import ConfigError
from cleaner.stages.spun.language_model import BUILT_IN, LanguageModel, is_language_model

STORY = [
    "the ferry left the harbour at noon",
    "the ferry left the island at night",
    "the mayor left the harbour early",
    "a goat ate the mayor's hat",
]
ODD = ("naïve", "u.s.", "'", "<num>", "雪", "the")


def counted(sentences):
    """Counts of 1 to 3 words, as the counters of corpora make them: no starts alone."""
    counts = Counter()
    for sentence in sentences:
        words = ["<s>", "<s>", *sentence.split(), "</s>"]
        for length in (1, 2, 3):
            for place in range(2, len(words)):
                if place - length + 1 >= 0:
                    counts[" ".join(words[place - length + 1 : place + 1])] += 1
    return counts


def model_of(folder, counts):
    path = folder / "own.ngrams"
    path.write_bytes(learn_ngrams(counts, "our own sentences").content)
    return LanguageModel.load(path)


@pytest.fixture
def model(tmp_path):
    return model_of(tmp_path, counted(STORY))


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "own.ngrams"
    path.write_bytes(learn_ngrams(counted(STORY), "our own sentences").content)
    return path


def backed_off(counts, a, b, c):
    """Stupid backoff as the paper has it, over a plain dictionary."""
    if counts.get(f"{a} {b} {c}"):
        return counts[f"{a} {b} {c}"] / counts[f"{a} {b}"]
    if counts.get(f"{b} {c}"):
        return 0.4 * counts[f"{b} {c}"] / counts[b]
    return 0.16 * counts.get(c, 1) / sum(count for gram, count in counts.items() if " " not in gram and gram != "<s>")


@given(st.lists(st.lists(st.sampled_from(ODD), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=6))
def test_what_the_file_says_is_what_was_counted(tmp_path_factory, sentences):
    counts = counted(sentences)
    model = model_of(tmp_path_factory.mktemp("model"), counts)
    counts |= {"<s>": len(sentences), "<s> <s>": len(sentences)}
    known = ["<s>", "</s>", "never-counted", *ODD]
    words = np.array(np.meshgrid(known, known, known)).reshape(3, -1).tolist()
    ids = [model.ids(column) for column in words]
    for length, count in ((1, model.unigram), (2, model.bigram), (3, model.trigram)):
        grams = [" ".join(words) for words in zip(*words[:length], strict=True)]
        assert count(*ids[:length]).tolist() == [counts.get(gram, 0) for gram in grams]
    expected = [math.log(backed_off(counts, *gram)) for gram in zip(*words, strict=True)]
    assert model.log_probability(*ids) == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_arrays_keep_their_shape_and_may_be_empty(model):
    ids = model.ids(["the", "ferry", "left", "the", "harbour", "at"]).reshape(2, 3)
    assert model.trigram(ids, ids, ids).shape == (2, 3)
    scores = model.log_probability(ids, ids, ids)
    assert (scores.shape, scores.dtype) == ((2, 3), np.float32)
    none = model.ids([])
    assert model.log_probability(none, none, none).tolist() == []
    assert model.bigram(ids[0, 0], ids[0, 1]).tolist() == 2  # the ferry


def test_words_and_ids_fit_and_unknown_words_are_zero(model):
    assert model.ids(model.words).tolist() == list(range(len(model.words)))
    assert model.words[0] == "<unk>"
    assert model.ids(["harbor", "harbour"]).tolist() == [0, model.words.index("harbour")]


def test_a_word_that_was_seen_here_scores_best_and_an_unknown_one_worst(model):
    seen, elsewhere, unknown = (
        model.log_probability(*model.ids(["left", "the", word])[:, np.newaxis])[0]
        for word in ("harbour", "goat", "zeppelin")
    )
    assert seen > elsewhere >= unknown


@pytest.mark.parametrize("words", ["", "the", "the white", "the white house of glorbix stood there ."])
def test_what_is_counted_of_a_text_at_once_is_what_each_look_up_says(words):
    shipped = LanguageModel.load(BUILT_IN)
    ids = shipped.ids(words.split())
    counted = shipped.counted(ids)
    first, second, third = ids[:-2], ids[1:-1], ids[2:]
    assert counted.words.tolist() == shipped.unigram(ids).tolist()
    assert counted.pairs.tolist() == shipped.bigram(ids[:-1], ids[1:]).tolist()
    assert counted.triples.tolist() == shipped.trigram(first, second, third).tolist()
    assert counted.log_probability.tolist() == shipped.log_probability(first, second, third).tolist()


def test_a_model_of_single_words_only_can_be_asked_for_more(tmp_path):
    model = model_of(tmp_path, {"snow": 3, "fell": 1})
    ids = model.ids(["snow", "fell", "snow"])
    assert model.trigram(ids, ids, ids).tolist() == [0, 0, 0]
    assert model.log_probability(ids, ids, ids)[0] == pytest.approx(math.log(0.16 * 3 / 4))


def test_what_the_model_says_of_itself(model):
    assert (model.tokens, model.source) == (sum(len(line.split()) + 1 for line in STORY), "our own sentences")
    assert len(model.fingerprint) == 16


def test_other_counts_have_another_fingerprint(tmp_path, model):
    assert model_of(tmp_path, counted(STORY[:2])).fingerprint != model.fingerprint


def test_a_worker_gets_the_same_model(model):
    other = pickle.loads(pickle.dumps(model))  # noqa: S301  # our own
    assert (other.fingerprint, other.words) == (model.fingerprint, model.words)


def refusal(path):
    with pytest.raises(ConfigError) as caught:
        LanguageModel.load(path)
    told = str(caught.value)
    assert told.startswith(f"{path}: ")
    assert "cleaner learn ngrams COUNTS" in told
    return told


@given(st.data())
def test_no_changed_byte_goes_unnoticed(tmp_path_factory, data):
    whole = bytearray(learn_ngrams(counted(STORY), "our own sentences").content)
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("model") / "own.ngrams"
    path.write_bytes(whole)
    assert refusal(path)


@pytest.mark.parametrize(
    ("kept", "told"),
    [(0, "is no language model"), (5, "is no language model"), (60, "cut or damaged"), (-1, "is cut: it holds ")],
)
def test_a_file_that_is_cut_is_refused(written, kept, told):
    written.write_bytes(written.read_bytes()[:kept])
    assert told in refusal(written)


def test_a_file_that_goes_on_after_its_end_is_refused(written):
    written.write_bytes(written.read_bytes() + b"\n")
    assert "something stands at its end" in refusal(written)


def test_a_damaged_file_is_refused(written):
    content = bytearray(written.read_bytes())
    content[-1] ^= 1
    written.write_bytes(content)
    assert "does not fit its digest" in refusal(written)


def test_a_file_of_another_version_is_refused(written):
    head, _, rest = written.read_bytes().partition(b'{"version":1')
    written.write_bytes(head + b'{"version":2' + rest)
    assert "is of version 2; this cleaner reads version 1" in refusal(written)


def test_a_file_that_is_not_there_or_is_something_else_is_refused(tmp_path):
    (tmp_path / "diary.txt").write_text("Dear diary", encoding="utf-8")
    assert "No such file" in refusal(tmp_path / "none.ngrams")
    assert "cannot be read" in refusal(tmp_path)
    assert "is no language model" in refusal(tmp_path / "diary.txt")
    assert not is_language_model(tmp_path / "diary.txt")


def test_the_header_can_be_read_by_people(written):
    magic, header = written.read_bytes().split(b"\n")[0], written.read_bytes().partition(b"{")[2].partition(b"}")[0]
    assert magic == b"cleaner.ngrams"
    assert json.loads(b"{" + header + b"}")["source"] == "our own sentences"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("the white house said", "the white household said"),
        ("the joint chiefs of staff", "the joint chiefs of team"),
        ("the united states and", "the joined states and"),
    ],
)
def test_the_model_that_ships_is_small_and_prefers_english(right, wrong):
    assert BUILT_IN.stat().st_size <= 25_000_000
    model = LanguageModel.load(BUILT_IN)
    scores = [
        model.log_probability(ids[:-2], ids[1:-1], ids[2:]).sum()
        for ids in (model.ids(["<s>", "<s>", *text.split()]) for text in (right, wrong))
    ]
    assert scores[0] > scores[1] + 3
