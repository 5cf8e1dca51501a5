"""Processes that make lines for COPY. Nothing of Django is imported before a process has set it up."""

from __future__ import annotations

import multiprocessing
import queue
import traceback
from collections.abc import Iterator
from typing import Any

PROCESSES = 2
_WAITING = 6


class WorkerFailed(RuntimeError):
    """A process that makes lines ended early; the message is its traceback."""


class Makers:
    """Processes that make lines, for the length of a block."""

    def __init__(self, seed: int) -> None:
        # Spawned, not forked: a forked process would repeat the random ids of this one.
        context = multiprocessing.get_context("spawn")
        self._to_do: Any = context.Queue()
        self._made: Any = context.Queue(maxsize=_WAITING)
        arguments = (self._to_do, self._made, seed)
        self._processes = [
            context.Process(target=make_lines, args=arguments, daemon=True) for _each in range(PROCESSES)
        ]

    def __enter__(self) -> Makers:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.terminate()

    def lines(self, jobs: list[Any], what: str) -> Iterator[dict[str, bytes]]:
        """Let the lines of jobs be made, and give them as they come.

        Raises:
            WorkerFailed: one of the processes could not.
        """
        for job in jobs:
            self._to_do.put((job, what))
        waiting = len(jobs)
        while waiting:
            each = self._next()
            waiting -= each is None
            if isinstance(each, str):
                raise WorkerFailed(each)
            if each:
                yield each

    def _next(self) -> dict[str, bytes] | str | None:
        while True:
            try:
                found: dict[str, bytes] | str | None = self._made.get(timeout=5)
            except queue.Empty:
                if not all(process.is_alive() for process in self._processes):
                    return "A process that makes lines is gone."
            else:
                return found


def make_lines(to_do: Any, made: Any, seed: int) -> None:
    """Make the lines of jobs until somebody ends this process; a traceback when it could not.

    Args:
        to_do: a queue of (`demo.scale_lines.Job`, `persons` or `requests`).
        made: a queue of lines by table, with None after each job.
        seed: of the synthetic people.
    """
    try:
        import django

        django.setup()
        from arogi.core.acting import acting_in
        from arogi.demo.scale_lines import lines_of

        while True:
            job, what = to_do.get()
            with acting_in(job.municipality):
                for each in lines_of(job, what, seed):
                    made.put(each)
            made.put(None)
    except Exception:
        made.put(traceback.format_exc())
        raise
