"""A caseload divided among colleagues: families stay together, everybody gets about as many persons and tasks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from arogi.casework.models import Task
from arogi.casework.places import Workplaces

Followed = Iterable[tuple[UUID, UUID | None]]


@dataclass(frozen=True)
class Division:
    """Who gets whom and what; tasks that none of the colleagues may have stay with their structure (None)."""

    worker_of_person: Mapping[UUID, UUID]
    worker_of_task: Mapping[UUID, UUID | None]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to hand over."""
        return not self.worker_of_person and not self.worker_of_task

    def counts(self) -> dict[UUID | None, tuple[int, int]]:
        """Give persons and tasks of each colleague."""
        persons, tasks = Counter(self.worker_of_person.values()), Counter(self.worker_of_task.values())
        return {worker: (persons[worker] if worker else 0, tasks[worker]) for worker in {*persons, *tasks}}


def divide(followed: Followed, tasks: Iterable[Task], receivers: Sequence[UUID], work: Workplaces) -> Division:
    """Divide persons by household, the largest first, each to whom has the fewest so far.

    A task goes with its person; where the person's new worker does not work in its structure, or it is nobody's, it
    goes to a colleague who does. The same input gives the same division.
    """
    worker_of_person = _persons(followed, receivers)
    worker_of_task: dict[UUID, UUID | None] = {}
    load: Counter[UUID] = Counter()
    for task in tasks:
        wanted = worker_of_person.get(task.person_id) if task.person_id else None
        able = [one for one in receivers if work.works_in(one, task.structure_id)]
        worker = wanted if wanted in able else min(able, key=lambda one: load[one], default=None)
        worker_of_task[task.pk] = worker
        if worker:
            load[worker] += 1
    return Division(worker_of_person, worker_of_task)


def _persons(followed: Followed, receivers: Sequence[UUID]) -> dict[UUID, UUID]:
    homes: dict[UUID, list[UUID]] = defaultdict(list)
    for person, household in followed:
        homes[household or person].append(person)
    load: Counter[UUID] = Counter()
    given: dict[UUID, UUID] = {}
    for persons in sorted(homes.values(), key=len, reverse=True):
        worker = min(receivers, key=lambda one: load[one])
        load[worker] += len(persons)
        given |= dict.fromkeys(persons, worker)
    return given
