"""Small labelled pages of made-up sites: menus and foots of their own around stories of their own sentences."""

import json
import random

from cleaner.learn.line_pages import parse_page
from cleaner.model import Place

__all__ = ["labelled_page", "labelled_rows"]

_MENU = ["Home", "Local", "Sport", "Culture", "Log in", "Subscribe", "Weather", "Letters", "Jobs", "Search", "Archive"]
_FOOT = ["Terms of use", "Privacy", "Contact us", "© 2021 Example Press", "All rights reserved", "Follow us", "Cookies"]
_WHO = ["The harbour office", "The town council", "A group of farmers", "The head of the school", "The bridge company"]
_DID = ["closed the bridge", "opened a second hall", "asked for a new roof", "sold its last tug", "moved the market"]
_WHY = ["because the stone had cracked", "since nobody had come", "after a week of rain", "as the money had run out"]
_WHEN = ["on Monday", "on Sunday evening", "last week", "in the first days of May", "before the winter"]


def _sentence(draw):
    said = f"{draw.choice(_WHO)} {draw.choice(_DID)} {draw.choice(_WHEN)} {draw.choice(_WHY)}"
    return f"{said}, and the mayor said it will stay so until {draw.choice(_WHEN)[3:]}."


def _row(site, number):
    draw = random.Random(f"{site} {number}")  # noqa: S311  # no secret: the same pages each time
    menu = draw.sample(_MENU, draw.randint(3, 7))
    story = [_sentence(draw) for _ in range(draw.randint(3, 6))]
    foot = draw.sample(_FOOT, draw.randint(2, 5))
    lines = [(text, "chrome") for text in menu]
    lines += [(text, "content") for text in story] + [(text, "chrome") for text in foot]
    return {
        "id": f"{site}-{number}",
        "domain": f"{site}.example",
        "title": None,
        "source_dataset": "odd" if number % 2 else "even",
        "raw_lines": [{"text": text, "label": label} for text, label in lines],
    }


def labelled_rows(sites, pages=2):
    """JSON rows of ``pages`` pages of each of ``sites`` (names)."""
    return [json.dumps(_row(site, number)).encode() for site in sites for number in range(pages)]


def labelled_page(site, number=0):
    return parse_page(json.dumps(_row(site, number)).encode(), Place("newsstand.jsonl", 1))
