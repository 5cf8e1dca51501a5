"""Fill a database to the size of a country, for measurement: synthetic persons, and what they asked for.

Municipalities are opened by the application's own services. Then two processes make lines for COPY, and this one,
signed in as the owner, writes them straight into the tables in a single transaction: all of it, or nothing.
The biggest municipality comes first, so that both processes end together.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connections, transaction
from uuid_utils import uuid7

from arogi.accounts.models import Membership, MunicipalityAccess, User
from arogi.centres.models import Municipality, Settlement, Structure
from arogi.centres.services import open_municipality, open_structure
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError
from arogi.demo.line_worker import Makers
from arogi.demo.people import DEFAULT_SETTLEMENTS
from arogi.demo.scale_lines import FIRST_DAY, PEOPLE, WORK, Job
from arogi.demo.towns import MARK
from arogi.people.bulk import COLUMNS, straight
from arogi.reception.models import CentreService
from arogi.reception.services import adopt_catalogue

SHARE_OF_LARGEST = 0.15
_TOLD_EVERY = 2.0
_OWNER = "owner"
_WORK_COLUMNS = {
    "reception_contact": (
        "id, municipality_id, version, structure_id, date, channel, person_id, anonymous_sex, companion, "
        "representative, interpreter_language, note, source_key, cancelled_reason, staff_id"
    ),
    "reception_request": (
        "id, municipality_id, version, contact_id, position, date, structure_id, person_id, service_id, text, outcome, "
        "next_step, is_cancelled, source_key"
    ),
}
_ALL_COLUMNS: Mapping[str, str] = {**COLUMNS, **_WORK_COLUMNS}
Say = Callable[[str], None]


class ScaleRefused(DomainError):
    """The database cannot be filled; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is to be made, over all municipalities; `largest` is the number of persons of the biggest one."""

    persons: int
    municipalities: int
    requests: int = 0
    largest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was written, and how many seconds each part took."""

    persons: int
    requests: int
    opening: float
    writing_people: float
    writing_work: float
    indexing: float
    vacuuming: float

    @property
    def persons_per_second(self) -> float:
        """Give the rate of COPY: all tables of a person, numbers encrypted, without the indexes made at the end."""
        return self.persons / self.writing_people

    @property
    def persons_per_second_in_all(self) -> float:
        """Give the rate with all indexes and keys made."""
        return self.persons / (self.writing_people + self.indexing)


def shares(size: Size) -> list[int]:
    """Share persons out: one municipality is large, the others differ by a fifth.

    Raises:
        ScaleRefused: the numbers do not fit together.
    """
    if size.municipalities < 1 or size.persons < size.municipalities or size.requests < 0:
        raise ScaleRefused("Give at least one municipality, and at least one person for each.")
    if size.municipalities == 1:
        return [size.persons]
    largest = size.largest or max(round(size.persons * SHARE_OF_LARGEST), 1)
    others = size.municipalities - 1
    left = size.persons - largest
    if left < others:
        raise ScaleRefused(f"The largest municipality leaves {max(left, 0)} persons for {others} others.")
    weights = [0.9 + 0.2 * number / others for number in range(others)]
    bounds = [round(left * sum(weights[:number]) / sum(weights)) for number in range(others + 1)]
    return [largest, *(after - before for before, after in pairwise(bounds))]


def fill(size: Size, *, seed: int, say: Say) -> Filled:
    """Open municipalities and fill them.

    Raises:
        ScaleRefused: the numbers do not fit together, or the owner's role is not at hand.
    """
    if _OWNER not in connections.settings:
        raise ScaleRefused("Filling needs the owner's role: prepare the database with 'arogi db prepare' first.")
    persons = shares(size)
    clock = [time.monotonic()]
    # The processes get ready while municipalities are opened.
    with Makers(seed) as makers:
        jobs = _open(persons, size.requests, say)
        clock.append(time.monotonic())
        with transaction.atomic(using=_OWNER), _straight():
            _write(jobs, PEOPLE, makers, say)
            clock.append(time.monotonic())
            if size.requests:
                _write(jobs, WORK, makers, say)
            clock.append(time.monotonic())
            makers.stop()
            say("Making indexes and checking every key ...")
    clock.append(time.monotonic())
    _vacuum(say)
    clock.append(time.monotonic())
    spent = [after - before for before, after in pairwise(clock)]
    opening, writing_people, writing_work, indexing, vacuuming = spent
    return Filled(
        persons=size.persons,
        requests=size.requests,
        opening=opening,
        writing_people=writing_people,
        writing_work=writing_work,
        indexing=indexing,
        vacuuming=vacuuming,
    )


