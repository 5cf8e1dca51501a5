"""What the pages of this module show, ready for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.translation import gettext as _

from arogi.accounts.access import Member
from arogi.casework.access import may_act_on
from arogi.casework.models import Task
from arogi.casework.notes import Note
from arogi.casework.selectors import LATER, MINE, NOBODYS, OURS, OVERDUE, SETTLED, Load
from arogi.casework.words import title, titles
from arogi.core.tabs import Tab, tabs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTask:
    """One task in words; `kind` is empty where the title begins with it."""

    task: Task
    title: str
    kind: str
    structure: str
    is_overdue: bool
    sleeps: bool
    is_mine: bool
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """The inbox as it is shown.

    Attributes:
        query: the part of an address that keeps the filter.
        person: name of the person to whom the list is narrowed.
        may_mark: something on this page can be acted on.
    """

    page: Page[Task]
    tasks: tuple[ShownTask, ...]
    tabs: tuple[Tab, ...]
    view: str
    query: str
    person: str
    is_narrowed: bool
    may_mark: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """The load of one member of staff beside its bar: the width is in per cent of the longest, as SVG takes it."""

    load: Load
    width: str


def shown_tasks(tasks: Iterable[Task], member: Member, today: dt.date) -> tuple[ShownTask, ...]:
    """Put tasks into words."""
    rows = list(tasks)
    words = titles(rows)
    return tuple(_shown(task, words[task.pk], member, today) for task in rows)


def shown_task(task: Task, member: Member, today: dt.date) -> ShownTask:
    """Put one task into words, for whoever has opened it."""
    return _shown(task, title(task, member), member, today)


def _shown(task: Task, words: str, member: Member, today: dt.date) -> ShownTask:
    names = {one.pk: one.name for one in member.structures}
    kind = str(task.get_kind_display())
    return ShownTask(
        task=task,
        title=words,
        kind="" if words.startswith(kind) else kind,
        structure=names.get(task.structure_id, ""),
        is_overdue=task.is_overdue(today),
        sleeps=task.sleeps(today),
        is_mine=task.worker_id == member.user.pk,
        may_act=task.is_open and may_act_on(member, task),
    )


def tabs(counts: dict[str, int], current: str) -> tuple[Tab, ...]:
    """Give the views of the inbox with their counts."""
    labels = {
        MINE: _("Mine"),
        OURS: _("Of my structures"),
        NOBODYS: _("Nobody's"),
        OVERDUE: _("Overdue tasks"),
        LATER: _("Tasks put off"),
        SETTLED: _("Settled tasks"),
    }
    return tabs_of(labels, counts, current)


def load_lines(loads: Iterable[Load]) -> tuple[LoadLine, ...]:
    """Draw a bar for the open tasks of each."""
    rows = list(loads)
    longest = max((load.tasks for load in rows), default=0) or 1
    return tuple(LoadLine(load=load, width=f"{100 * load.tasks / longest:.1f}%") for load in rows)
