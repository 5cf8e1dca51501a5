"""Jobs of the accounts: every night what sessions left behind is deleted."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

# Universal time: a quarter to four in Athens, a quarter to five in summer.
BEFORE_MORNING = "45 1 * * *"


@app.periodic(cron=BEFORE_MORNING)
@app.task(name="accounts.clear_sessions", queueing_lock="accounts.clear_sessions")
def clear_sessions(timestamp: int) -> int:
    """Delete the sessions that are over; say how many they were.

    Args:
        timestamp: the moment for which it was deferred.
    """
    deleted, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted
