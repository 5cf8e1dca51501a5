"""Where a task of a person lies when nobody said it: in which structure's inbox, and with whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from arogi.accounts.access import rulebook
from arogi.accounts.models import Membership
from arogi.centres.models import Structure
from arogi.people.models import Person
from arogi.reception.models import Contact


@dataclass(frozen=True, slots=True)
class Place:
    """A structure's inbox, and whose task it is there; None for everybody's."""

    structure_id: UUID
    worker_id: UUID | None


@dataclass(frozen=True)
class Workplaces:
    """Who works where on a date; None among the structures stands for the whole municipality."""

    of_user: Mapping[UUID, frozenset[UUID | None]]
    structures: tuple[Structure, ...]

    def works(self, user_id: UUID) -> bool:
        """Say whether an account works here at all."""
        return user_id in self.of_user

    def works_in(self, user_id: UUID, structure_id: UUID) -> bool:
        """Say whether an account works in a structure."""
        places = self.of_user.get(user_id, frozenset())
        return None in places or structure_id in places

    @cached_property
    def open_ids(self) -> frozenset[UUID]:
        """Give the structures that are not closed."""
        return frozenset(one.pk for one in self.structures)


def roles_with_tasks() -> list[str]:
    """Give the roles whose holders may have tasks: an auditor works here, too, and gets none."""
    return [role for role, rights in rulebook().roles.items() if "casework.act" in rights]


def workplaces_on(date: dt.date) -> Workplaces:
    """Read who works where on a date; two queries."""
    places: dict[UUID, set[UUID | None]] = defaultdict(set)
    memberships = Membership.objects.on(date).filter(user__is_active=True, role__in=roles_with_tasks())
    for user_id, structure_id in memberships.values_list("user_id", "structure_id"):
        places[user_id].add(structure_id)
    structures = Structure.objects.filter(Q(closed_on=None) | Q(closed_on__gt=date)).order_by("code", "pk")
    return Workplaces({user: frozenset(ids) for user, ids in places.items()}, tuple(structures))


def places_of(person_ids: Iterable[UUID], date: dt.date) -> dict[UUID, Place]:
    """Give the place of each person's tasks: with the key worker, where the person was seen last; four queries.

    Whoever follows a person has the task where he or she works, so that it tells nobody of another structure. A key
    worker who has left leaves the task to the structure.
    """
    ids = list(person_ids)
    work, seen = workplaces_on(date), _last_seen(ids)
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "registered_at_id", "key_worker_id")
    return {
        person: place
        for person, registered_at, worker in rows
        if (place := _place(work, worker, (seen.get(person), registered_at)))
    }


def _place(work: Workplaces, key_worker: UUID | None, known: tuple[UUID | None, ...]) -> Place | None:
    worker = key_worker if key_worker and work.works(key_worker) else None
    public = sorted(work.structures, key=lambda one: one.is_confidential)
    for structure_id in (*known, *(one.pk for one in public)):
        if structure_id in work.open_ids and (worker is None or work.works_in(worker, structure_id)):
            return Place(structure_id, worker)
    return None


def _last_seen(person_ids: list[UUID]) -> dict[UUID, UUID]:
    rows = Contact.objects.standing().filter(person__in=person_ids)
    newest = rows.order_by("person", "-date", "-pk").distinct("person")
    return dict(newest.values_list("person_id", "structure_id"))
