"""What time alone brings: papers whose renewal begins, and next steps that came by another way than the desk."""

from __future__ import annotations

import datetime as dt

from arogi.casework.services.next_steps import keep_all_next_steps
from arogi.casework.services.renewals import ENDED_WITHIN, keep_renewals
from arogi.documents.kinds import LONGEST_LEAD_DAYS
from arogi.documents.selectors import expiring


def bring_all_tasks(*, today: dt.date) -> int:
    """Make every task of the entered municipality that is due and not there; safe to run twice. Give how many."""
    last = today + dt.timedelta(days=LONGEST_LEAD_DAYS)
    return keep_all_next_steps() + keep_renewals(expiring(first=today - ENDED_WITHIN, last=last), on=today)
