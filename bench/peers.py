"""What others offer for the same job, each as a function from a page to its cleaned text.

Extractors take the HTML; jusText takes both, with each line of a text as a paragraph without links. The rules of C4,
RefinedWeb and FineWeb are our own published packs, switched on alone and read as English whatever the language, since
they were written for a corpus of one language. C4 also runs with the sentence ends of more scripts and with curly
quotes, which serve it better. FineWeb has no rule for lines: it drops whole pages.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from pages import Page

from cleaner.rules.applied import AppliedRules, Setting
from cleaner.rules.kinds import MeasureRule
from cleaner.rules.load import load_packs
from cleaner.rules.ruleset import RuleSet

ENGLISH = Setting(language=lambda: "en")
# jusText names its stop-word lists in English; a language without one is read with its language-independent settings.
STOP_WORDS = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian_Bokmal", "nl": "Dutch",
    "nn": "Norwegian_Nynorsk", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
}  # fmt: skip
# Elements whose text runs on in the line: all others end it.
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: ``make`` imports it and gives its function; ``package`` is what pip must install for it."""

    name: str
    make: Callable[[], Callable[[Page], str]]
    package: str = ""


def nothing() -> Callable[[Page], str]:
    """All text of a page, a line for each block; of a text, the text."""
    from lxml import html

    return lambda page: page.text if page.html is None else lines_of(html.document_fromstring(page.html))


def lines_of(root) -> str:
    """The text of an element, with a line end at each block and without scripts and styles."""
    pieces: list[str] = []

    def walk(element) -> None:
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "template", "head"):
            return
        block = element.tag not in INLINE
        pieces.append("\n" if block else "")
        pieces.append(" ".join((element.text or "").split("\n")))
        for child in element:
            walk(child)
            pieces.append(" ".join((child.tail or "").split("\n")))
        pieces.append("\n" if block else "")

    walk(root)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def trafilatura() -> Callable[[Page], str]:
    """With the settings that `cleaner` extracts with: tables in, comments out."""
    import trafilatura as tool

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return lambda page: (
        tool.extract(page.html, include_comments=False, include_tables=True, with_metadata=False, deduplicate=False)
        or ""
    )


def readability() -> Callable[[Page], str]:
    from lxml import etree, html
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def clean(page: Page) -> str:
        try:
            summary = Document(page.html).summary()
            return lines_of(html.document_fromstring(summary))
        except (Unparseable, etree.ParserError):  # it found no article, or an empty one
            return ""

    return clean


def resiliparse() -> Callable[[Page], str]:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page.html, main_content=True, alt_texts=False, list_bullets=False)


def justext() -> Callable[[Page], str]:
    import justext as tool
    from lxml import etree

    def clean(page: Page) -> str:
        stop_words, settings = stop_words_of(page.language)
        if page.html is None:
            paragraphs = paragraphs_of(page.text, stop_words, settings)
        else:
            try:
                paragraphs = tool.justext(page.html, stop_words, **settings)
            except (tool.core.JustextError, etree.ParserError):
                return ""
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return clean


@cache
def stop_words_of(language: str | None) -> tuple[frozenset[str], dict[str, float]]:
    import justext as tool

    if language in STOP_WORDS:
        return tool.get_stoplist(STOP_WORDS[language]), {}
    return frozenset(), {"stopwords_low": 0, "stopwords_high": 0}


def paragraphs_of(text: str, stop_words: frozenset[str], settings: dict[str, float]) -> Sequence:
    from justext.core import PathInfo, classify_paragraphs, revise_paragraph_classification
    from justext.paragraph import Paragraph

    paragraphs = []
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(PathInfo()))
            paragraphs[-1].append_text(line)
    classify_paragraphs(paragraphs, stop_words, **settings)
    revise_paragraph_classification(paragraphs)
    return paragraphs


def line_rules(pack: str) -> Callable[[], Callable[[Page], str]]:
    """The rules of a published pack that remove lines or pieces of lines, alone."""

    def make() -> Callable[[Page], str]:
        found = RuleSet.of(load_packs()).find(pack)
        names = [named.name for named in found if not (isinstance(named.rule, MeasureRule) and named.rule.judges)]
        packs = [published for published in load_packs() if published.name == pack]
        others = [named.name for named in found if named.name not in names]
        alone = AppliedRules(RuleSet.of(packs, names, others))
        return lambda page: alone.settle(page.text, ENGLISH)[0].text

    return make


def c4_any_script(page: Page) -> str:
    """C4's line rules by hand: an end of any script, at least three words where words have blanks, no `javascript`."""
    ends = (".", "!", "?", '"', "”", "»", "。", "！", "？", "」", "।", "؟", "۔")
    lines = (line.strip() for line in page.text.split("\n"))
    kept = (line for line in lines if line.endswith(ends) and not line.endswith("..."))
    long = (line for line in kept if len(line.split()) > 2 or line[-1] in "。！？」")
    return "\n".join(line for line in long if "javascript" not in line.lower())


def page_rules(pack: str) -> Callable[[], Callable[[Page], str]]:
    """The rules of a published pack that drop pages."""

    def make() -> Callable[[Page], str]:
        found = [named.rule for named in RuleSet.of(load_packs()).find(pack)]
        judging = [rule for rule in found if isinstance(rule, MeasureRule) and rule.judges]
        return lambda page: "" if any(rule.strikes(page.text) for rule in judging) else page.text

    return make


JUSTEXT = Peer("jusText", justext, "justext")
TRAFILATURA = Peer("trafilatura", trafilatura, "trafilatura")
ON_TEXT = (
    Peer("nothing", nothing),
    JUSTEXT,
    Peer("C4 line rules", line_rules("published.c4")),
    Peer("C4 line rules, ends of any script", lambda: c4_any_script),
    Peer("RefinedWeb line rules", line_rules("published.refinedweb")),
    Peer("FineWeb page rules", page_rules("published.fineweb")),
)
ON_HTML = (
    Peer("nothing", nothing),
    TRAFILATURA,
    JUSTEXT,
    Peer("readability-lxml", readability, "readability-lxml"),
    Peer("resiliparse", resiliparse, "resiliparse"),
)
