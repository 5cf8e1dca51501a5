"""What this module does: tasks that the program makes, acts with tasks, hand-overs of caseloads."""

from arogi.casework.services.acts import add_task, finish, hand, snooze, take, undo
from arogi.casework.services.caseloads import caseload_of, hand_caseload_over, plan, undo_hand_over
from arogi.casework.services.drafts import TaskDraft, have_tasks, settle_many, settle_tasks
from arogi.casework.services.nightly import bring_all_tasks

__all__ = [
    "TaskDraft",
    "add_task",
    "bring_all_tasks",
    "caseload_of",
    "finish",
    "hand",
    "hand_caseload_over",
    "have_tasks",
    "plan",
    "settle_many",
    "settle_tasks",
    "snooze",
    "take",
    "undo",
    "undo_hand_over",
]
