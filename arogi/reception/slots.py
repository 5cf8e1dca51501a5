"""Free times of a structure: computed, never stored.

They follow from hours, closures, holidays, the way of receiving, the staff with their absences, and what is booked.
Days and hours are those of Athens; moments are kept and compared in UTC, so a night with 23 or 25 hours needs no care.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from arogi.accounts.access import rulebook
from arogi.accounts.models import Membership, User
from arogi.centres.models import Structure
from arogi.centres.selectors import ATHENS, Calendar, calendar
from arogi.core import shown
from arogi.reception.errors import NoSuchTime
from arogi.reception.models import Appointment, ReceptionMode, ServiceLength, StaffAbsence

Span: TypeAlias = tuple[dt.datetime, dt.datetime]
USUAL_MINUTES = 30
STEP = 5
AHEAD = dt.timedelta(days=60)
LONGEST_AHEAD = dt.timedelta(days=366)
BY_APPOINTMENT = frozenset({ReceptionMode.Kind.APPOINTMENTS, ReceptionMode.Kind.MIXED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time at which a colleague is free."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    worker: User


@dataclass(frozen=True, kw_only=True)
class OpenDay:
    """One day of a structure.

    Attributes:
        mode: the way of receiving; None when nobody wrote one down: then appointments are given in all hours.
        spans: in which appointments are given, in UTC.
        closed_because: a sentence where there are none.
    """

    date: dt.date
    mode: ReceptionMode | None
    spans: tuple[Span, ...] = ()
    closed_because: str = ""

    @property
    def hours(self) -> str:
        """Write the hours, as `9:00-13:00, 17:00-20:00`."""
        return ", ".join(f"{shown.clock(first)}-{shown.clock(last)}" for first, last in self.spans)


@dataclass(frozen=True, kw_only=True)
class Post:
    """A colleague in the structure during a period; `until` is the first day on which it is over."""

    worker: User
    since: dt.date
    until: dt.date | None

    def holds_on(self, date: dt.date) -> bool:
        """Say whether he or she works there on a day."""
        return self.since <= date and (self.until is None or date < self.until)


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """What free times of a structure follow from over a period; read with seven queries, however long it is.

    Attributes:
        booked, away: by colleague, in order.
    """

    structure: Structure
    first: dt.date
    last: dt.date
    calendar: Calendar
    modes: tuple[ReceptionMode, ...]
    posts: tuple[Post, ...]
    booked: Mapping[UUID, tuple[Span, ...]]
    away: Mapping[UUID, tuple[Span, ...]]

    def day(self, date: dt.date, *, has_open_case: bool = False) -> OpenDay:
        """Give the hours of appointments on a day, or why there are none.

        Args:
            has_open_case: who comes has something pending, so that days for pending cases are open.
        """
        mode = mode_on(self.modes, date)
        said = _why_without_appointments(mode, has_open_case=has_open_case)
        if said:
            return OpenDay(date=date, mode=mode, closed_because=said)
        spans, reason = self._spans(date, mode)
        return OpenDay(date=date, mode=mode, spans=spans, closed_because=reason)

    def _spans(self, date: dt.date, mode: ReceptionMode | None) -> tuple[tuple[Span, ...], str]:
        found = self.calendar.day_of(self.structure, date)
        if found.closed_because:
            return (), found.closed_because
        ranges, window = [(hours.opens, hours.closes) for hours in found.ranges], _window(mode)
        if not any(row.structure_id == self.structure.pk for row in self.calendar.hours):
            # Many hours were never written down; the hours of appointments can stand alone.
            if window is None:
                return (), _("No hours are written down for this structure.")
            ranges = [window] if self.calendar.is_working_day(date, self.structure.pk) else []
        elif window is not None:
            ranges = [(max(opens, window[0]), min(closes, window[1])) for opens, closes in ranges]
        spans = tuple(_span(date, opens, closes) for opens, closes in ranges if opens < closes)
        return spans, "" if spans else _("The structure is closed on this day of the week.")

    def workers_on(self, date: dt.date) -> list[User]:
        """Give the colleagues who work there on a day, by name."""
        found = {post.worker.pk: post.worker for post in self.posts if post.holds_on(date)}
        return sorted(found.values(), key=lambda worker: (worker.name, worker.pk))

    def free(
        self,
        date: dt.date,
        *,
        minutes: int,
        after: dt.datetime,
        worker_id: UUID | None = None,
        has_open_case: bool = False,
    ) -> list[Slot]:
        """Give the free times of a day from a moment on, earliest first, each colleague's own.

        Args:
            worker_id: only this colleague's.
        """
        length, spans = dt.timedelta(minutes=minutes), self.day(date, has_open_case=has_open_case).spans
        workers = [one for one in self.workers_on(date) if worker_id in {None, one.pk}] if spans else []
        found = [
            Slot(starts_at=starts_at, ends_at=starts_at + length, worker=worker)
            for worker in workers
            for span in spans
            for starts_at in _starts(span, self._taken(worker.pk), length)
            if starts_at >= after
        ]
        return sorted(found, key=lambda slot: slot.starts_at)

    def days(self) -> Iterator[dt.date]:
        """Give the days of the period."""
        return (self.first + dt.timedelta(days=number) for number in range((self.last - self.first).days + 1))

    def first_free(
        self, *, minutes: int, after: dt.datetime, worker_id: UUID | None = None, before: dt.datetime | None = None
    ) -> Slot | None:
        """Give the earliest free time of the period; None when there is none, or none before a moment."""
        for date in self.days():
            if before is not None and date > before.astimezone(ATHENS).date():
                return None
            for slot in self.free(date, minutes=minutes, after=after, worker_id=worker_id):
                return slot if before is None or slot.starts_at < before else None
        return None

    def is_taken(self, worker_id: UUID, span: Span) -> bool:
        """Say whether a colleague has something else in a time, or is away."""
        return any(_overlap(span, other) for other in self._taken(worker_id))

    def is_away(self, worker_id: UUID, span: Span) -> bool:
        """Say whether a colleague is away in a time."""
        return any(_overlap(span, other) for other in self.away.get(worker_id, ()))

    def _taken(self, worker_id: UUID) -> tuple[Span, ...]:
        return (*self.booked.get(worker_id, ()), *self.away.get(worker_id, ()))


def timetable(structure: Structure, first: dt.date, last: dt.date, *, without: UUID | None = None) -> Timetable:
    """Read what free times of a structure follow from.

    Args:
        without: an appointment whose time counts as free: it is the one that is moved.
    """
    posts = staff_of(structure, first, last)
    workers = [post.worker.pk for post in posts]
    since, until = _span(first, dt.time.min, dt.time.min)[0], _span(last, dt.time.min, dt.time.max)[1]
    booked = Appointment.objects.taking_time().overlapping(since, until).filter(worker__in=workers)
    if without is not None:
        booked = booked.exclude(pk=without)
    away = StaffAbsence.objects.filter(worker__in=workers, starts_at__lt=until, ends_at__gt=since)
    return Timetable(
        structure=structure,
        first=first,
        last=last,
        calendar=calendar(first, last),
        modes=modes_of(structure, first, last),
        posts=posts,
        booked=_by_worker(booked),
        away=_by_worker(away),
    )


def _by_worker(rows: QuerySet[Any]) -> dict[UUID, tuple[Span, ...]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    for worker, starts_at, ends_at in rows.order_by("starts_at").values_list("worker_id", "starts_at", "ends_at"):
        found[worker].append((starts_at, ends_at))
    return {worker: tuple(spans) for worker, spans in found.items()}


def staff_of(structure: Structure, first: dt.date, last: dt.date) -> tuple[Post, ...]:
    """Give who receives people in a structure during a period: its own staff; where it has none, the municipality's."""
    receiving = [role for role, rights in _roles().items() if "contacts.record" in rights]
    rows = Membership.objects.filter(role__in=receiving, valid_from__lte=last, user__is_active=True)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gt=first)).filter(
        Q(structure=structure) | Q(structure=None)
    )
    found = list(rows.select_related("user").order_by("pk"))
    own = [row for row in found if row.structure_id == structure.pk]
    return tuple(Post(worker=row.user, since=row.valid_from, until=row.valid_until) for row in own or found)


