"""The chrome stage: what it takes, what it leaves to rules, and when it leaves a page alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import ALL_SCRIPTS, POINTS, PROSE_STAYS, drawn_weights, model_of, saved, weighing

from cleaner import Cleaner, Document, read_config
from cleaner.model import Draft, resolve
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.chrome.line_model import COLUMNS
from cleaner.stages.chrome.stage import Chrome
from cleaner.stages.language import detect
from cleaner.stages.rules import Rules
from cleaner.stages.stage import Context

STORY = (
    "The harbour office closed the old bridge on Monday, and the mayor said it will stay shut until the end of May.\n"
    "Two workers had seen cracks in the stone on Sunday, and nobody may cross before an engineer has looked at it.\n"
)
WRAPPED = (
    "The suit, which lawyers of the two towns had now\n"
    "filed in the court of the district on Monday, asks\n"
    "the province to pay half of the 40 000 that the repair\n"
    "of the bridge will cost.\n"
)
PACK = """\
pack: my.site
about: Rules for this test.
rules:
  - id: shout
    kind: phrases
    why: This site shouts between its paragraphs.
    phrases: [Hear ye]
    tests: {drop: [Hear ye], keep: [Hear ye not.]}
  - id: spare
    kind: keep
    why: The site's paragraphs of one word.
    pattern: 'Silence'
    tests: {keep: [Silence], drop: [Silences]}
