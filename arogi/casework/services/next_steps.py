"""The next steps that reception promises are tasks of the inbox: kept in step with their requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from arogi.casework.models import Task, TaskEvent
from arogi.casework.services.drafts import TaskDraft, have_tasks, settle_many
from arogi.casework.services.history import change, happened
from arogi.reception.models import Request

REQUEST = "request"


def keep_next_steps(contact_id: UUID) -> None:
    """Bring the tasks of one contact's requests up to date; called in the transaction that changed them."""
    rows = list(Request.objects.filter(contact=contact_id))
    settle_many({row.pk: _result(row) for row in rows if not _is_open(row)}, source_kind=REQUEST)
    open_ = [row for row in rows if _is_open(row)]
    # Every draft names its structure, so the day is not needed to find one.
    have_tasks(map(_draft, open_), on=dt.date.min)
    _follow_responsible(open_)


def keep_all_next_steps() -> int:
    """Make the tasks of next steps that came by another way (imports, data of before); give how many were missing."""
    known = Task.objects.filter(kind=Task.Kind.NEXT_STEP, source_kind=REQUEST, source_id=OuterRef("pk"))
    rows: QuerySet[Request] = _open_steps().filter(~Exists(known))
    return have_tasks(map(_draft, rows.iterator(chunk_size=2_000)), on=dt.date.min)


def _open_steps() -> QuerySet[Request]:
    return Request.objects.filter(next_step_on__isnull=False, next_step_done_at=None, is_cancelled=False)


def _is_open(row: Request) -> bool:
    return bool(row.next_step_on) and row.next_step_done_at is None and not row.is_cancelled


def _result(row: Request) -> str:
    return Task.Result.DONE if row.next_step_done_at else Task.Result.NOT_NEEDED


def _draft(row: Request) -> TaskDraft:
    return TaskDraft(
        kind=Task.Kind.NEXT_STEP,
        source_kind=REQUEST,
        source_id=row.pk,
        due_on=row.next_step_on or dt.date.max,
        person_id=row.person_id,
        structure_id=row.structure_id,
        worker_id=row.responsible_id,
    )


def _follow_responsible(rows: Iterable[Request]) -> None:
    """Give tasks to whom their requests name now."""
    responsible = {row.pk: row.responsible_id for row in rows}
    for task in Task.objects.open().filter(source_kind=REQUEST, source_id__in=list(responsible)):
        worker = responsible[task.about_id]
        if task.worker_id != worker:
            happened([task], kind=TaskEvent.Kind.HANDED, by_id=None, worker_id=worker)
            change([task], worker_id=worker)