@cache
def _roles() -> dict[str, frozenset[str]]:
    return rulebook().roles


def modes_of(structure: Structure, first: dt.date, last: dt.date) -> tuple[ReceptionMode, ...]:
    """Give the ways of receiving that hold on a day of a period, in the order of their first days."""
    rows = ReceptionMode.objects.filter(structure=structure, from_date__lte=last)
    return tuple(rows.filter(Q(until_date=None) | Q(until_date__gte=first)).order_by("from_date", "pk"))


def mode_on(modes: Iterable[ReceptionMode], date: dt.date) -> ReceptionMode | None:
    """Choose what holds on a day: an exception before what holds otherwise, and of that the latest."""
    standing = [
        mode for mode in modes if mode.from_date <= date and (mode.until_date is None or date <= mode.until_date)
    ]
    exceptions = [mode for mode in standing if mode.until_date is not None]
    return max(exceptions or standing, key=lambda mode: mode.from_date, default=None)


def minutes_for(structure: Structure, category: str) -> int:
    """Give how long an appointment for a kind of service takes in a structure."""
    found = ServiceLength.objects.filter(structure=structure, category=category).values_list("minutes", flat=True)
    return found.first() or USUAL_MINUTES


def moment_of(date: dt.date, time: dt.time) -> dt.datetime:
    """Give the moment of a time on the clock of Athens, in UTC; the first of two where the hour comes twice.

    Raises:
        NoSuchTime: the clocks jump over it.
    """
    moment = dt.datetime.combine(date, time, ATHENS).astimezone(dt.UTC)
    if moment.astimezone(ATHENS).time() != time:
        raise NoSuchTime
    return moment


