"""The site learner: the lines that a site puts on page after page, counted by pages."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from sys import intern
from typing import Literal, NamedTuple

from cleaner.model import Document, split_lines
from cleaner.rules.alike import alike_key, alike_phrase
from cleaner.rules.page import Page, is_prose

__all__ = ["MIN_PAGES", "MOST_PAGES", "RecurringLine", "Site", "SiteCounts", "SiteLearner", "SiteModel"]

MIN_PAGES = 10
"""Pages that a site needs: with fewer, a quarter of them is two, and two stories of one day share more than that."""

MOST_PAGES = 400
"""Pages of a site that are looked at: shares are known to 2 % then, and a site takes 5 MB of memory, not more."""

_LONGEST = 1_000  # characters; a line that is longer is an article that lost its line breaks
_MOST_LINES = 1_000  # of a site that are learned, those of most pages first
_EXAMPLES = 2  # of a line that differs by its numbers

# On how many of a site's pages a line must stand. On 93 pages of 13 sites, of 12,000 lines that stand on three or more
# other pages of their site 99.9 % are furniture. On fewer pages, picture labels inside the body and standfirsts that
# are teasers elsewhere are among them, hence the higher shares there.
_LEAST = 4
_AT_EDGES = 0.05  # before or after the body
_INSIDE = 0.2
_ON_MOST = 0.5  # anywhere; sentences, and lines of nothing but figures, only so

Place = Literal["edges", "any"]


class PageLines(NamedTuple):
    """The distinct lines of one page, without blanks at their ends, sorted: before or after its prose, and amid it."""

    edges: tuple[str, ...]
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What was seen so far.

    Attributes:
        sites: for each site its pages, by the digest of what they say; of many pages those with the smallest digests.
        unknown: documents that name no site.
    """

    sites: Mapping[str, Mapping[bytes, PageLines]] = field(default_factory=dict)
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """A line that a site repeats.

    Attributes:
        phrase: the line as ``recurring`` rules write it: folded, ``#`` for numbers.
        pages: on how many pages it stands.
        where: ``edges`` where it hardly ever stands amid the prose.
        examples: as it stood on pages, at most two, the smallest first.
    """

    phrase: str
    pages: int
    where: Place
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A site's lines, those of most pages first, and the number of pages that they were counted on."""

    name: str
    pages: int
    lines: tuple[RecurringLine, ...]


@dataclass(frozen=True, slots=True)
class SiteModel:
    """What was learned.

    Attributes:
        sites: sorted by name; those without a single recurring line too.
        too_small: sites with too few pages to learn from, each with its number of pages.
    """

    sites: tuple[Site, ...]
    too_small: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SiteLearner:
    """Counts on how many pages of its site each line stands; a :class:`~cleaner.learn.learner.Learner`.

    Pages that say the same but for their numbers count once, as do the copies of a line on one page. Documents are to
    be given as the cleaner's rules will see them, which is repaired.

    Attributes:
        min_pages: sites with fewer pages are left alone; at most 400, since no more are looked at.
    """

    min_pages: int = MIN_PAGES

    def observe(self, document: Document) -> SiteCounts:
        """The lines of one page."""
        if document.site is None:
            return SiteCounts(unknown=1)
        lines = split_lines(document.text)
        page = Page(lines)
        digest = hashlib.sha256()
        places: dict[str, set[str]] = {"edges": set(), "inside": set()}
        for index, line in enumerate(lines):
            if line.blank:
                continue
            text = line.text.strip()
            digest.update(alike_key(text).encode("utf-8", "surrogatepass") + b"\n")
            if len(text) <= _LONGEST and index not in page.wrapped:
                # Most pages hold the same lines: one copy of each is enough.
                places["edges" if page.within(index, "edges") else "inside"].add(intern(text))
        seen = PageLines(tuple(sorted(places["edges"])), tuple(sorted(places["inside"])))
        return SiteCounts({document.site: {digest.digest()[:16]: seen}})

    def merge(self, a: SiteCounts, b: SiteCounts) -> SiteCounts:
        """Both together; of each site at most 400 pages, those with the smallest digests, which is a fair sample.

        Keeping the smallest of random keys is a sample that merges (E. Cohen and H. Kaplan, "Summarizing data using
        bottom-k sketches", PODC 2007).
        """
        sites = dict(a.sites)
        for name, pages in b.sites.items():
            both = _united(sites[name], pages) if name in sites else pages
            sites[name] = both if len(both) <= MOST_PAGES else {key: both[key] for key in sorted(both)[:MOST_PAGES]}
        return SiteCounts(sites, a.unknown + b.unknown)

    def fit(self, counts: SiteCounts) -> SiteModel:
        """The lines that recur, of sites with enough pages."""
        sites = []
        too_small = []
        for name, pages in sorted(counts.sites.items()):
            if len(pages) < self.min_pages:
                too_small.append((name, len(pages)))
            else:
                found = sorted(_recurring(list(pages.values())), key=lambda line: (-line.pages, line.phrase))
                sites.append(Site(name, len(pages), tuple(found[:_MOST_LINES])))
        return SiteModel(tuple(sites), tuple(too_small))


def _united(a: Mapping[bytes, PageLines], b: Mapping[bytes, PageLines]) -> Mapping[bytes, PageLines]:
    """The pages of both; of two that differ in their numbers alone the smaller, so that order does not count."""
    united = dict(a)
    for key, page in b.items():
        united[key] = min(united[key], page) if key in united else page
    return united


def _recurring(pages: Sequence[PageLines]) -> Iterator[RecurringLine]:
    keys: dict[str, str] = {}
    forms: dict[str, set[str]] = defaultdict(set)
    on: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])  # pages with the key at all, at the edges, inside
    for page in pages:
        edges, inside = (_keys(texts, keys, forms) for texts in page)
        for column, found in enumerate((edges | inside, edges, inside)):
            for key in found:
                on[key][column] += 1
    for key, (total, edges_, inside_) in sorted(on.items()):
        texts = sorted(forms[key])
        bare = not any(map(str.isalpha, key))
        where: Place | None = None
        if total >= _least(_ON_MOST, pages):
            where = "any"
        elif not bare and not any(map(is_prose, texts)):
            if inside_ >= _least(_INSIDE, pages):
                where = "any"
            elif edges_ >= _least(_AT_EDGES, pages):
                where = "edges"
        if where is not None:
            yield RecurringLine(alike_phrase(texts[0]), total, where, tuple(texts[:_EXAMPLES]))


def _keys(texts: Sequence[str], keys: dict[str, str], forms: dict[str, set[str]]) -> set[str]:
    """What ``texts`` are compared by; each text is folded once, and noted among the forms of its key."""
    found = set()
    for text in texts:
        key = keys.get(text)
        if key is None:
            key = keys[text] = alike_key(text)
            forms[key].add(text)
        if key:
            found.add(key)
    return found


def _least(share: float, pages: Sequence[PageLines]) -> int:
    return max(_LEAST, ceil(share * len(pages)))
