"""Who follows whom, for many persons at once. Whoever calls has asked for the right and keeps the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from arogi.people.models import HouseholdMembership, Person


def followed_by(worker_id: UUID) -> list[tuple[UUID, UUID | None]]:
    """Give the persons whom a member of staff follows, each with the household that he or she lives in today."""
    rows = Person.objects.current().filter(key_worker=worker_id).order_by("sort_key", "pk")
    persons = list(rows.values_list("pk", flat=True))
    lives = HouseholdMembership.objects.filter(person__in=persons, left_on=None).order_by("-pk")
    home: dict[UUID, UUID] = dict(lives.values_list("person_id", "household_id"))
    return [(person, home.get(person)) for person in persons]


def follow(worker_of: Mapping[UUID, UUID]) -> None:
    """Let each person be followed by another member of staff; nothing else of the file is touched.

    The version counts up: a form that was opened before would write the former one back.
    """
    for worker_id, persons in _by_worker(worker_of.items()).items():
        _write(persons, worker_id)


def give_back(worker_of: Mapping[UUID, UUID], former_id: UUID) -> int:
    """Let a former member of staff follow the persons again who are still with whom they were given to; count them."""
    given = _by_worker(worker_of.items())
    return sum(_write(persons, former_id, key_worker=worker_id) for worker_id, persons in given.items())


def _write(persons: list[UUID], worker_id: UUID, **still: UUID) -> int:
    rows = Person.objects.current().filter(pk__in=persons, **still)
    return rows.update(key_worker=worker_id, version=F("version") + 1, changed_at=Now())


def _by_worker(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    persons: dict[UUID, list[UUID]] = defaultdict(list)
    for person, worker in pairs:
        persons[worker].append(person)
    return persons
