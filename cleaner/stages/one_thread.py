"""One core for arithmetic: the same sums on every machine, and no threads that cost more than they save."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController

__all__ = ["one_thread"]


def one_thread() -> AbstractContextManager[object]:
    """A context in which linear algebra keeps to one core."""
    limit: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limit


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
