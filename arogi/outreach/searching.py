"""The register of one municipality or of many, some in processes of their own.

Models are imported late: a new process reads this module before Django is set up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from uuid import UUID

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A municipality to search."""

    id: UUID
    slug: str


def search(towns: Sequence[Town], *, today: dt.date, now: Clock, processes: int) -> Iterator[str]:
    """Search registers, the municipalities side by side; give one line for each in their order.

    Args:
        now: gives the moment; a function that a module names, so that other processes find it.
    """
    one = partial(search_one, today=today, now=now)
    if processes < 2 or len(towns) < 2:
        yield from map(one, towns)
        return
    # A process that is spawned shares no connection and no random numbers with this one.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_set_up) as pool:
        yield from pool.map(one, towns)


def _set_up() -> None:
    import django

    django.setup()


def search_one(town: Town, *, today: dt.date, now: Clock) -> str:
    """Search one municipality's register, and say what it came to."""
    from arogi.core.acting import acting_in
    from arogi.outreach.services import search_register

    with acting_in(town.id):
        run = search_register(today=today, now=now)
    return (
        f"{town.slug}: {run.homes:,} homes, {run.persons:,} persons, {run.told:,} homes with facts; "
        f"{run.standing:,} lines: "
        f"{run.opened:,} new, {run.reopened:,} again, {run.closed:,} closed ({run.seconds:.1f} s)"
    )
