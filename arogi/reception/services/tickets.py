"""The queue of a structure: taking a number, calling the next, and what became of whoever was called."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.people.names import display_clean
from arogi.reception.errors import NobodyWaits, NoSuchTicket, NotYourQueue, QueueIsFull, TicketIsSettled
from arogi.reception.models import QueueTicket

State = QueueTicket.State
HIGHEST = 999


@transaction.atomic
def take_ticket(
    *, by: Member, structure: Structure, kind: str, submission: UUID, at: dt.datetime, today: dt.date
) -> QueueTicket:
    """Give the next number of the day. One click gives one number, however often it arrives.

    Args:
        kind: category of the catalogue; empty where the queue is not parted.

    Raises:
        NotAllowed, NotYourQueue, QueueIsFull: see there.
    """
    _check(by, structure)
    # Whoever takes a number of this structure waits here; bookings and contacts do not.
    Structure.objects.select_for_update(of=("self",), no_key=True).get(pk=structure.pk)
    already: QueueTicket | None = QueueTicket.objects.filter(submission=submission).first()
    if already is not None:
        return already
    last = QueueTicket.objects.filter(structure=structure, date=today).aggregate(last=Max("number"))["last"] or 0
    if last >= HIGHEST:
        raise QueueIsFull
    ticket: QueueTicket = QueueTicket.objects.create(
        structure=structure, date=today, number=last + 1, kind=kind[:4], taken_at=at, submission=submission
    )
    audit.record("create", kind="queueticket", object_id=ticket.pk, number=ticket.number)
    return ticket


@transaction.atomic
def call_next(
    *, by: Member, structure: Structure, kind: str, desk: str, at: dt.datetime, today: dt.date
) -> QueueTicket:
    """Call the lowest number that waits. Two colleagues who call at once call two numbers.

    Args:
        kind: only of this kind; empty for whoever waits longest.
        desk: where to go, as the screen shows it: `2`, `Desk 2`.

    Raises:
        NotAllowed, NotYourQueue, NobodyWaits: see there.
    """
    _check(by, structure)
    waiting = QueueTicket.objects.filter(structure=structure, date=today, state=State.WAITING)
    waiting = waiting.filter(kind=kind) if kind else waiting
    ticket = waiting.order_by("number").select_for_update(of=("self",), skip_locked=True).first()
    if ticket is None:
        raise NobodyWaits
    return _called(by, ticket, desk, at)


@transaction.atomic
def call_again(*, by: Member, ticket_id: UUID, at: dt.datetime) -> QueueTicket:
    """Call a number once more: who did not answer may have come back.

    Raises:
        NotAllowed, NoSuchTicket, NotYourQueue, TicketIsSettled: see there.
    """
    ticket = _of_member(by, ticket_id)
    if ticket.state not in {State.CALLED, State.SKIPPED}:
        raise TicketIsSettled
    return _called(by, ticket, ticket.desk, at)


@transaction.atomic
def end_ticket(*, by: Member, ticket_id: UUID, state: str, at: dt.datetime) -> QueueTicket:
    """Say what became of a number that was called: served, or did not answer. A second click changes nothing.

    Raises:
        NotAllowed, NoSuchTicket, NotYourQueue, TicketIsSettled: see there.
    """
    ticket = _of_member(by, ticket_id)
    if ticket.state == state:
        return ticket
    if ticket.state != State.CALLED or state not in {State.SERVED, State.SKIPPED}:
        raise TicketIsSettled
    ticket.state, ticket.ended_at = state, at
    ticket.save(update_fields=["state", "ended_at"])
    audit.record("change", kind="queueticket", object_id=ticket.pk, number=ticket.number, act=state)
    return ticket


def _called(by: Member, ticket: QueueTicket, desk: str, at: dt.datetime) -> QueueTicket:
    ticket.state, ticket.called_at, ticket.called_by, ticket.ended_at = State.CALLED, at, by.user, None
    ticket.desk = display_clean(desk)[:20]
    ticket.save(update_fields=["state", "called_at", "called_by", "desk", "ended_at"])
    audit.record("change", kind="queueticket", object_id=ticket.pk, number=ticket.number, act=State.CALLED.value)
    return ticket


def _of_member(by: Member, ticket_id: UUID) -> QueueTicket:
    if not by.may("appointments.book"):
        raise NotAllowed
    rows = QueueTicket.objects.select_for_update(of=("self",)).select_related("structure")
    ticket: QueueTicket | None = rows.filter(pk=ticket_id).first()
    if ticket is None or not by.works_in(ticket.structure_id):
        raise NoSuchTicket
    return ticket


def _check(by: Member, structure: Structure) -> None:
    if not by.may("appointments.book"):
        raise NotAllowed
    if structure.municipality_id != by.municipality.pk or not by.works_in(structure.pk):
        raise NotYourQueue
