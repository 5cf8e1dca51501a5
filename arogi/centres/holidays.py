"""The days on which Greek public services stay closed: fixed, moving with Orthodox Easter, and the local patron's day.

From the library `holidays` (Greece). Where 1 May falls into Holy Week the library moves it, as the Ministry has done;
the day is set by a ministerial decision that has to come first, so such a day is only `expected`: it counts as closed,
and pages say that it is not confirmed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import holidays
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

_EASTER_MONDAY = "Easter Monday"
# The library's English names are the keys of our own Greek words (its own Greek is for the private sector's calendars).
NAMES = (
    gettext_noop("New Year's Day"),
    gettext_noop("Epiphany"),
    gettext_noop("Green Monday"),
    gettext_noop("Independence Day"),
    gettext_noop("Good Friday"),
    gettext_noop("Easter Monday"),
    gettext_noop("Labor Day"),
    gettext_noop("Pentecost Monday"),
    gettext_noop("Dormition of the Mother of God"),
    gettext_noop("Ohi Day"),
    gettext_noop("Christmas Day"),
    gettext_noop("Glorifying Mother of God"),
)
_OBSERVED = " (observed)"


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """One closed day of the year.

    Attributes:
        name: for the screen: translated when it is shown.
        is_expected: foreseen, and not yet confirmed by a ministerial decision.
    """

    date: dt.date
    name: str
    is_expected: bool = False


def holiday_on(date: dt.date, *, patron_day: str = "", patron_name: str = "") -> Holiday | None:
    """Say which holiday a day is in a municipality; None for an ordinary day.

    Args:
        patron_day: `MM-DD`, or empty; 29 February is kept on the 28th in other years.
        patron_name: for the screen.
    """
    national = _national(date.year).get(date)
    if national is not None or not patron_day:
        return national
    return Holiday(date=date, name=patron_name or str(_("Local holiday"))) if _falls_on(patron_day, date) else None


def holidays_between(first: dt.date, last: dt.date, *, patron_day: str = "", patron_name: str = "") -> list[Holiday]:
    """Give the holidays of a period, both days included, in order."""
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    found = (holiday_on(day, patron_day=patron_day, patron_name=patron_name) for day in days)
    return [holiday for holiday in found if holiday is not None]


def easter_sunday(year: int) -> dt.date:
    """Give the Sunday of Orthodox Easter."""
    monday = next(day for day, holiday in _national(year).items() if holiday.name == _EASTER_MONDAY)
    return monday - dt.timedelta(days=1)


@lru_cache(maxsize=64)
def _national(year: int) -> dict[dt.date, Holiday]:
    make: Callable[..., dict[dt.date, str]] = holidays.country_holidays
    return {
        day: Holiday(date=day, name=name.removesuffix(_OBSERVED), is_expected=name.endswith(_OBSERVED))
        for day, name in sorted(make("GR", years=year, language="en_US").items())
    }


def _falls_on(patron_day: str, date: dt.date) -> bool:
    month, day = (int(part) for part in patron_day.split("-"))
    if (month, day) == (2, 29) and not _is_leap(date.year):
        day = 28
    return (date.month, date.day) == (month, day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
