"""The lines of a municipality that is filled for measurement: its people, and what they asked for, for COPY."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from arogi.core.row_ids import RowIds
from arogi.demo.bulk import BulkPerson
from arogi.demo.bulk_work import BulkRequest, bulk_requests
from arogi.demo.people import Generator
from arogi.people.bulk import PersonLines, PlainPerson

FIRST_DAY = dt.date(2021, 1, 1)
LAST_DAY = dt.date(2025, 12, 31)
"""The five years over which requests are spread."""

PEOPLE, WORK = "persons", "requests"
_CHUNK = 2000
_FIRST_MOMENT = 1_609_459_200_000  # 2021-01-01 in milliseconds
_NULL = "\\N"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one municipality is to be filled with.

    Attributes:
        structures: (id, kind) of each.
        settlements: ids by name. services: ids by code.
        staff: the account that recorded the contacts.
    """

    number: int
    municipality: UUID
    persons: int
    requests: int
    structures: tuple[tuple[str, str], ...]
    settlements: Mapping[str, str]
    services: Mapping[str, str]
    staff: str


def lines_of(job: Job, what: str, seed: int) -> Iterator[dict[str, bytes]]:
    """Make the lines of one municipality, which must be entered: of its people, or of its work."""
    ids = _ids_of(job)
    return _people(job, seed, ids) if what == PEOPLE else _work(job, seed, ids)


def _ids_of(job: Job) -> list[str]:
    """Make ids that can be made again: UUIDv7 whose moments are a millisecond apart, told apart by the municipality."""
    tail = f"-7000-8{job.number % 4096:03x}-{job.municipality.int % 2**48:012x}"
    moments = range(_FIRST_MOMENT, _FIRST_MOMENT + job.persons)
    return [f"{moment >> 16:08x}-{moment % 65536:04x}{tail}" for moment in moments]


def _people(job: Job, seed: int, ids: list[str]) -> Iterator[dict[str, bytes]]:
    last = _last_days(job, seed)
    generator = Generator(seed + job.number, prefix=f"S{job.number:03d}-", as_of=LAST_DAY)
    lines = PersonLines(registered_on=FIRST_DAY, registered_at=UUID(job.structures[0][0]))
    household, members = 0, list[tuple[str, str]]()
    for place, row in enumerate(generator.bulk_persons(job.persons)):
        if row[1] != household:
            if members:
                lines.add_household(members)
            household, members = row[1], []
            if len(lines.lines["people_person"]) >= _CHUNK:
                yield lines.take()
        members.append((ids[place], _relation(row, len(members))))
        lines.add(_plain(row, ids[place], job.settlements, place + 1, last[place]))
    lines.add_household(members)
    yield lines.take()


def _asked(job: Job, seed: int) -> Iterator[BulkRequest]:
    return bulk_requests(
        seed + job.number,
        requests=job.requests,
        persons=job.persons,
        kinds=[kind for _id, kind in job.structures],
        first=FIRST_DAY,
        last=LAST_DAY,
    )


def _last_days(job: Job, seed: int) -> list[dt.date | None]:
    """Give for each person the last day on which he or she will have come."""
    last: list[dt.date | None] = [None] * job.persons
    for _contact, position, day, _at, _channel, who, _service, _outcome in _asked(job, seed):
        if position == 1 and who >= 0:
            before = last[who]
            last[who] = day if before is None or day > before else before
    return last


def _plain(
    row: BulkPerson, person_id: str, settlements: Mapping[str, str], card: int, last_contact: dt.date | None
) -> PlainPerson:
    key, _household, surname, first, father, mother, latin_surname, latin_first, called = row[:9]
    born, precision, sex, amka, phone, place, _group = row[9:]
    return PlainPerson(
        id=person_id,
        surname=surname,
        first_name=first,
        father_name=father,
        mother_name=mother,
        latin_surname=latin_surname,
        latin_first_name=latin_first,
        called=called,
        sex=sex,
        birth_date=born if precision == "day" else born.replace(month=1, day=1),
        birth_precision=precision,
        amka=amka,
        phone=f"+30{phone}" if phone else "",
        settlement_id=settlements[place],
        source_key=key,
        card_number=card,
        last_contact_on=last_contact,
    )


def _relation(row: BulkPerson, place: int) -> str:
    if place == 0:
        return "head"
    return "spouse" if place == 1 and row[11] == "F" and row[9].year < LAST_DAY.year - 17 else "child"


def _work(job: Job, seed: int, ids: list[str]) -> Iterator[dict[str, bytes]]:
    here = str(job.municipality)
    contacts: list[str] = []
    requests: list[str] = []
    contact_id, row_ids = "", RowIds()
    rng = random.Random(seed)  # noqa: S311
    for _number, position, day, at, channel, who, service, outcome in _asked(job, seed):
        structure, person = job.structures[at][0], ids[who] if who >= 0 else _NULL
        if position == 1:
            if len(requests) > 4 * _CHUNK:
                yield _taken(contacts, requests)
            contact_id = row_ids.next()
            sex = rng.choice("FM") if who < 0 else ""
            contacts.append(
                f"{contact_id}\t{here}\t1\t{structure}\t{day}\t{channel}\t{person}\t{sex}\t\t\t\t\t\t\t{job.staff}\n"
            )
        requests.append(
            f"{row_ids.next()}\t{here}\t1\t{contact_id}\t{position}\t{day}\t{structure}\t{person}"
            f"\t{job.services[service]}\t\t{outcome}\t\tf\t\n"
        )
    yield _taken(contacts, requests)


def _taken(contacts: list[str], requests: list[str]) -> dict[str, bytes]:
    taken = {"reception_contact": "".join(contacts).encode(), "reception_request": "".join(requests).encode()}
    contacts.clear()
    requests.clear()
    return taken
