"""The five seeds: what a reader of the clean text would notice. They are whole pages; the cases are the small ones."""

from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner, Config, Document

SEEDS = {path.name[:3]: path for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))}


@cache
def as_it_comes(seed):
    text = SEEDS[seed].read_bytes().decode("utf-8")
    return Cleaner.from_config().clean(Document(text, id=SEEDS[seed].name))


@cache
def cleaned(seed):
    """The same, but for 002, which is spun: most tests look at what stands where in it, one at its words."""
    if seed != "002":
        return as_it_comes(seed)
    return Cleaner.from_config(Config(disable=("spun",))).clean(as_it_comes(seed).document)


def paragraphs(text):
    return [line for line in text.splitlines() if line.strip()]


def raw(seed):
    return paragraphs(cleaned(seed).document.text)


def clean(seed):
    return paragraphs(cleaned(seed).text)


def test_there_are_five_seeds():
    assert sorted(SEEDS) == ["000", "001", "002", "003", "004"]


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_every_seed_is_kept(seed):
    assert cleaned(seed).verdict.decision == "keep"


@pytest.mark.parametrize(
    ("seed", "kept"), [("000", slice(0, 15)), ("001", slice(2, 12)), ("002", slice(1, 19)), ("004", slice(0, 11))]
)
def test_every_paragraph_of_the_story_stays_and_nothing_stands_between(seed, kept):
    facing = str.maketrans("”", "“")  # 002 opens a quotation with the wrong one
    story = [" ".join(line.split()).translate(facing) for line in raw(seed)[kept]]
    result = [line.translate(facing) for line in clean(seed)]
    first = result.index(story[0])
    assert result[first : first + len(story)] == story


def test_000_ends_with_the_story_and_not_with_the_foot_of_the_page():
    text = cleaned("000").text
    furniture = ["Trademark and Copyright", "Most Popular", "Latest News", "More News", "KTLA", "Instagram", "Twitter"]
    assert [word for word in furniture if word in text] == []
    assert clean("000")[0] == "U.S.-led coalition strikes underway against Iranian-backed militia sites"
    assert "executive branch’s war-making powers." in "\n".join(clean("000")[-2:])


def test_000_says_nothing_of_updates_to_come():
    assert "This is a breaking story and will be updated." not in clean("000")


def test_000_has_single_blanks_where_the_page_had_two_sorts():
    assert "\xa0" not in cleaned("000").text
    assert "against multiple Iranian-backed militia sites in Iraq, according to a US official." in cleaned("000").text


def test_001_ends_before_the_related_articles():
    text = cleaned("001").text
    assert [word for word in ("Related Articles", "coronavirus", "SAIPA", "Pompeo", "... more") if word in text] == []
    assert clean("001")[0].startswith("Trump authorises military response to Iraq rocket attack")
    assert clean("001")[-1].endswith("the US Embassy in Baghdad, US officials say.")


def test_001_has_its_byline_and_date_as_metadata():
    assert "IntelIiNews" not in cleaned("001").text
    assert cleaned("001").metadata["byline"] == "bne IntelIiNews"
    assert cleaned("001").metadata["date"] == "March 13, 2020"
    assert clean("001")[1].startswith("US President Donald Trump has authorised the American military to respond")


def test_002_loses_its_date_stamp_and_nothing_else():
    result = cleaned("002")
    assert result.text.startswith("WASHINGTON (AP) – The U.S. released airstrikes in Iraq Thursday,")
    turned, meant = "”with a superior degree", "“with a superior degree"
    assert result.document.text.replace(turned, meant) == " date 2020-03-13 " + result.text.replace(turned, meant)
    assert result.metadata["date"] == "2020-03-13"


def test_002_is_flagged_as_spun_and_turned_back_where_that_is_certain():
    result = as_it_comes("002")
    assert (result.verdict.decision, result.verdict.reasons) == ("flag", ("spun",))
    assert result.metadata["spun_score"] >= 0.5
    broken = ["White Household", "Joint Chiefs of Team", "Protection Secretary", "Maritime Gen.", "mind accidents"]
    assert [name for name in broken if name in result.text] == []
    names = ["White House", "Joint Chiefs of Staff", "Defense Secretary", "Marine Gen.", "Armed Services Committee"]
    assert [name for name in names if name not in result.text] == []
    assert "two months" in result.text
    assert "107 mm Katyusha rockets" in result.text
    assert Cleaner.from_config().clean(result.text).changes == ()


def test_only_002_is_spun():
    assert [seed for seed in SEEDS if "spun" in as_it_comes(seed).verdict.reasons] == ["002"]


def test_003_has_its_headline_once_and_no_funding_gauge():
    headline = "Rocket Strike On Yet Another US-Led Coalition Base in Iraq"
    assert clean("003")[:2] == [
        headline,
        "On March 16th, in the evening, a pair of rockets hit the Besmaya base south of Baghdad, Iraq.",
    ]
    assert cleaned("003").text.count(headline) == 1
    assert "$" not in cleaned("003").text


def test_003_loses_the_note_on_its_picture_and_the_plea_at_its_end():
    text = cleaned("003").text
    assert "full-size image" not in text
    assert "Consider helping us" not in text
    assert clean("003")[-1] == "It is yet unclear if the new attacks were also carried out by Ausbat al-Thaayirin."
    assert [" ".join(line.split()) for line in raw("003")[7:-1]] == clean("003")[1:]


def test_004_has_its_body_once():
    assert clean("004") == raw("004")[:11]
    assert clean("004")[0] == "Iran-backed strike injures personnel in US-led coalition base in Iraq"
    assert clean("004")[-1].endswith("declared territorially defeated in 2017 and 2019 respectively.")


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_a_clean_seed_is_clean(seed):
    assert Cleaner.from_config().clean(as_it_comes(seed).text).changes == ()
