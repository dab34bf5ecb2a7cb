"""Text out of pages: whose lines they are, and what the page says about each."""

import json

import pytest

from cleaner.io.documents import Arrival, document_of
from cleaner.io.pages import extract
from cleaner.model import DocumentError

BODY = [
    "Kyiv reopened three metro stations on Monday after the snow that had closed them for most of the week.",
    "Passengers queued from six in the morning, and the first trains left full, the operator said in a statement.",
    "Two more stations stay closed until the drains below them have been cleared, which may take until Friday.",
    "Buses run along the closed part of the line every four minutes, and tickets for the metro are valid on them.",
]
PAGE = f"""<!doctype html><html><head><title>Metro reopens | The Example</title>
<meta name="description" content="Three stations are open again after a week of snow."></head><body>
<nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/city">City</a></li></ul></nav>
<article class="story"><h1 class="story-headline">Metro reopens in Kyiv after the snow</h1>
<p class="standfirst">Three stations are open again after a week of snow.</p>
<figure><img src="a.jpg"><figcaption class="imageCaption">A train leaves the depot. Photo: Our own</figcaption></figure>
<div class="story-body"><p>{BODY[0]}</p><p>{BODY[1]}</p>
<aside class="related-links"><a href="/snow">How the city clears its snow</a></aside>
<p>{BODY[2]}</p><ul class="facts"><li>Open: Lybidska</li><li>Closed: Demiivska</li></ul><p>{BODY[3]}</p></div></article>
<footer><p>All rights reserved.</p></footer></body></html>"""


def hint_of(line, text, hints):
    return next(hint for hint in hints if text[hint.start : hint.end] == line)


def test_each_line_has_its_hint_in_order():
    text, _, hints = extract(PAGE)
    assert text.split("\n") == [text[hint.start : hint.end] for hint in hints]
    assert [hint.start for hint in hints] == sorted(hint.start for hint in hints)
    assert [line for line in text.split("\n") if line in BODY] == BODY


def test_hints_tell_what_the_extractor_took():
    text, _, hints = extract(PAGE)
    assert all(hint_of(line, text, hints).extracted == 1 for line in BODY)


def test_the_text_holds_the_lines_around_and_no_menu():
    text, _, hints = extract(PAGE)
    assert hint_of("How the city clears its snow", text, hints).extracted == 0
    assert "Closed: Demiivska" in text
    assert "Home" not in text
    assert "All rights reserved." not in text


def test_hints_tell_tag_kinds_links_and_place():
    text, _, hints = extract(PAGE)
    heading = hint_of("Metro reopens in Kyiv after the snow", text, hints)
    assert (heading.tag, heading.heading) == ("h1", 1)
    standfirst = hint_of("Three stations are open again after a week of snow.", text, hints)
    assert (standfirst.classes, standfirst.described) == (("dek",), 1.0)
    caption = hint_of("A train leaves the depot. Photo: Our own", text, hints)
    assert "caption" in caption.classes
    assert "figcaption" in caption.within
    teaser = hint_of("How the city clears its snow", text, hints)
    assert (teaser.link_density, "related" in teaser.classes, "aside" in teaser.within) == (1.0, True, True)
    first, last = hint_of(BODY[0], text, hints), hint_of(BODY[3], text, hints)
    assert first.path[:-1] == last.path[:-1]
    assert first.style == last.style != caption.style


def test_documents_of_pages_carry_their_hints():
    document = document_of(PAGE.encode(), Arrival("a.html", "a.html"), page=True)
    assert [document.text[hint.start : hint.end] for hint in document.hints] == document.text.split("\n")
    assert document_of(BODY[0].encode(), Arrival("a.txt", "a.txt")).hints == ()


def test_a_page_reads_the_same_every_time():
    assert len({extract(PAGE) for _ in range(8)}) == 1


def test_an_article_that_no_element_shows_is_taken_from_the_extractor():
    told = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(BODY)})
    page = f'<html><head><script type="application/ld+json">{told}</script></head><body><p>Loading …</p></body></html>'
    text, _, hints = extract(page)
    assert BODY[2] in text
    assert hints == ()


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + BODY[0],
        "<html><body>" + "<p class='" + "a-" * 500_000 + "'>" + BODY[0],
        "<html><body>" + f"<p>{BODY[0]}</p>" * 5_000,
        "<html><body><pre>" + "x\n" * 100_000,
        "<table><tr><td>" * 3_000 + BODY[0],
    ],
    ids=["nested", "classes", "repeats", "lines", "tables"],
)
def test_hostile_pages_give_text_or_a_reason(page):
    reason, text, hints = "", "", ()
    try:
        text, _, hints = extract(page)
    except DocumentError as error:
        reason = error.reason
    assert reason in {"nothing_extracted", "extraction_failed"} or text.strip()
    assert all(text[hint.start : hint.end].strip() for hint in hints)
