"""Worker processes: batches out, results in order; a worker that dies is replaced, and what killed it set aside."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait

from cleaner.engines.memory import bound_memory
from cleaner.engines.reading import Batch
from cleaner.engines.work import Done, Items, Job, quarantined, unread, work
from cleaner.io import Source
from cleaner.io.piece import Piece
from cleaner.model import CleanerError

__all__ = ["work_in_processes"]

_AHEAD = 2  # batches for each worker that are read before their turn: enough to keep it busy, and a bound on memory
_DIED, _TOLD = "worker_died", "its worker process died of it, twice: out of memory, or a crash in a library"


def work_in_processes(
    job: Job, batches: Iterable[Batch], workers: int
) -> Generator[tuple[Batch, list[Done]], None, None]:
    """Each batch with its result, in order.

    Where a worker dies (killed, out of memory, a crash in a library), those that are left are replaced by new ones,
    and what was under way is done again, one batch after the other; of a batch that kills its worker once more, one
    document after the other. The document that does it is quarantined: it fails as ``worker_died``, raw is kept.

    Raises:
        CleanerError: where workers cannot even begin.
    """
    pool = _Pool(job, workers)
    waiting: deque[tuple[Batch, Future[list[Done]]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(_work, batch.items)))
            if len(waiting) >= _AHEAD * workers:
                yield from _next(pool, waiting, job)
        while waiting:
            yield from _next(pool, waiting, job)
    finally:
        pool.stop()


def _next(
    pool: _Pool, waiting: deque[tuple[Batch, Future[list[Done]]]], job: Job
) -> Iterator[tuple[Batch, list[Done]]]:
    batch, future = waiting[0]
    try:
        done = future.result()
    except BrokenProcessPool:
        yield from _recover(pool, waiting, job)
        return
    waiting.popleft()
    yield batch, done


def _recover(
    pool: _Pool, waiting: deque[tuple[Batch, Future[list[Done]]]], job: Job
) -> Iterator[tuple[Batch, list[Done]]]:
    """All that was under way, with new workers, one batch at a time: so the one that kills them is found."""
    lost = [batch for batch, _ in waiting]
    finished = [future.result() if _has_result(future) else None for _, future in waiting]
    waiting.clear()
    pool.renew()
    for batch, known in zip(lost, finished, strict=True):
        yield batch, known if known is not None else _carefully(pool, batch, job)


def _has_result(future: Future[list[Done]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _carefully(pool: _Pool, batch: Batch, job: Job) -> list[Done]:
    found = pool.alone(_work, batch.items)
    if found is not None:
        return found
    return [done for one in batch.items for done in pool.alone(_work, [one]) or _set_aside(pool, one, job)]


def _set_aside(pool: _Pool, one: tuple[Source, Piece], job: Job) -> list[Done]:
    found = pool.alone(_quarantine, [one])
    return [unread(job, *one, _DIED, f"{_TOLD}; it cannot even be decoded")] if found is None else found


class _Pool:
    """Processes that are made anew where they broke.

    They are not forked from this one, which may hold threads by then, but come from a server that has read our modules;
    each makes its own cleaner once.
    """

    def __init__(self, job: Job, workers: int) -> None:
        self._job, self._workers = job, workers
        self._context = multiprocessing.get_context("forkserver" if _HAS_FORKSERVER else "spawn")
        if _HAS_FORKSERVER:
            self._context.set_forkserver_preload([__name__])
        self._pool = self._made()

    def submit(self, task: Callable[[Items], list[Done]], items: Items) -> Future[list[Done]]:
        """The pieces, to be done by whoever is free; one that finds the pool broken says so when it is asked."""
        try:
            return self._pool.submit(task, items)
        except BrokenProcessPool as error:
            broken: Future[list[Done]] = Future()
            broken.set_exception(error)
            return broken

    def alone(self, task: Callable[[Items], list[Done]], items: Items) -> list[Done] | None:
        """The pieces, done while nothing else is; None where that kills their worker, who is replaced."""
        try:
            return self.submit(task, items).result()
        except BrokenProcessPool:
            self.renew()
            return None

    def renew(self) -> None:
        """New processes in place of those that are left."""
        self.stop()
        self._pool = self._made()

    def stop(self) -> None:
        """Ends them; what was not begun is given up."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _made(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(self._workers, self._context, _begin, (self._job,))
        try:
            pool.submit(_nothing).result()
        except BrokenProcessPool:
            pool.shutdown()
            told = "worker processes cannot begin; what they said stands above, and --jobs 1 does without them"
            raise CleanerError(told) from None
        return pool


_HAS_FORKSERVER = "forkserver" in multiprocessing.get_all_start_methods()

# The job of this worker process: set once as it begins, since making a cleaner reads all rules and models.
_job: Job | None = None


def _begin(job: Job) -> None:
    global _job  # noqa: PLW0603 - the pool has no other place for what belongs to a worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us in good order
    threading.Thread(target=_end_with_parent, daemon=True).start()
    bound_memory()
    _job = job
    gc.freeze()  # rules and models stay for good, and need not be walked again and again


def _end_with_parent() -> None:
    """Ends this worker where its parent is gone without a word, as after SIGKILL: nobody would ever ask for it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _nothing() -> None:
    """Is done by a worker that has begun."""


def _work(items: Items) -> list[Done]:
    try:
        return work(_begun(), items)
    except MemoryError:  # not even the failure could be written down: as good as dead
        os._exit(1)


def _quarantine(items: Items) -> list[Done]:
    return [quarantined(_begun(), source, piece, _DIED, f"{_TOLD}; raw is kept") for source, piece in items]


def _begun() -> Job:
    if _job is None:
        raise RuntimeError("the worker was not begun")
    return _job
