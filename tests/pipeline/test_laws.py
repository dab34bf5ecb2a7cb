"""The laws of the house (ARCHITECTURE.md), on arbitrary text and on pages with all the chrome that rules know."""

import pickle
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import NEGATIVES, PAGES, PROSE, TEXTS, read

from cleaner import Cleaned, Cleaner, Config, Document, read_config, splice
from cleaner.io.edits_file import Fingerprints, clean_text, decode_record, encode_record, record_of, restore_bytes
from cleaner.rules.load import load_packs

PROFILES = ["news", "gentle", "strict", "everything"]
over_profiles = pytest.mark.parametrize("profile", PROFILES)


@cache
def cleaner_of(profile):
    """A cleaner of the profile; ``everything`` is strict and thorough, with every rule of every pack, the blunt too."""
    if profile != "everything":
        return Cleaner.from_config(read_config(overrides={"profile": profile}))
    every = [f"{pack.name}.{rule.id}" for pack in load_packs() for rule in pack.rules]
    return Cleaner.from_config(read_config(overrides={"profile": "strict", "point": "thorough", "enable": every}))


def held(cleaned):
    """All that a result says, to compare two of them."""
    return cleaned.text, cleaned.changes, cleaned.verdict, cleaned.findings, dict(cleaned.metadata)


@over_profiles
@given(TEXTS)
def test_law_1_replaying_the_changes_on_raw_gives_the_text(profile, text):
    cleaned = cleaner_of(profile).clean(text)
    assert cleaned.document.text == text
    assert splice(text, cleaned.changes) == cleaned.text


@over_profiles
@given(TEXTS)
def test_law_2_changes_are_sorted_disjoint_and_tile_raw_with_what_was_kept(profile, text):
    cleaned = cleaner_of(profile).clean(text)
    tiles, position = [], 0
    for change in cleaned.changes:
        assert position <= change.start <= change.end <= len(text)
        assert text[change.start : change.end] != change.replacement
        assert change.rule_ids
        assert len(change.rule_ids) == len(change.evidence)
        tiles += [text[position : change.start], text[change.start : change.end]]
        position = change.end
    assert "".join([*tiles, text[position:]]) == text


@over_profiles
@given(TEXTS)
def test_law_2_findings_lie_inside_raw(profile, text):
    for finding in cleaner_of(profile).clean(text).findings:
        assert 0 <= finding.start <= finding.end <= len(text)


@over_profiles
@given(TEXTS)
def test_law_3_clean_text_and_edits_record_give_raw_back_byte_for_byte(profile, text):
    cleaned = cleaner_of(profile).clean(Document(text, id="page.txt"))
    sidecar = encode_record(record_of(cleaned, "page.txt", Fingerprints()))
    restored = restore_bytes(clean_text(cleaned), decode_record(sidecar, "page.txt.edits.json"))
    assert restored == text.encode("utf-8", "surrogatepass")


@over_profiles
@given(TEXTS)
def test_law_4_cleaning_a_clean_text_changes_nothing(profile, text):
    cleaner = cleaner_of(profile)
    once = cleaner.clean(text)
    assert "unsettled" not in once.verdict.reasons
    again = cleaner.clean(once.text)
    assert [(change.rule_ids, once.text[change.start : change.end]) for change in again.changes] == []


WITHOUT_MODEL = Cleaner.from_config(Config(disable=("chrome",)))


@pytest.mark.parametrize("path", NEGATIVES, ids=lambda path: path.stem)
def test_law_5_holds_for_all_negatives_without_the_line_model(path):
    text = read(path)
    cleaned = WITHOUT_MODEL.clean(text)
    assert [(change.rule_ids, text[change.start : change.end]) for change in cleaned.changes] == []


@pytest.mark.parametrize("path", NEGATIVES, ids=lambda path: path.stem)
def test_law_5_prose_without_chrome_comes_out_untouched(path):
    text = read(path)
    cleaned = cleaner_of("news").clean(text)
    assert [(change.rule_ids, text[change.start : change.end]) for change in cleaned.changes] == []
    assert cleaned.verdict.decision == "keep"


@pytest.mark.parametrize("path", NEGATIVES, ids=lambda path: path.stem)
def test_law_5_holds_with_windows_line_ends_and_without_a_last_one(path):
    text = read(path).replace("\r\n", "\n").replace("\n", "\r\n").removesuffix("\r\n")
    assert cleaner_of("news").clean(text).text == text


@over_profiles
@given(PAGES, PAGES)
def test_law_6_a_document_leaves_no_trace_in_the_next(profile, one, other):
    cleaner = cleaner_of(profile)
    before = held(cleaner.clean(one))
    cleaner.clean(other)
    assert held(cleaner.clean(one)) == before


def test_law_6_the_order_of_documents_changes_no_result():
    texts = [read(path) for path in PROSE]
    there = [held(Cleaner.from_config().clean(text)) for text in texts[:3]]
    cleaner = Cleaner.from_config()
    back = [held(cleaner.clean(text)) for text in reversed(texts)][::-1]
    assert back[:3] == there


@over_profiles
@settings(max_examples=20)
@given(pages=st.lists(PAGES, min_size=1, max_size=4))
def test_law_6_a_worker_that_was_sent_the_cleaner_gives_the_same_result(profile, pages):
    sent = arrived_of(profile)
    for page in pages:
        cleaned = sent.clean(page)
        assert held(cleaned) == held(cleaner_of(profile).clean(page))
        back = pickle.loads(pickle.dumps(cleaned))  # noqa: S301  # our own bytes
        assert held(back) == held(cleaned)


@cache
def arrived_of(profile):
    return pickle.loads(pickle.dumps(cleaner_of(profile)))  # noqa: S301  # our own bytes


ODD = {
    "nothing": "",
    "a line feed": "\n",
    "a carriage return": "\r",
    "a blank": " ",
    "a byte order mark": "\ufeff",
    "NUL": "\x00",
    "half a pair": "\ud83d",
    "escaped bytes": "\udcff\udcfe",
    "a pair the wrong way round": "\ude00\ud83d",
    "rare line ends": "\u2028\u2029\x85",
    "one long word": "a" * 200_000,
    "nothing but line feeds": "\n" * 50_000,
    "many short lines": "a\n" * 20_000,
    "many buttons": "Share\n" * 5_000,
    "blanks before every line end": "\r\n\xa0" * 20_000,
    "mojibake on one line": "â€™" * 5_000,
    "entities on one line": "&amp;" * 5_000,
    "accents without letters": "\u0301" * 20_000,
    "brackets": "()" * 20_000,
    "many headings": "Related stories\n\n" * 500,
    "bylines on one line": "By Ann Lee " * 5_000,
}


@over_profiles
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_law_8_no_text_however_odd_is_too_much(profile, text):
    cleaned = cleaner_of(profile).clean(text)
    assert isinstance(cleaned, Cleaned)
    assert splice(text, cleaned.changes) == cleaned.text
