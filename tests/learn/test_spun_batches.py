"""Windows for the training: their shapes, and that the answer of a span is what stood there."""

from itertools import islice, repeat

import numpy as np
import pytest
from spun_town import FAMILIES, PAIRS, small_swaps, texts

from cleaner.learn.spinner import spin
from cleaner.learn.spun_batches import BATCH, batches, gives_windows
from cleaner.learn.spun_examples import drawn_families, example_of, examples
from cleaner.stages.spun.spans import open_spans, starts_of_sentences
from cleaner.stages.spun.tokens import tokenize

TEXTS = texts(8)
WORDS = ["", "<unk>", *sorted({norm for text in TEXTS for norm in tokenize(text).norms})]
WORDS += [word for pair in PAIRS for form in pair for word in form.split() if word not in WORDS]
IDS = {word: number for number, word in enumerate(WORDS)}
SHAPES = {
    "tokens": (256,),
    "swapped": (256,),
    "cloze": (256,),
    "firsts": (192,),
    "lasts": (192,),
    "unique": (1536,),
    "phrases": (192, 14, 5),
    "sizes": (192, 14),
    "ranks": (192, 14),
    "answers": (192,),
    "weights": (192,),
}


@pytest.fixture(scope="module")
def swaps(tmp_path_factory):
    return small_swaps(tmp_path_factory.mktemp("swaps"))


@pytest.fixture(scope="module")
def spun():
    text = next(text for text in TEXTS if len(tokenize(text)) < 200)
    return example_of(spin(text, FAMILIES[0], 0.8, 3))


@pytest.fixture(scope="module")
def window(swaps, spun):
    found = next(batches(repeat(spun), swaps, IDS, "a"))
    assert all((part == part[:1]).all() for part in found.values())  # a text of one window
    return {name: part[0] for name, part in found.items()}


def phrase(window, row, place):
    return tuple(WORDS[window["unique"][at]] for at in window["phrases"][row, place, : window["sizes"][row, place]])


def test_batches_have_one_shape(swaps):
    found = batches(examples(TEXTS, FAMILIES, drawn_families(swaps, "a"), "a"), swaps, IDS, "a")
    for batch in islice(found, 3):
        assert {name: part.shape for name, part in batch.items()} == {
            name: (BATCH, *shape) for name, shape in SHAPES.items()
        }
        assert (batch["phrases"] < 1536).all()
        assert (batch["answers"] < (batch["sizes"] > 0).sum(-1) + (batch["weights"] == 0)).all()


def test_the_same_seed_gives_the_same_batches(swaps):
    one, two = (
        next(batches(examples(TEXTS, FAMILIES, drawn_families(swaps, "a"), "a"), swaps, IDS, "a")) for _ in range(2)
    )
    assert all((one[name] == two[name]).all() for name in SHAPES)


def test_a_window_holds_the_text_and_what_was_swapped(window, spun):
    size = len(spun.tokens)
    known = [norm if norm in IDS else "<unk>" for norm in spun.tokens.norms]
    assert [WORDS[number] for number in window["tokens"][:size]] == known
    assert not window["tokens"][size:].any()
    assert window["swapped"][:size].tolist() == spun.swapped


def test_the_answer_of_a_span_is_the_originals_phrase(window, spun, swaps):
    spans = open_spans(spun.tokens, swaps, starts_of_sentences(spun.tokens))
    rows = np.flatnonzero(window["weights"]).tolist()
    assert [(window["firsts"][row], window["lasts"][row]) for row in rows] == [span[:2] for span in spans]
    turned = 0
    for row, (first, last, originals) in zip(rows, spans, strict=True):
        kept = tuple(spun.tokens.norms[first:last])
        phrases = [phrase(window, row, place) for place in range(1 + len(originals))]
        assert phrases == [kept, *(original.tokens for original in originals)]
        assert phrases[window["answers"][row]] == spun.originals.get((first, last), kept)
        turned += window["answers"][row] > 0
    assert turned > 3
    assert not window["sizes"][len(rows) :].any()


def test_the_cloze_asks_for_words_of_the_original(window, spun):
    asked = window["cloze"][: len(spun.tokens)]
    for place, norm in enumerate(spun.tokens.norms):
        told = spun.originals.get((place, place + 1), ())
        wanted = told[0] if len(told) == 1 else "" if spun.swapped[place] else norm
        assert WORDS[asked[place]] == wanted


def test_words_that_the_network_does_not_know_are_asked_for_nowhere(swaps, spun):
    ids = {word: number for word, number in IDS.items() if word not in ("the", "said")}
    window = next(batches(repeat(spun), swaps, ids, "a"))
    assert (window["tokens"] == 1).any()
    assert not (window["cloze"] == 1).any()


def test_a_text_gives_windows_where_words_of_the_tables_stand_close_together(swaps):
    assert gives_windows(TEXTS[0], swaps)
    assert not gives_windows("Es schneite die ganze Nacht, und niemand kam.", swaps)
    assert not gives_windows("", swaps)
