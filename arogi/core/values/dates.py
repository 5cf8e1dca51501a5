"""Read dates as Greeks write them, the day first, and keep how much of them is known.

Read are: ``1984-05-03``, ``1984-05``, ``1984``, ``3/5/1984``, ``3-5-84``, ``3.5.1984``, ``03051984``, ``030584``,
``05/1984``, ``3 Μαΐου 1984``, ``Μάιος 1984``, ``3 May 1984``; zeros, question marks or X for what is not known
(``00/05/1984``); «περίπου 1984»; digits of any script. ``5/13/1984`` is refused, never turned round.

A year of two digits (a rule of this program, not of law): for a birth, the latest such year that does not put it
after the day of reading; for any other date, the one nearest to that day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from arogi.core.values.checked import Checked, UnreadableValue, ValueWarning, note
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate, Precision
from arogi.core.values.typed_text import in_capitals, is_digits, plain_or_empty, to_greek

OLDEST_YEARS = 130

IN_FUTURE = ValueWarning("birth_in_future", _("This date of birth has not come yet."))
TOO_OLD = ValueWarning(
    "birth_too_old",
    _("Born then, the person would be %(years)s years old or more. Or is it a year of another calendar?"),
)
FIRST_OF_JANUARY = note(
    "birth_first_of_january",
    _("1 January often stands for a birthday that nobody knows. If it is not known, write the year only."),
)
TWO_DIGIT_YEAR = note("date_two_digit_year", _("The year has two digits and was read as %(year)s."))
APPROXIMATE = note("date_approximate", _("The date is said to be approximate: only its year is kept."))
AMBIGUOUS = ValueWarning(
    "date_ambiguous",
    _("These six digits were read as day, month and year (%(date)s). If they are not, write the year in full."),
)
DEATH_BEFORE_BIRTH = ValueWarning("death_before_birth", _("The date of death lies before the date of birth."))
DEATH_IN_FUTURE = ValueWarning("death_in_future", _("This date of death has not come yet."))


class ImpossibleDate(UnreadableValue):
    """The text names a day that no calendar has, or is no date."""


def read_birth_date(raw: str, *, on: dt.date) -> Checked[PartialDate]:
    """Read a date of birth on a day (``on``); nothing typed gives an unknown date.

    Raises:
        ImpossibleDate: there is no such day, or the text is no date; ``str()`` says which.
        UnreadableValue: NUL, a lone surrogate, or more than 100 characters.
    """
    read = _read(raw, choose=lambda dates: _latest_until(on, dates), on=on)
    return Checked(read.value, (*_birth_warnings(read.value, on), *read.warnings))


def read_date(raw: str, *, on: dt.date) -> Checked[PartialDate]:
    """Read any other date, past or future, on a day (``on``); for the errors see ``read_birth_date``."""
    return _read(raw, choose=lambda dates: _nearest_to(on, dates), on=on)


def death_warnings(*, born: PartialDate, died: PartialDate, on: dt.date) -> tuple[ValueWarning, ...]:
    """Warn of a death before the birth or after the day ``on``; only what is certain by the known parts."""
    warnings = []
    if died.latest and born.earliest and died.latest < born.earliest:
        warnings.append(DEATH_BEFORE_BIRTH)
    if died.earliest and died.earliest > on:
        warnings.append(DEATH_IN_FUTURE)
    return tuple(warnings)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A date as written; a day or a month of zero, and a year of one zero or four, mean: not known."""

    day: int
    month: int
    year: str
    warnings: tuple[ValueWarning, ...] = ()


_Choose = Callable[[Sequence[PartialDate]], PartialDate]

# Before this year a run of eight digits that can be read from the other end is read from there.
_PLAUSIBLE_FROM = 1850
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?$")
_NOT_KNOWN = re.compile(r"\?+|(?<![^\W0-9_])[XΧ]{1,4}(?![^\W0-9_])")
_NOTHING_KNOWN = re.compile(r"[ ?/._*-]*|ΑΓΝΩΣΤ(Η|Ο|ΟΣ)|ΔΕΝ (ΓΝΩΡΙΖΕΙ|ΕΙΝΑΙ ΓΝΩΣΤΗ)|UNKNOWN|NOT KNOWN|N/A")
_ABOUT = re.compile(r"^(ΠΕΡΙΠΟΥ|ΠΕΡ\.|ΓΥΡΩ ΣΤΟ|ABOUT|CIRCA|CA?\.|[~≈]) *| +(ΠΕΡΙΠΟΥ|CIRCA)$")
_TOKEN = re.compile(r"[0-9]+|[^\W0-9_]+")
_BETWEEN = frozenset(" /.,-'’΄")
_FILLERS = frozenset({"Η", "ΗΣ", "ΤΟΥ", "ΤΗΣ", "ΤΟ", "ΕΤΟΥΣ", "ST", "ND", "RD", "TH", "OF"})