"""
GEORGIAN = (
    "ნავსადგურის ოფისმა ორშაბათს ძველი ხიდი დახურა და მერმა თქვა, რომ ის მაისის ბოლომდე დაკეტილი იქნება.\n"
    "ორმა მუშამ კვირას ქვაში ბზარები დაინახა და ინჟინრის მოსვლამდე ხიდზე ვერავინ გაივლის, თქვა მერმა.\n"
)
AMHARIC = (
    "የወደቡ ጽሕፈት ቤት አሮጌውን ድልድይ ሰኞ ዕለት ዘጋ፤ ከንቲባው እስከ ግንቦት መጨረሻ ድረስ ዝግ ሆኖ ይቆያል ብለዋል።\n"
    "ሁለት ሠራተኞች እሑድ ዕለት በድንጋዩ ላይ ስንጥቅ አይተዋል፤ መሐንዲስ ሳያየው ማንም አያልፍም።\n"
)


def stage(weights=PROSE_STAYS, point="balanced", **options):
    return Chrome(Rules(RuleSet(())), model_of(weights, **options), point)


def proposed(text, weights=PROSE_STAYS, point="balanced", title=None, **options):
    document = Document(text, title=title)
    return stage(weights, point, **options).propose(Draft(text), Context(document, detect))


def gone(text, *arguments, **options):
    """The lines that the stage takes, without line ends."""
    edits = proposed(text, *arguments, **options).edits
    return [text[edit.start : edit.end].rstrip("\r\n") for edit in edits]


@pytest.fixture
def cleaner_with(tmp_path):
    """A cleaner with the model of these weights and the rules of ``PACK`` beside the built-in ones."""

    def make(weights=PROSE_STAYS, point="balanced", **options):
        (tmp_path / "pack.yml").write_text(PACK, encoding="utf-8")
        model = str(saved(tmp_path / "lines.model", weights, **options))
        return Cleaner.from_config(
            read_config(overrides={"line-model": model, "rules": [str(tmp_path)], "point": point})
        )

    return make


def ids_of(cleaned):
    raw = cleaned.document.text
    return {raw[change.start : change.end].strip(): change.rule_ids for change in cleaned.changes}


def test_lines_below_the_operating_point_go_with_their_line_ends():
    text = f"Rooms and rates\n{STORY}Wind and tide"
    edits = proposed(text).edits
    assert [text[edit.start : edit.end] for edit in edits] == ["Rooms and rates\n", "Wind and tide"]
    assert {(edit.replacement, edit.rule_id) for edit in edits} == {("", "chrome.model")}


def test_windows_line_ends_go_too():
    text = f"Rooms and rates\r\n{STORY}"
    assert [text[edit.start : edit.end] for edit in proposed(text).edits] == ["Rooms and rates\r\n"]


def test_each_point_asks_for_another_score(cleaner_with):
    def takers(score):
        doubtful = weighing(-40, prose=80, last_question=40 + score)
        kept = {point: cleaner_with(doubtful, point).clean(f"Hear ye\n{STORY}Rooms?\n").text for point in POINTS}
        return [point for point, text in kept.items() if "Rooms?" not in text]

    assert takers(-3.0) == ["precise", "balanced", "thorough"]
    assert takers(-1.0) == ["balanced", "thorough"]
    assert takers(1.0) == ["thorough"]
    assert takers(3.0) == []


def test_evidence_has_the_score_and_what_spoke_most_against_the_line():
    weights = weighing(-20, characters=-0.5, words=-0.1, capital_words=-2, no_prose_below=-1, prose=40)
    [edit] = proposed(f"{STORY}Rooms And Rates\n", weights).edits
    assert 0 <= edit.evidence.score < 0.2
    assert edit.evidence.tier == "line"
    assert len(edit.evidence.reasons) == 3
    assert set(edit.evidence.reasons) == {"characters", "capital_words", "no_prose_below"}


def test_a_score_is_a_probability_and_reasons_are_named_only_where_they_spoke_against():
    [edit] = proposed(f"{STORY}Rooms\n", weighing(-9.5, words=0.1, prose=30)).edits
    assert edit.evidence.score == pytest.approx(1 / (1 + np.exp(9.5 - 0.1 * np.log(2))), abs=1e-6)
    assert edit.evidence.reasons == ()


def test_a_keep_rule_wins_over_the_model(cleaner_with):
    text = f"{STORY}Silence\n\nRooms and rates\n"
    assert cleaner_with().clean(text).text == f"{STORY}Silence\n"


def test_what_a_rule_takes_is_named_by_the_rule(cleaner_with):
    told = ids_of(cleaner_with().clean(f"Hear ye\n{STORY}Rooms and rates\nHear ye\n"))
    assert told == {"Hear ye": ("my.site.shout",), "Rooms and rates": ("chrome.model",)}


def test_the_model_is_told_what_rules_take(cleaner_with):
    # This one takes all lines below such a line.
    below = weighing(5, rules_above=-20, prose=20)
    clean = cleaner_with(below).clean
    assert clean(f"{STORY}Rooms and rates\n").text == f"{STORY}Rooms and rates\n"
    assert ids_of(clean(f"{STORY}Hear ye\nRooms and rates\n"))["Rooms and rates"] == ("chrome.model",)


HEADLINE = "Harbour office closes the old bridge until May"


def test_the_headline_stays_but_at_thorough():
    text = f"Home\n{HEADLINE}\n{STORY}"
    assert gone(text, point="balanced") == ["Home"]
    assert gone(text, point="precise") == ["Home"]
    assert gone(text, point="thorough") == ["Home", HEADLINE]


def test_a_line_that_says_the_story_again_below_it_is_no_headline():
    assert gone(f"{STORY}{HEADLINE}\n") == [HEADLINE]


def test_a_wrapped_paragraph_goes_whole_or_stays_whole():
    digits = weighing(5, number_words=-1000)
    lines = WRAPPED.splitlines()
    assert gone(f"{STORY}\n{WRAPPED}\n{STORY}", digits) == lines
    assert gone(f"{STORY}\n{WRAPPED.replace('40 000', 'half')}\n{STORY}", digits) == []


@settings(max_examples=30)
@given(st.integers(0, 400), st.lists(st.sampled_from(["Home\n", "\n", STORY, "Rooms & rates\n", "5\n"]), max_size=6))
def test_no_model_whatsoever_parts_a_wrapped_paragraph(seed, around):
    for text in ("".join([*around, "\n", WRAPPED]), "".join([WRAPPED, "\n", *around])):
        taken = set(gone(text, drawn_weights(seed)))
        assert len(taken & set(WRAPPED.splitlines())) in (0, 4)


@pytest.mark.parametrize("story", [GEORGIAN, AMHARIC], ids=["georgian", "amharic"])
def test_a_page_in_a_script_that_was_not_learned_is_left_to_the_rules(cleaner_with, story):
    scripts = np.zeros(512, np.uint16)
    scripts[0] = 99  # Latin
    cleaned = cleaner_with(PROSE_STAYS, scripts=scripts).clean(f"Hear ye\n{story}Rooms and rates\n")
    assert cleaned.text == f"{story}Rooms and rates\n"
    assert ids_of(cleaned) == {"Hear ye": ("my.site.shout",)}
    assert [(finding.rule_id, finding.end > 100) for finding in cleaned.findings] == [("chrome.unknown-script", True)]


def test_a_name_in_another_script_leaves_the_page_to_the_model():
    scripts = np.where(np.arange(512) == 0, 99, 0)
    text = f"Rooms and rates\n{STORY}The old name of the bridge is ხიდი, and every child in the town knows the tale.\n"
    assert gone(text, scripts=scripts) == ["Rooms and rates"]


@pytest.mark.parametrize("story", [GEORGIAN, AMHARIC], ids=["georgian", "amharic"])
def test_the_model_that_ships_takes_nothing_of_stories_in_scripts_it_has_hardly_seen(story):
    cleaned = Cleaner.from_config().clean(f"{story}\nShare this\n")
    assert cleaned.text == story
    assert "chrome.unknown-script" in [finding.rule_id for finding in cleaned.findings]


def test_a_text_of_too_many_lines_is_left_to_the_rules(cleaner_with):
    text = f"Hear ye\n{STORY}" + "".join(f"Row {number} of the table\n" for number in range(25_001))
    cleaned = cleaner_with().clean(text)
    assert [finding.rule_id for finding in cleaned.findings] == ["chrome.too-many-lines"]
    assert "25,003 lines" in cleaned.findings[0].message
    assert cleaned.text == text.removeprefix("Hear ye\n")


def test_a_text_of_just_as_many_lines_as_allowed_is_judged():
    text = "Rooms\n" + STORY * 12_499 + "\n"
    assert gone(text) == ["Rooms"]


def test_one_line_of_fifteen_megabytes_is_a_line_as_others():
    long = "The mayor said that it was cold and that nobody came. " * 280_000
    text = f"Rooms and rates\n{long}\n"
    assert len(text) > 15_000_000
    assert gone(text) == ["Rooms and rates"]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "…", "|", "\x00", "\ud800", "\u2028", "a\x0bb"])
def test_odd_texts_are_no_trouble(text):
    for seed in range(3):
        edits = proposed(text, drawn_weights(seed)).edits
        assert Draft(text).apply(edits).raw == text


@settings(max_examples=60)
@given(st.integers(0, 400), st.text(st.characters(codec=None, exclude_categories=()), max_size=200))
def test_edits_are_whole_lines_in_order_on_any_text(seed, text):
    starts = {line.start: line.stop for line in Draft(text).lines}
    edits = proposed(text, drawn_weights(seed)).edits
    assert all(starts[edit.start] == edit.end for edit in edits)
    assert resolve(edits).kept == list(edits)


def test_the_title_is_told_to_the_model():
    weights = weighing(-20, prose=40, covers_title=40)
    text = f"Bridge notice number four\n{STORY}"
    assert gone(text, weights) == ["Bridge notice number four"]
    assert gone(text, weights, title="Bridge notice number four") == []


def test_a_page_is_judged_alike_alone_and_after_others():
    pages = [f"Home\n{STORY}", STORY + "Rooms\n" * 40, f"{HEADLINE}\n{WRAPPED}\n{STORY}Wind\n", "One\n"]
    one = stage()

    def told(text):
        return one.propose(Draft(text), Context(Document(text), detect)).edits

    first = [told(text) for text in pages]
    assert [told(text) for text in reversed(pages)][::-1] == first
    assert [proposed(text).edits for text in pages] == first
    assert any(first)


def test_every_column_can_be_named_as_a_reason():
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert all(name.isidentifier() for name in COLUMNS)
    assert len(ALL_SCRIPTS) == 512
