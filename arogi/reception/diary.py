"""Appointments as pages show them: a structure's day and week, a colleague's own day, what lies ahead of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.centres.selectors import ATHENS
from arogi.people.models import Person
from arogi.reception.access import appointment_structures, visible_appointments
from arogi.reception.models import Appointment, AppointmentQuerySet, ReceptionMode
from arogi.reception.slots import USUAL_MINUTES, OpenDay, mode_on, timetable

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class DayPage:
    """One day of a structure.

    Attributes:
        appointments: in the order of time, cancelled ones too.
        free: how many times of the usual length are still free; None for days that are over.
    """

    structure: Structure
    day: OpenDay
    appointments: tuple[Appointment, ...]
    free: int | None

    @property
    def date(self) -> dt.date:
        """Give the day."""
        return self.day.date

    @property
    def letters(self) -> str:
        """Give whose day it is by the letters of surnames."""
        return self.day.mode.letters_on(self.date) if self.day.mode else ""

    @property
    def stranded(self) -> int:
        """Count appointments that stand although the structure gives none on this day: somebody has to call."""
        return sum(one.is_ahead for one in self.appointments) if self.day.closed_because else 0


@dataclass(frozen=True, kw_only=True)
class ReceptionToday:
    """How a structure receives on a day, for a line on Today and on the structure's page."""

    structure: Structure
    mode: ReceptionMode
    letters: str


def days_of(member: Member, structure: Structure, first: dt.date, days: int, now: dt.datetime) -> list[DayPage]:
    """Give some days of a structure from a day on; eight queries, however many appointments there are."""
    last = first + dt.timedelta(days=days - 1)
    table = timetable(structure, first, last)
    rows = visible_appointments(member).filter(structure=structure)
    by_day: dict[dt.date, list[Appointment]] = {}
    for one in _shown(rows.overlapping(*_whole_days(first, last))):
        one.structure = structure
        by_day.setdefault(local_day(one.starts_at), []).append(one)
    today = local_day(now)
    return [
        DayPage(
            structure=structure,
            day=table.day(date),
            appointments=tuple(by_day.get(date, ())),
            free=len(table.free(date, minutes=USUAL_MINUTES, after=now)) if date >= today else None,
        )
        for date in table.days()
    ]


def own_day(member: Member, now: dt.datetime) -> tuple[Appointment, ...]:
    """Give a member's own appointments of a day, those first who wait already."""
    today = local_day(now)
    rows = visible_appointments(member).filter(worker=member.user).exclude(state=Appointment.State.CANCELLED)
    found = list(_shown(rows.overlapping(*_whole_days(today, today))))
    _place(member, found)
    return tuple(sorted(found, key=lambda one: one.state != Appointment.State.ARRIVED))


def ahead_of(member: Member, person: Person, now: dt.datetime) -> tuple[Appointment, ...]:
    """Give the coming appointments of a person that a member may see, from today on."""
    start = _whole_days(local_day(now), local_day(now))[0]
    rows = visible_appointments(member).filter(person=person, starts_at__gte=start, state__in=Appointment.AHEAD)
    found = list(_shown(rows)[:10])
    _place(member, found)
    return tuple(found)


def reception_today(member: Member, today: dt.date) -> tuple[ReceptionToday, ...]:
    """Give how the structures in which a member works receive on a day, where it was written down; one query."""
    here = [one for one in appointment_structures(member) if member.works_in(one.pk) and one.is_open_on(today)]
    rows = list(ReceptionMode.objects.filter(structure__in=here, from_date__lte=today).order_by("from_date", "pk"))
    found = [(one, mode_on([row for row in rows if row.structure_id == one.pk], today)) for one in here]
    return tuple(
        ReceptionToday(structure=one, mode=mode, letters=mode.letters_on(today)) for one, mode in found if mode
    )


def local_day(moment: dt.datetime) -> dt.date:
    """Give the day of a moment in Athens."""
    return moment.astimezone(ATHENS).date()


def _whole_days(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    return dt.datetime.combine(first, dt.time.min, ATHENS), dt.datetime.combine(last + DAY, dt.time.min, ATHENS)


def _shown(rows: AppointmentQuerySet) -> AppointmentQuerySet:
    return rows.select_related("person", "worker", "service").order_by("starts_at", "worker__name", "pk")


def _place(member: Member, appointments: Iterable[Appointment]) -> None:
    """Give each appointment its structure, from those that the member's request has read anyway."""
    structures = {structure.pk: structure for structure in member.structures}
    for one in appointments:
        one.structure = structures[one.structure_id]