def _months() -> dict[str, int]:
    text = Path(__file__).with_name("month_names.yaml").read_text(encoding="utf-8")
    names: dict[int, list[str]] = yaml.safe_load(text)
    return {to_greek(name): month for month, written in names.items() for name in written}


_MONTH_OF = _months()


def _read(raw: str, *, choose: _Choose, on: dt.date) -> Checked[PartialDate]:
    text = _MIDNIGHT.sub("", in_capitals(plain_or_empty(raw)).strip())
    if _NOTHING_KNOWN.fullmatch(text):
        return Checked(UNKNOWN_DATE)
    exact = _ABOUT.sub("", text)
    read = _dated(_parts(exact, on), choose, on)
    return read if exact == text else _as_approximate(read)


def _as_approximate(read: Checked[PartialDate]) -> Checked[PartialDate]:
    if read.value.date is None:
        return read
    return Checked(PartialDate.of(read.value.date.year), (*read.warnings, APPROXIMATE))


def _parts(text: str, on: dt.date) -> _Parts:
    """Find out which of the written numbers is the day, the month and the year."""
    tokens = _tokens(_NOT_KNOWN.sub("0", text))
    words = [position for position, token in enumerate(tokens) if not is_digits(token)]
    if not words:
        return _parts_of_numbers(tokens, on)
    if len(words) > 1 or (month := _MONTH_OF.get(to_greek(tokens[words[0]]))) is None:
        raise _unreadable()
    return _parts_with_month(tokens[: words[0]], month, tokens[words[0] + 1 :])


def _tokens(text: str) -> list[str]:
    if not _BETWEEN.issuperset(_TOKEN.sub("", text)):
        raise _unreadable()
    return [token for token in _TOKEN.findall(text) if token not in _FILLERS]


def _parts_with_month(before: list[str], month: int, after: list[str]) -> _Parts:
    """Read ``3 Μαΐου 1984``, ``Μάιος 1984``, ``May 3, 1984`` and ``1984 Μάιος 3``."""
    numbers = [*before, *after]
    if not numbers or (len(numbers) == 1 and before and len(before[0]) <= 2):
        raise _year_missing()
    if len(numbers) == 1:
        return _Parts(0, month, numbers[0])
    if len(numbers) > 2:
        raise _unreadable()
    day, year = reversed(numbers) if len(numbers[0]) == 4 else numbers
    return _Parts(int(day), month, year)


def _parts_of_numbers(numbers: list[str], on: dt.date) -> _Parts:
    match numbers:
        case [run]:
            return _parts_of_run(run, on)
        case [year, month] if len(year) == 4:
            return _Parts(0, int(month), year)
        case [month, year] if len(year) == 4:
            return _Parts(0, int(month), year)
        case [_day, _month]:
            raise _year_missing()
        case [year, month, day] if len(year) == 4:
            return _Parts(int(day), int(month), year)
        case [day, month, year]:
            return _Parts(int(day), int(month), year)
    raise _unreadable()


def _parts_of_run(run: str, on: dt.date) -> _Parts:
    """Read digits without anything between: a year, ``DDMMYYYY``, ``YYYYMMDD``, ``DDMMYY`` or ``YYYYMM``."""
    if not run.strip("0"):
        return _Parts(0, 0, run)
    match len(run):
        case 4:
            return _Parts(0, 0, run)
        case 7 | 8:
            return _parts_of_long_run(run.zfill(8))
        case 6:
            return _parts_of_short_run(run, on)
        case 1 | 2:
            raise _year_missing()
    raise _unreadable()


