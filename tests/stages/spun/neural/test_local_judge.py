"""A judge from a folder: tiny models of our own make, and all that is refused."""

import json
import pickle
import shutil
import socket
import sys

import pytest
from stub_judging import STORY, choice

from cleaner.model import ConfigError
from cleaner.stages.spun.neural.judge import Bounds
from cleaner.stages.spun.neural.load import judge_fingerprint, load_judge
from cleaner.stages.spun.neural.local import LocalModel, load_model

USED = choice(STORY, "utilized", "used")
ISLAND = choice(STORY, "island", "isle")
WORDS = ["<s>", "</s>", "<pad>", "<mask>", "<unk>"]


@pytest.fixture(autouse=True)
def _forget():
    load_model.cache_clear()
    yield
    load_model.cache_clear()


def test_a_name_on_a_hub_is_refused():
    with pytest.raises(ConfigError) as caught:
        load_judge("gpt2")
    assert "`gpt2` is no folder; models are never fetched from a hub" in str(caught.value)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_judge(str(tmp_path))
    assert "holds no `config.json`" in str(caught.value)


@pytest.mark.parametrize("missing", ["torch", "transformers"])
def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch, missing):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "torch", sys)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ConfigError) as caught:
        load_judge(str(tmp_path))
    assert "pip install 'newswash[neural]'" in str(caught.value)


@pytest.mark.parametrize("spec", ["", "ftp://models/v1#m", "file:///models"])
def test_what_names_nothing_is_refused(spec):
    with pytest.raises(ConfigError) as caught:
        load_judge(spec)
    assert str(caught.value).startswith("spun-judge: ")


def test_a_fingerprint_follows_the_bytes_of_the_folder(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "config.json").write_text("{}", encoding="utf-8")
    assert judge_fingerprint(str(one)) == judge_fingerprint(str(other))
    (other / "config.json").write_text("{ }", encoding="utf-8")
    assert judge_fingerprint(str(one)) != judge_fingerprint(str(other))
    with pytest.raises(ConfigError):
        judge_fingerprint(str(tmp_path / "none"))


@pytest.fixture(scope="module")
def libraries():
    torch = pytest.importorskip("torch")
    return torch, pytest.importorskip("transformers"), pytest.importorskip("tokenizers")


def tokenizer_of(libraries, masked):
    _, transformers, tokenizers = libraries
    text = f"{STORY} used isle".replace(".", " .").split()
    words = [*WORDS, *dict.fromkeys(text)]
    numbers = {word: number for number, word in enumerate(words)}
    backend = tokenizers.Tokenizer(tokenizers.models.WordLevel(numbers, WORDS[-1]))
    backend.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    if masked:
        backend.post_processor = tokenizers.processors.TemplateProcessing(
            "<s> $A </s>", None, [("<s>", 0), ("</s>", 1)]
        )
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=backend, **names, **({"mask_token": "<mask>"} if masked else {})
    ), len(words)


