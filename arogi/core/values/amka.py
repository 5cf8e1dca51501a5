"""ΑΜΚΑ, the social security number.

Eleven digits: day, month and two digits of the year of birth, four of a serial number whose last one (the tenth digit)
is odd for men and even for women, and a check digit (Luhn).

Source: python-stdnum 2.2 ``stdnum.gr.amka`` [A: read]. That a real AMKA can carry a wrong date, and is issued and
corrected at the ΚΕΠ: ΚΥΑ Φ80320/109864/14-12-2023 (ΦΕΚ Β 7280), as reported by flynews.gr [A: the report was read].

The number does not tell the century: ``010115`` is of 1915 or of 2015. Neither century nor age is ever taken from it;
it is compared with the declared date of birth.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from arogi.core.values.checked import Checked, ValueWarning
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate, Precision
from arogi.core.values.typed_text import compact_code, is_digits

DIGITS = 11

CHARACTERS = ValueWarning("amka_characters", _("An AMKA has only digits; this one has other characters too."))
LENGTH = ValueWarning("amka_length", _("An AMKA has 11 digits; this one has %(count)s."))
ZERO_LOST = ValueWarning(
    "amka_zero_lost",
    _("With a zero in front this AMKA would be right: spreadsheets drop leading zeros. Look at the paper."),
)
ALL_ZEROS = ValueWarning("amka_zeros", _("An AMKA of zeros only is a filler. If there is no AMKA, say why."))
CHECK_DIGIT = ValueWarning(
    "amka_check_digit",
    _("The last digit of the AMKA does not fit the other ten (Luhn check): a digit is probably mistyped."),
)
DATE_PART = ValueWarning(
    "amka_date_part",
    _("The first six digits of an AMKA are the day, month and year of birth; here they are no date."),
)
BIRTH_DATE = ValueWarning(
    "amka_birth_date",
    _(
        "The first six digits of the AMKA do not fit the declared date of birth (%(declared)s). "
        "An AMKA can carry a wrong date: compare with the papers."
    ),
)
SEX = ValueWarning(
    "amka_sex",
    _(
        "The tenth digit of an AMKA is odd for men and even for women; here it does not fit the declared sex. "
        "Compare with the papers."
    ),
)


def check(raw: str, *, born: PartialDate = UNKNOWN_DATE, sex: str = "") -> Checked[str]:
    """Read an AMKA and compare it with what the person declared.

    Args:
        raw: as typed; digits of any script, with or without spaces and dashes.
        born: the declared date of birth; only its known parts are compared.
        sex: ``M`` or ``F`` is compared; anything else (other, not stated) is not.

    Returns:
        Eleven digits when there are eleven; otherwise what was typed, in capitals and without separators.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = compact_code(raw)
    if form := _form_warnings(number):
        return Checked(number, form)
    return Checked(number, (*_check_digit(number), *_birth_date(number, born), *_sex(number, sex)))


def _form_warnings(number: str) -> tuple[ValueWarning, ...]:
    if not is_digits(number):
        return (CHARACTERS,)
    if not number.strip("0"):
        return (ALL_ZEROS,)
    if len(number) == DIGITS:
        return ()
    length = LENGTH.saying(count=str(len(number)))
    padded = "0" + number
    if len(padded) == DIGITS and luhn.is_valid(padded) and _has_date(padded):
        return (length, ZERO_LOST)
    return (length,)


def _check_digit(number: str) -> tuple[ValueWarning, ...]:
    return () if luhn.is_valid(number) else (CHECK_DIGIT,)


def _birth_date(number: str, born: PartialDate) -> tuple[ValueWarning, ...]:
    if not _has_date(number):
        return (DATE_PART,)
    if born.date is None or _date_digits(born) == number[_first_known_digit(born) : 6]:
        return ()
    return (BIRTH_DATE.saying(declared=born.display),)


def _has_date(number: str) -> bool:
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    try:
        # Of 1900 and 2000 only the latter has a 29 February; all other pairs of years agree.
        dt.date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _first_known_digit(born: PartialDate) -> int:
    return {Precision.DAY: 0, Precision.MONTH: 2, Precision.YEAR: 4, Precision.UNKNOWN: 6}[born.precision]


def _date_digits(born: PartialDate) -> str:
    return f"{born.date:%d%m%y}"[_first_known_digit(born) :]


def _sex(number: str, sex: str) -> tuple[ValueWarning, ...]:
    by_number = "M" if int(number[9]) % 2 else "F"
    return (SEX,) if sex in {"M", "F"} and sex != by_number else ()
