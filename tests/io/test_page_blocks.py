"""The lines of a page as it shows them."""

import gc

from lxml.html import fromstring

from cleaner.io import page_blocks
from cleaner.io.page_blocks import blocks_of
from cleaner.io.page_choice import candidates, is_prose, key, shares


def lines(markup):
    return [block.text for block in blocks_of(fromstring(f"<html><body>{markup}</body></html>"))]


def test_blanks_between_inline_elements_stay_and_none_are_added():
    assert lines("<p>The <b>metro</b> <a href='/'>station</a> re<i>open</i>ed.</p>") == ["The metro station reopened."]


def test_breaks_blocks_and_text_after_them_are_lines_of_their_own():
    assert lines("<div>Snow<br>fell<p>all night</p>in Kyiv</div>") == ["Snow", "fell", "all night", "in Kyiv"]


def test_preformatted_lines_stay_lines():
    assert lines("<pre>first\n  second</pre>") == ["first", "second"]


def test_scripts_and_choices_are_no_text_but_what_follows_them_is():
    assert lines("<p>Snow<script>var a = 1</script> fell.</p><select><option>Kyiv</select>now") == ["Snow fell.", "now"]


def test_labels_for_screen_readers_are_left_out_of_seen_lines_only():
    label = '<span class="sr-only">opens in a new tab</span>'
    assert lines(f"<p>Snow <a href='/'>fell{label}</a> on Kyiv.</p>") == ["Snow fell on Kyiv."]
    assert lines(f"<p>{label}</p>") == ["opens in a new tab"]


def test_a_page_past_the_bound_gives_no_blocks(monkeypatch):
    monkeypatch.setattr(page_blocks, "_MOST_ELEMENTS", 10)
    assert lines("<p>Snow</p>" * 20) == []


def test_of_equal_texts_the_one_among_taken_neighbours_counts_as_taken():
    first = "The city closed the stations on Sunday night because of the snow."
    second = "It opened them again on Monday, a day earlier than it had said."
    texts = ["Metro", first, "Metro", second, "Metro"]
    assert shares([key(text) for text in texts], f"{first}\nMetro\n{second}") == [0.0, 1.0, 1.0, 1.0, 0.0]


def test_part_of_a_text_counts_as_part():
    text = "The city closed the stations on Sunday night. It opened them again on Monday, a day early."
    assert 0.3 < shares([key(text)], "The city closed the stations on Sunday night.")[0] < 0.7


def test_what_stands_between_headline_and_text_is_worth_judging():
    prose = "The city closed three metro stations on Sunday night, the operator said."
    markup = f"<div><p>Menu</p><h1>Metro</h1><p>Shut since Sunday</p></div><div><p>{prose}</p><p>{prose}</p></div>"
    blocks = list(blocks_of(fromstring(f"<html><body>{markup}</body></html>")))
    chosen = candidates(blocks, [0.0, 0.0, 0.0, 1.0, 1.0])
    kept = [block.text for block, choice in zip(blocks, chosen, strict=True) if choice]
    assert kept == ["Metro", "Shut since Sunday", prose, prose]


def test_links_and_labels_are_no_prose():
    prose = "The city closed three metro stations on Sunday night, the operator said."
    found = {
        block.text: is_prose(block)
        for block in blocks_of(
            fromstring(f"<div><p>{prose}<p>Shut.<p>東京の地下鉄は日曜の夜に三つの駅を閉めたと発表した。")
        )
    }
    assert list(found.values()) == [True, False, True]
    assert not is_prose(next(blocks_of(fromstring(f"<div><a href='/'>{prose}</a></div>"))))


def test_a_quotation_set_off_is_not_taken_because_its_paragraph_is():
    paragraph = "The ferry was late again, and nobody on the pier had been told why, the captain said on Monday."
    quotation = "nobody on the pier had been told why, the captain said"
    keys = [key(paragraph), key(quotation), key("Two more ferries sail on Tuesday, if the wind allows it at all.")]
    without = f"{paragraph}\nTwo more ferries sail on Tuesday, if the wind allows it at all."
    assert shares(keys, without)[::2] == [1.0, 1.0]
    assert shares(keys, without)[1] == 0.0
    assert shares(keys, without.replace("\n", f"\n{quotation}\n")) == [1.0, 1.0, 1.0]
    assert shares([keys[1], keys[0]], f"{quotation}\n{paragraph}") == [1.0, 1.0]


def test_elements_nested_deep_have_the_path_and_place_of_the_upper_ones():
    markup = "<div class='share-bar'>" + "<span>" * 90 + "Tweet"
    [block] = blocks_of(fromstring(f"<html><body>{markup}</body></html>"))
    assert block.inner.number == 92
    assert len(block.inner.path) == 64
    assert block.inner.place.around == {"share"}
    assert block.element.style == (("div", "share-bar"), ("body", ""))


def test_the_walk_leaves_nothing_for_the_garbage_collector():
    page = fromstring("<html><body>" + "<div><p>Snow <b>fell</b>.</p></div>" * 200 + "</body></html>")
    list(blocks_of(page))
    gc.collect()
    list(blocks_of(page))
    assert gc.collect() < 100
