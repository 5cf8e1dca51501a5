"""ΠΑΑΥΠΑ, the provisional insurance and health-care number of people who seek asylum.

Issued with the asylum seeker's card, looked up at amka.gr/have-paaypa; becomes an AMKA on recognition, ends on
rejection. Source: el.gr [A: read]. That it has eleven digits: unverified [K]; it has no check digit that is known.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.values.checked import Checked, ValueWarning
from arogi.core.values.typed_text import compact_code, is_digits

DIGITS = 11

CHARACTERS = ValueWarning("paaypa_characters", _("A PAAYPA should have only digits (unverified rule)."))
LENGTH = ValueWarning("paaypa_length", _("A PAAYPA should have 11 digits (unverified rule); this one has %(count)s."))
ALL_ZEROS = ValueWarning("paaypa_zeros", _("A PAAYPA of zeros only is a filler. If there is no PAAYPA, say why."))


def check(raw: str) -> Checked[str]:
    """Read a PAAYPA; no check digit is tested.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = compact_code(raw)
    if not is_digits(number):
        return Checked(number, (CHARACTERS,))
    if not number.strip("0"):
        return Checked(number, (ALL_ZEROS,))
    if len(number) != DIGITS:
        return Checked(number, (LENGTH.saying(count=str(len(number))),))
    return Checked(number)
