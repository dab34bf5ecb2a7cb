"""``cleaner learn pages``: from rows with their article to a model of HTML pages."""

import json

import pytest
from bakery import row, rows

from cleaner.stages.chrome.page_model import PageModel


@pytest.fixture
def data(tmp_path):
    (tmp_path / "pages.jsonl").write_text(rows())
    return "pages.jsonl"


def test_a_model_is_learned_measured_and_written_the_same_each_time(run, data, tmp_path):
    done = run("learn", "pages", data, "--out", "a.model", "--folds", "2", "--fold-models", "folds")
    assert done.code == 0, done.stderr
    assert "36 pages of 6 sites" in done.text
    assert "balanced" in done.text
    assert "fold 2 of 2" in done.stderr
    assert run("learn", "pages", data, "--out", "b.model", "--folds", "2").code == 0
    assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()
    assert "36 HTML pages of 6 sites" in (tmp_path / "a.md").read_text()
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()
    assert PageModel.read(tmp_path / "folds" / "fold-1.model").card["pages"] == 36
    assert set(json.loads((tmp_path / "folds" / "folds.json").read_text()).values()) <= {0, 1}


def test_somebody_elses_file_is_overwritten_only_with_force(run, data, tmp_path):
    (tmp_path / "a.md").write_text("# My notes\n")
    refused = run("learn", "pages", data, "--out", "a.model", "--folds", "0")
    assert refused.code == 1
    assert "no card of a page model" in refused.stderr
    assert (tmp_path / "a.md").read_text() == "# My notes\n"
    assert not (tmp_path / "a.model").exists()
    assert run("learn", "pages", data, "--out", "a.model", "--folds", "0", "--force").code == 0
    assert (tmp_path / "a.md").read_text().startswith("# Page model\n")
    again = run("learn", "pages", data, "--out", "a.model", "--folds", "0")
    assert again.code == 0, again.stderr


def test_without_lightgbm_it_says_what_to_install(run, data, monkeypatch, tmp_path):
    monkeypatch.setattr("cleaner.cli.learn_pages.find_spec", lambda _: None)
    done = run("learn", "pages", data, "--out", "a.model")
    assert done.code == 2
    assert "pip install 'newswash[learn]'" in done.stderr
    assert not (tmp_path / "a.model").exists()


def test_a_row_without_an_article_is_told_and_the_others_are_learned(run, tmp_path):
    broken = json.dumps({key: value for key, value in row(1, 1).items() if key != "gold"})
    (tmp_path / "pages.jsonl").write_text(rows() + broken + "\n")
    done = run("learn", "pages", "pages.jsonl", "--out", "a.model", "--folds", "0")
    assert done.code == 1
    assert "no string in `gold`" in done.stderr
    assert "36 pages" in done.text


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        (["--out", "pages.jsonl"], "pages.jsonl", 1),
        (["--out", "pages.jsonl", "--force"], "pages.jsonl", 1),
        (["--out", "a.md"], "the card", 1),
        (["--out", "."], "folder", 1),
        (["--out", "a.model", "--folds", "1"], "--folds", 2),
        (["--out", "a.model"], "learn from", 1),
    ],
)
def test_what_cannot_be_done_is_refused(run, tmp_path, arguments, told, code):
    (tmp_path / "pages.jsonl").write_text(json.dumps({**row(1, 1), "html": "<p>", "source_dataset": ""}) + "\n")
    done = run("learn", "pages", "pages.jsonl", *arguments)
    assert done.code == code
    assert told in done.stderr
    assert not (tmp_path / "a.model").exists()
