import pytest

from cleaner import Cleaner, read_config
from cleaner.io.documents import Arrival, document_of
from cleaner.model import Document, Draft, resolve
from cleaner.stages.repair import Repair
from cleaner.stages.repair.smallest import smallest
from cleaner.stages.repair.stage import repair_line
from cleaner.stages.stage import Context


def propose(text):
    return Repair().propose(Draft(text), Context(Document(text), lambda _: None))


def repaired(text):
    return Draft(text).apply(propose(text).edits).text


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("&Atilde;&frac14;ber", "über"),  # mojibake spelled out as entities
        ("&am\x00p; so", "& so"),  # an entity with a NUL in it
        ("hy&shy;phen", "hyphen"),  # an entity that decodes to what another fixer removes
        ("sch\u200bÃ¶n", "schön"),
        ("Nin\u200b\u0303o", "Niño"),  # composes once the blank between is gone
        ("Ã¢â‚¬Å“twiceÃ¢â‚¬Â\x9d", "“twice”"),
    ],
)
def test_fixers_that_need_each_other_reach_the_end_together(line, meant):
    assert repaired(line) == meant
    assert repair_line(meant) == []


def test_each_edit_names_the_fixer_that_made_it_and_keeps_to_its_place():
    text = "Clean line.\r\nBÃ¼cher &amp; Nin\u0303os\x00.\r\n"
    assert [(text[edit.start : edit.end], edit.replacement, edit.rule_id) for edit in propose(text).edits] == [
        ("Ã¼", "ü", "repair.mojibake"),
        ("amp;", "", "repair.entity"),
        ("n\u0303", "ñ", "repair.normal-form"),
        ("\x00", "", "repair.control"),
    ]


def test_line_endings_survive_whatever_stands_around_them():
    text = "a\x00\r\n\x00\nb&#10;c\rÂ£5\n"
    assert repaired(text) == "a\r\n\nb&#10;c\r£5\n"


def test_lost_characters_are_reported_and_not_touched():
    proposal = propose("We lost \ufffd\ufffd here.")
    assert proposal.edits == ()
    assert [(finding.start, finding.end, finding.rule_id) for finding in proposal.findings] == [
        (8, 10, "repair.replacement-character")
    ]


def test_bytes_that_no_codec_could_read_become_a_replacement_character_and_a_finding():
    proposal = propose("caf\udce9 bar")
    assert [(edit.start, edit.end, edit.replacement) for edit in proposal.edits] == [(3, 4, "\ufffd")]
    assert [finding.rule_id for finding in proposal.findings] == ["repair.surrogate"]


def test_edits_stay_apart_so_that_none_is_shadowed():
    edits = propose("Ã¼\x00&amp;\u200bÃ¶&amp;\x00 \x07e\u0301\x07").edits
    assert resolve(edits).kept == list(edits)


@pytest.mark.parametrize(
    ("before", "after"), [("abc", "abc"), ("Ã¼", "ü"), ("a Ã b", "a à b"), ("", "x"), ("xÃ¼y" * 300, "zzz")]
)
def test_smallest_edits_lead_from_one_text_to_the_other(before, after):
    assert Draft(before).apply(smallest(before, after, "x")).text == after


def test_a_declared_charset_that_the_bytes_speak_against_is_told():
    page = "<meta charset='iso-8859-1'><p>Управление порта закрыло старый мост в понедельник, сказал мэр города.</p>"
    document = document_of(page.encode("cp1251"), Arrival("a.html", "a"), page=True)
    cleaned = Cleaner.from_config(read_config(overrides={"profile": "gentle"})).clean(document)
    assert "Управление порта закрыло старый мост" in cleaned.text
    [finding] = [finding for finding in cleaned.findings if finding.rule_id == "repair.charset"]
    assert "cp1251" in finding.message
