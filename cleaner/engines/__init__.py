"""Engines: what carries documents from readers through the cleaner to a writer."""

from cleaner.engines.local import Progress, run
from cleaner.engines.reading import Reading
from cleaner.engines.work import Job
from cleaner.engines.workers import workers_for

__all__ = ["Job", "Progress", "Reading", "run", "workers_for"]
