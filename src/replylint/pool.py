"""Work spread over processes: what they make comes in the order of the tasks, few of which wait at a time."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Made = TypeVar("Made")
Given = TypeVar("Given")
_AHEAD = 2  # tasks a process that wait


def processors() -> int:
    """As many processes as there are processors for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Callable[[Task], Made], tasks: Iterable[Task], workers: int, start: Callable[[Given], object], given: Given
) -> Generator[Made]:
    """What `work` makes of each task. Each process calls `start(given)` once, before its first task.

    The processes are started anew ("spawn"), so everything has to be picklable. Ctrl-C is for the process that watches. Raises
    what `work` raises, and `BrokenProcessPool` when a process is ended from outside.
    """
    waiting: deque[Future[Made]] = deque()
    with _pool(workers, start, given) as pool:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) > workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _pool(workers: int, start: Callable[[Given], object], given: Given) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(start, given)) as pool:
        with _deaf():
            for _ in range(workers):
                pool.submit(int)
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C while processes are started, which inherit that; only the main thread of a process can say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _begin(start: Callable[[Given], object], given: Given) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start(given)
