"""What the generators of activity give: requests as rows, acts of networking, and the days and hours they fall on."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

import holidays

from arogi.demo.people import Household, Person

COLUMNS = (
    "contact_id",
    "date",
    "structure",
    "channel",
    "person_key",
    "sex",
    "birth_date",
    "service_code",
    "outcome",
)
# Where a structure's hours were not published; an assumption of the demonstration, never shown as its hours.
ASSUMED_HOURS = (dt.time(8, 0), dt.time(15, 0))


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request, with the contact it belongs to; rows of one contact stand together.

    The first nine fields are the columns of `arogi import contacts`. `birth_date` is ISO text, shortened to what is
    known (`1984`). `person_key` is empty for an anonymous contact.
    """

    contact_id: str
    date: dt.date
    structure: str
    channel: str
    person_key: str
    sex: str
    birth_date: str
    service_code: str
    outcome: str
    at: dt.time
    minutes: int
    next_step: str
    next_step_on: dt.date | None
    household_key: str


@dataclass(frozen=True, slots=True)
class NetworkingRow:
    """An act that concerns no person: a visit to a body, a meeting (service C5.04)."""

    date: dt.date
    structure: str
    kind: str
    body: str
    subject: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Activity:
    """The register and the work of one municipality in one period.

    `structures` are (code, kind) pairs; `households` hold everybody in the register, also those who asked for nothing.
    `notes` say what of it was assumed.
    """

    slug: str
    name_el: str
    name_en: str
    structures: tuple[tuple[str, str], ...]
    first_day: dt.date
    last_day: dt.date
    households: tuple[Household, ...]
    rows: tuple[RequestRow, ...]
    networking: tuple[NetworkingRow, ...]
    notes: tuple[str, ...]

    @property
    def persons(self) -> tuple[Person, ...]:
        """Everybody in the register, household by household."""
        return tuple(person for household in self.households for person in household.members)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes: a person of a household, or nobody known (then only the sex may stand)."""

    person_key: str
    sex: str
    birth_date: str
    household_key: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One contact before it has its number: who, where, when, and what was asked with which outcome."""

    visitor: Visitor
    structure: str
    channel: str
    moment: dt.datetime
    asked: tuple[tuple[str, str], ...]
    minutes: int
    next_step: str = ""
    next_step_on: dt.date | None = None


def visitor(person: Person, household: Household) -> Visitor:
    """Return a person as a visitor."""
    born = person.born.written() if person.born is not None else ""
    return Visitor(person.key, person.sex, born, household.key)


def anonymous(sex: str) -> Visitor:
    """Return a visitor who was not asked for a name."""
    return Visitor("", sex, "", "")


def working_days(first: dt.date, last: dt.date, patron_day: str = "") -> list[dt.date]:
    """Return Monday to Friday, both ends included, without holidays of Greece and the patron's day (`MM-DD`)."""
    closed = holidays.country_holidays("GR", years=range(first.year, last.year + 1))
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in closed and f"{day:%m-%d}" != patron_day]


def moment_within(
    rng: random.Random, days: Sequence[dt.date], hours: tuple[dt.time, dt.time] = ASSUMED_HOURS
) -> dt.datetime:
    """Draw a moment in five-minute steps, at least half an hour before closing time."""
    opens = hours[0].hour * 60 + hours[0].minute
    closes = hours[1].hour * 60 + hours[1].minute
    minute = rng.randrange(opens, closes - 30, 5)
    return dt.datetime.combine(rng.choice(days), dt.time(minute // 60, minute % 60))


def number_contacts(visits: Iterable[Visit], prefix: str) -> tuple[RequestRow, ...]:
    """Give the contacts their numbers in the order of time and lay their requests out as rows."""
    in_order = sorted(visits, key=lambda visit: (visit.moment, visit.structure, visit.visitor.person_key))
    return tuple(
        _row(visit, f"{prefix}-{number:06d}", place)
        for number, visit in enumerate(in_order, start=1)
        for place in range(len(visit.asked))
    )


def write_contacts_csv(rows: Iterable[RequestRow], stream: IO[str]) -> int:
    """Write rows in the columns of `arogi import contacts`; return how many there were."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([getattr(row, column) for column in COLUMNS])
        count += 1
    return count


def _row(visit: Visit, contact_id: str, place: int) -> RequestRow:
    service, outcome = visit.asked[place]
    return RequestRow(
        contact_id=contact_id,
        date=visit.moment.date(),
        structure=visit.structure,
        channel=visit.channel,
        person_key=visit.visitor.person_key,
        sex=visit.visitor.sex,
        birth_date=visit.visitor.birth_date,
        service_code=service,
        outcome=outcome,
        at=visit.moment.time(),
        minutes=visit.minutes,
        # The next step belongs to the first request of the contact.
        next_step=visit.next_step if place == 0 else "",
        next_step_on=visit.next_step_on if place == 0 else None,
        household_key=visit.visitor.household_key,
    )
