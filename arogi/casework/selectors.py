"""The inbox: filtered, counted and paged in a fixed number of queries, however many tasks there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from arogi.accounts.access import Member
from arogi.accounts.models import Membership, User
from arogi.casework.access import own_structure_ids, visible_tasks
from arogi.casework.models import Task, TaskEvent, TaskQuerySet
from arogi.casework.places import roles_with_tasks
from arogi.people.models import Person

PAGE = 25
SHOWN_OF_PERSON = 10
MINE, OURS, NOBODYS, OVERDUE, LATER, SETTLED = "mine", "ours", "nobodys", "overdue", "later", "settled"
VIEWS = (MINE, OURS, NOBODYS, OVERDUE, LATER, SETTLED)
# What was settled longer ago is read in the person's file, not in an inbox.
SETTLED_WITHIN = dt.timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    """What of the inbox is wanted.

    Attributes:
        view: one of `VIEWS`.
        kind: a code of `Task.Kind`.
    """

    view: str = MINE
    structure_id: UUID | None = None
    worker_id: UUID | None = None
    person_id: UUID | None = None
    kind: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Say whether more is asked for than a view."""
        return any((self.structure_id, self.worker_id, self.person_id, self.kind))


def filtered(member: Member, wanted: TaskFilter, today: dt.date) -> TaskQuerySet:
    """Give the tasks that are wanted, of those that the member may see."""
    asked = {
        "structure": wanted.structure_id,
        "worker": wanted.worker_id,
        "person": wanted.person_id,
        "kind": wanted.kind,
    }
    narrowed = {name: value for name, value in asked.items() if value}
    return visible_tasks(member).filter(_condition(wanted.view, member, today), **narrowed)


def page_of_tasks(rows: TaskQuerySet, view: str, number: int, counted: int | None = None) -> Page[Task]:
    """Give one page, the earliest day first (of what was settled: the latest).

    The ids of a page are read from the index alone, and the rest only of these rows: the last page costs little more
    than the first.

    Args:
        counted: how many there are, where it is known.
    """
    order = ("-settled_at", "pk") if view == SETTLED else ("due_on", "pk")
    paginator = Paginator(rows.order_by(*order).values_list("pk", flat=True), PAGE)
    if counted is not None:
        paginator.__dict__["count"] = counted  # a cached property: known already
    page: Page[Any] = paginator.get_page(number)
    ids = list(page.object_list)
    tasks = Task.objects.select_related("person", "worker").in_bulk(ids)
    page.object_list = [tasks[pk] for pk in ids]
    return page


def counts_by_view(member: Member, today: dt.date) -> dict[str, int]:
    """Count the open tasks in each view; one query. What was settled is not counted: it only grows."""
    counted = {view: Count("pk", filter=_condition(view, member, today)) for view in VIEWS if view != SETTLED}
    counts: dict[str, int] = visible_tasks(member).open().aggregate(**counted)
    return counts


def _condition(view: str, member: Member, today: dt.date) -> Q:
    awake = Q(state=Task.State.OPEN) & (Q(snoozed_until=None) | Q(snoozed_until__lte=today))
    mine = Q(worker=member.user)
    ours = Q(structure__in=own_structure_ids(member))
    return {
        MINE: awake & mine,
        OURS: awake & ours,
        NOBODYS: awake & ours & Q(worker=None),
        OVERDUE: awake & (ours | mine) & Q(due_on__lt=today),
        LATER: Q(state=Task.State.OPEN, snoozed_until__gt=today) & (ours | mine),
        SETTLED: Q(state=Task.State.DONE, settled_at__gte=_morning(today - SETTLED_WITHIN)) & (ours | mine),
    }[view]


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)


def open_tasks_of(member: Member, person: Person) -> list[Task]:
    """Give a person's open tasks, the earliest first, put off ones too; next steps stand with their requests."""
    rows = visible_tasks(member).open().filter(person=person).exclude(kind=Task.Kind.NEXT_STEP)
    return list(rows.select_related("worker").order_by("due_on", "pk")[:SHOWN_OF_PERSON])


def events_of(task: Task) -> list[TaskEvent]:
    """Give what happened to a task, the newest first."""
    return list(task.events.select_related("by", "worker").order_by("-pk"))


def colleagues(date: dt.date) -> list[User]:
    """Give who works in the municipality on a date and may have tasks, by name; one query."""
    members = Membership.objects.on(date).filter(role__in=roles_with_tasks()).values("user_id")
    return list(User.objects.filter(pk__in=members, is_active=True).order_by("name", "pk"))


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one member of staff has; `user` is None for what is nobody's."""

    user: User | None
    persons: int
    tasks: int
    overdue: int
    later: int
    is_here: bool


def loads(member: Member, today: dt.date) -> list[Load]:
    """Count persons and open tasks of each member of staff, the most tasks first; three queries.

    Those whose role has ended are there as long as they have something.
    """
    rows = visible_tasks(member).open().order_by().values_list("worker")
    counted = rows.annotate(
        tasks=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        later=Count("pk", filter=Q(snoozed_until__gt=today)),
    )
    tasks: dict[UUID | None, tuple[int, ...]] = {worker: tuple(counts) for worker, *counts in counted}
    followed = Person.objects.current().exclude(key_worker=None).order_by().values_list("key_worker")
    persons: dict[UUID, int] = dict(followed.annotate(persons=Count("pk")))
    here = {user.pk: user for user in colleagues(today)}
    away = User.objects.in_bulk([pk for pk in {*tasks, *persons} if pk and pk not in here])
    users: list[User | None] = [*here.values(), *away.values(), *([None] if None in tasks else [])]
    found = [_load(user, persons, tasks, is_here=user is not None and user.pk in here) for user in users]
    return sorted(found, key=lambda load: (-load.tasks, -load.persons, load.user.name if load.user else ""))


def _load(user: User | None, persons: dict[UUID, int], tasks: dict[Any, tuple[int, ...]], *, is_here: bool) -> Load:
    key = user.pk if user else None
    all_, overdue, later = tasks.get(key, (0, 0, 0))
    return Load(
        user=user, persons=persons.get(key, 0) if key else 0, tasks=all_, overdue=overdue, later=later, is_here=is_here
    )
