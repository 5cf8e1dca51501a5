"""The worker: carries out the jobs of the queue, in a process of its own beside the page server.

Run as a module it is the worker of `arogi run`, which has the database ready and keeps it so.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from arogi.config.installation import set_up_django
from arogi.config.serving import die_with_parent, stop

NICENESS = 10
SECONDS_TO_STOP = 2
SECONDS_FOR_A_JOB = 1
POLL_SECONDS = 5.0
SECONDS_BETWEEN_STARTS = 15


def work() -> None:
    """Carry out jobs until the process is told to stop; pages go before.

    A job that does not end in time is given up: its transaction is rolled back, and the next worker takes it up again.
    """
    from procrastinate.contrib.django import app

    # It tells of each job and each poll; what matters is told by the jobs.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    os.nice(NICENESS)
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(
            concurrency=1,
            delete_jobs="successful",
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=SECONDS_FOR_A_JOB,
        )


def start(var: Path) -> subprocess.Popen[bytes]:
    """Start a worker that ends with this process; the list of processes says which installation's it is.

    Signals wait meanwhile: Python forgets one that arrives while it forks, and Ctrl-C would do nothing.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})

    def prepare() -> None:
        die_with_parent()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    command = [sys.executable, "-m", "arogi.config.working", str(var)]
    try:
        return subprocess.Popen(command, start_new_session=True, preexec_fn=prepare)  # noqa: S603 - our own words
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def working(var: Path) -> Iterator[Worker]:
    """Have a worker for the length of the block; at its end there is none."""
    worker = Worker(var)
    try:
        yield worker
    finally:
        # What it was doing is rolled back and taken up again: nobody waits for it.
        stop(worker.process, seconds=SECONDS_TO_STOP)


class Worker:
    """A worker in a process of its own."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self.process = start(var)
        self._started = time.monotonic()

    def revive(self) -> bool:
        """Start it again if it has ended, not more often than a few times a minute; say whether it was started."""
        if self.process.poll() is None or time.monotonic() - self._started < SECONDS_BETWEEN_STARTS:
            return False
        self.process = start(self._var)
        self._started = time.monotonic()
        return True


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")
    set_up_django()
    work()
