"""A bound on the memory of a worker process: a document that asks for more fails, and the worker goes on."""

from __future__ import annotations

import sys

__all__ = ["WORKER_BYTES", "bound_memory"]

WORKER_BYTES = 2_000_000_000
"""Far above what honest documents take (16 MB of small HTML elements: 1.1 GB), and below what a small machine has."""


def bound_memory(most: int = WORKER_BYTES) -> bool:
    """True where this process may from now on hold only ``most`` bytes of its own; False where nobody sees to it.

    What asks for more meets a MemoryError, which :func:`~cleaner.engines.work.work` makes the failure ``out_of_memory``
    of that document alone. A library that cannot bear that ends its process, and the pool sets the document aside.

    The bound is RLIMIT_DATA (getrlimit(2)): since Linux 4.7 it covers all private memory that can be written, and not
    mapped files such as the word counts, which workers share. RLIMIT_AS would count these, and the threads' address
    space that NumPy reserves and never touches; RLIMIT_RSS does nothing on Linux. Other systems have no bound that
    holds. A lower one, set from outside, stays. Children inherit it.

    >>> bound_memory(1 << 45) == sys.platform.startswith("linux")
    True
    """
    if not sys.platform.startswith("linux"):
        return False
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bounds = [bound for bound in (soft, hard, most) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(bounds), hard))
    return True