def _parts_of_long_run(run: str) -> _Parts:
    # A spreadsheet drops the zero of 03051984, so seven digits come here with a zero in front.
    day_first = _Parts(int(run[:2]), int(run[2:4]), run[4:])
    year_first = _Parts(int(run[6:]), int(run[4:6]), run[:4])
    turned = int(day_first.year) < _PLAUSIBLE_FROM <= int(year_first.year)
    return year_first if turned else day_first


def _parts_of_short_run(run: str, on: dt.date) -> _Parts:
    day_first = _Parts(int(run[:2]), int(run[2:4]), run[4:])
    year_first = _Parts(0, int(run[4:]), run[:4])
    if not (_PLAUSIBLE_FROM <= int(year_first.year) <= on.year and 1 <= year_first.month <= 12):
        return day_first
    if day_first.month > 12:
        return year_first
    written = f"{run[:2]}/{run[2:4]}/{run[4:]}"
    return _Parts(day_first.day, day_first.month, day_first.year, (AMBIGUOUS.saying(date=written),))


def _dated(parts: _Parts, choose: _Choose, on: dt.date) -> Checked[PartialDate]:
    """Make the date of its parts, or say why there is none."""
    if parts.day and not parts.month:
        raise ImpossibleDate("date_month_missing", _("The month is missing: a day alone says nothing."))
    if not (parts.day or parts.month or int(parts.year)):
        return Checked(UNKNOWN_DATE)
    if len(parts.year) == 2:
        date = choose(_of_every_century(parts, on))
        year = str(date)[:4]
        return Checked(date, (*parts.warnings, TWO_DIGIT_YEAR.saying(year=year)))
    if len(parts.year) != 4 and int(parts.year):
        raise ImpossibleDate("date_year_digits", _("Write the year with four digits."))
    if not int(parts.year):
        raise _year_missing()
    return Checked(_calendar_date(parts, int(parts.year)), parts.warnings)


def _of_every_century(parts: _Parts, on: dt.date) -> list[PartialDate]:
    """Give the dates that a year of two digits can mean, in the centuries before, of and after ``on``."""
    century = on.year // 100 * 100
    dates = []
    for first_year in (century - 100, century, century + 100):
        try:
            dates.append(_calendar_date(parts, first_year + int(parts.year)))
        except ImpossibleDate as impossible:
            refusal = impossible
    if not dates:
        raise refusal
    return dates


def _latest_until(on: dt.date, dates: Sequence[PartialDate]) -> PartialDate:
    past = [date for date in dates if date.earliest and date.earliest <= on]
    return past[-1] if past else dates[0]


def _nearest_to(on: dt.date, dates: Sequence[PartialDate]) -> PartialDate:
    return min(dates, key=lambda date: abs(((date.earliest or on) - on).days))


def _calendar_date(parts: _Parts, year: int) -> PartialDate:
    if parts.month > 12:
        raise ImpossibleDate(
            "date_no_such_month",
            _("There is no month %(month)s. Write the day first, then the month: 3/5/1984 is 3 May."),
            month=str(parts.month),
        )
    try:
        return PartialDate.of(year, parts.month or None, parts.day or None)
    except ValueError:
        raise ImpossibleDate(
            "date_no_such_day",
            _("There is no day %(day)s/%(month)s/%(year)s in the calendar."),
            day=str(parts.day),
            month=str(parts.month),
            year=parts.year,
        ) from None


def _birth_warnings(born: PartialDate, on: dt.date) -> tuple[ValueWarning, ...]:
    ages = born.ages_on(on)
    if born.earliest is None or ages is None:
        return ()
    if born.earliest > on:
        return (IN_FUTURE,)
    too_old = (TOO_OLD.saying(years=str(OLDEST_YEARS)),) if ages[0] >= OLDEST_YEARS else ()
    new_year = born.precision is Precision.DAY and (born.earliest.month, born.earliest.day) == (1, 1)
    return (*too_old, FIRST_OF_JANUARY) if new_year else too_old


def _unreadable() -> ImpossibleDate:
    return ImpossibleDate(
        "date_unreadable",
        _("This is not read as a date. Write 3/5/1984, or 5/1984 or 1984 when the day or the month is not known."),
    )


def _year_missing() -> ImpossibleDate:
    return ImpossibleDate("date_year_missing", _("The year is missing, or it has fewer than four digits."))
