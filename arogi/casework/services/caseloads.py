"""A whole caseload to colleagues in one recorded act, and back again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.accounts.models import Membership, User
from arogi.casework.access import visible_tasks
from arogi.casework.errors import (
    EmptyCaseload,
    NobodyToReceive,
    NoSuchCaseload,
    NoSuchHandOver,
    UndoneBefore,
    UnreadableWords,
)
from arogi.casework.models import HandedPerson, HandOver, Task, TaskEvent
from arogi.casework.places import workplaces_on
from arogi.casework.services.dividing import Division, divide
from arogi.casework.services.history import PORTION, happened
from arogi.casework.services.next_steps import REQUEST
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.people.services.key_workers import follow, followed_by, give_back
from arogi.reception.services import give_next_steps

LONGEST_REASON = 200


def caseload_of(by: Member, user_id: UUID) -> User:
    """Give the member of staff whose caseload it is; somebody whose role has ended, too.

    Raises:
        NotAllowed: the member may not hand caseloads over.
        NoSuchCaseload: nobody of this municipality has or had this id.
    """
    if not by.may("casework.hand_over"):
        raise NotAllowed
    known = Membership.objects.filter(user=user_id)
    user = User.objects.filter(pk=user_id).first() if known.exists() else None
    if user is None:
        raise NoSuchCaseload
    return user


def plan(*, by: Member, former: User, receivers: Sequence[UUID], today: dt.date) -> Division:
    """Say who would get whom and what.

    Raises:
        NobodyToReceive: there is none, or one of them does not work here today or is the same member of staff.
    """
    work = workplaces_on(today)
    if not receivers or not all(work.works(one) and one != former.pk for one in receivers):
        raise NobodyToReceive
    return divide(followed_by(former.pk), _tasks_of(by, former), sorted(set(receivers)), work)


def _tasks_of(by: Member, former: User) -> Iterable[Task]:
    return visible_tasks(by).open().filter(worker=former).order_by("due_on", "pk")


@transaction.atomic
def hand_caseload_over(
    *, by: Member, user_id: UUID, receivers: Sequence[UUID], submission: UUID, today: dt.date, at: dt.datetime,
    reason: str = "",
) -> HandOver:  # fmt: skip
    """Hand everybody whom a member of staff follows, and his or her open tasks, over to colleagues.

    Args:
        submission: of the form; sent twice, the first hand-over is given again.

    Raises:
        NotAllowed, NoSuchCaseload, NobodyToReceive, EmptyCaseload, UnreadableWords: see there.
    """
    former = caseload_of(by, user_id)
    _refuse_unstorable(reason)
    before: HandOver | None = HandOver.objects.filter(submission=submission).first()
    if before:
        return before
    division = plan(by=by, former=former, receivers=receivers, today=today)
    if division.is_empty:
        raise EmptyCaseload
    hand_over = HandOver(
        id=uuid7(), former=former, reason=reason.strip(), submission=submission, by=by.user, at=at,
        persons=len(division.worker_of_person), tasks=len(division.worker_of_task),
    )  # fmt: skip
    with refusing("casework_one_hand_over_per_form", EmptyCaseload):
        hand_over.save(force_insert=True)
    _give_persons(hand_over, division)
    _give_tasks(by, hand_over, division)
    audit.record(
        "hand_over", kind="caseload", object_id=hand_over.pk, reason=reason.strip(),
        persons=hand_over.persons, tasks=hand_over.tasks,
    )  # fmt: skip
    return hand_over


def _give_persons(hand_over: HandOver, division: Division) -> None:
    follow(division.worker_of_person)
    HandedPerson.objects.bulk_create(
        [
            HandedPerson(id=uuid7(), hand_over=hand_over, person_id=person, worker_id=worker)
            for person, worker in division.worker_of_person.items()
        ],
        batch_size=PORTION,
    )


def _give_tasks(by: Member, hand_over: HandOver, division: Division) -> None:
    rows = Task.objects.open().filter(pk__in=list(division.worker_of_task)).select_for_update(of=("self",))
    tasks_of: dict[UUID | None, list[Task]] = defaultdict(list)
    for task in rows.order_by("pk"):
        tasks_of[division.worker_of_task[task.pk]].append(task)
    for worker, tasks in tasks_of.items():
        _give(by, hand_over, tasks, worker)


def _give(by: Member, hand_over: HandOver, tasks: list[Task], worker: UUID | None) -> None:
    happened(
        tasks, kind=TaskEvent.Kind.HANDED, by_id=by.user.pk, act=hand_over.pk, worker_id=worker, hand_over=hand_over
    )
    _write(tasks, worker)
    give_next_steps({task.source_id: worker for task in tasks if task.source_kind == REQUEST and task.source_id})


def _write(tasks: Iterable[Task], worker: UUID | None) -> None:
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks])
    rows.update(worker=worker, version=F("version") + 1, changed_at=Now())


@transaction.atomic
def undo_hand_over(*, by: Member, hand_over_id: UUID, at: dt.datetime) -> HandOver:
    """Give back what was not changed since: persons still with whom they were given to, tasks nothing happened to.

    Raises:
        NotAllowed, NoSuchHandOver, UndoneBefore: see there.
    """
    if not by.may("casework.hand_over"):
        raise NotAllowed
    hand_over: HandOver | None = HandOver.objects.select_for_update(of=("self",)).filter(pk=hand_over_id).first()
    if hand_over is None:
        raise NoSuchHandOver
    if hand_over.undone_at:
        raise UndoneBefore
    given = _still_given(hand_over)
    hand_over.persons_back = give_back(given, hand_over.former_id)
    hand_over.tasks_back = _tasks_back(by, hand_over)
    hand_over.undone_by, hand_over.undone_at = by.user, at
    hand_over.save(update_fields=["persons_back", "tasks_back", "undone_by", "undone_at"])
    audit.record(
        "undo", kind="caseload", object_id=hand_over.pk, persons=hand_over.persons_back, tasks=hand_over.tasks_back
    )
    return hand_over


def _still_given(hand_over: HandOver) -> dict[UUID, UUID]:
    """Give persons and their new workers, less those whom a later hand-over gave on: even if they came back."""
    later = HandedPerson.objects.filter(hand_over__at__gt=hand_over.at).values("person")
    rows = HandedPerson.objects.filter(hand_over=hand_over).exclude(person__in=later)
    return dict(rows.values_list("person_id", "worker_id"))


def _tasks_back(by: Member, hand_over: HandOver) -> int:
    given = TaskEvent.objects.filter(hand_over=hand_over, kind=TaskEvent.Kind.HANDED)
    versions: dict[UUID, int] = dict(given.values_list("task_id", "version"))
    rows = Task.objects.open().filter(pk__in=list(versions)).select_for_update(of=("self",)).order_by("pk")
    tasks = [task for task in rows if task.version == versions[task.pk]]
    happened(tasks, kind=TaskEvent.Kind.UNDONE, by_id=by.user.pk, hand_over=hand_over)
    _write(tasks, hand_over.former_id)
    former = hand_over.former_id
    give_next_steps({task.source_id: former for task in tasks if task.source_kind == REQUEST and task.source_id})
    return len(tasks)


def _refuse_unstorable(text: str) -> None:
    if len(text) > LONGEST_REASON or "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UnreadableWords(field="reason")
