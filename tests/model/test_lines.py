"""Lines and blocks are views that tile a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import split_blocks, split_lines

TEXTS = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=())),
    st.text(st.sampled_from("a \n\r\x0b\x0c\x1c\x85\u2028\u2029")),
)


@given(TEXTS)
def test_lines_tile_the_text(text):
    position = 0
    for line in split_lines(text):
        assert line.start == position
        assert text[line.start : line.end] == line.text
        assert text[line.end : line.stop] == line.ending
        position = line.stop
    assert position == len(text)


@given(TEXTS)
def test_only_lf_crlf_and_cr_end_a_line(text):
    lines = split_lines(text)
    assert all(line.ending in ("\n", "\r\n", "\r") for line in lines[:-1])
    assert not any("\n" in line.text or "\r" in line.text for line in lines)
    assert len(lines) == len(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")) - (not text)


@given(TEXTS)
def test_no_line_is_empty_and_unfinished(text):
    assert all(line.text or line.ending for line in split_lines(text))


@pytest.mark.parametrize("rare", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_rarer_separator_stays_inside_its_line(rare):
    assert [line.text for line in split_lines(f"one{rare}two\nthree")] == [f"one{rare}two", "three"]


def test_the_three_endings_may_stand_in_one_text():
    lines = [(line.text, line.ending) for line in split_lines("a\nb\r\nc\rd\n\re")]
    assert lines == [("a", "\n"), ("b", "\r\n"), ("c", "\r"), ("d", "\n"), ("", "\r"), ("e", "")]


@given(TEXTS)
def test_blocks_hold_every_line_that_is_not_blank_once_and_in_order(text):
    lines = split_lines(text)
    inside = [index for block in split_blocks(lines) for index in block.lines]
    assert inside == [index for index, line in enumerate(lines) if not line.blank]


@given(TEXTS)
def test_between_two_blocks_stands_nothing_but_white_space(text):
    blocks = split_blocks(split_lines(text))
    position = 0
    for block in blocks:
        assert not text[position : block.start].strip()
        assert block.start < block.end
        position = block.end
    assert not text[position:].strip()


@given(TEXTS, st.data())
def test_a_line_is_the_same_however_it_is_asked_for(text, data):
    lines = split_lines(text)
    assert [lines[index] for index in range(len(lines))] == list(lines) == lines[:]
    assert lines.texts == [line.text for line in lines]
    if lines:
        index = data.draw(st.integers(-len(lines), len(lines) - 1))
        assert lines[index] == list(lines)[index]


@given(TEXTS)
def test_every_offset_leads_to_its_line(text):
    lines = split_lines(text)
    assert all(lines[lines.at(offset)].start <= offset < lines[lines.at(offset)].stop for offset in range(len(text)))


def test_there_is_no_line_beyond_the_last():
    with pytest.raises(IndexError):
        split_lines("one\ntwo")[2]
