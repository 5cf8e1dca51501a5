"""Periods by word, as a municipality names them: «α΄ τρίμηνο 2026», «Νοέμβριος 2026», «από την έναρξη»."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FREE = "dates"
SINCE_START = "start"
# Greek counts quarters and half-years with numeral letters.
_GREEK = ("α΄", "β΄", "γ΄", "δ΄")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both included, with the code and the words that it is chosen by."""

    code: str
    name: str
    since: dt.date
    until: dt.date


def month_period(year: int, month: int) -> Period:
    """Give one month."""
    first = dt.date(year, month, 1)
    return Period(f"{year}-{month:02}", month_name(first), first, _last_day(year, month))


def quarter_period(year: int, quarter: int) -> Period:
    """Give one quarter."""
    first = dt.date(year, quarter * 3 - 2, 1)
    return Period(f"{year}-Q{quarter}", quarter_name(year, quarter), first, _last_day(year, quarter * 3))


def half_year_period(year: int, half: int) -> Period:
    """Give one half-year."""
    first = dt.date(year, half * 6 - 5, 1)
    return Period(f"{year}-H{half}", half_year_name(year, half), first, _last_day(year, half * 6))


def year_period(year: int) -> Period:
    """Give one year."""
    name = _("Year %(year)s") % {"year": year}
    return Period(str(year), name, dt.date(year, 1, 1), dt.date(year, 12, 31))


def offered_periods(today: dt.date, *, first_day: dt.date | None) -> list[Period]:
    """Give the periods that are offered on a day, the usual ones first.

    Args:
        today: the day of the question.
        first_day: of the first contact that was ever recorded; None when there is none.
    """
    quarter, half = (today.month + 2) // 3, 1 if today.month <= 6 else 2
    earlier = today.replace(day=1) - dt.timedelta(days=1)
    periods = [
        month_period(today.year, today.month),
        month_period(earlier.year, earlier.month),
        *(quarter_period(*_back(today.year, quarter, steps, 4)) for steps in range(5)),
        *(half_year_period(*_back(today.year, half, steps, 2)) for steps in range(3)),
        *(year_period(today.year - steps) for steps in range(3)),
    ]
    since = min(first_day or today, today)
    return [*periods, Period(SINCE_START, _("Since the start"), since, today)]


def period_name(since: dt.date, until: dt.date) -> str:
    """Give the words for a span of days: the name of a whole month, quarter, half-year or year, else its two dates."""
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    whole = since.day == 1 and until == _last_day(until.year, until.month)
    for length, name in ((1, month_name(since)), (3, _quarter_of(since)), (6, _half_of(since)), (12, _year_of(since))):
        if whole and months == length and (since.month - 1) % length == 0:
            return name
    return _("%(since)s to %(until)s") % {"since": _day(since), "until": _day(until)}


def month_name(day: dt.date) -> str:
    """Give month and year: «Νοέμβριος 2026»."""
    return date_format(day, "F Y")


def quarter_name(year: int, quarter: int) -> str:
    """Give a quarter: «α΄ τρίμηνο 2026», “Quarter 1 of 2026”."""
    return _("Quarter %(number)s of %(year)s") % {"number": _numeral(quarter), "year": year}


def half_year_name(year: int, half: int) -> str:
    """Give a half-year: «α΄ εξάμηνο 2026», “Half-year 1 of 2026”."""
    return _("Half-year %(number)s of %(year)s") % {"number": _numeral(half), "year": year}


def _numeral(number: int) -> str:
    return _GREEK[number - 1] if get_language() == "el" else str(number)


def _quarter_of(day: dt.date) -> str:
    return quarter_name(day.year, (day.month + 2) // 3)


def _half_of(day: dt.date) -> str:
    return half_year_name(day.year, 1 if day.month <= 6 else 2)


def _year_of(day: dt.date) -> str:
    return year_period(day.year).name


def _day(day: dt.date) -> str:
    return date_format(day, "j E Y")


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _back(year: int, number: int, steps: int, per_year: int) -> tuple[int, int]:
    """Go some quarters (four a year) or half-years (two) back."""
    count = year * per_year + number - 1 - steps
    return count // per_year, count % per_year + 1
