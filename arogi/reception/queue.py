"""The queue of a day, as the desk and the screen of the waiting room show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.reception.models import QueueTicket

SHOWN_CALLED = 4
SHOWN_WAITING = 60


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """The queue of a structure.

    Attributes:
        mine: called by the member and not yet settled.
        called: called by colleagues; skipped: did not answer; each last called first.
        waiting: in the order of numbers.
    """

    structure: Structure
    mine: tuple[QueueTicket, ...]
    called: tuple[QueueTicket, ...]
    skipped: tuple[QueueTicket, ...]
    waiting: tuple[QueueTicket, ...]
    served: int


@dataclass(frozen=True, kw_only=True)
class ScreenPage:
    """What everybody in a waiting room may read: numbers, and where to go."""

    called: tuple[QueueTicket, ...]
    waiting: int


def queue_of(member: Member, structure: Structure, today: dt.date) -> QueuePage:
    """Give the queue of a structure on a day; one query."""
    rows = QueueTicket.objects.filter(structure=structure, date=today).select_related("called_by")
    found = list(rows.order_by("number"))
    by_state = {state: [one for one in found if one.state == state] for state in QueueTicket.State}
    called = _last_called_first(by_state[QueueTicket.State.CALLED])
    return QueuePage(
        structure=structure,
        mine=tuple(one for one in called if one.called_by_id == member.user.pk),
        called=tuple(one for one in called if one.called_by_id != member.user.pk),
        skipped=tuple(_last_called_first(by_state[QueueTicket.State.SKIPPED])),
        waiting=tuple(by_state[QueueTicket.State.WAITING][:SHOWN_WAITING]),
        served=len(by_state[QueueTicket.State.SERVED]),
    )


def screen_of(structure: Structure, today: dt.date) -> ScreenPage:
    """Give the numbers that were called last, and how many wait."""
    rows = QueueTicket.objects.filter(structure=structure, date=today)
    called = rows.filter(state=QueueTicket.State.CALLED).order_by("-called_at", "-number")[:SHOWN_CALLED]
    return ScreenPage(called=tuple(called), waiting=rows.filter(state=QueueTicket.State.WAITING).count())


def _last_called_first(tickets: list[QueueTicket]) -> list[QueueTicket]:
    return sorted(tickets, key=lambda one: (one.called_at is not None, one.called_at), reverse=True)
