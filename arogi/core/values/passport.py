"""The number of a passport.

Greek passports: two Latin letters and seven digits. Source: a developer's note in a public repository, not official
[A: read]. Passports of other states: letters and digits, mostly up to nine (ICAO Doc 9303) [K: unverified], so only
the signs are looked at.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from arogi.core.values.checked import Checked, ValueWarning
from arogi.core.values.typed_text import compact_code, to_latin

GREEK_SHAPE = ValueWarning(
    "passport_greek_shape",
    _("A Greek passport has two Latin letters and seven digits; this number does not."),
)
CHARACTERS = ValueWarning(
    "passport_characters",
    _("The number of a passport has only Latin letters and digits; this one has others too."),
)
NO_DIGIT = ValueWarning("passport_no_digit", _("The number of a passport has digits; this one has none."))

_GREEK = re.compile(r"[A-Z]{2}[0-9]{7}")
_GREECE = frozenset({"GR", "GRC", "EL"})


def check(raw: str, *, country: str = "") -> Checked[str]:
    """Read the number of a passport; Greek letters that look like Latin ones are taken for them.

    Args:
        raw: as typed.
        country: the issuing state by ISO 3166 (two or three letters), or empty when it is not known.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = to_latin(compact_code(raw))
    if not (number.isascii() and number.isalnum()):
        return Checked(number, (CHARACTERS,))
    if country.upper() in _GREECE and not _GREEK.fullmatch(number):
        return Checked(number, (GREEK_SHAPE,))
    if not any(char.isdigit() for char in number):
        return Checked(number, (NO_DIGIT,))
    return Checked(number)
