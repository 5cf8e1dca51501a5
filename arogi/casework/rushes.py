"""The rushes that are coming: what ends and falls due in each week, and what the calendar of every year brings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from arogi.accounts.access import Member
from arogi.casework.access import visible_tasks
from arogi.documents.selectors import expiring

WEEKS = 26
WEEK = dt.timedelta(days=7)
CALENDAR = Path(__file__).with_name("calendar.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """One entry of the calendar in one year.

    Attributes:
        is_confirmed: its source speaks of this very year.
    """

    code: str
    title: str
    first: dt.date
    last: dt.date
    is_confirmed: bool
    confidence: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What a week brings; the width of its bar is in per cent of the longest, as SVG takes it."""

    monday: dt.date
    papers: int
    tasks: int
    width: str
    rushes: tuple[Rush, ...]


@cache
def _calendar() -> Mapping[str, Any]:
    content: dict[str, Any] = yaml.safe_load(CALENDAR.read_text(encoding="utf-8"))
    return content


def compiled_on() -> dt.date:
    """Give the day on which the calendar was put together."""
    day: dt.date = _calendar()["compiled"]
    return day


def rushes_between(first: dt.date, last: dt.date) -> list[Rush]:
    """Give the entries of the calendar that touch a span of days (both counted), the earliest first."""
    years = range(first.year - 1, last.year + 1)
    found = (_rush(code, told, year) for code, told in _calendar()["rushes"].items() for year in years)
    return sorted((one for one in found if one.first <= last and one.last >= first), key=lambda one: one.first)


def _rush(code: str, told: Mapping[str, Any], year: int) -> Rush:
    first, last = _day(told["from"], year), _day(told["until"], year)
    return Rush(
        code=code,
        title=told["en"] if get_language() == "en" else told["el"],
        first=first,
        last=last if last >= first else _day(told["until"], year + 1),
        is_confirmed=year == told["seen"],
        confidence=told["confidence"],
        source=told["source"],
    )


def _day(text: str, year: int) -> dt.date:
    month, day = map(int, text.split("-"))
    return dt.date(year, month, day)


def weeks_ahead(member: Member, today: dt.date) -> list[Week]:
    """Count for the coming weeks the papers that end and the open tasks that fall due; two queries.

    Papers are those of the whole register: a sum of a week names nobody and no kind.
    """
    monday = today - dt.timedelta(days=today.weekday())
    last = monday + WEEKS * WEEK - dt.timedelta(days=1)
    papers = _by_week(paper.expires_on for paper in expiring(first=today, last=last))
    due = visible_tasks(member).open().filter(due_on__range=(today, last))
    tasks = _by_week(due.values_list("due_on", flat=True).iterator(chunk_size=5_000))
    longest = max(papers.values(), default=0) or 1
    coming = rushes_between(today, last)
    return [
        Week(
            monday=day,
            papers=papers[day],
            tasks=tasks[day],
            width=f"{100 * papers[day] / longest:.1f}%",
            rushes=tuple(one for one in coming if _begins_in(one, day, today)),
        )
        for day in _mondays(monday)
    ]


def _begins_in(rush: Rush, monday: dt.date, today: dt.date) -> bool:
    """Say whether a rush begins in a week; one that has begun stands in the first."""
    return monday <= max(rush.first, today) < monday + WEEK


def _mondays(first: dt.date) -> Iterator[dt.date]:
    return (first + number * WEEK for number in range(WEEKS))


def _by_week(days: Iterable[dt.date]) -> Counter[dt.date]:
    return Counter(day - dt.timedelta(days=day.weekday()) for day in days)
