"""Learning runs: documents as the rules of the cleaner will see them, through a learner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cleaner.learn.learner import observed
from cleaner.learn.site import MIN_PAGES, SiteCounts, SiteLearner, SiteModel
from cleaner.model import Document
from cleaner.pipeline.cleaner import Cleaner
from cleaner.pipeline.config import Config

__all__ = ["learn_sites"]


def learn_sites(documents: Iterable[Document], min_pages: int = MIN_PAGES) -> tuple[SiteModel, int]:
    """The chrome of the documents' sites, and the number of documents that name no site.

    Their order changes nothing. Documents are repaired first, since rules run on repaired text.

    >>> model, unknown = learn_sites([Document("Snow fell.")])
    >>> model.sites, unknown
    ((), 1)
    """
    learner = SiteLearner(min_pages)
    counts = observed(learner, _repaired(documents)) or SiteCounts()
    return learner.fit(counts), counts.unknown


def _repaired(documents: Iterable[Document]) -> Iterator[Document]:
    gentle = Cleaner.from_config(Config(profile="gentle"))
    for document in documents:
        yield document if document.site is None else replace(document, text=gentle.clean(document).text, hints=())
