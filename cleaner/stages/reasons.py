"""Why built-in stages edit: one sentence an id, as packs have their ``why``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["REASONS"]

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "chrome.model": "The line reads like site furniture, by its shape, words, place and the lines around it.",
        "chrome.too-many-lines": "More lines than any page has; the line model was not asked.",
        "chrome.unknown-script": "The line model has not learned this script; it was not asked.",
        "layout.blank-lines": "Blank lines beyond one between paragraphs, or at the ends, are left over from the page.",
        "layout.blank-run": "Two and more blanks inside a line are an accident of markup.",
        "layout.indentation": "The indentation of a line that stands alone sets nothing apart.",
        "layout.leading-blank": "A single blank before a line is no indentation.",
        "layout.nbsp": "This language sets no non-breaking space here; it is an accident of an editor.",
        "layout.trailing-blanks": "Blanks at the end of a line carry nothing.",
        "page.model": "The page shows that the line is none of its text: by its place, elements and links.",
        "page.not-extracted": "The extractor did not take the line for the page's text.",
        "repair.ansi-escape": "Escape sequences colour a terminal; they are no text.",
        "repair.bidi": "A lone direction mark in left-to-right text changes nothing that is seen.",
        "repair.charset": "The charset that was declared is not the one of the bytes; it was not believed.",
        "repair.code-page": "Accented letters were read with the wrong code page; with the right one they make a word.",
        "repair.confusable": "A letter of another script that looks the same; with its own the word is known.",
        "repair.control": "Control characters are no text.",
        "repair.doubled-mark": "A comma or a full stop was set twice.",
        "repair.entity": "The page's source shows through: an HTML entity that was never decoded.",
        "repair.hard-wrap": "The line was cut at a fixed width; the sentence goes on in the next one.",
        "repair.hyphenation": "A word was broken at the end of a line; the language or the text has it in one.",
        "repair.letter-spacing": "The letters of a word were set apart; together they are one that the language has.",
        "repair.ligature": "One character of a printer's font stands for two or three letters.",
        "repair.lost-letter": "A letter was lost here; elsewhere the text has the word whole.",
        "repair.missing-blank": "A sentence ends and the next begins with no blank between.",
        "repair.misread-script": "Text of one script was read as another; read anew it is words of a language.",
        "repair.mojibake": "Bytes were decoded with the wrong charset; the characters say which one was right.",
        "repair.normal-form": "A letter and its accent stand apart; joined they are the same text, and searchable.",
        "repair.ocr": "A scanner misread the word: as it stands it is none, and only one reading of it is.",
        "repair.parted-word": "A blank parts a word; neither half is one.",
        "repair.quotes": "The mark was typed twice or faces the wrong way; its pair shows which one is meant.",
        "repair.replacement-character": "A character was lost before this text was saved; it is not guessed.",
        "repair.soft-hyphen": "A soft hyphen only marks where a word may be broken.",
        "repair.surrogate": "Half a character, which no file can hold.",
        "repair.width": "Letters of another width, made for grids of East Asian characters.",
        "repair.zero-width": "An invisible character that joins or parts nothing in this script.",
        "repeats.headline": "The headline stands twice, one right below the other.",
        "repeats.paragraph": "This long paragraph stands again further down.",
        "repeats.passage": "These paragraphs stand again, in the same order, further down.",
        "spun.name": "A name or fixed phrase that was paraphrased word by word; only one stands behind it.",
        "spun.sibling": "Another text has this sentence as it was before a machine paraphrased it.",
        "spun.word": "The text was machine-paraphrased; of the words that this one is put for, only one fits here.",
    }
)
