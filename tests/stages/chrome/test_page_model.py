"""The page model: its file, its scores and reasons, and what the page stage makes of them."""

from dataclasses import replace

import numpy as np
import pytest
from small_pages import NO_CUES, POINTS, STORY, TEASER, TEXT, links_speak_against, page

from cleaner.model import ConfigError, Document, Draft, Hint
from cleaner.stages.chrome.cues import CUES, CueTable, find_spots
from cleaner.stages.chrome.forest import Tree
from cleaner.stages.chrome.model_file import to_bytes
from cleaner.stages.chrome.page_features import FEATURES, look_at
from cleaner.stages.chrome.page_model import PageModel, built_in_pages, page_model_bytes
from cleaner.stages.chrome.page_stage import PageChrome
from cleaner.stages.chrome.shapes import read_shapes
from cleaner.stages.stage import Context


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "small.model"
    path.write_bytes(links_speak_against())
    return PageModel.read(path)


def left(stage, document):
    draft = Draft(document.text)
    return draft.apply(stage.propose(draft, Context(document, lambda _: None)).edits).text


def test_each_line_gets_its_place_score_and_reasons(model):
    judged = model.judge(page())
    assert [TEXT[line.start : line.end] for line in judged] == TEXT.split("\n")
    assert [line.score for line in judged] == [0.880797, 0.880797, 0.119203, 0.880797]
    assert judged[2].reasons == ("share_of_links",)


def test_only_lines_below_the_bound_get_reasons(model):
    assert all(line.reasons == () for line in model.judge(page(), below=0.1))
    assert [bool(line.reasons) for line in model.judge(page(), below=0.5)] == [False, False, True, False]


def test_a_document_without_hints_is_not_judged(model):
    assert model.judge(Document(TEXT)) == ()
    assert model.judge(Document("", hints=(Hint(0, 0, "p"), Hint(4, 9, "p")))) == ()


def test_points_and_card_come_back_from_the_file(model):
    assert model.points == POINTS
    assert model.card == {"pages": 1}


def without_balanced():
    return page_model_bytes([], NO_CUES, {"precise": 0.2, "thorough": 0.5}, {})


def uneven_cues():
    uneven = CueTable(np.zeros(2, np.uint32), np.zeros(1, np.uint16), np.zeros(2, np.uint16))
    return page_model_bytes([Tree([], [], [], [], [0.5], [1])], NO_CUES._replace(words=uneven), POINTS, {})


def spoilt(name):
    content = links_speak_against()
    arrays = {"leaves": np.array([2], "<u1")}
    return {
        "missing": None,
        "foreign": b"cleaner.lines\n" + content,
        "damaged": content[:-1] + bytes([content[-1] ^ 1]),
        "cut": content[:60],
        "older": to_bytes("cleaner.pages", 1, FEATURES, {}, {}, {}),
        "newer": to_bytes("cleaner.pages", 99, FEATURES, {}, {}, {}),
        "other": to_bytes("cleaner.pages", 2, (*FEATURES[:-1], "colour"), {}, {}, {}),
        "empty": to_bytes("cleaner.pages", 2, FEATURES, dict.fromkeys(POINTS, 0.0), {}, {}),
        "short": to_bytes("cleaner.pages", 2, FEATURES, dict.fromkeys(POINTS, 0.0), {}, arrays),
        "pointless": to_bytes("cleaner.pages", 2, FEATURES, {}, {}, arrays),
        "without balanced": without_balanced(),
        "uneven cues": uneven_cues(),
    }[name]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing", "cannot be read"),
        ("foreign", "is no model"),
        ("damaged", "damaged"),
        ("cut", "damaged"),
        ("older", "version 1"),
        ("newer", "version 99"),
        ("other", "colour"),
        ("empty", "no trees"),
        ("short", "no trees"),
        ("pointless", "the operating point `precise`"),
        ("without balanced", "the operating point `balanced`"),
        ("uneven cues", "cues of words"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(tmp_path, name, told):
    path = tmp_path / "broken.model"
    content = spoilt(name)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        PageModel.read(path)
    assert str(path) in str(caught.value)
    assert told in str(caught.value)
    assert "cleaner learn pages" in str(caught.value)


def test_the_stage_removes_what_scores_below_its_point(model):
    assert left(PageChrome(model), page()) == TEXT.replace(f"{TEASER}\n", "")
    assert left(PageChrome(model, "precise"), page()) == TEXT.replace(f"{TEASER}\n", "")


def test_without_a_model_what_the_extractor_took_stays():
    assert left(PageChrome(None), page()) == TEXT.replace(f"{TEASER}\n", "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{STORY}\n{TEASER}", STORY),
        (f"{STORY}\n{TEASER}\n{TEASER}", STORY),
        (f"{TEASER}\n{STORY}\n{TEASER}", STORY),
        (f"{TEASER}\n{TEASER}", ""),
    ],
    ids=["last", "last two", "both ends", "all"],
)
def test_no_line_feed_is_left_over(text, kept):
    assert left(PageChrome(None), page(text)) == kept


