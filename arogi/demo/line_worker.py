"""A process of `demo.scale` that makes lines for COPY. It imports nothing of Django before Django is set up."""

from __future__ import annotations

import traceback
from typing import Any


def make_lines(to_do: Any, made: Any, seed: int) -> None:
    """Make the lines of jobs until somebody ends this process; a traceback when it could not.

    Args:
        to_do: a queue of (`demo.scale.Job`, `persons` or `requests`).
        made: a queue of lines by table, with None after each job.
        seed: of the synthetic people.
    """
    try:
        import django

        django.setup()
        from arogi.core.acting import acting_in
        from arogi.demo.scale import lines_of

        while True:
            job, what = to_do.get()
            with acting_in(job.municipality):
                for each in lines_of(job, what, seed):
                    made.put(each)
            made.put(None)
    except Exception:
        made.put(traceback.format_exc())
        raise
