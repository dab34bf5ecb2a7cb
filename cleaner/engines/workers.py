"""How many worker processes a run is worth."""

from __future__ import annotations

import os

from cleaner.io import Sources
from cleaner.io.stamps import size_of

__all__ = ["workers_for"]

# Two workers cost .9 s of CPU more than none on 8 MB of news, which took one process 8.6 s: less is done here.
_WORTH = 4_000_000
_LATENCY = 50_000  # bytes that are cleaned while a remote file is waited for, a seventieth of a second


def workers_for(wanted: int | None, sources: Sources) -> int:
    """``wanted``, else one for each core that this process may use, but no more than there is work for.

    What comes from standard input is answered row by row, in this process.
    """
    if any(source.piped for source in sources.sources):
        return 1
    if wanted is not None:
        return wanted
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = 0
    for source in sources.sources:
        size += (size_of(source) or 0) + (0 if source.remote is None else _LATENCY)
        if size >= cores * _WORTH:
            return cores
    return max(1, size // _WORTH)
