"""The events of tasks: written with each change, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from arogi.casework.models import Task, TaskEvent

PORTION = 2_000


def former_of(task: Task) -> dict[str, str | None]:
    """Give what an undo puts back."""
    return {
        "state": task.state,
        "worker": str(task.worker_id) if task.worker_id else None,
        "snoozed_until": task.snoozed_until.isoformat() if task.snoozed_until else None,
    }


def former_values(former: Mapping[str, str | None]) -> dict[str, Any]:
    """Give the columns that an undo puts back."""
    until = former["snoozed_until"]
    return {
        "state": former["state"],
        "worker_id": UUID(former["worker"]) if former["worker"] else None,
        "snoozed_until": dt.date.fromisoformat(until) if until else None,
        **({"result": "", "settled_at": None, "settled_by": None} if former["state"] == Task.State.OPEN else {}),
    }


def happened(tasks: Iterable[Task], *, kind: str, by_id: UUID | None, act: UUID | None = None, **told: Any) -> UUID:
    """Write one event for each task, as it was before the act; give the id of the act.

    Args:
        told: columns of `TaskEvent` beside.
    """
    act = act or uuid7()
    events = [
        TaskEvent(
            id=uuid7(), task_id=task.pk, act=act, kind=kind, by_id=by_id, version=_after(task, kind),
            former=former_of(task), **told,
        )
        for task in tasks
    ]  # fmt: skip
    TaskEvent.objects.bulk_create(events, batch_size=PORTION)
    return act


def _after(task: Task, kind: str) -> int:
    return task.version if kind == TaskEvent.Kind.MADE else task.version + 1


def change(tasks: Iterable[Task], **columns: Any) -> int:
    """Write the same columns of several tasks."""
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks])
    return rows.update(**columns, version=F("version") + 1, changed_at=Now())
