"""The models of spun text, learned from a few texts of our own around a network that was drawn."""

import numpy as np
import pytest
from spun_town import FAMILIES, KNOWN, PAIRS, drawn_network, small_swaps, texts

from cleaner.learn import spun
from cleaner.learn.folds import fold_of
from cleaner.learn.spinner import spin
from cleaner.learn.spun import CleanText, learn_spun
from cleaner.learn.spun_confidence import Hidden, _line, confidence_examples, network_recognition
from cleaner.learn.spun_examples import drawn_families, examples
from cleaner.learn.spun_judged import groups, screen_weights
from cleaner.stages.spun.channel import Channel
from cleaner.stages.spun.language_model import BUILT_IN, LanguageModel
from cleaner.stages.spun.model import SpunModel
from cleaner.stages.spun.recognition import WEIGHTS, Recognition
from cleaner.stages.spun.tokens import tokenize

pytest.importorskip("lightgbm", reason="only those who train have it")

TEXTS = [CleanText(f"t{number}", text) for number, text in enumerate(texts(30))]
WORDS = sorted({word for text in (*texts(30), " ".join(map(" ".join, PAIRS))) for word in tokenize(text).norms})


def silent(_):
    pass


@pytest.fixture(scope="module", autouse=True)
def _few():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spun, "_SCREENED", 60)
        yield


@pytest.fixture(scope="module")
def swaps(tmp_path_factory):
    return small_swaps(tmp_path_factory.mktemp("swaps"), KNOWN)


@pytest.fixture(scope="module")
def learned(swaps):
    return learn_spun(TEXTS, KNOWN, swaps, {}, 3, silent, drawn_network(["", "<unk>", *WORDS]))


