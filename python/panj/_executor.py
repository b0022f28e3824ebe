"""Experiments on other people's engines, by the interface of `concurrent.futures`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import Any, Protocol, TypeAlias

from . import _native
from ._errors import WorkersLost


class Future(Protocol):
    """What an engine gives for a task."""

    def result(self) -> Any: ...


class Engine(Protocol):
    """What takes tasks: `concurrent.futures`, `mpi4py.futures`, `loky`, Dask's `client.get_executor()`, Parsl."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Any: ...


AnyExecutor: TypeAlias = "Engine | Callable[[], Engine]"
"""An engine, or what makes one: then a new one is made when workers died, and goes on with what is left."""

ATTEMPTS = 10
"""So many engines are made before it is given up."""


def gather(
    job: _native.Job,
    series: bool,
    executor: AnyExecutor,
    threads: int,
    progress: Callable[[int, int], object] | None,
) -> _native.Results:
    """Has the tasks of an experiment done; the results do not depend on by whom, or in which order.

    Where it stops at a goal, worlds are done up to each look, and it is looked at all of them in their order: so it stops where one
    process would.
    """
    done, first = 0, 0
    for last in job.looks():
        tasks = dict(enumerate(job.tasks(series, first, last)))
        count = len(tasks)
        _all(job, executor, tasks, done, progress)
        done, first = done + count, last
        if job.ends_by(last):
            break
    return job.whole(first, threads)


def _all(
    job: _native.Job,
    executor: AnyExecutor,
    tasks: dict[int, bytes],
    before: int,
    progress: Callable[[int, int], object] | None,
) -> None:
    """Has some tasks done, after `before` others."""
    count = before + len(tasks)
    for _ in range(ATTEMPTS):
        made = isinstance(executor, type) or not hasattr(executor, "submit")
        engine: Any = executor() if made and callable(executor) else executor
        if not hasattr(engine, "submit"):
            raise TypeError(f"executor={executor!r}: expected what has submit(), as concurrent.futures has it, or what makes one")
        try:
            return _finish(job, engine, tasks, count, progress)
        except BrokenExecutor as error:
            if not made:
                raise WorkersLost(
                    f"workers died when {count - len(tasks)} of {count} tasks were done: give executor= what makes an executor, "
                    "such as `lambda: ProcessPoolExecutor(4)`, and a new one goes on where the old one ended"
                ) from error
        finally:
            if made:
                engine.shutdown(wait=True, cancel_futures=True)
    raise WorkersLost(f"workers died {ATTEMPTS} times; {count - len(tasks)} of {count} tasks were done")


def work(task: bytes) -> bytes:
    """Does a task, in whichever process."""
    return _native.work(task, 1)


def _finish(
    job: _native.Job,
    engine: Any,
    tasks: dict[int, bytes],
    count: int,
    progress: Callable[[int, int], object] | None,
) -> None:
    """Takes away from `tasks` what is done."""
    futures: deque[tuple[int, Future]] = deque()
    futures.extend((number, engine.submit(work, task)) for number, task in tasks.items())
    broken: BrokenExecutor | None = None
    while futures:
        number, future = futures.popleft()
        try:
            job.put(future.result())
        except BrokenExecutor as error:
            broken = error
            continue
        del tasks[number]
        if progress is not None:
            progress(count - len(tasks), count)
    if broken is not None:
        raise broken
