"""IBAN, the number of a bank account; Greek ones have 27 characters.

Source: python-stdnum 2.2 ``stdnum.iban`` (check digits by ISO 7064, lengths by the register that it carries) [A: read].
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, ValidationError

from arogi.core.values.checked import Checked, ValueWarning
from arogi.core.values.typed_text import compact_code, to_latin

CHARACTERS = ValueWarning(
    "iban_characters", _("An IBAN begins with two letters and has only Latin letters and digits.")
)
GREEK_LENGTH = ValueWarning("iban_greek_length", _("A Greek IBAN has 27 characters; this one has %(count)s."))
CHECK_DIGITS = ValueWarning(
    "iban_check_digits",
    _("The check digits of the IBAN do not fit the rest: a character is probably mistyped."),
)
COUNTRY = ValueWarning("iban_country", _("The first two letters of the IBAN are no country that uses IBAN."))
SHAPE = ValueWarning("iban_shape", _("The IBAN does not have the length or the form of its country."))

_GREEK_CHARACTERS = 27
_WORD_IN_FRONT = re.compile(r"^(?:IBAN)+(?=.)")


def check(raw: str) -> Checked[str]:
    """Read an IBAN; «ΓΡ» typed on a Greek keyboard is taken for GR.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = _WORD_IN_FRONT.sub("", to_latin(compact_code(raw)))
    # The keys of Γ and Ρ are those of G and R.
    number = "GR" + number[2:] if number[:2] in {"ΓP", "GP"} else number
    return Checked(number, _warnings(number))


def display(value: str) -> str:
    """Group an IBAN by fours."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def _warnings(number: str) -> tuple[ValueWarning, ...]:
    if not (number.isascii() and number.isalnum() and number[:2].isalpha()):
        return (CHARACTERS,)
    if number.startswith("GR") and len(number) != _GREEK_CHARACTERS:
        return (GREEK_LENGTH.saying(count=str(len(number))),)
    try:
        iban.validate(number)
    except ValidationError as error:
        return (_explained(error),)
    return ()


def _explained(error: ValidationError) -> ValueWarning:
    for kind, warning in (
        (InvalidChecksum, CHECK_DIGITS),
        (InvalidComponent, COUNTRY),
        (InvalidFormat, SHAPE),
    ):
        if isinstance(error, kind):
            return warning
    return SHAPE