@pytest.fixture(scope="module")
def model(learned, tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "small.spun"
    path.write_bytes(learned.content)
    return SpunModel.load(path)


def test_the_model_loads_with_its_network_and_card(model, learned, swaps):
    assert model.network.words == ("", "<unk>", *WORDS)
    assert model.card == learned.card
    folds = [fold_of(text.id, 10) for text in TEXTS]
    card = learned.card
    assert (card["texts"], card["read"], card["judged"]) == (
        30,
        sum(fold >= 3 for fold in folds),
        sum(fold in (1, 2) for fold in folds),
    )
    assert (card["families"], card["steps"], card["swaps"]) == (["blog", "wordnet"], 3, swaps.fingerprint)
    assert set(card["points"]) == set(card["shares"]) == {"screen", "skim", "glance", "full"}
    confidence = model.detector.confidence
    assert {"slope": confidence.slope, "start": confidence.start} == card["confidence"]
    assert "lightgbm" in card["made_with"]


def test_it_knows_who_is_recognised_at_both_looks(model, learned):
    assert model.spinners == ("blog", "wordnet") == tuple(learned.card["spinners"])
    for recognition in (model.recognition, model.detector.confidence.recognition):
        assert len(recognition.weights) == WEIGHTS + 2
        assert recognition.weights[:WEIGHTS].any()


def test_without_known_spinners_it_learns_all_the_same(tmp_path):
    swaps = small_swaps(tmp_path)
    (tmp_path / "m.spun").write_bytes(
        learn_spun(TEXTS, FAMILIES, swaps, {}, 3, silent, drawn_network(["", "<unk>", *WORDS])).content
    )
    model = SpunModel.load(tmp_path / "m.spun")
    assert model.spinners == ()
    assert len(model.recognition.weights) == WEIGHTS


@pytest.fixture(scope="module")
def channel(swaps):
    network = drawn_network(["", "<unk>", *WORDS])
    return Channel(swaps, LanguageModel.load(BUILT_IN), network, Recognition.of_nobody(2))


def test_a_hidden_spinner_is_not_known_and_the_others_are(channel):
    hidden = Hidden(channel)
    own = hidden.channel("blog")
    assert own.swaps.originals("mentioned")[0].known == 0
    assert own.swaps.originals("household") == channel.swaps.originals("household")
    assert own.swaps.originals("household")[0].known != 0
    assert (own.network, own.recognition) == (channel.network, channel.recognition)
    assert hidden.channel("drawn 3") is channel


def test_half_of_the_texts_are_judged_as_if_nobody_knew_their_spinner(channel):
    found = confidence_examples([text.text for text in TEXTS] * 4, [*KNOWN, *FAMILIES], channel, "a")
    spinners = [one.spinner for one in found if one.family in (0, 1)]
    assert 0.25 < np.mean([spinner is None for spinner in spinners]) < 0.75
    assert {0, 1} < set(spinners)
    assert {one.spinner for one in found if one.family in (2, 3)} == {None}  # the tables have no spinner of that name
    for one in found:
        assert one.spinner in (None, one.family)
        assert len(one.right) == len(one.candidates.guesses)
        own = one.candidates.places[:, one.family] if one.family < 2 else np.ones(1)
        assert own.any() or one.spinner is None
    assert 0 < np.concatenate([one.right for one in found]).mean() < 1


def test_a_known_spinner_is_recognised_by_what_the_network_says(channel):
    own = [text.text for text in TEXTS] * 4
    recognition = network_recognition(own, KNOWN, channel, "a")
    told = []
    for number, family in enumerate(KNOWN):
        for seed, text in enumerate(own[:20]):
            evidence = channel.evidence(tokenize(spin(text, family, 0.9, 1_000 + seed).text))
            told.append(recognition.found(evidence)[:2].argmax() == number)
    assert np.mean(told) > 0.8


def test_the_screen_knows_the_words_that_spinners_put(model):
    weights = model.detector.screen.weights
    assert weights[b"mentioned"] > 1
    assert weights[b"said"] < 0


def test_the_same_texts_give_the_same_bytes_in_any_order(learned, swaps):
    again = learn_spun(TEXTS[::-1], KNOWN, swaps, {}, 3, silent, drawn_network(["", "<unk>", *WORDS]))
    assert again == learned


@pytest.mark.parametrize(
    ("own", "families", "told"),
    [
        (TEXTS[:5], FAMILIES, "5 texts are too few"),
        ([], FAMILIES, "0 texts are too few"),
        (TEXTS, [], "no family of spinners"),
        ([one._replace(text="Es schneite die ganze Nacht.") for one in TEXTS], FAMILIES, "is it running English text?"),
        ([one._replace(text="The people said so near the road. " * 2) for one in TEXTS], FAMILIES, "60 words"),
    ],
)
def test_texts_that_will_not_do_are_told(swaps, own, families, told):
    with pytest.raises(ValueError) as caught:
        learn_spun(own, families, swaps, {}, 3, silent, drawn_network(["", "<unk>", *WORDS]))
    assert told in str(caught.value)


def test_the_vocabulary_is_of_texts_tables_and_common_vectors(swaps):
    counts = {"said": 9, "the": 12, "goat": 4, "mentioned": 1}
    vectors = dict.fromkeys(("the", "hail", ","), [0.0] * 100)
    words = spun._vocabulary(counts, swaps, vectors)
    assert words[:4] == ["", "<unk>", "the", "said"]
    assert "mentioned" in words  # of the tables
    assert words[-1] == "hail"
    assert "goat" not in words
    assert len(words) == len(set(words))


def test_what_fails_while_batches_are_made_ahead_reaches_the_reader():
    def failing():
        yield 1
        raise ValueError("no more snow")

    found = spun._ahead(failing())
    assert next(found) == 1
    with pytest.raises(ValueError) as caught:
        next(found)
    assert "no more snow" in str(caught.value)


def test_words_of_spun_texts_weigh_up_those_of_clean_ones_down(swaps):
    own = [text.text for text in TEXTS]
    found = examples(own, FAMILIES, drawn_families(swaps, "a"), "a")
    weights = screen_weights(own, [next(found) for _ in range(40)])
    assert weights["mentioned"] > 0 > weights["said"]
    assert abs(weights.get("the", 0)) < 0.2
    assert max(map(abs, weights.values())) <= 3


def test_groups_are_paragraphs_of_sixty_words_and_more():
    class Always:
        def choice(self, _):
            return 60

    paragraph = "The road was shut again. " * 5  # 25 words
    found = list(groups(["\n\n".join([paragraph] * 7), "Too short."], Always()))
    assert [len(group.split()) for group in found] == [75, 75]


def test_the_line_of_the_confidence_makes_odds_probabilities():
    draw = np.random.default_rng(0)
    odds = draw.normal(0, 2, 20_000)
    right = draw.random(20_000) < 1 / (1 + np.exp(-(0.5 * odds - 1)))
    assert _line(odds, right) == pytest.approx((0.5, -1), abs=0.06)
