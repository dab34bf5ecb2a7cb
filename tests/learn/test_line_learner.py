"""Learning a line model from small labelled pages: it tells menus from stories of a site it has not seen."""

import numpy as np
import pytest
from newsstand import labelled_page, labelled_rows

from cleaner.learn.folds import fold_of
from cleaner.learn.line_pages import parse_page, read_pages
from cleaner.learn.lines import Plan, learn_lines, mark_taken
from cleaner.model import ConfigError, Place
from cleaner.rules.load import load_packs
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.chrome.line_model import LineModel

pytest.importorskip("jax", reason="only those who train have it")
from cleaner.learn.line_network import Schedule

SITES = [f"site{number}" for number in range(12)]
QUICK = Schedule(width=8, epochs=25, dropout=0.0, rate=0.03)


def pages(sites=SITES):
    return [parse_page(row, Place("rows.jsonl", 1)) for row in labelled_rows(sites)]


@pytest.fixture(scope="module")
def learned():
    told = []
    return learn_lines(pages(), Plan(folds=2, networks=1, schedule=QUICK), told.append), told


@pytest.fixture
def model(learned, tmp_path):
    path = tmp_path / "m.model"
    path.write_bytes(learned[0].content)
    return LineModel.read(path)


def test_it_tells_menus_from_stories_of_a_site_it_has_not_seen(model):
    for number in range(5):
        page = labelled_page("unseen", number)
        scores = model.judge(model.look(page.lines), page.title, page.taken).scores
        assert scores[page.prose].min() > scores[page.chrome].max()


def test_each_model_of_a_fold_has_not_seen_its_sites_and_is_another(learned):
    assert len(learned[0].folds) == 2
    assert len({learned[0].content, *learned[0].folds}) == 3
    assert {fold_of(f"{site}.example", 2) for site in SITES} == {0, 1}


def test_points_stand_in_order_and_the_card_says_what_was_learned_from(learned, model):
    points = model.points
    assert points["precise"] <= points["balanced"]
    card = model.card
    assert (card["pages"], card["sites"], card["sources"]) == (24, 12, {"even": 12, "odd": 12})
    assert card["schedule"]["epochs"] == QUICK.epochs
    figures = card["out_of_fold"]["dumped, thorough"]
    assert figures["chrome_removed"] > 0.3
    assert figures["content_lost"] <= 0.025
    assert learned[1] == ["fold 1 of 2", "fold 2 of 2", "the model itself"]


def test_the_scripts_of_the_pages_are_known_and_others_are_not(model):
    nothing = np.zeros(1, bool)
    assert model.judge(model.look(["The bridge is shut."]), None, nothing).unknown == 0
    assert model.judge(model.look(["ხიდი დაკეტილია."]), None, nothing).unknown == 1


def test_learning_twice_gives_the_same_bytes():
    plan = Plan(folds=0, networks=1, schedule=Schedule(width=4, epochs=2))
    some = pages(SITES[:4])
    one = learn_lines(some, plan, lambda _: None)
    assert learn_lines(some[::-1], plan, lambda _: None).content == one.content
    assert (one.folds, one.card["out_of_fold"]) == ((), {})
    assert learn_lines(some, plan._replace(seed=8), lambda _: None).content != one.content


def test_lines_that_rules_take_are_marked():
    rows = labelled_rows(["site1"], 1)
    [page] = mark_taken([parse_page(rows[0], Place("rows.jsonl", 1))], RuleSet.of(load_packs()))
    taken = dict(zip(page.lines, page.taken.tolist(), strict=True))
    assert all(taken[line] == 0 for line, prose in zip(page.lines, page.prose, strict=True) if prose)
    assert sum(taken.values()) >= 1


def test_a_wrong_row_stops_learning_before_it_starts(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join([*labelled_rows(["a"]), b'{"id": 3}']))
    with pytest.raises(ConfigError, match=rf"{path}:3: expected a page"):
        read_pages([path])


def test_a_second_network_reads_columns_as_the_first_one_does():
    from cleaner.learn.lines import _standardised

    draw = np.random.default_rng(5)
    columns = draw.normal(3, 2, (9, 4))
    first, second = (
        {"mean": draw.normal(3, 1, 4), "scale": draw.uniform(1, 3, 4), "w0": draw.normal(size=(4, 6)), "b0": np.ones(6)}
        for _ in range(2)
    )
    before = (columns - second["mean"]) / second["scale"] @ second["w0"] + second["b0"]
    moved = _standardised(second, first)
    after = (columns - first["mean"]) / first["scale"] @ moved["w0"] + moved["b0"]
    assert np.allclose(before, after)
