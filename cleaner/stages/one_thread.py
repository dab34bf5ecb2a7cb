"""One core for arithmetic: the same sums on every machine, and no threads that cost more than they save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import LibController, ThreadpoolController

__all__ = ["one_thread"]


@contextmanager
def one_thread() -> Iterator[None]:
    """A context in which linear algebra keeps to one core.

    What ``ThreadpoolController.limit`` does, at a tenth of its cost: it describes all libraries each time.
    """
    limited = [(library, library.get_num_threads()) for library in _libraries()]
    limited = [(library, threads) for library, threads in limited if threads not in (1, None)]
    for library, _ in limited:
        library.set_num_threads(1)
    try:
        yield
    finally:
        for library, threads in limited:
            library.set_num_threads(threads)


@cache
def _libraries() -> tuple[LibController, ...]:
    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)
