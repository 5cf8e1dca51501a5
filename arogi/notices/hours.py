"""When a message may leave: in the day, and not on Sundays."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

ATHENS = ZoneInfo("Europe/Athens")
FROM, UNTIL = dt.time(9), dt.time(20)
SUNDAY = 6


def earliest(moment: dt.datetime) -> dt.datetime:
    """Give the first moment from this one on at which nobody is disturbed.

    Args:
        moment: aware.
    """
    here = moment.astimezone(ATHENS)
    if here.time() >= UNTIL:
        here = _morning(here.date() + dt.timedelta(days=1))
    elif here.time() < FROM:
        here = _morning(here.date())
    if here.weekday() == SUNDAY:
        here = _morning(here.date() + dt.timedelta(days=1))
    return here


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, FROM, ATHENS)
