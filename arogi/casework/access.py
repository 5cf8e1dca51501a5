"""Which tasks a member of staff may see, and with which he or she may act."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from arogi.accounts.access import Member
from arogi.casework.errors import NoSuchTask
from arogi.casework.models import Task, TaskQuerySet
from arogi.reception.access import hidden_structure_ids


def visible_tasks(member: Member) -> TaskQuerySet:
    """Give the tasks that a member may see: none of structures whose visitors he or she may not know of."""
    tasks: TaskQuerySet = Task.objects.all()
    if not member.may("casework.view"):
        return tasks.none()
    hidden = hidden_structure_ids(member)
    return tasks.exclude(structure__in=hidden) if hidden else tasks


def get_task(member: Member, task_id: UUID) -> Task:
    """Give one task with its person, structure and staff.

    Raises:
        NoSuchTask: there is none, or none that the member may see.
    """
    rows = visible_tasks(member).select_related("person", "structure", "worker", "settled_by")
    task: Task | None = rows.filter(pk=task_id).first()
    if task is None:
        raise NoSuchTask
    return task


def may_act_on(member: Member, task: Task) -> bool:
    """Say whether a member may do something with a task that he or she may see."""
    if not member.may("casework.act"):
        return False
    return task.worker_id == member.user.pk or member.works_in(task.structure_id)


def own_structure_ids(member: Member) -> Iterable[UUID]:
    """Give the structures whose inbox is the member's: those in which he or she works."""
    hidden = hidden_structure_ids(member)
    return [one.pk for one in member.structures if member.works_in(one.pk) and one.pk not in hidden]
