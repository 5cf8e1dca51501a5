"""Appointments of four weeks around the day, numbers of the queue, and how each structure receives people."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from arogi.centres.models import Structure
from arogi.centres.selectors import ATHENS
from arogi.demo.acts import working_days
from arogi.demo.staff import Crew
from arogi.demo.towns import Town
from arogi.reception.models import Appointment, AppointmentEvent, QueueTicket, ReceptionMode

SPAN = dt.timedelta(days=14)
A_DAY = 3
TICKETS = 9
FROM, UNTIL, MINUTES = dt.time(9), dt.time(13), 30
_SERVICES = ("A2.01", "A2.02", "C1.01", "A3.01")
_INITIALS = ("Μ.Π.", "Κ.Δ.", "Α.Σ.", "Ε.Ν.")
# How those ended that are over: one in eight was missed. An estimate, nobody publishes it.
_ENDINGS = ("done",) * 12 + ("no_show",) * 2 + ("cancelled",) * 2
# As the centre, the branch and the migrant centre of Heraklion receive (domain chapter 1).
_WAYS = {"roma_branch": ReceptionMode.Kind.QUEUE, "migrant_centre": ReceptionMode.Kind.APPOINTMENTS}


def furnish_waiting_rooms(
    town: Town, crew: Crew, people: Sequence[UUID], rng: random.Random, *, at: dt.datetime
) -> list[Appointment]:
    """Write down how the structures receive people, and book appointments around a day.

    Args:
        people: whom to book; one appointment in eight is of somebody without a file.
    """
    now = at.astimezone(ATHENS)
    for structure in town.structures.values():
        _receive(structure, now.date())
    rows = list(_appointments(town, crew, people, rng, now))
    Appointment.objects.bulk_create(rows)
    AppointmentEvent.objects.bulk_create(_booked(row) for row in rows)
    for code, structure in town.structures.items():
        QueueTicket.objects.bulk_create(_tickets(structure, crew.workers[code], rng, now))
    return rows


def _tickets(
    structure: Structure, workers: Sequence[UUID], rng: random.Random, now: dt.datetime
) -> Iterator[QueueTicket]:
    """Give the numbers of today: most were served, the last ones wait."""
    for number in range(1, TICKETS + 1):
        taken_at = now - dt.timedelta(minutes=12 * (TICKETS + 1 - number))
        state = "served" if number < TICKETS - 3 else "called" if number == TICKETS - 3 else "waiting"
        called_at = None if state == "waiting" else taken_at + dt.timedelta(minutes=10)
        yield QueueTicket(
            id=uuid7(),
            structure=structure,
            date=now.date(),
            number=number,
            kind=rng.choice(("", "A2", "A1")),
            state=state,
            taken_at=taken_at,
            called_at=called_at,
            called_by_id=rng.choice(workers) if called_at else None,
            desk="1" if called_at else "",
            ended_at=called_at + dt.timedelta(minutes=8) if called_at and state == "served" else None,
            submission=uuid7(),
        )


def _receive(structure: Structure, today: dt.date) -> None:
    kind = _WAYS.get(structure.kind, ReceptionMode.Kind.MIXED)
    is_queue = kind == ReceptionMode.Kind.QUEUE
    ReceptionMode.objects.create(
        structure=structure,
        kind=kind,
        from_date=today - dt.timedelta(days=300),
        appointments_from=None if is_queue else FROM,
        appointments_until=None if is_queue else UNTIL,
    )
    ReceptionMode.objects.create(
        structure=structure,
        kind=ReceptionMode.Kind.PENDING,
        from_date=dt.date(today.year, 12, 30),
        until_date=dt.date(today.year, 12, 31),
        notice_el="Τις δύο τελευταίες ημέρες του χρόνου εξυπηρετούνται μόνο εκκρεμείς υποθέσεις.",
        notice_en="On the last two days of the year only pending cases are received.",
    )


def _appointments(
    town: Town, crew: Crew, people: Sequence[UUID], rng: random.Random, now: dt.datetime
) -> Iterator[Appointment]:
    taken: set[tuple[UUID, dt.datetime]] = set()
    patron = town.centre.patron.day if town.centre.patron else ""
    for day in working_days(now.date() - SPAN, now.date() + SPAN, patron):
        for code, structure in town.structures.items():
            if _WAYS.get(structure.kind) == ReceptionMode.Kind.QUEUE:
                continue
            for _number in range(A_DAY):
                worker, starts_at = rng.choice(crew.workers[code]), rng.choice(_starts(day))
                if (worker, starts_at) not in taken:
                    taken.add((worker, starts_at))
                    yield _appointment(town, structure, worker, starts_at, rng.choice(people), rng, now)


def _starts(day: dt.date) -> list[dt.datetime]:
    first = dt.datetime.combine(day, FROM, ATHENS)
    count = (UNTIL.hour - FROM.hour) * 60 // MINUTES
    return [first + dt.timedelta(minutes=MINUTES * number) for number in range(count)]


def _appointment(
    town: Town,
    structure: Structure,
    worker: UUID,
    starts_at: dt.datetime,
    person: UUID,
    rng: random.Random,
    now: dt.datetime,
) -> Appointment:
    is_nameless = rng.random() < 1 / 8
    state = rng.choice(_ENDINGS) if starts_at < now else "booked"
    return Appointment(
        id=uuid7(),
        structure=structure,
        worker_id=worker,
        service_id=town.services[rng.choice(_SERVICES)],
        person_id=None if is_nameless else person,
        initials=rng.choice(_INITIALS) if is_nameless else "",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=MINUTES),
        state=state,
        cancelled_by_side=rng.choice(("citizen", "citizen", "centre")) if state == "cancelled" else "",
        booked_by_id=worker,
    )


def _booked(row: Appointment) -> AppointmentEvent:
    at = row.starts_at - dt.timedelta(days=6)
    return AppointmentEvent(id=uuid7(), appointment=row, kind="booked", at=at, by_id=row.worker_id, former={})