def _span(date: dt.date, opens: dt.time, closes: dt.time) -> Span:
    # Where the clocks jump over one of the two, the time that they show instead; where an hour comes twice, all of it.
    first = dt.datetime.combine(date, opens, ATHENS)
    last = dt.datetime.combine(date, closes, ATHENS).replace(fold=1)
    return first.astimezone(dt.UTC), last.astimezone(dt.UTC)


def _window(mode: ReceptionMode | None) -> tuple[dt.time, dt.time] | None:
    if mode is None or mode.appointments_from is None or mode.appointments_until is None:
        return None
    return mode.appointments_from, mode.appointments_until


def _starts(span: Span, taken: Iterable[Span], length: dt.timedelta) -> Iterator[dt.datetime]:
    at, last = span
    while at + length <= last:
        ends = [busy[1] for busy in taken if _overlap((at, at + length), busy)]
        if not ends:
            yield at
        at = _next_step(max(ends)) if ends else at + length


def _next_step(moment: dt.datetime) -> dt.datetime:
    over = dt.timedelta(minutes=moment.minute % STEP, seconds=moment.second, microseconds=moment.microsecond)
    return moment - over + (dt.timedelta(minutes=STEP) if over else dt.timedelta())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _why_without_appointments(mode: ReceptionMode | None, *, has_open_case: bool) -> str:
    if mode is None or mode.kind in BY_APPOINTMENT:
        return ""
    if mode.kind == ReceptionMode.Kind.PENDING and has_open_case:
        return ""
    said = _("%(mode)s: no appointments are given on this day.") % {"mode": mode.get_kind_display()}
    return f"{said} {mode.notice}".strip()