def _open(persons: list[int], requests: int, say: Say) -> list[Job]:
    say(f"Opening {len(persons)} municipalities ...")
    taken = Municipality.objects.filter(slug__startswith="scale-").count()
    total = sum(persons)
    bounds, before = [0], 0
    for count in persons:
        before += count
        bounds.append(round(requests * before / total))
    return [
        _open_one(taken + place + 1, count, bounds[place + 1] - bounds[place]) for place, count in enumerate(persons)
    ]


def _open_one(number: int, persons: int, requests: int) -> Job:
    name = f"Δήμος Μέτρησης {number}"
    with transaction.atomic():
        town = open_municipality(
            slug=f"scale-{number:03d}", name_el=name, name_en=f"Measured municipality {number}", source=MARK
        )
        with acting_in(town.pk):
            return _furnish(number, town, persons, requests)


def _furnish(number: int, town: Municipality, persons: int, requests: int) -> Job:
    adopt_catalogue()
    centre = open_structure(code="KK", kind=Structure.Kind.CENTRE, name_el="Κέντρο Κοινότητας", opened_on=FIRST_DAY)
    structures = [centre]
    # Every fourth centre has a Roma branch: some 70 in the country (assumed; the number was not found).
    if number % 4 == 1:
        kind = Structure.Kind.ROMA_BRANCH
        structures.append(
            open_structure(code="ROMA", kind=kind, name_el="Παράρτημα Ρομά", parent=centre, opened_on=FIRST_DAY)
        )
    places = [Settlement(name=place.name, kind=place.kind) for place in DEFAULT_SETTLEMENTS]
    Settlement.objects.bulk_create(places)
    return Job(
        number=number,
        municipality=town.pk,
        persons=persons,
        requests=requests,
        structures=tuple((str(structure.pk), str(structure.kind)) for structure in structures),
        settlements={place.name: str(place.pk) for place in places},
        services={code: str(pk) for code, pk in CentreService.objects.values_list("code", "pk")},
        staff=str(_worker(number, town).pk),
    )


def _worker(number: int, town: Municipality) -> User:
    user = User(email=f"worker@scale-{number:03d}.example", name=f"Μετρητής {number}")
    user.set_unusable_password()
    user.save()
    MunicipalityAccess.objects.create(user=user, municipality=town)
    Membership.objects.create(user=user, role=Membership.Role.COORDINATOR, valid_from=FIRST_DAY)
    return user


@contextlib.contextmanager
def _straight() -> Iterator[None]:
    connections[_OWNER].ensure_connection()
    raw = connections[_OWNER].connection
    with raw.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL synchronous_commit = off")
        # Keys are checked by a join over whole tables: a nested loop, which looks cheap to a planner who has not seen
        # the new rows yet, would take for ever.
        cursor.execute("SET LOCAL enable_nestloop = off")
    with straight(raw, [*_ALL_COLUMNS, "people_cardnumber"]):
        yield
        with raw.cursor() as cursor:
            for table in _ALL_COLUMNS:
                cursor.execute(f"ANALYZE {table}")


def _write(jobs: list[Job], what: str, makers: Makers, say: Say) -> None:
    raw = connections[_OWNER].connection
    counted = "people_person" if what == PEOPLE else "reception_request"
    total = sum(job.persons if what == PEOPLE else job.requests for job in jobs)
    started = told = time.monotonic()
    done = 0
    for made in makers.lines(jobs, what):
        _copy(raw, made)
        done += made[counted].count(b"\n")
        now = time.monotonic()
        if now - told > _TOLD_EVERY or done == total:
            told = now
            say(f"{done:,} of {total:,} {what}, {done / (now - started):,.0f} a second")
    if what == PEOPLE:
        _number_cards(raw, jobs)


def _number_cards(raw: Any, jobs: list[Job]) -> None:
    with raw.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO people_cardnumber (id, municipality_id, last) VALUES (%s, %s, %s)",
            [(str(uuid7()), job.municipality, job.persons) for job in jobs],
        )


def _copy(raw: Any, made: Mapping[str, bytes]) -> None:
    with raw.cursor() as cursor:
        for table, lines in made.items():
            with cursor.copy(f"COPY {table} ({_ALL_COLUMNS[table]}) FROM STDIN") as copy:
                copy.write(lines)


def _vacuum(say: Say) -> None:
    """Let the planner know the tables, and let reports read from indexes alone."""
    say("Vacuuming ...")
    with connections[_OWNER].cursor() as cursor:
        for table in (*_ALL_COLUMNS, "centres_structure", "reception_centreservice", "people_cardnumber"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
