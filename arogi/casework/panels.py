"""What the person's page shows of this module: what is still to be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from arogi.accounts.access import Member
from arogi.casework.pages import ShownTask, shown_tasks
from arogi.casework.selectors import open_tasks_of
from arogi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class TaskPanel:
    """A person's open tasks, the earliest first."""

    tasks: tuple[ShownTask, ...]


def task_panel(member: Member, person: Person, today: dt.date) -> TaskPanel | None:
    """Give what the member may see of a person's tasks; None for whoever may see none."""
    if not member.may("casework.view"):
        return None
    return TaskPanel(tasks=shown_tasks(open_tasks_of(member, person), member, today))
