"""The page on which a time is found and booked, or an appointment moved: what it shows, and what its form asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.core.exceptions import ValidationError

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.centres.selectors import ATHENS
from arogi.people.models import Person
from arogi.reception.entry import Choices, service_choices, workplaces
from arogi.reception.errors import NotYourAppointments, WorkerAway
from arogi.reception.forms.appointments import BookingForm, FinderForm, MovingForm, NamelessBookingForm
from arogi.reception.models import Appointment, CentreService
from arogi.reception.services.appointments import AppointmentFacts, WantedTime, has_open_case
from arogi.reception.slots import AHEAD, OpenDay, Slot, Timetable, minutes_for, timetable

SHOWN_DAYS = 5


@dataclass(frozen=True, kw_only=True)
class FreeTime:
    """A free time as a link: to the same page with the time written into its form."""

    slot: Slot
    query: str


@dataclass(frozen=True, kw_only=True)
class FreeDay:
    """A day with its free times."""

    day: OpenDay
    times: tuple[FreeTime, ...]


@dataclass(kw_only=True)
class Booking:
    """A time being looked for in one structure.

    Attributes:
        asked: what the page's address or its form says.
        moved: the appointment that is moved; None for a new one.
    """

    member: Member
    now: dt.datetime
    today: dt.date
    asked: Mapping[str, Any]
    sent: Mapping[str, Any] | None
    person: Person | None = None
    moved: Appointment | None = None

    @cached_property
    def structures(self) -> list[Structure]:
        """Give where the member may book; where an appointment is moved, its own."""
        return [self.moved.structure] if self.moved else workplaces(self.member, self.today)

    @cached_property
    def structure(self) -> Structure:
        """Give the structure that is asked for, else the first."""
        asked = self.asked.get("structure")
        return next((one for one in self.structures if one.code == asked), self.structures[0])

    @cached_property
    def service(self) -> CentreService | None:
        """Give the service that is asked for."""
        if self.moved:
            service: CentreService | None = self.moved.service
            return service
        code = str(self.asked.get("service") or "")[:12]
        found: CentreService | None = CentreService.objects.on(self.today).filter(code=code).first() if code else None
        return found

    @cached_property
    def worker(self) -> User | None:
        """Give the colleague who is asked for; None for anybody, and for somebody who does not work there."""
        asked = str(self.asked.get("worker") or "")
        return next((one for one in self.workers if str(one.pk) == asked), None)

    @cached_property
    def workers(self) -> list[User]:
        """Give who receives people in the structure on the days that are looked at."""
        found = {post.worker.pk: post.worker for post in self.table.posts}
        return sorted(found.values(), key=lambda worker: (worker.name, worker.pk))

    @cached_property
    def finder(self) -> FinderForm:
        """Give the form that narrows the free times."""
        said = {name: self.asked.get(name, "") for name in ("service", "worker", "date")}
        said["structure"] = self.structure.code
        structures = [(one.code, one.name) for one in self.structures]
        services: Choices = service_choices([self.structure], self.today)
        return FinderForm(said, structures=structures, services=services, today=self.today)

    def finder_with_workers(self) -> FinderForm:
        """Give the same form, its list of colleagues filled."""
        self.finder.offer_workers([(str(one.pk), one.name) for one in self.workers])
        return self.finder

    @cached_property
    def form(self) -> BookingForm | MovingForm:
        """Give the form that books or moves; a free time that was chosen stands in it."""
        has_time = bool(self.asked.get("time"))
        initial = {"time": str(self.asked.get("time", ""))[:8], "date": self.first} if has_time else {}
        if self.moved:
            return MovingForm(self.sent, today=self.today, initial={**initial, **self.said})
        kind = BookingForm if self.person else NamelessBookingForm
        return kind(self.sent, today=self.today, initial={"submission": uuid4(), **initial, **self.said})

    def facts(self) -> AppointmentFacts:
        """Turn the checked form into the facts of an appointment.

        Raises:
            NotYourAppointments: the structure is none in which the member works.
        """
        read = self.form.cleaned_data
        if read["structure"] != self.structure.code:
            raise NotYourAppointments
        return AppointmentFacts(
            structure=self.structure,
            wanted=self.wanted(),
            service=self.service,
            person=self.person,
            initials=read.get("initials", ""),
            phone=read.get("phone", ""),
            note=read["note"],
        )

    def wanted(self) -> WantedTime:
        """Give the time that was typed.

        Raises:
            WorkerAway: the colleague who was asked for does not work there any more.
        """
        read = self.form.cleaned_data
        if read["worker"] and self.worker is None:
            raise WorkerAway
        return WantedTime(date=read["date"], time=read["time"], worker=self.worker)

    @cached_property
    def first(self) -> dt.date:
        """Give the first day that is looked at: never one that is over."""
        field = self.finder.fields["date"]
        try:
            day: dt.date | None = field.clean(self.asked.get("date") or "")
        except ValidationError:
            day = None
        return max(day or self.today, self.today)

    @cached_property
    def table(self) -> Timetable:
        """Give what free times follow from."""
        return timetable(self.structure, self.first, self.first + AHEAD, without=self.moved.pk if self.moved else None)

    @cached_property
    def minutes(self) -> int:
        """Give how long the appointment takes."""
        return minutes_for(self.structure, self.service.category if self.service else "")

    @cached_property
    def days(self) -> list[FreeDay]:
        """Give the first days that have free times."""
        found: list[FreeDay] = []
        is_pending = self.person is not None and has_open_case(self.person)
        for date in self.table.days():
            slots = self.table.free(
                date,
                minutes=self.minutes,
                after=self.now,
                worker_id=self.worker.pk if self.worker else None,
                has_open_case=is_pending,
            )
            if slots:
                found.append(FreeDay(day=self.table.day(date, has_open_case=is_pending), times=self._times(slots)))
            if len(found) == SHOWN_DAYS:
                break
        return found

    def _times(self, slots: list[Slot]) -> tuple[FreeTime, ...]:
        """Give each time once, whoever has it free."""
        once = {slot.starts_at: slot for slot in reversed(slots)}
        return tuple(FreeTime(slot=once[moment], query=self._query(moment)) for moment in sorted(once))

    def _query(self, moment: dt.datetime) -> str:
        here = moment.astimezone(ATHENS)
        return urlencode({**self.said, "date": here.date().isoformat(), "time": f"{here:%H:%M}"})

    @property
    def said(self) -> dict[str, str]:
        """Give where, for what and with whom, as an address says it."""
        return {
            "structure": self.structure.code,
            "service": self.service.code if self.service else "",
            "worker": str(self.worker.pk) if self.worker else "",
        }

    @property
    def later(self) -> str:
        """Give the address of the days after those that are shown; nothing when there are none."""
        if len(self.days) < SHOWN_DAYS:
            return ""
        day = self.days[-1].day.date + dt.timedelta(days=1)
        return urlencode({**self.said, "date": day.isoformat()})

    @property
    def why_none(self) -> str:
        """Say why there is no free time at all, as the first day has it."""
        return self.table.day(self.first).closed_because
