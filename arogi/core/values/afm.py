"""ΑΦΜ, the tax number.

Nine digits; the last is the check digit: the first eight weighted with falling powers of two, modulo 11, modulo 10. An
old number of eight digits gets a zero in front.

Source: python-stdnum 2.2 ``stdnum.gr.vat`` [A: read]; it takes ``000000000`` for valid, which no person has [A: tried].
Minors have an AFM too since the Personal Number came: dnews.gr 06-11-2025 [A: read].
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from stdnum.gr import vat

from arogi.core.values.checked import Checked, ValueWarning, note
from arogi.core.values.typed_text import compact_code, is_digits

DIGITS = 9

CHARACTERS = ValueWarning("afm_characters", _("An AFM has only digits; this one has other characters too."))
LENGTH = ValueWarning("afm_length", _("An AFM has 9 digits; this one has %(count)s."))
ALL_ZEROS = ValueWarning("afm_zeros", _("An AFM of zeros only is a filler. If there is no AFM, say why."))
CHECK_DIGIT = ValueWarning(
    "afm_check_digit",
    _("The last digit of the AFM does not fit the other eight: a digit is probably mistyped."),
)
ZERO_ADDED = note(
    "afm_zero_added",
    _("A zero was put in front: old AFM have 8 digits, and spreadsheets drop leading zeros. Look at the paper."),
)


def check(raw: str) -> Checked[str]:
    """Read an AFM; the country letters of a VAT number (EL, GR) in front are dropped.

    Returns:
        Nine digits when there are nine, or eight that are right with a zero in front; otherwise what was typed, in
        capitals and without separators.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = _without_country(compact_code(raw))
    if not is_digits(number):
        return Checked(number, (CHARACTERS,))
    if not number.strip("0"):
        return Checked(number, (ALL_ZEROS,))
    if len(number) == DIGITS - 1 and fits_check_digit("0" + number):
        return Checked("0" + number, (ZERO_ADDED,))
    if len(number) != DIGITS:
        return Checked(number, (LENGTH.saying(count=str(len(number))),))
    return Checked(number, () if fits_check_digit(number) else (CHECK_DIGIT,))


def fits_check_digit(number: str) -> bool:
    """Tell whether the last of nine digits is the check digit of the other eight."""
    return bool(vat.calc_check_digit(number[:-1]) == number[-1])


def _without_country(number: str) -> str:
    rest = number[2:]
    return rest if number[:2] in {"EL", "ΕΛ", "GR", "ΓΡ"} and is_digits(rest) else number