def test_where_most_of_what_the_extractor_took_would_go_it_is_believed(model):
    # A list of links that the extractor takes for the text: a page of a sort that the model has not learned.
    document = page()
    hints = tuple(replace(hint, extracted=1.0) for hint in page("\n".join([TEASER] * 5)).hints)
    listing = replace(document, text="\n".join([TEASER] * 5), hints=hints)
    assert left(PageChrome(model), listing) == listing.text
    one_outside = replace(listing, hints=(*hints[:4], replace(hints[4], extracted=0.0)))
    assert left(PageChrome(model), one_outside) == "\n".join([TEASER] * 4)


def test_the_stage_speaks_once_and_says_why(model):
    document = page()
    stage, draft, context = PageChrome(model), Draft(document.text), Context(document, lambda _: None)
    edits = stage.propose(draft, context).edits
    assert [(edit.rule_id, edit.evidence.score, edit.evidence.reasons) for edit in edits] == [
        ("page.model", 0.119203, ("share_of_links",))
    ]
    assert stage.propose(draft.apply(edits), context).edits == ()
    assert stage.propose(draft, Context(Document(TEXT), lambda _: None)).edits == ()


@pytest.mark.parametrize("lines", [1, 2, 3, 40])
def test_pages_of_any_length_have_all_columns_as_finite_numbers(lines):
    columns = look_at(page("\n".join([STORY, TEASER] * lines)[: -len(TEASER) - 1])).rows(NO_CUES)
    assert columns.shape == (2 * lines - 1, len(FEATURES))
    assert np.isfinite(columns).all()


def test_the_words_that_are_looked_up_are_those_of_the_lines():
    gap = TEXT.replace("\n", "\nnever told of\n")
    hints = tuple(hint for hint in page(gap).hints if gap[hint.start : hint.end] != "never told of")
    spots = look_at(replace(page(gap), hints=hints)).spots
    lines = read_shapes(TEXT.split("\n"))
    for found, known in zip(spots, find_spots(lines.numbers, lines.counts), strict=True):
        assert found.tolist() == known.tolist()


def test_a_line_that_was_chrome_on_other_sites_goes_by_its_cues(tmp_path):
    numbers = np.sort(look_at(page(TEASER)).spots.lines)
    seen = CueTable(numbers, np.array([9], np.uint16), np.array([0], np.uint16))
    asked = len(FEATURES) - len(CUES) + CUES.index("cue_line")
    tree = Tree([asked], [0.5], [~0], [~1], [2.0, -2.0], [3, 1])
    path = tmp_path / "cues.model"
    path.write_bytes(page_model_bytes([tree], NO_CUES._replace(lines=seen), POINTS, {}))
    judged = PageModel.read(path).judge(page())
    assert [line.score < 0.5 for line in judged] == [False, False, True, False]
    assert judged[2].reasons == ("cue_line",)


def test_hints_that_know_no_elements_are_judged_too(model):
    bare = replace(page(), hints=tuple(Hint(hint.start, hint.end, "") for hint in page().hints))
    assert len(model.judge(bare)) == 4


def test_the_model_that_ships_keeps_the_story_and_drops_the_teaser():
    judged = built_in_pages().judge(page(title="Bread is back"), below=1.0)
    assert min(judged[1].score, judged[3].score) > judged[2].score
    assert judged[2].score < built_in_pages().points["balanced"]
    assert len(judged[2].reasons) == 3
