"""A tiny page with hints, and a page model of one rule of thumb."""

import numpy as np

from cleaner.model import Document, Hint
from cleaner.stages.chrome.cues import Cues, CueTable
from cleaner.stages.chrome.forest import Tree
from cleaner.stages.chrome.page_features import FEATURES
from cleaner.stages.chrome.page_model import page_model_bytes

STORY = "The baker opened the shop at five, and the first guests came in from the harbour, she said."
TEASER = "More from the harbour"
TEXT = f"Bread is back\n{STORY}\n{TEASER}\n{STORY}"
NO_CUES = Cues(*(CueTable(*(np.zeros(0, kind) for kind in (np.uint32, np.uint16, np.uint16))) for _ in range(3)))
POINTS = {"precise": 0.2, "balanced": 0.5, "thorough": 0.6}


def page(text=TEXT, **known):
    """A page of those lines; what is mostly links stands in a list of its own, which the extractor did not take."""
    hints, start = [], 0
    for number, line in enumerate(text.split("\n")):
        teaser = line == TEASER
        hints.append(
            Hint(
                start,
                start + len(line),
                "li" if teaser else "p",
                link_density=1.0 if teaser else 0.0,
                path=(1, 50 + number, 70 + number) if teaser else (1, 2, 3 + number),
                style=int(teaser),
                extracted=0.0 if teaser else 1.0,
            )
        )
        start += len(line) + 1
    return Document(text, "page", hints=tuple(hints), **known)


def links_speak_against():
    """A model for which lines of links are chrome, and the others content."""
    asked = FEATURES.index("share_of_links")
    return page_model_bytes([Tree([asked], [0.5], [~0], [~1], [2.0, -2.0], [3, 1])], NO_CUES, POINTS, {"pages": 1})
