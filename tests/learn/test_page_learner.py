"""The page model, learned from a few pages of our own."""

import json
from dataclasses import replace

import pytest
from bakery import article, row, rows

from cleaner.io import Failure, Source
from cleaner.io.gold_pages import gold_pages
from cleaner.io.readers import open_reader
from cleaner.learn.folds import fold_of
from cleaner.learn.pages import learn_pages
from cleaner.learn.shingles import match
from cleaner.stages.chrome.page_model import PageModel


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_text(rows())
    found = list(gold_pages(open_reader("jsonl").read(Source(path, "rows.jsonl", "jsonl"))))
    assert not [page for page in found if isinstance(page, Failure)]
    return found


def silent(_):
    pass


@pytest.fixture(scope="module")
def learned(pages):
    return learn_pages(pages, 2, silent)


def test_lines_of_the_article_are_told_from_those_around(pages):
    page = pages[0]
    lines = [page.document.text[hint.start : hint.end] for hint in page.document.hints]
    told = dict(zip(lines, page.shares, strict=True))
    assert all(told[line] == 1 for line in page.gold.split("\n"))
    assert [share for line, share in told.items() if line.startswith("More")] == [0.0] * 4
    assert page.covered == 1
    assert page.domain == "village0.example"


def test_cells_of_a_table_are_content_where_the_article_runs_them_together(tmp_path):
    first, second, third = article(1, 2)
    cells = "".join(f"<td>{cell}</td>" for cell in ("Day", "Rye", "Buns", "7", "12"))
    page = f"<article><h1>Bread</h1><p>{first}</p><table><tr>{cells}</tr></table><p>{second}</p><p>{third}</p><p>Ad</p>"
    gold = f"{first} Day Rye Buns 7 12 {second}\n{third}"
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"id": "a", "domain": "a.example", "html": page, "gold": gold}) + "\n")
    (found,) = gold_pages(open_reader("jsonl").read(Source(path, "rows.jsonl", "jsonl")))
    told = {
        found.document.text[hint.start : hint.end]: share
        for hint, share in zip(found.document.hints, found.shares, strict=True)
    }
    assert {line for line, share in told.items() if share == 1} == {
        first,
        second,
        third,
        "Day",
        "Rye",
        "Buns",
        "7",
        "12",
    }


def test_the_model_tells_articles_from_teasers_on_sites_it_never_saw(pages, learned, tmp_path):
    for fold, written in enumerate(learned.folds):
        path = tmp_path / f"{fold}.model"
        path.write_bytes(written)
        model = PageModel.read(path)
        held = [page for page in pages if fold_of(page.domain, 2) == fold]
        assert held
        for page in held:
            judged = model.judge(page.document)
            content = [line.score for line, share in zip(judged, page.shares, strict=True) if share == 1]
            around = [line.score for line, share in zip(judged, page.shares, strict=True) if share == 0]
            assert min(content) > max(around)


def test_the_same_pages_give_the_same_bytes_in_any_order(pages, learned):
    assert learn_pages(pages[::-1], 2, silent) == learned


def test_the_card_counts_and_measures(learned):
    card = learned.card
    assert (card["pages"], card["domains"]) == (36, 6)
    figures = card["out_of_fold"]["balanced"]["all"]
    assert figures == {"f1": 1.0, "same": 1.0, "words_lost": 0.0, "pages": 36, "f1_by_fold": [1.0, 1.0]}
    assert card["points"]["precise"] <= card["points"]["balanced"] <= card["points"]["thorough"]


def test_excluded_sources_and_pages_of_another_article_teach_nothing(pages):
    others = [replace(page, source="elsewhere") if place % 2 else page for place, page in enumerate(pages)]
    assert learn_pages(others, 0, silent, frozenset(["elsewhere"])).card["pages"] == 18
    astray = [replace(page, covered=0.1) if place % 3 else page for place, page in enumerate(pages)]
    assert learn_pages(astray, 0, silent).card["pages"] == 12


def test_without_pages_there_is_nothing_to_learn():
    with pytest.raises(ValueError) as caught:
        learn_pages([], 0, silent)
    assert "no page to learn from" in str(caught.value)


def test_a_short_text_matches_as_a_whole():
    assert match("Snow fell", "Snow fell") == (1.0, 1.0)
    assert match("Snow fell", "") == (None, 0.0)
    assert match("", "Snow fell") == (0.0, None)


def test_the_site_of_a_row_may_stand_in_its_url(tmp_path):
    known = {key: value for key, value in row(1, 1).items() if key != "domain"}
    path = tmp_path / "rows.jsonl"
    lines = [{**known, "url": "https://www.village.example/1"}, known, {**row(1, 2), "gold": None}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    first, second, third = gold_pages(open_reader("jsonl").read(Source(path, "rows.jsonl", "jsonl")))
    assert first.domain == "village.example"
    assert "domain" in second.message
    assert "gold" in third.message
