"""To whom an earlier time can be offered now: who asked first is offered first, and each time to one person only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from arogi.accounts.access import Member
from arogi.reception.access import visible_appointments
from arogi.reception.diary import local_day
from arogi.reception.errors import NoSuchAppointment
from arogi.reception.models import Appointment, EarlierWish
from arogi.reception.slots import AHEAD, Slot, Timetable, timetable

REST = dt.timedelta(days=7)
NOTICE = dt.timedelta(hours=1)
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An earlier time that is free now, and who would take it.

    Attributes:
        made: how many calls were made for this wish before.
    """

    wish: EarlierWish
    appointment: Appointment
    slot: Slot
    made: int


@dataclass(frozen=True, kw_only=True)
class OfferPage:
    """The offers that can be made now.

    Attributes:
        waiting: wishes for which nothing earlier is free.
        resting: wishes that had their three calls, or one in the last seven days.
    """

    offers: tuple[Offer, ...]
    waiting: int
    resting: int


def offers_to_make(member: Member, now: dt.datetime) -> OfferPage:
    """Match wishes of the structures in which a member works with free times before their appointments.

    Only times of the same colleague and of the length of the appointment: nobody has to tell the story anew.
    """
    rows = [row for row in _open_wishes(member, now) if member.works_in(row.appointment.structure_id)]
    callable_ = [row for row in rows if may_be_offered(row, now)]
    by_structure: dict[UUID, list[EarlierWish]] = defaultdict(list)
    for row in callable_:
        by_structure[row.appointment.structure_id].append(row)
    offers = [offer for wishes in by_structure.values() for offer in _matched(wishes, now)]
    return OfferPage(
        offers=tuple(sorted(offers, key=lambda offer: offer.slot.starts_at)),
        waiting=len(callable_) - len(offers),
        resting=len(rows) - len(callable_),
    )


def get_wish(member: Member, wish_id: UUID) -> EarlierWish:
    """Give one wish of an appointment that a member may see.

    Raises:
        NoSuchAppointment: there is none, or none that the member may know of.
    """
    rows = EarlierWish.objects.filter(appointment__in=visible_appointments(member))
    found: EarlierWish | None = rows.filter(pk=wish_id).first()
    if found is None:
        raise NoSuchAppointment
    return found


def may_be_offered(wish: EarlierWish, now: dt.datetime) -> bool:
    """Say whether one more call may be made: fewer than three were, and none in the last seven days."""
    calls = list(wish.offers.all())
    return len(calls) < EarlierWish.MOST_OFFERS and all(call.made_at <= now - REST for call in calls)


def _open_wishes(member: Member, now: dt.datetime) -> list[EarlierWish]:
    ahead = visible_appointments(member).filter(state=Appointment.State.BOOKED, starts_at__gt=now)
    rows: QuerySet[EarlierWish] = EarlierWish.objects.filter(closed_at=None, appointment__in=ahead)
    rows = rows.select_related(
        "appointment", "appointment__structure", "appointment__person", "appointment__worker", "appointment__service"
    )
    return list(rows.prefetch_related("offers").order_by("asked_at", "pk")[:MOST])


def _matched(wishes: list[EarlierWish], now: dt.datetime) -> list[Offer]:
    structure = wishes[0].appointment.structure
    last = min(max(local_day(wish.appointment.starts_at) for wish in wishes), local_day(now) + AHEAD)
    table = timetable(structure, local_day(now), last)
    given: set[tuple[UUID, dt.datetime]] = set()
    found = []
    for wish in wishes:
        slot = _first(table, wish.appointment, now + NOTICE, given)
        if slot is not None:
            given.add((slot.worker.pk, slot.starts_at))
            made = len(wish.offers.all())
            found.append(Offer(wish=wish, appointment=wish.appointment, slot=slot, made=made))
    return found


def _first(
    table: Timetable, appointment: Appointment, after: dt.datetime, given: set[tuple[UUID, dt.datetime]]
) -> Slot | None:
    minutes = int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60
    for date in table.days():
        for slot in table.free(date, minutes=minutes, after=after, worker_id=appointment.worker_id):
            if slot.ends_at > appointment.starts_at:
                return None
            if (slot.worker.pk, slot.starts_at) not in given:
                return slot
    return None
