"""Values as people read them: dates, hours, numbers, money, phones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from arogi.core.values import phone as phones
from arogi.core.values.partial_date import PartialDate, Precision

# Django's own Greek has these with accents (Μάρ, Ιούν); people write them without.
MONTHS = (
    pgettext_lazy("short month", "Jan"),
    pgettext_lazy("short month", "Feb"),
    pgettext_lazy("short month", "Mar"),
    pgettext_lazy("short month", "Apr"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "Jun"),
    pgettext_lazy("short month", "Jul"),
    pgettext_lazy("short month", "Aug"),
    pgettext_lazy("short month", "Sep"),
    pgettext_lazy("short month", "Oct"),
    pgettext_lazy("short month", "Nov"),
    pgettext_lazy("short month", "Dec"),
)
When = dt.date | dt.datetime | PartialDate | None


def day(when: When) -> str:
    """Write a date: `3 Μαρ 2026`; of a partial date what is known (`Μαρ 2026`, `2026`); nothing for None."""
    if isinstance(when, PartialDate):
        return _partial(when)
    return _short(_here(when)) if when else ""


def long_day(when: dt.date | dt.datetime | None) -> str:
    """Write a date with its weekday: `Τρίτη 3 Μαρτίου 2026`."""
    return date_format(_here(when), "l j E Y") if when else ""


def typed_day(when: When) -> str:
    """Write a date as people type it: `03/03/2026`."""
    if isinstance(when, PartialDate):
        return when.display
    return date_format(_here(when), "d/m/Y") if when else ""


def clock(when: dt.time | dt.datetime | None) -> str:
    """Write a time of day: `14:05`."""
    return date_format(_here(when), "H:i") if when is not None else ""


def moment(when: dt.datetime | None) -> str:
    """Write a date with its time: `3 Μαρ 2026, 14:05`."""
    return f"{_short(_here(when))}, {clock(when)}" if when else ""


def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """Write a number: `1.234`, with a fixed number of decimals `1.234,50`."""
    if value is None:
        return ""
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def money(euros: float | Decimal | None) -> str:
    """Write an amount of euros: `1.234,50 €`; whole amounts without cents (`216 €`)."""
    if euros is None:
        return ""
    decimals = 0 if euros == int(euros) else 2
    return _("%(amount)s €") % {"amount": number(euros, decimals)}


def phone(value: str | None) -> str:
    """Write a kept phone number in groups of three: `697 123 4567`."""
    return phones.display(value) if value else ""


def _here(when: Any) -> Any:
    if isinstance(when, dt.datetime) and timezone.is_aware(when):
        return timezone.localtime(when)
    return when


def _short(day_: dt.date) -> str:
    return f"{day_.day} {MONTHS[day_.month - 1]} {day_.year}"


def _partial(when: PartialDate) -> str:
    if when.date is None or when.precision is Precision.DAY:
        return _short(when.date) if when.date else ""
    month = f"{MONTHS[when.date.month - 1]} " if when.precision is Precision.MONTH else ""
    return f"{month}{when.date.year}"
