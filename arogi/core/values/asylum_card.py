"""ΔΑΔΠ, the card of an applicant for international protection.

The card carries names in Latin letters, sex, citizenship, birth date, its own number (UID) and the days from and until
which it holds. The forms of its number and of the case's number are free.

Source: ΚΥΑ 22066/2020 (ΦΕΚ Β 4699), as given by cityportal.gr and asylo.gov.gr [A: read].
"""

from __future__ import annotations

from arogi.core.values.checked import Checked
from arogi.core.values.typed_text import free_code, sign_warnings
from arogi.core.values.validity import period_warnings

__all__ = ["check", "period_warnings"]


def check(raw: str) -> Checked[str]:
    """Read the number of the card or of the case: any form, in capitals.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = free_code(raw)
    return Checked(number, sign_warnings(number))
