"""A centre that gives appointments: its hours, its staff, and the shortest way to book."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from arogi.accounts.access import Member, member_on
from arogi.centres import services as centres
from arogi.centres.models import Municipality, Structure
from arogi.centres.selectors import ATHENS, Range
from arogi.reception.models import Appointment
from arogi.reception.services.appointments import AppointmentFacts, WantedTime, book
from tests.factories import membership

# A Friday; the Monday after it is an ordinary day.
TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 8, 0, tzinfo=ATHENS)
MONDAY = dt.date(2026, 11, 23)
MORNING = Range(opens=dt.time(9), closes=dt.time(11))


def centre(*, week: dict[int, list[Range]] | None = None, code: str = "KK") -> Structure:
    """The structure, open from 9 to 11 on working days unless said otherwise."""
    found = Structure.objects.get(code=code)
    hours = {weekday: [MORNING] for weekday in range(5)} if week is None else week
    centres.set_hours(structure_id=found.pk, week=hours, on=dt.date(2020, 1, 1))
    return found


def worker(town: Municipality, at: Structure, role: str = "social_worker", *, on: dt.date = TODAY) -> Member:
    """A colleague of the structure."""
    found = member_on(user=membership(town, role, at=at), municipality=town, date=on)
    assert found is not None
    return found


def booked(by: Member, at: Structure, time: str = "9:00", *, on: dt.date = MONDAY, **changes: object) -> Appointment:
    """An appointment with the member, of somebody with initials."""
    submission, moment = changes.pop("submission", uuid4()), changes.pop("moment", NOW)
    hour, minute = map(int, time.split(":"))
    wanted = WantedTime(date=on, time=dt.time(hour, minute), worker=changes.pop("worker", by.user))
    said = {"structure": at, "wanted": wanted, "initials": "" if "person" in changes else "Μ.Π.", **changes}
    return book(by=by, facts=AppointmentFacts(**said), submission=submission, at=moment)


def clock(moment: dt.datetime) -> str:
    """The time in Athens."""
    return f"{moment.astimezone(ATHENS):%H:%M}"
