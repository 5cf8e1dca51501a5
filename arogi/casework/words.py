"""Tasks in words of the language of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from openfisca_greece import catalogue

from arogi.accounts.access import Member
from arogi.casework.models import Task, TaskEvent
from arogi.casework.services.next_steps import REQUEST
from arogi.core import shown
from arogi.documents.kinds import HEALTH_KINDS, KINDS, label_of
from arogi.entitlements.sight import HEALTH_PROGRAMMES
from arogi.entitlements.words import title_of
from arogi.people.access import may_see_sensitive_groups
from arogi.reception.models import Request

_RESULTS = dict(Task.Result.choices)


def titles(tasks: list[Task]) -> dict[UUID, str]:
    """Say what each task of a list is; one query. A list names nothing that tells of somebody's health."""
    steps = _steps_of(tasks)
    return {task.pk: _title(task, steps, names_health=False) for task in tasks}


def title(task: Task, member: Member) -> str:
    """Say what one task is, to a member who has opened it."""
    return _title(task, _steps_of([task]), names_health=may_see_sensitive_groups(member))


def _steps_of(tasks: list[Task]) -> Mapping[UUID, str]:
    ids = [task.source_id for task in tasks if task.source_kind == REQUEST and task.source_id]
    return dict(Request.objects.filter(pk__in=ids).values_list("pk", "next_step"))


def _title(task: Task, steps: Mapping[UUID, str], *, names_health: bool) -> str:
    if task.words:
        return task.words
    if task.source_kind == REQUEST and task.source_id:
        return steps.get(task.source_id, "") or str(task.get_kind_display())
    subject = subject_words(task.subject, names_health=names_health)
    kind = str(task.get_kind_display())
    return _("%(kind)s: %(subject)s") % {"kind": kind, "subject": subject} if subject else kind


def subject_words(code: str, *, names_health: bool) -> str:
    """Name the paper or the programme that a task is about; nothing where that tells of health and may not be told."""
    if not code or (not names_health and code in HEALTH_PROGRAMMES | HEALTH_KINDS):
        return ""
    if code in KINDS:
        return label_of(code)
    return title_of(code) if code in catalogue() else ""


def event_words(event: TaskEvent) -> str:
    """Say what happened to a task, in one line."""
    more = [
        str(_RESULTS.get(event.result, event.result)),
        event.worker.name if event.worker else "",
        _("until %(day)s") % {"day": shown.day(event.until)} if event.until else "",
        event.words,
    ]
    told = ", ".join(filter(None, more))
    kind = str(event.get_kind_display())
    return f"{kind}: {told}" if told else kind
