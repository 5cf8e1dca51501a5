"""A date of which only the year, or the year and the month, may be known."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from dataclasses import dataclass


class Precision(enum.StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with what is known of it.

    ``date`` is the first day that it can be (1 January for a year, the first for a month), None when nothing is known.
    A missing day is kept as missing: 1 January of a year is a real birthday, a year alone is not.
    """

    date: dt.date | None
    precision: Precision

    def __post_init__(self) -> None:
        if (self.date is None) != (self.precision is Precision.UNKNOWN):
            raise ValueError("A date is None exactly when its precision is unknown.")
        if self.date and self.date != _first_day(self.date, self.precision):
            raise ValueError("A date of a month or a year is kept as its first day.")

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """Make a date of its known parts.

        Raises:
            ValueError: there is no such day, or a day comes without its month.
        """
        if month is None:
            if day is not None:
                raise ValueError("A day needs a month.")
            return cls(dt.date(year, 1, 1), Precision.YEAR)
        if day is None:
            return cls(dt.date(year, month, 1), Precision.MONTH)
        return cls(dt.date(year, month, day), Precision.DAY)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read what ``str()`` wrote: ``1984-05-03``, ``1984-05``, ``1984`` or nothing.

        Raises:
            ValueError: it is none of these.
        """
        return cls.of(*(int(part) for part in text.split("-"))) if text else UNKNOWN_DATE

    def __str__(self) -> str:
        if self.date is None:
            return ""
        return self.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    def __bool__(self) -> bool:
        return self.date is not None

    @property
    def display(self) -> str:
        """Give the known parts as Greeks write them: ``03/05/1984``, ``05/1984``, ``1984`` or nothing."""
        return "/".join(reversed(str(self).split("-")))

    @property
    def earliest(self) -> dt.date | None:
        """Give the first day that it can be."""
        return self.date

    @property
    def latest(self) -> dt.date | None:
        """Give the last day that it can be."""
        if self.date is None or self.precision is Precision.DAY:
            return self.date
        month = 12 if self.precision is Precision.YEAR else self.date.month
        return dt.date(self.date.year, month, calendar.monthrange(self.date.year, month)[1])

    def can_be(self, other: PartialDate) -> bool:
        """Tell whether both can be one and the same day; a date that is not known can be any."""
        if self.date is None or other.date is None:
            return True
        return bool(str(self).startswith(str(other)) or str(other).startswith(str(self)))

    def ages_on(self, day: dt.date) -> tuple[int, int] | None:
        """Give the lowest and the highest age in whole years that somebody born then can have on a day.

        Both are equal when the birthday is known. None when nothing is known; never below zero.
        """
        if self.earliest is None or self.latest is None:
            return None
        return max(0, age(self.latest, day)), max(0, age(self.earliest, day))


UNKNOWN_DATE = PartialDate(None, Precision.UNKNOWN)


def _first_day(date: dt.date, precision: Precision) -> dt.date:
    if precision is Precision.YEAR:
        return date.replace(month=1, day=1)
    return date.replace(day=1) if precision is Precision.MONTH else date


def age(born: dt.date, day: dt.date) -> int:
    """Give the whole years that somebody has lived on a day; below zero before birth."""
    # Who is born on 29 February turns a year older on 1 March of other years (Civil Code reckoning: [K] unverified).
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
