"""When a structure is open, which days are working days, and what the pages of the centres show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated

from arogi.centres.holidays import Holiday, holiday_on
from arogi.centres.models import Closure, Municipality, OpeningHours, Structure, SubProject
from arogi.core import tenancy

ATHENS = ZoneInfo("Europe/Athens")
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Range:
    """From when until when a structure is open; the end is the first moment at which it is closed."""

    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of one structure.

    Attributes:
        ranges: the hours of that day, in order; empty when it stays closed.
        closed_because: in words; empty on an open day and on a day that has no hours.
    """

    date: dt.date
    ranges: tuple[Range, ...] = ()
    closed_because: str = ""

    def is_open_at(self, time: dt.time) -> bool:
        """Say whether a time lies within the hours."""
        return any(hours.opens <= time < hours.closes for hours in self.ranges)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Hours, closures and holidays of the entered municipality over a period: three queries for all structures."""

    municipality: Municipality
    closures: tuple[Closure, ...]
    hours: tuple[OpeningHours, ...]

    def day_of(self, structure: Structure, date: dt.date) -> Day:
        """Give the hours of a structure on a day, or why it stays closed."""
        if (structure.opened_on and date < structure.opened_on) or (
            structure.closed_on and date >= structure.closed_on
        ):
            return Day(date=date, closed_because=_("The structure does not operate on this day."))
        reason = self._closed_because(structure.pk, date)
        return Day(date=date, closed_because=reason) if reason else Day(date=date, ranges=self._ranges(structure, date))

    def is_working_day(self, date: dt.date, structure_id: UUID | None = None) -> bool:
        """Say whether a day is Monday to Friday, no holiday and no closure (of the municipality, or of a structure)."""
        return date.weekday() < SATURDAY and not self._closed_because(structure_id, date)

    def holiday(self, date: dt.date) -> Holiday | None:
        """Say which holiday a day is here."""
        town = self.municipality
        return holiday_on(date, patron_day=town.patron_day, patron_name=town.patron_name)

    def _closed_because(self, structure_id: UUID | None, date: dt.date) -> str:
        for closure in self.closures:
            concerned = closure.structure_id is None or closure.structure_id == structure_id
            if concerned and closure.from_date <= date <= closure.until_date:
                return closure.reason
        holiday = self.holiday(date)
        return holiday_words(holiday) if holiday else ""

    def _ranges(self, structure: Structure, date: dt.date) -> tuple[Range, ...]:
        return tuple(
            Range(opens=row.opens, closes=row.closes)
            for row in self.hours
            if row.structure_id == structure.pk
            and row.weekday == date.weekday()
            and (row.valid_from is None or row.valid_from <= date)
            and (row.valid_until is None or row.valid_until > date)
        )


def calendar(first: dt.date, last: dt.date) -> Calendar:
    """Read what is needed to answer for any day of a period, both ends included."""
    hours = OpeningHours.objects.filter(Q(valid_from=None) | Q(valid_from__lte=last))
    return Calendar(
        municipality=Municipality.objects.get(pk=tenancy.current_municipality_id()),
        closures=tuple(Closure.objects.filter(from_date__lte=last, until_date__gte=first).order_by("from_date")),
        hours=tuple(hours.filter(Q(valid_until=None) | Q(valid_until__gt=first)).order_by("weekday", "opens")),
    )


def is_open(structure: Structure, moment: dt.datetime) -> bool:
    """Say whether a structure is open at a moment (aware; the clock of Athens decides).

    Raises:
        ValueError: the moment names no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("The moment must name its time zone.")
    here = moment.astimezone(ATHENS)
    return calendar(here.date(), here.date()).day_of(structure, here.date()).is_open_at(here.time())


def working_days(first: dt.date, last: dt.date, *, structure: Structure | None = None) -> list[dt.date]:
    """Give the working days here, both ends included; with a structure, its closures count too."""
    days = calendar(first, last)
    every = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in every if days.is_working_day(day, structure.pk if structure else None)]


def coming_holidays(date: dt.date, *, days: int = 365) -> list[Holiday]:
    """Give the holidays of the entered municipality from a day on."""
    here = calendar(date, date)
    found = (here.holiday(date + dt.timedelta(days=number)) for number in range(days))
    return [holiday for holiday in found if holiday is not None]


def holiday_words(holiday: Holiday) -> str:
    """Give a holiday's name, and that it is not confirmed where that is so."""
    name = translated(holiday.name)
    if holiday.is_expected:
        return _("%(holiday)s (expected; a ministerial decision confirms it)") % {"holiday": name}
    return name


def coming_closures(date: dt.date) -> list[Closure]:
    """Give the closures that are not over."""
    return list(Closure.objects.filter(until_date__gte=date).select_related("structure").order_by("from_date"))


@dataclass(frozen=True, kw_only=True)
class StructureLine:
    """A structure in the list, with its day."""

    structure: Structure
    today: Day
    is_open_now: bool


def structures_at(moment: dt.datetime) -> list[StructureLine]:
    """Give the structures of the municipality, parents before their branches, with the hours of the day."""
    here = moment.astimezone(ATHENS)
    days = calendar(here.date(), here.date())
    structures = Structure.objects.select_related("parent").order_by("code")
    lines = [_line(structure, days.day_of(structure, here.date()), here.time()) for structure in structures]
    return sorted(lines, key=lambda line: (_family(line.structure), line.structure.parent_id is not None))


def _line(structure: Structure, today: Day, time: dt.time) -> StructureLine:
    return StructureLine(structure=structure, today=today, is_open_now=today.is_open_at(time))


def _family(structure: Structure) -> str:
    return structure.parent.code if structure.parent else structure.code


def find_structure(structure_id: UUID) -> Structure | None:
    """Give a structure of the entered municipality; None when there is none."""
    return Structure.objects.select_related("parent").filter(pk=structure_id).first()


def week_of(structure: Structure, date: dt.date) -> list[tuple[int, list[Range]]]:
    """Give the hours of the seven weekdays (0 = Monday) that hold on a day, holidays aside."""
    hours = [row for row in calendar(date, date).hours if row.structure_id == structure.pk]
    return [
        (weekday, [Range(opens=row.opens, closes=row.closes) for row in hours if row.weekday == weekday])
        for weekday in range(7)
    ]


def sub_projects_of(structure: Structure) -> list[SubProject]:
    """Give what pays for a structure, newest first."""
    rows = SubProject.objects.filter(structure=structure).select_related("operation")
    return list(rows.order_by("-operation__valid_from", "number"))


def specialities_of(structure: Structure, date: dt.date) -> list[tuple[str, int]]:
    """Give the specialities at work in a structure on a day with their number, no names."""
    valid = Q(valid_from__lte=date) & (Q(valid_until=None) | Q(valid_until__gt=date))
    return sorted(Counter(row.get_role_display() for row in structure.memberships.filter(valid)).items())
