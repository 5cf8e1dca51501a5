"""What a member of staff does with tasks: one or several at once, each act one transaction, with a way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.casework.access import may_act_on, visible_tasks
from arogi.casework.errors import (
    NoSuchTask,
    NotAColleague,
    NothingMarked,
    NothingToDo,
    NothingToUndo,
    NotYourStructure,
    SnoozedIntoThePast,
    TaskIsSettled,
    UnreadableWords,
)
from arogi.casework.models import Task, TaskEvent
from arogi.casework.places import workplaces_on
from arogi.casework.services.history import change, former_values, happened
from arogi.casework.services.next_steps import REQUEST
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.people.models import Person
from arogi.reception.services import complete_next_step, give_next_steps, reopen_next_step

LONGEST_WORDS = 200


@transaction.atomic
def add_task(
    *, by: Member, person: Person | None, structure: Structure, words: str, due_on: dt.date, worker: User | None,
    today: dt.date, act: UUID | None = None,
) -> Task:  # fmt: skip
    """Add a task by hand.

    Args:
        worker: None leaves it to the whole structure.
        act: the number of the form: sent twice, it makes one task.

    Raises:
        NotAllowed, NotYourStructure, NotAColleague, NothingToDo, UnreadableWords: see there.
    """
    if not by.may("casework.act"):
        raise NotAllowed
    if not by.works_in(structure.pk):
        raise NotYourStructure
    if not words.strip():
        raise NothingToDo
    _refuse_unstorable(words)
    if worker and not workplaces_on(today).works_in(worker.pk, structure.pk):
        raise NotAColleague
    if act and (before := TaskEvent.objects.filter(act=act, by=by.user).select_related("task").first()):
        return _task_of(before)
    task: Task = Task.objects.create(
        person=person, structure=structure, worker=worker, kind=Task.Kind.OTHER, words=words.strip(), due_on=due_on
    )
    happened([task], kind=TaskEvent.Kind.MADE, by_id=by.user.pk, act=act)
    _note("create", [task])
    return task


def _task_of(event: TaskEvent) -> Task:
    task: Task = event.task
    return task


@transaction.atomic
def take(*, by: Member, task_ids: Sequence[UUID]) -> UUID:
    """Take tasks: they are this member's. Give the id of the act, by which it is taken back.

    Raises:
        NotAllowed, NoSuchTask, NotYourStructure, NothingMarked, TaskIsSettled: see there.
    """
    tasks = _of_member(by, task_ids)
    act = happened(tasks, kind=TaskEvent.Kind.TAKEN, by_id=by.user.pk, worker=by.user)
    _give(tasks, by.user.pk)
    _note("change", tasks, act="taken")
    return act


@transaction.atomic
def hand(*, by: Member, task_ids: Sequence[UUID], worker: User | None, today: dt.date, words: str = "") -> UUID:
    """Hand tasks over to a colleague, or leave them to the whole structure; as `take`.

    Raises:
        NotAColleague: he or she does not work in the structure of one of them today.
    """
    tasks = _of_member(by, task_ids)
    _refuse_unstorable(words)
    if worker:
        work = workplaces_on(today)
        if not all(work.works_in(worker.pk, task.structure_id) for task in tasks):
            raise NotAColleague
    act = happened(tasks, kind=TaskEvent.Kind.HANDED, by_id=by.user.pk, worker=worker, words=words.strip())
    _give(tasks, worker.pk if worker else None)
    _note("change", tasks, act="handed")
    return act


def _give(tasks: Iterable[Task], worker_id: UUID | None) -> None:
    change(tasks, worker_id=worker_id)
    give_next_steps({task.source_id: worker_id for task in tasks if task.source_kind == REQUEST and task.source_id})


@transaction.atomic
def snooze(*, by: Member, task_ids: Sequence[UUID], until: dt.date, today: dt.date) -> UUID:
    """Put tasks off: they are in no list of what is to be done before that day; as `take`.

    Raises:
        SnoozedIntoThePast: the day is not after today.
    """
    if until <= today:
        raise SnoozedIntoThePast
    tasks = _of_member(by, task_ids)
    act = happened(tasks, kind=TaskEvent.Kind.SNOOZED, by_id=by.user.pk, until=until)
    change(tasks, snoozed_until=until)
    _note("change", tasks, act="snoozed")
    return act


@transaction.atomic
def finish(*, by: Member, task_ids: Sequence[UUID], result: str, at: dt.datetime, words: str = "") -> UUID:
    """Settle tasks with what came of them; a next step is ticked off in its request, too; as `take`.

    Args:
        result: a code of `Task.Result`.
        words: beside it, for whoever reads the history.
    """
    tasks = _of_member(by, task_ids)
    _refuse_unstorable(words)
    act = happened(tasks, kind=TaskEvent.Kind.DONE, by_id=by.user.pk, result=result, words=words.strip())
    change(tasks, state=Task.State.DONE, result=result, settled_at=Now(), settled_by=by.user, snoozed_until=None)
    for task in tasks:
        if task.source_kind == REQUEST and task.source_id:
            complete_next_step(by=by, request_id=task.source_id, at=at)
    _note("complete", tasks)
    return act


@transaction.atomic
def undo(*, by: Member, act_id: UUID) -> list[UUID]:
    """Take back one's own act: each task is again as it was; those with which something happened since stay.

    Returns:
        The tasks.

    Raises:
        NotAllowed: the member may not act.
        NoSuchTask: there is no such act of this member.
        NothingToUndo: something else has happened since with all of them.
    """
    if not by.may("casework.act"):
        raise NotAllowed
    events = list(TaskEvent.objects.filter(act=act_id, by=by.user).order_by("pk"))
    if not events:
        raise NoSuchTask
    tasks = visible_tasks(by).select_for_update(of=("self",)).in_bulk([event.task_id for event in events])
    standing = [(tasks[event.task_id], event) for event in events if _stands(tasks.get(event.task_id), event)]
    if not standing:
        raise NothingToUndo
    happened([task for task, _event in standing], kind=TaskEvent.Kind.UNDONE, by_id=by.user.pk)
    with refusing("casework_one_open_task", NothingToUndo):  # the program has made a newer task of it
        for task, event in standing:
            _put_back(by, task, event)
    _note("undo", [task for task, _event in standing])
    return [task.pk for task, _event in standing]


def _stands(task: Task | None, event: TaskEvent) -> bool:
    can_be_undone = event.kind in (
        TaskEvent.Kind.TAKEN, TaskEvent.Kind.HANDED, TaskEvent.Kind.SNOOZED, TaskEvent.Kind.DONE
    )  # fmt: skip
    return task is not None and can_be_undone and task.version == event.version


def _put_back(by: Member, task: Task, event: TaskEvent) -> None:
    values = former_values(event.former)
    Task.objects.filter(pk=task.pk).update(**values, version=F("version") + 1, changed_at=Now())
    if task.source_kind != REQUEST or task.source_id is None:
        return
    if event.kind == TaskEvent.Kind.DONE:
        reopen_next_step(by=by, request_id=task.source_id)
    elif event.kind in (TaskEvent.Kind.TAKEN, TaskEvent.Kind.HANDED):
        give_next_steps({task.source_id: values["worker_id"]})


def _of_member(by: Member, task_ids: Sequence[UUID]) -> list[Task]:
    """Lock the tasks of an act, in an order, so that two acts wait for each other instead of blocking."""
    if not by.may("casework.act"):
        raise NotAllowed
    if not task_ids:
        raise NothingMarked
    rows = visible_tasks(by).select_for_update(of=("self",)).filter(pk__in=task_ids).order_by("pk")
    tasks = list(rows)
    if len(tasks) != len(set(task_ids)):
        raise NoSuchTask
    if not all(may_act_on(by, task) for task in tasks):
        raise NotYourStructure
    if not all(task.is_open for task in tasks):
        raise TaskIsSettled
    return tasks


def _refuse_unstorable(words: str) -> None:
    if len(words) > LONGEST_WORDS or "\0" in words or any("\ud800" <= sign <= "\udfff" for sign in words):
        raise UnreadableWords


def _note(verb: str, tasks: Iterable[Task], **detail: Any) -> None:
    for task in tasks:
        audit.record(verb, kind="task", object_id=task.pk, person_id=task.person_id, **detail)
