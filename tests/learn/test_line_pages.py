"""Labelled pages: how they are read, counted into cue tables, and cut up for training."""

import gzip
import json

import numpy as np
import pytest

from cleaner.learn.line_pages import cue_tables, cut_up, example, parse_page, read_pages, seen_by_site
from cleaner.model import ConfigError, Place
from cleaner.stages.chrome.characters import word_numbers
from cleaner.stages.chrome.line_model import COLUMNS

STORY = "The harbour office closed the bridge on Monday, and the mayor said it will stay shut until the end of May."


def row(*lines, name="a", site="a.example", **more):
    """A row of JSON; each line is ``(text, label)``."""
    raw = [{"text": text, "label": label} for text, label in lines]
    return json.dumps({"id": name, "domain": site, "raw_lines": raw, **more}).encode()


def page(*lines, **more):
    return parse_page(row(*lines, **more), Place("a.jsonl", 1))


def site_page(site):
    return page(("Subscribe now", "chrome"), (STORY, "content"), ("The ferry runs", "content"), name=site, site=site)


def odds_of(table, word):
    return [side.tolist() for side in table.odds(word_numbers(word))]


def test_labels_lines_and_title_are_read():
    read = page((" Home ", "chrome"), ("", "chrome"), (STORY, "content"), ("Ads?", "unsure"), title="Bridge closed")
    assert read.lines == ("Home", STORY, "Ads?")
    assert (read.prose.tolist(), read.chrome.tolist()) == ([False, True, False], [True, False, False])
    assert (read.title, read.site, read.source, read.taken.tolist()) == ("Bridge closed", "a.example", "", [0, 0, 0])


def test_a_page_of_more_chrome_than_prose_is_a_dump():
    assert page(("Home", "chrome"), ("News", "chrome"), (STORY, "content")).dumped
    assert not page(("Home", "chrome"), (STORY, "content"), (STORY, "content")).dumped


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "truncated"),
        (b"[]", "expected a page with `id`, `domain` and `raw_lines`"),
        (b'{"id": "a", "domain": "a.example"}', "missing required field `raw_lines`"),
        (b'{"id": "a", "domain": "a.example", "raw_lines": ["Home"]}', "`$.raw_lines[0]`"),
        (b'{"id": "a", "domain": "a.example", "raw_lines": [{"text": "Home"}]}', "missing required field `label`"),
    ],
)
def test_a_row_that_is_no_page_is_refused_with_its_place(tmp_path, content, told):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(row((STORY, "content")) + b"\n\n" + content + b"\n")
    with pytest.raises(ConfigError) as caught:
        read_pages([path])
    assert str(caught.value).startswith(f"{path}:3: expected a page with")
    assert told in str(caught.value)


def test_files_are_read_in_order_packed_or_not(tmp_path):
    plain, packed = tmp_path / "b.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_bytes(row((STORY, "content"), name="1") + b"\n" + row((STORY, "content"), name="2"))
    packed.write_bytes(gzip.compress(row((STORY, "content"), name="3")))
    assert [read.id for read in read_pages([plain, packed])] == ["1", "2", "3"]


def test_pages_of_a_source_can_be_left_out_and_pages_without_lines_are(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [
        row((STORY, "content"), name="1", source_dataset="old"),
        row((STORY, "content"), name="2", source_dataset="new"),
        row((" ", "content"), name="3", source_dataset="new"),
    ]
    path.write_bytes(b"\n".join(rows))
    assert [read.id for read in read_pages([path], frozenset(["old"]))] == ["2"]
    assert [read.id for read in read_pages([path])] == ["1", "2"]


@pytest.mark.parametrize("name", ["none.jsonl", "broken.jsonl.gz"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    (tmp_path / "broken.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        read_pages([tmp_path / name])
    assert caught.value.problems[0].place.file == str(tmp_path / name)


def test_words_become_cues_where_three_sites_show_them():
    two = cue_tables(seen_by_site([site_page("a"), site_page("b")]).values())
    three = cue_tables(seen_by_site([site_page("a"), site_page("b"), site_page("c")]).values())
    assert odds_of(two.words, "subscribe") == [[0], [False]]
    [odds], [known] = odds_of(three.words, "subscribe")
    assert known
    assert odds > 0
    assert odds_of(three.words, "ferry")[0][0] < 0


def test_many_pages_of_one_site_make_no_cue():
    pages = [site_page("a") for _ in range(9)]
    assert not len(cue_tables(seen_by_site(pages).values()).words.numbers)


def test_words_of_long_lines_are_no_cues():
    long = " ".join(f"{STORY[:-1]} and so on" for _ in range(2))
    sites = [page((f"{long} of zanders", "content"), ("Subscribe now", "chrome"), site=site) for site in "abc"]
    assert odds_of(cue_tables(seen_by_site(sites).values()).words, "zanders") == [[0], [False]]


def test_a_site_learns_nothing_from_its_own_lines():
    pages = [site_page(site) for site in "abc"]
    seen = seen_by_site(pages)
    cues = cue_tables(seen.values())
    column = COLUMNS.index("cue_words")
    with_own, without_own = example(pages[0], cues), example(pages[0], cues, seen["a"])
    assert with_own.columns[0, column] > without_own.columns[0, column] > 0
    others = cue_tables([seen["b"], seen["c"], seen["c"]])  # three, so that they are cues at all
    assert (example(pages[0], others, seen["a"]).columns[0, column] > 0).all()


def test_lines_that_annotators_left_open_weigh_nothing():
    cues = cue_tables(seen_by_site([site_page("a")]).values())
    made = example(page(("Home", "chrome"), ("Ads?", "unsure"), (STORY, "content")), cues)
    assert made.target.tolist() == [0, 0, 1]
    assert made.weight[1] == 0 < made.weight[0] < made.weight[2]
    assert made.columns.shape == (3, len(COLUMNS))


def test_a_page_that_was_cut_up_keeps_its_content_and_its_order():
    whole = page(*[("Home", "chrome")] * 6, *[(f"{STORY} {n}", "content") for n in range(4)], *[("Foot", "chrome")] * 6)
    draw = np.random.default_rng(5)
    cuts = [cut_up(whole, draw) for _ in range(60)]
    assert len({len(cut.lines) for cut in cuts}) > 3
    for cut in cuts:
        assert [line for line in cut.lines if line.startswith("The")] == list(whole.lines[6:10])
        assert len(cut.lines) == len(cut.prose) == len(cut.chrome) == len(cut.taken)
        assert cut.prose.sum() == 4


def test_cutting_up_hangs_on_nothing_but_the_draw():
    whole = page(*[("Home", "chrome")] * 8, (STORY, "content"), title="Bridge closed")
    one, other = ([cut_up(whole, np.random.default_rng(seed)).lines for seed in range(9)] for _ in range(2))
    assert one == other


def test_a_page_is_never_cut_down_to_nothing():
    whole = page(("Home", "chrome"), ("News", "chrome"))
    assert whole.without(np.array([True, True])) is whole
    assert whole.without(np.array([True, False])) is whole
