"""What time alone brings: papers whose renewal begins, and next steps that came by another way than the desk."""

from __future__ import annotations

import datetime as dt

from arogi.casework.services.next_steps import keep_all_next_steps
from arogi.casework.services.reminders import remind_of_renewals
from arogi.casework.services.renewals import ENDED_WITHIN, keep_renewals
from arogi.documents.kinds import LONGEST_LEAD_DAYS
from arogi.documents.selectors import expiring


def bring_all_tasks(*, today: dt.date, at: dt.datetime) -> int:
    """Make every task of the entered municipality that is due and not there; safe to run twice. Give how many.

    Who agreed to reminders is told of renewals, too.

    Args:
        at: the moment, for the messages.
    """
    last = today + dt.timedelta(days=LONGEST_LEAD_DAYS)
    made = keep_all_next_steps() + keep_renewals(expiring(first=today - ENDED_WITHIN, last=last), on=today)
    remind_of_renewals(today=today, at=at)
    return made
