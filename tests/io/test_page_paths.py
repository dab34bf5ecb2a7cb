"""Expressions that find the same elements as lxml does, whatever the page says."""

import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from trafilatura import xpaths

from cleaner.io.page_paths import QuickPath, quick_paths

TAGS = ("div", "p", "span", "section", "article", "main", "aside", "ul", "details", "h1")
WORDS = (
    *("share", "social", "newsletter", "cookie", "tags", "sidebar", "author", "ad-slot", "footer", "nav", "related"),
    *("widget", "byline", "consent", "hidden", "hide-print", "noprint", "message", "comment", "comments", "commentary"),
    *("infinite-scroll", "mvp-post-add-box", "elementor-share-buttons", "post", "entry", "story", "article-body"),
    *("post-content", "postContent", "fulltext", "FullText", "Main-Content", "content", "text", "reply-1"),
)
VALUES = st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join)
NAMES = st.sampled_from(["class", "id", "style", "role", "itemprop", "aria-hidden", "data-component"])
ELEMENT = st.tuples(
    st.sampled_from(TAGS), st.lists(st.tuples(NAMES, VALUES), max_size=3, unique_by=lambda pair: pair[0])
)
PAGES = st.recursive(
    ELEMENT.map(lambda element: markup(element, [])),
    lambda inner: st.tuples(ELEMENT, st.lists(inner, max_size=4)).map(lambda pair: markup(*pair)),
    max_leaves=12,
)
ALL = ("OVERALL_DISCARD_XPATH", "RAW_TREE_PRUNE_XPATH", "REMOVE_COMMENTS_AND_LISTS_XPATH")


def markup(element, inner):
    tag, attributes = element
    told = "".join(f' {name}="{value}"' for name, value in attributes)
    return f"<{tag}{told}>Snow{''.join(inner)}</{tag}>fell"


def pairs():
    for name in (*ALL, "BODY_XPATH"):
        for path in getattr(xpaths, name):
            first = name == "BODY_XPATH"
            if (quick := QuickPath.of(path.path, first=first)) is not None:
                yield path, quick, first


def test_the_slow_expressions_of_the_installed_version_are_known():
    assert len(list(pairs())) >= 8


@given(PAGES)
def test_the_same_elements_are_found(page):
    tree = fromstring(f"<html><body>{page}</body></html>")
    for path, quick, first in pairs():
        found = path(tree)
        assert quick(tree) == (found[:1] if first else found), path.path


@given(PAGES)
def test_the_same_text_is_extracted_and_the_expressions_come_back(page):
    tree = fromstring(f"<html><body>{page * 3}</body></html>")
    before = {name: list(getattr(xpaths, name)) for name in ALL}
    own = trafilatura.extract(tree, fast=True, include_comments=False)
    with quick_paths(tree):
        assert any(isinstance(path, QuickPath) for path in xpaths.OVERALL_DISCARD_XPATH)
        assert trafilatura.extract(tree, fast=True, include_comments=False) == own
    assert {name: list(getattr(xpaths, name)) for name in ALL} == before


@pytest.mark.parametrize(
    "path",
    [
        "//p",
        ".//p[2]",
        ".//*[self::p][last()]",
        ".//*[self::p][.//h1]",
        ".//*[self::p][re:test(@class, 'a?')]",
        ".//*[self::p][@class='a' and @id='b']",
        ".//*[self::p][@class='a'] | .//*[self::p][@id='b']",
        ".//*[self::p][@class='a'][2]",
    ],
)
def test_expressions_of_other_kinds_are_left_to_lxml(path):
    assert QuickPath.of(path) is None


def test_a_page_without_such_names_is_not_walked():
    tree = fromstring("<html><body><div class='share'>Snow</div></body></html>")
    other = fromstring("<html><body><div class='lead'>Snow</div></body></html>")
    quick = QuickPath.of(".//*[self::div][re:test(@class, 'share')]")
    with quick_paths(other):
        assert quick(other) == []
    with quick_paths(tree):
        assert [node.get("class") for node in quick(tree)] == ["share"]
