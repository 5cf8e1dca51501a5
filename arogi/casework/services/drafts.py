"""Tasks that the program makes: once for each thing that they are about, however often it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from arogi.casework.models import Task, TaskEvent
from arogi.casework.places import places_of
from arogi.casework.services.history import change, happened

# A statement takes at most 65,535 values.
AT_ONCE = 2_000
Key = tuple[str, str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """A task as a module asks for it.

    Attributes:
        kind: a code of `Task.Kind`.
        source_kind, source_id: what it is about: ("document", id), ("application", id), ("request", id).
        structure_id: whose inbox; None leaves structure and worker to the person's key worker and last contact.
        subject: code of a paper or of a programme, never free text.
    """

    kind: str
    source_kind: str
    source_id: UUID
    due_on: dt.date
    person_id: UUID | None = None
    structure_id: UUID | None = None
    worker_id: UUID | None = None
    subject: str = ""

    @property
    def key(self) -> Key:
        """Give what there is at most one open task of."""
        return self.kind, self.source_kind, self.source_id


def have_tasks(drafts: Iterable[TaskDraft], *, on: dt.date) -> int:
    """Let there be one open task for each draft; asked for again, nothing changes.

    An open one gets the draft's day and person. One that a member of staff settled for the same day stays settled: the
    program does not ask twice for what somebody has answered. Who has an open task keeps it.

    Args:
        on: today, for who works where.

    Returns:
        How many were made.
    """
    waiting = iter({draft.key: draft for draft in drafts}.values())
    made = 0
    while portion := list(islice(waiting, AT_ONCE)):
        made += _have(portion, on)
    return made


@transaction.atomic
def _have(drafts: list[TaskDraft], on: dt.date) -> int:
    open_, answered = _known(drafts)
    for draft in drafts:
        if task := open_.get(draft.key):
            _follow(task, draft)
    new = [one for one in drafts if one.key not in open_ and (one.key, one.due_on) not in answered]
    tasks = [_task(draft, draft.structure_id) for draft in _placed(new, on) if draft.structure_id]
    Task.objects.bulk_create(tasks, ignore_conflicts=True)
    # Somebody else may have made one of them at the same moment: then that one stands.
    ours = set(Task.objects.filter(pk__in=[task.pk for task in tasks]).values_list("pk", flat=True))
    made = [task for task in tasks if task.pk in ours]
    happened(made, kind=TaskEvent.Kind.MADE, by_id=None)
    return len(made)


def _known(drafts: list[TaskDraft]) -> tuple[dict[Key, Task], set[tuple[Key, dt.date]]]:
    """Give the open tasks by key, and the keys and days that a member of staff has settled."""
    rows = Task.objects.filter(
        source_kind__in={one.source_kind for one in drafts}, source_id__in={one.source_id for one in drafts}
    )
    open_: dict[Key, Task] = {}
    answered: set[tuple[Key, dt.date]] = set()
    for task in rows:
        key = (task.kind, task.source_kind, task.about_id)
        if task.is_open:
            open_[key] = task
        elif task.settled_by_id:
            answered.add((key, task.due_on))
    return open_, answered


def _follow(task: Task, draft: TaskDraft) -> None:
    """Let an open task say what its source says now."""
    said = {"due_on": draft.due_on, "person_id": draft.person_id, "subject": draft.subject}
    if draft.structure_id:
        said["structure_id"] = draft.structure_id
    changed = {name: value for name, value in said.items() if getattr(task, name) != value}
    if not changed:
        return
    if "due_on" in changed:
        happened([task], kind=TaskEvent.Kind.CHANGED, by_id=None, until=draft.due_on)
    change([task], **changed)


def _placed(drafts: list[TaskDraft], on: dt.date) -> list[TaskDraft]:
    """Say where each task lies, if its draft does not; without any structure there is no inbox."""
    unplaced = {one.person_id for one in drafts if one.structure_id is None and one.person_id}
    places = places_of(unplaced, on) if unplaced else {}
    return [
        replace(one, structure_id=place.structure_id, worker_id=one.worker_id or place.worker_id)
        if one.structure_id is None and one.person_id and (place := places.get(one.person_id))
        else one
        for one in drafts
    ]


def _task(draft: TaskDraft, structure_id: UUID) -> Task:
    return Task(
        id=uuid7(),
        kind=draft.kind,
        source_kind=draft.source_kind,
        source_id=draft.source_id,
        due_on=draft.due_on,
        person_id=draft.person_id,
        structure_id=structure_id,
        worker_id=draft.worker_id,
        subject=draft.subject,
    )


def settle_tasks(source_kind: str, source_id: UUID, *, result: str, by_id: UUID | None = None) -> int:
    """Settle every open task about one thing; give how many there were.

    Args:
        result: a code of `Task.Result`.
        by_id: the member of staff whose act settled it; None for the program, which may then ask again.
    """
    return settle_many({source_id: result}, source_kind=source_kind, by_id=by_id)


@transaction.atomic
def settle_many(result_of: Mapping[UUID, str], *, source_kind: str, by_id: UUID | None = None) -> int:
    """Settle the open tasks about several things; as `settle_tasks`.

    Args:
        result_of: the result for each thing.
    """
    waiting, count = iter(result_of), 0
    while ids := list(islice(waiting, AT_ONCE)):
        count += _settle({one: result_of[one] for one in ids}, source_kind, by_id)
    return count


def _settle(result_of: Mapping[UUID, str], source_kind: str, by_id: UUID | None) -> int:
    rows = Task.objects.open().filter(source_kind=source_kind, source_id__in=list(result_of))
    tasks = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for result in {result_of[task.about_id] for task in tasks}:
        settled = [task for task in tasks if result_of[task.about_id] == result]
        happened(settled, kind=TaskEvent.Kind.DONE, by_id=by_id, result=result)
        change(settled, state=Task.State.DONE, result=result, settled_at=Now(), settled_by=by_id, snoozed_until=None)
    return len(tasks)
