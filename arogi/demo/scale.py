"""Fill a database to the size of a country, for measurement: synthetic persons, and what they asked for.

Municipalities are opened by the application's own services. Then two processes make lines for COPY, and this one,
signed in as the owner, writes them straight into the tables in a single transaction: all of it, or nothing.
The biggest municipality comes first, so that both processes end together.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import queue
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from uuid_utils import uuid7

from arogi.accounts.models import Membership, MunicipalityAccess, User
from arogi.centres.models import Municipality, Settlement, Structure
from arogi.centres.services import open_municipality, open_structure
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError
from arogi.demo.bulk import BulkPerson
from arogi.demo.bulk_work import BulkRequest, bulk_requests
from arogi.demo.line_worker import make_lines
from arogi.demo.people import DEFAULT_SETTLEMENTS, Generator
from arogi.demo.towns import MARK
from arogi.people.bulk import COLUMNS, PersonLines, PlainPerson, straight
from arogi.reception.models import CentreService
from arogi.reception.services import adopt_catalogue

FIRST_DAY = dt.date(2021, 1, 1)
LAST_DAY = dt.date(2025, 12, 31)
"""The five years over which requests are spread."""

SHARE_OF_LARGEST = 0.15
PROCESSES = 2
_CHUNK = 2000
_WAITING = 6
_TOLD_EVERY = 2.0
_FIRST_MOMENT = 1_609_459_200_000  # 2021-01-01 in milliseconds
PEOPLE, WORK = "persons", "requests"
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
_NULL = "\\N"
Say = Callable[[str], None]


class ScaleRefused(DomainError):
    """The database cannot be filled; the message says why."""


class WorkerFailed(RuntimeError):
    """A process that makes lines ended early; the message is its traceback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is to be made, over all municipalities; `largest` is the number of persons of the biggest one."""

    persons: int
    municipalities: int
    requests: int = 0
    largest: int = 0


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


class Makers:
    """Processes that make lines, for the length of a block."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        # Spawned, not forked: a forked process would repeat the random ids of this one.
        context = multiprocessing.get_context("spawn")
        self._to_do: Any = context.Queue()
        self._made: Any = context.Queue(maxsize=_WAITING)
        arguments = (self._to_do, self._made, seed)
        self._processes = [
            context.Process(target=make_lines, args=arguments, daemon=True) for _each in range(PROCESSES)
        ]

    def __enter__(self) -> Makers:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.terminate()

    def lines(self, jobs: list[Job], what: str) -> Iterator[dict[str, bytes]]:
        """Let the lines of jobs be made, and give them as they come.

        Raises:
            WorkerFailed: one of the processes could not.
        """
        for job in jobs:
            self._to_do.put((job, what))
        waiting = len(jobs)
        while waiting:
            each = self._next()
            waiting -= each is None
            if isinstance(each, str):
                raise WorkerFailed(each)
            if each:
                yield each

    def _next(self) -> dict[str, bytes] | str | None:
        while True:
            try:
                found: dict[str, bytes] | str | None = self._made.get(timeout=5)
            except queue.Empty:
                if not all(process.is_alive() for process in self._processes):
                    return "A process that makes lines is gone."
            else:
                return found


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
                lines.add_household(str(uuid7()), members)
            household, members = row[1], []
            if len(lines.lines["people_person"]) >= _CHUNK:
                yield lines.take()
        members.append((ids[place], _relation(row, len(members))))
        lines.add(_plain(row, ids[place], job.settlements, place + 1, last[place]))
    lines.add_household(str(uuid7()), members)
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
    contact_id = ""
    rng = random.Random(seed)  # noqa: S311
    for _number, position, day, at, channel, who, service, outcome in _asked(job, seed):
        structure, person = job.structures[at][0], ids[who] if who >= 0 else _NULL
        if position == 1:
            if len(requests) > 4 * _CHUNK:
                yield _taken(contacts, requests)
            contact_id = str(uuid7())
            sex = rng.choice("FM") if who < 0 else ""
            contacts.append(
                f"{contact_id}\t{here}\t1\t{structure}\t{day}\t{channel}\t{person}\t{sex}\t\t\t\t\t\t\t{job.staff}\n"
            )
        requests.append(
            f"{uuid7()}\t{here}\t1\t{contact_id}\t{position}\t{day}\t{structure}\t{person}"
            f"\t{job.services[service]}\t\t{outcome}\t\tf\t\n"
        )
    yield _taken(contacts, requests)


def _taken(contacts: list[str], requests: list[str]) -> dict[str, bytes]:
    taken = {"reception_contact": "".join(contacts).encode(), "reception_request": "".join(requests).encode()}
    contacts.clear()
    requests.clear()
    return taken


def _vacuum(say: Say) -> None:
    """Let the planner know the tables, and let reports read from indexes alone."""
    say("Vacuuming ...")
    with connections[_OWNER].cursor() as cursor:
        for table in (*_ALL_COLUMNS, "centres_structure", "reception_centreservice", "people_cardnumber"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