def tiny(libraries, folder, masked):
    """A random model of one layer in ``folder``."""
    torch, transformers, _ = libraries
    torch.manual_seed(3)
    tokenizer, size = tokenizer_of(libraries, masked)
    if masked:
        config = transformers.BertConfig(
            vocab_size=size, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
            max_position_embeddings=64, pad_token_id=2, initializer_range=1.0,
        )  # fmt: skip
        model = transformers.BertForMaskedLM(config)
    else:
        config = transformers.GPT2Config(
            vocab_size=size, n_embd=16, n_layer=1, n_head=2, n_positions=64, bos_token_id=0, eos_token_id=1,
            initializer_range=1.0,
        )  # fmt: skip
        model = transformers.GPT2LMHeadModel(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return model.eval(), tokenizer


@pytest.fixture(scope="module")
def causal(libraries, tmp_path_factory):
    folder = tmp_path_factory.mktemp("causal")
    return folder, *tiny(libraries, folder, masked=False)


@pytest.fixture(scope="module")
def masked(libraries, tmp_path_factory):
    folder = tmp_path_factory.mktemp("masked")
    return folder, *tiny(libraries, folder, masked=True)


pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning", "ignore:.*:FutureWarning")


def test_a_causal_model_gives_the_difference_of_log_likelihoods(libraries, causal):
    torch = libraries[0]
    folder, model, tokenizer = causal

    def likelihood(passage):
        ids = torch.tensor([[0, *tokenizer(passage)["input_ids"]]])
        told = torch.log_softmax(model(ids).logits[0, :-1].detach().double(), dim=-1)
        return float(told.gather(1, ids[0, 1:, None]).sum())

    found = load_judge(str(folder)).judge(STORY, [USED, ISLAND])
    for one, odds in zip([USED, ISLAND], found, strict=True):
        back = STORY[: one.start] + one.original + STORY[one.end :]
        assert odds == pytest.approx(likelihood(back) - likelihood(STORY), abs=0.002)
    assert found[0] != found[1]


def test_a_masked_model_gives_the_difference_at_the_words(libraries, masked):
    torch = libraries[0]
    folder, model, tokenizer = masked
    ids = tokenizer(STORY)["input_ids"]
    place = ids.index(tokenizer.convert_tokens_to_ids("utilized"))
    ids[place] = tokenizer.mask_token_id
    told = torch.log_softmax(model(torch.tensor([ids])).logits[0, place].detach().double(), dim=-1)
    used, utilized = (float(told[tokenizer.convert_tokens_to_ids(word)]) for word in ("used", "utilized"))
    assert load_judge(str(folder)).judge(STORY, [USED]) == [pytest.approx(used - utilized, abs=0.002)]


@pytest.mark.parametrize("kind", ["causal", "masked"])
def test_odds_hang_neither_on_neighbours_in_a_batch_nor_on_the_run(request, kind):
    folder = request.getfixturevalue(kind)[0]
    judge = load_judge(str(folder))
    alone = [judge.judge(STORY, [one])[0] for one in (USED, ISLAND)]
    many = judge.judge(STORY, [USED, ISLAND] * 20)
    assert many == alone * 20
    load_model.cache_clear()
    assert pickle.loads(pickle.dumps(judge)).judge(STORY, [USED, ISLAND]) == alone  # noqa: S301  # our own


def test_a_word_that_is_likelier_to_the_model_is_backed_and_a_rarer_one_vetoed(libraries, tmp_path):
    model, tokenizer = tiny(libraries, tmp_path, masked=True)
    for word, odds in {"used": 30, "isle": -30}.items():
        model.cls.predictions.bias.data[tokenizer.convert_tokens_to_ids(word)] = odds
    model.save_pretrained(tmp_path)
    backed, vetoed = load_judge(str(tmp_path)).judge(STORY, [USED, ISLAND])
    assert backed > 15
    assert vetoed < -15


@pytest.mark.parametrize("kind", ["causal", "masked"])
def test_no_connection_is_opened_and_nothing_is_printed(request, monkeypatch, capfd, kind):
    folder = request.getfixturevalue(kind)[0]

    def refused(*_):
        raise AssertionError("a local model opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert None not in load_judge(str(folder)).judge(STORY, [USED])
    assert capfd.readouterr() == ("", "")


def test_a_passage_beyond_the_positions_of_the_model_is_not_judged(masked):
    text = f"{'boat-boat-boat ' * 20}utilized it"
    assert load_judge(str(masked[0])).judge(text, [choice(text, "utilized", "used")]) == [None]


def test_a_model_that_fails_stops_no_document(causal, monkeypatch):
    judge = load_judge(str(causal[0]), Bounds())
    monkeypatch.setattr(LocalModel, "score", lambda *_: [].pop())
    assert judge.judge(STORY, [USED, ISLAND]) == [None, None]


def test_no_choice_is_no_work(causal):
    assert load_judge(str(causal[0])).judge(STORY, []) == []


def damaged(source, folder, damage):
    shutil.copytree(source, folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if damage == "cut":
        weights = folder / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:1000])
    elif damage == "pickled":
        (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    elif damage == "tokenizer":
        (folder / "tokenizer.json").write_text("{", encoding="utf-8")
    else:
        config["architectures"] = ["BertForSequenceClassification"] if damage == "sort" else config["architectures"]
        config["n_layer"] += damage == "layers"
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("cut", "cannot be loaded"),
        ("pickled", "safetensors"),
        ("tokenizer", "cannot be loaded"),
        ("sort", "is BertForSequenceClassification; expected"),
        ("layers", "the weights in"),
    ],
)
def test_a_model_that_is_not_whole_is_refused(causal, tmp_path, damage, told):
    damaged(causal[0], tmp_path / "model", damage)
    with pytest.raises(ConfigError) as caught:
        load_judge(str(tmp_path / "model"))
    assert told in str(caught.value)
