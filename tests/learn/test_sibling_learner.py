"""An index of siblings: the sentences of a batch, whatever the order, each once, with the documents that hold it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.learn.learner import observed
from cleaner.learn.siblings import SiblingCounts, SiblingLearner, counts_of
from cleaner.model import ConfigError, Document
from cleaner.stages.spun.sibling_index import document_key, is_sibling_index, read_siblings

NAMES = ("harbour", "museum", "railway", "library", "bakery")
SENTENCES = [f"The keeper of the {name} told us that it is open on each day of the week." for name in NAMES]
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=5).map(" ".join)
LEARNER = SiblingLearner(most=3)


def counted(texts, learner=LEARNER):
    return observed(learner, map(Document, texts)) or SiblingCounts()


@pytest.fixture
def written(tmp_path):
    def done(*texts):
        path = tmp_path / "siblings.model"
        path.write_bytes(SiblingLearner().fit(counted(texts, SiblingLearner())))
        return path

    return done


@given(st.lists(TEXTS, max_size=8), st.data())
def test_order_and_shards_change_nothing(texts, data):
    shuffled = data.draw(st.permutations(texts))
    cut = data.draw(st.integers(0, len(texts)))
    merged = LEARNER.merge(counted(shuffled[:cut]), counted(shuffled[cut:]))
    assert merged == counted(texts)
    assert LEARNER.fit(merged) == LEARNER.fit(counted(texts))


@given(TEXTS, TEXTS, TEXTS)
def test_merge_is_associative_and_commutative_and_changes_neither(a, b, c):
    x, y, z = counted([a]), counted([b]), counted([c])
    before = dict(x.sentences), dict(y.sentences)
    assert LEARNER.merge(LEARNER.merge(x, y), z) == LEARNER.merge(x, LEARNER.merge(y, z))
    assert LEARNER.merge(x, y) == LEARNER.merge(y, x)
    assert (dict(x.sentences), dict(y.sentences)) == before


def test_a_sentence_stands_once_with_the_documents_that_hold_it(written):
    texts = [f"{SENTENCES[0]} {SENTENCES[1]}", SENTENCES[0]]
    index = read_siblings(written(*texts))
    held = {sentence.text: set(sentence.documents) for sentence in index.sentences()}
    assert held == {
        SENTENCES[0].removesuffix("."): set(map(document_key, texts)),
        SENTENCES[1].removesuffix("."): {document_key(texts[0])},
    }


def test_of_many_documents_eight_are_remembered(written):
    index = read_siblings(written(*(f"Page {number}. {SENTENCES[0]}" for number in range(30))))
    assert {len(sentence.documents) for sentence in index.sentences()} == {8}


def test_short_sentences_lists_and_other_languages_are_left_out(written):
    text = "It rained.\nNorth 4 South 5 West 6 East 7 Centre 8 Mid 9\nDer Müller hat die alte Mühle am Montag verkauft."
    assert len(read_siblings(written(text))) == 0


def test_quotes_are_found_under_another_frame(written):
    quote = "“The mill is the heart of this town and we will keep it,”"
    index = read_siblings(written(f"{quote} Ann Lee told the council of Ely on the day it met."))
    assert "The mill is the heart of this town and we will keep it" in {one.text for one in index.sentences()}


def test_a_long_document_gives_three_hundred_sentences_at_most():
    text = "\n".join(f"The keeper of gate {number} told us that it is open on each day." for number in range(900))
    assert len(counted([text], SiblingLearner()).sentences) == 300


def test_no_more_than_most_sentences_are_kept():
    assert len(counted(SENTENCES).sentences) == 3


def test_an_index_can_be_merged_again(written):
    path = written(*SENTENCES)
    assert counts_of(read_siblings(path)) == counted(SENTENCES, SiblingLearner())


def test_near_finds_a_sentence_by_the_words_that_spinning_left(written):
    index = read_siblings(written(*SENTENCES))
    words = "the guardian of the bakery told us that it is open on every day"
    (found,) = index.near([words.split()], 2)
    assert index.sentence(found[0]).text == SENTENCES[4].removesuffix(".")


def test_the_same_batch_gives_the_same_fingerprint_and_another_another(written):
    first = read_siblings(written(*SENTENCES)).fingerprint
    assert read_siblings(written(*reversed(SENTENCES))).fingerprint == first
    assert read_siblings(written(*SENTENCES[1:])).fingerprint != first


@pytest.mark.parametrize("cut", [0, 5, 40, 400])
def test_a_file_that_was_cut_off_is_refused(written, cut):
    path = written(*SENTENCES)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ConfigError, match="cleaner learn siblings DATA --out FILE"):
        read_siblings(path)


def test_a_file_with_one_byte_changed_is_refused(written):
    path = written(*SENTENCES)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="damaged"):
        read_siblings(path)
    assert is_sibling_index(path)


def test_places_that_do_not_hold_together_are_refused_though_the_digest_fits(written):
    path = written(*SENTENCES)
    head, _, rest = path.read_bytes().partition(b"\n")
    body = rest[32:].replace(SENTENCES[0].encode().removesuffix(b"."), b"x" * (len(SENTENCES[0]) - 1))
    path.write_bytes(head + b"\n" + hashlib.sha256(body).digest() + body)
    assert len(read_siblings(path)) == 5, "other words are another index, not a broken one"
    body = rest[32:].replace(b"text_ends", b"text_endz")
    path.write_bytes(head + b"\n" + hashlib.sha256(body).digest() + body)
    with pytest.raises(ConfigError, match="holds together"):
        read_siblings(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_siblings(tmp_path / "none.model")
