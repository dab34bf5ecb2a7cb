"""Engines: what carries documents from readers through the cleaner to a writer."""

from cleaner.engines.local import Progress, run
from cleaner.engines.reading import Batch, Position, Reading
from cleaner.engines.resume import Start, begin
from cleaner.engines.work import Job
from cleaner.engines.workers import workers_for

__all__ = ["Batch", "Job", "Position", "Progress", "Reading", "Start", "begin", "run", "workers_for"]
