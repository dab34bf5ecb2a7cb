"""``cleaner learn lines`` and ``--line-model``: from labelled pages to a model that cleans."""

import json
import sys

import pytest

PLACES = ("harbour", "museum", "railway", "library", "bakery", "theatre", "orchard", "quarry")
MENU = ("Gazette of the Valley", "Village", "Weather", "Goats", "Sign in")
TAIL = ("More from the valley", "Goat wins again", "Bell tolls twice", "All rights with the goats")


def labelled(number, **more):
    place = PLACES[number % len(PLACES)]
    story = (
        f"The {place} of the village was shut for {number + 2} days, and the keeper told nobody why, a guest said.",
        f"On day {number + 3} the keeper of the {place} came back with {number + 5} goats and opened the door again.",
    )
    menu, tail = (MENU, TAIL) if number % 2 else (MENU[:1], ())  # whole pages, and extracted ones
    lines = [*((text, "chrome") for text in menu), *((text, "content") for text in story)]
    rows = [{"text": text, "label": label} for text, label in [*lines, *((text, "chrome") for text in tail)]]
    page = {"id": f"p{number}", "domain": f"valley{number % 7}.example", "title": f"The {place}", "raw_lines": rows}
    return json.dumps({**page, "source_dataset": "ours", **more}) + "\n"


SMALL = ("--folds", "2", "--networks", "1", "--epochs", "2")


@pytest.fixture
def pages(grow):
    grow({"pages.jsonl": "".join(labelled(number) for number in range(24))})


def test_learning_twice_gives_the_same_bytes_and_the_model_cleans(run, pages, tmp_path, words):
    pytest.importorskip("optax")
    first = run("learn", "lines", "pages.jsonl", "--out", "a.model", *SMALL, "--fold-models", "folds")
    assert first.code == 0, first.stderr
    assert "fold 1 of 2" in first.stderr
    assert first.text.startswith("24 pages of 7 sites, 168 lines\n")
    assert "extracted  balanced" in first.text
    assert "cleaner clean ... --line-model a.model" in first.text
    second = run("learn", "lines", "pages.jsonl", "--out", "b.model", *SMALL)
    assert second.code == 0, second.stderr
    for suffix in ("model", "md"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    card = (tmp_path / "a.md").read_text()
    assert "| ours | 24 |" in card
    assert "| dumped | thorough |" in card
    where = json.loads((tmp_path / "folds/folds.json").read_bytes())
    assert sorted(where) == [f"valley{number}.example" for number in range(7)]
    assert set(where.values()) == {0, 1}
    for model in ("a.model", "folds/fold-0.model", "folds/fold-1.model"):
        assert run("clean", "-", "--line-model", model, stdin=words[0].encode()).code == 0
    again = run("learn", "lines", "pages.jsonl", "--out", "a.model", *SMALL[2:], "--folds", "0")
    assert again.code == 0, again.stderr  # a line model and its card are ours to overwrite
    assert "Out of fold" not in (tmp_path / "a.md").read_text()


@pytest.mark.parametrize("name", ["mine.model", "mine.md"])
def test_a_file_that_is_no_line_model_stays(run, pages, grow, tmp_path, name):
    grow({name: "Dear diary"})
    done = run("learn", "lines", "pages.jsonl", "--out", "mine.model", *SMALL)
    assert done.code == 1
    assert f"{name}: exists and is no " in done.stderr
    assert "--force" in done.stderr
    assert (tmp_path / name).read_text() == "Dear diary"


def test_an_input_is_never_the_output(run, pages, tmp_path):
    before = (tmp_path / "pages.jsonl").read_bytes()
    done = run("learn", "lines", "pages.jsonl", "--out", "pages.jsonl", "--force")
    assert (done.code, "is one of the inputs" in done.stderr) == (1, True)
    assert (tmp_path / "pages.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (labelled(1) + '{"id": "a", "raw_lines": []}\n', 2, "pages.jsonl:2: expected a page with `id`, `domain` and"),
        (labelled(1) + "Snow fell.\n", 2, "pages.jsonl:2: expected a page"),
        ("", 1, "there are no pages to learn from"),
        (labelled(1, raw_lines=[{"text": "Snow fell.", "label": "content"}]), 1, "no line is labelled `chrome`"),
        (labelled(1), 1, "all sites fall into one fold"),
    ],
)
def test_data_that_will_not_do_is_told_and_nothing_is_written(run, grow, tmp_path, content, code, told):
    grow({"pages.jsonl": content})
    done = run("learn", "lines", "pages.jsonl", "--out", "mine.model", *SMALL)
    assert (done.code, told in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
    assert not (tmp_path / "mine.model").exists()


def test_pages_of_a_source_can_be_left_out(run, pages):
    done = run("learn", "lines", "pages.jsonl", "--out", "mine.model", "--exclude-source", "ours")
    assert "no pages to learn from: check DATA and --exclude-source" in done.stderr


def test_without_its_packages_learning_says_what_to_install(run, pages, monkeypatch):
    monkeypatch.setitem(sys.modules, "jax", None)
    done = run("learn", "lines", "pages.jsonl", "--out", "mine.model")
    assert done.code == 2
    assert "learning a line model needs jax and optax: pip install 'newswash[learn]'" in done.stderr


def test_a_model_that_cannot_be_used_is_refused(run, grow, words):
    grow({"mine.model": "Dear diary", "a.txt": words[0], "mine/cleaner.toml": 'line-model = "../mine.model"\n'})
    for options in (("--line-model", "mine.model"), ("--config", "mine/cleaner.toml"), ("--line-model", "none.model")):
        done = run("clean", "a.txt", "--out", "out", *options)
        assert (done.code, "cleaner learn lines DATA" in done.stderr) == (2, True), done.stderr
