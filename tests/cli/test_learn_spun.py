"""``cleaner learn spun``: from clean texts to a model with its card."""

import gzip
import json

import pytest
from spun_town import KNOWN, drawn_network, small_swaps, texts

from cleaner.learn.spinner import families
from cleaner.stages.spun.model import SpunModel
from cleaner.stages.spun.tokens import tokenize

TEXTS = texts(30)
ROWS = "".join(json.dumps({"id": f"t{number}", "text": text}) + "\n" for number, text in enumerate(TEXTS))
# Two families are enough here, and faster.
FEW = [
    part for family in families() if family.name not in ("bookish", "wordnet") for part in ("--without", family.name)
]


def vector(word, value=0.1):
    return f"{word}{f' {value}' * 100}\n"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Rows, and small tables in place of those that ship."""
    pytest.importorskip("lightgbm")
    (tmp_path / "texts.jsonl").write_text(ROWS)
    swaps = small_swaps(tmp_path)
    monkeypatch.setattr("cleaner.stages.spun.swaps.shipped_swaps", lambda: swaps)
    monkeypatch.setattr("cleaner.learn.spun._SCREENED", 60)
    return "texts.jsonl"


@pytest.fixture
def drawn(monkeypatch):
    """A network that is drawn instead of learned, which takes seconds; gives back what it was to begin with."""
    began = []

    def train(found, vectors, counts, steps, tell):
        began.append(vectors)
        assert len(list(found)) == steps
        return drawn_network([""] * len(counts), size=100).weights

    monkeypatch.setattr("cleaner.learn.spun.train_network", train)
    return began


def test_learning_twice_gives_the_same_bytes_and_the_model_loads(run, data, tmp_path):
    pytest.importorskip("optax")
    (tmp_path / "v.txt.gz").write_bytes(gzip.compress((vector("the") + vector("goat", -0.2)).encode()))
    given = [data, "--vectors", "v.txt.gz", "--steps", "2", *FEW]
    first = run("learn", "spun", *given, "--out", "a.spun")
    assert first.code == 0, first.stderr
    assert "step 0 of 2" in first.stderr
    assert first.text.startswith("30 texts, ")
    assert "families: bookish, wordnet" in first.text
    assert "full from " in first.text
    assert run("learn", "spun", *given, "--out", "b.spun").code == 0
    for suffix in ("spun", "md"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    model = SpunModel.load(tmp_path / "a.spun")
    assert {"the", "goat", "mentioned"} <= set(model.network.words)
    assert model.card["steps"] == 2
    card = (tmp_path / "a.md").read_text()
    for told in ("30 clean texts", "| spinners left out | blog, ", "`v.txt.gz`", "PDDL", "0.05%", "publishers", "jax "):
        assert told in card
    # From here on the network is there, and only trees and screen are learned.
    again = run("learn", "spun", data, "--start-from", "a.spun", *FEW, "--out", "c.spun")
    assert again.code == 0, again.stderr
    assert "step" not in again.stderr
    started = SpunModel.load(tmp_path / "c.spun")
    assert started.network.words == model.network.words
    assert started.detector.points == model.detector.points
    assert started.card["steps"] == 2
    assert "| network | that of `a.spun` |" in (tmp_path / "c.md").read_text()


def test_who_is_left_out_is_known_to_nobody(run, data, drawn, monkeypatch, tmp_path):
    swaps, seen = small_swaps(tmp_path, KNOWN), []
    monkeypatch.setattr("cleaner.stages.spun.swaps.shipped_swaps", lambda: swaps)

    def learn(texts, spinners, known, *_):
        seen.append((tuple(family.name for family in spinners), known))
        raise ValueError("this is enough")

    monkeypatch.setattr("cleaner.learn.spun.learn_spun", learn)
    for left_out in ([], ["--without", "blog", "--without", "vectors"]):
        done = run("learn", "spun", data, *left_out, "--out", "a.spun")
        assert (done.code, "this is enough" in done.stderr) == (1, True), done.stderr
    (every, whole), (rest, less) = seen
    assert set(every) - set(rest) == {"blog", "vectors"}
    assert whole.originals("mentioned")[0].known > 0 == less.originals("mentioned")[0].known
    assert less.originals("household") == whole.originals("household")  # of another spinner


def test_a_family_that_the_network_has_seen_cannot_be_left_out(run, data, drawn, tmp_path):
    assert run("learn", "spun", data, *FEW, "--out", "a.spun", "--steps", "1").code == 0
    done = run("learn", "spun", data, "--start-from", "a.spun", "--without", "wordnet", "--out", "b.spun")
    assert done.code == 2
    assert "a.spun: its network has learned from wordnet" in done.stderr
    assert not (tmp_path / "b.spun").exists()


def test_vectors_are_where_the_network_begins(run, data, drawn, tmp_path):
    (tmp_path / "v.txt").write_text(vector("zeppelin", 0.5))
    assert run("learn", "spun", data, *FEW, "--vectors", "v.txt", "--steps", "1", "--out", "a.spun").code == 0
    words = SpunModel.load(tmp_path / "a.spun").network.words
    own = drawn[0][words.index("zeppelin")]
    assert own == pytest.approx([own[0]] * 100)
    assert own[0] > 0.1
    assert set(tokenize(TEXTS[0]).norms) <= {*words, "</s>"}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (vector("the") + "goat 0.1 0.2\n", "v.txt:2: expected a word and 100 numbers with one blank between them"),
        ("400000 100\n" + vector("the"), "a first row of two numbers, as word2vec writes it, must go"),
        (vector("the") + vector("goat", "high"), "v.txt:2: expected a word and 100 numbers"),
        (vector("the") + vector("goat", "nan"), "v.txt:2: expected a word and 100 numbers"),
        (vector("the") + vector("goat") + vector("the"), "v.txt:3: the word 'the' stands above already"),
        (b"\xff\xfe" + vector("the").encode(), "v.txt:1: expected a word and 100 numbers"),
        ("x" * 70_000, "v.txt:1: is over 65,536 bytes: expected a word and 100 numbers"),
        ("\n", "there are no rows in the file"),
        (None, "v.txt: cannot be read: No such file"),
    ],
)  # fmt: skip
def test_vectors_that_will_not_do_are_told_with_their_place(run, data, drawn, grow, tmp_path, rows, told):
    grow({} if rows is None else {"v.txt": rows})
    done = run("learn", "spun", data, *FEW, "--vectors", "v.txt", "--out", "a.spun")
    assert (done.code, told in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert not (tmp_path / "a.spun").exists()


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--without", "goats"], 2, "--without: there is no family 'goats'; expected one of blog, bookish"),
        ([*FEW, "--without", "bookish", "--without", "wordnet"], 2, "--without: no family is left"),
        (["--start-from", "a.spun", "--steps", "9"], 2, "--steps: is about a network of its own"),
        (["--start-from", "a.spun", "--vectors", "v.txt"], 2, "--vectors: is about a network of its own"),
        (["--start-from", "none.spun"], 2, "none.spun: cannot be read"),
        (["--start-from", "texts.jsonl"], 2, "no model of the format `cleaner.spun`"),
        (["--steps", "0"], 2, "--steps"),
        (["--out", "a.md"], 1, "the card"),
        (["--out", "."], 1, "is a folder"),
        (["--out", "texts.jsonl", "--force"], 1, "the input itself"),
    ],
)
def test_what_cannot_be_done_is_refused(run, data, drawn, tmp_path, options, code, told):
    before = (tmp_path / "texts.jsonl").read_bytes()
    done = run("learn", "spun", data, "--out", "m.spun", *options)
    assert (done.code, told in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
    assert (tmp_path / "texts.jsonl").read_bytes() == before
    assert not (tmp_path / "m.spun").exists()


def test_vectors_are_never_the_output(run, data, drawn, tmp_path):
    (tmp_path / "v.md").write_text(vector("the"))
    done = run("learn", "spun", data, "--vectors", "v.md", "--out", "v.spun", "--force")
    assert (done.code, "the input itself" in done.stderr) == (1, True)
    assert (tmp_path / "v.md").read_text() == vector("the")


def test_somebody_elses_file_is_overwritten_only_with_force(run, data, drawn, tmp_path):
    (tmp_path / "a.md").write_text("# My notes\n")
    given = ["learn", "spun", data, *FEW, "--steps", "1", "--out", "a.spun"]
    refused = run(*given)
    assert (refused.code, "no card of a model of spun text" in refused.stderr) == (1, True)
    assert (tmp_path / "a.md").read_text() == "# My notes\n"
    assert run(*given, "--force").code == 0
    assert (tmp_path / "a.md").read_text().startswith("# Model of spun text\n")
    assert run(*given).code == 0  # a model and its card are ours to overwrite


def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_learned(run, data, drawn, tmp_path):
    with (tmp_path / data).open("a") as file:
        file.write('{"id": "broken"\n')
    done = run("learn", "spun", data, *FEW, "--steps", "1", "--out", "a.spun")
    assert (done.code, "failed: " in done.stderr) == (1, True)
    assert "30 texts" in done.text


@pytest.mark.parametrize("rows", ["", "".join(ROWS.splitlines(keepends=True)[:5])])
def test_too_few_texts_are_told(run, data, drawn, tmp_path, rows):
    (tmp_path / data).write_text(rows)
    done = run("learn", "spun", data, *FEW, "--out", "a.spun")
    assert (done.code, "too few to learn from" in done.stderr, "nothing was written" in done.stderr) == (1, True, True)
    assert not (tmp_path / "a.spun").exists()


@pytest.mark.parametrize("missing", ["jax", "optax", "lightgbm"])
def test_without_its_packages_it_says_what_to_install(run, grow, monkeypatch, tmp_path, missing):
    grow({"texts.jsonl": ROWS})
    monkeypatch.setattr("cleaner.cli.learn_spun.find_spec", lambda name: None if name == missing else name)
    done = run("learn", "spun", "texts.jsonl", "--out", "a.spun")
    assert done.code == 2
    assert f"takes {missing}: pip install 'newswash[learn]'" in done.stderr
    assert not (tmp_path / "a.spun").exists()


def test_texts_may_come_from_standard_input(run, data, drawn, tmp_path):
    given = ["learn", "spun", *FEW, "--steps", "1"]
    assert run(*given, "-", "--out", "a.spun", stdin=ROWS.encode()).code == 0
    assert run(*given, data, "--out", "b.spun").code == 0
    assert (tmp_path / "a.spun").read_bytes() == (tmp_path / "b.spun").read_bytes()
