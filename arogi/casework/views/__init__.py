"""Pages of this module: the inbox, one task with its acts, caseloads."""

from arogi.casework.views.caseloads import caseloads, hand_caseload_over, hand_overs, undo_hand_over
from arogi.casework.views.forecast import forecast
from arogi.casework.views.inbox import inbox, marked
from arogi.casework.views.tasks import finish, hand, new_task, snooze, take, task, undo

__all__ = [
    "caseloads",
    "finish",
    "forecast",
    "hand",
    "hand_caseload_over",
    "hand_overs",
    "inbox",
    "marked",
    "new_task",
    "snooze",
    "take",
    "task",
    "undo",
    "undo_hand_over",
]
