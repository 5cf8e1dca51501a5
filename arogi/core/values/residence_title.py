"""Residence titles: which there are, their number, and from when until when they hold.

The kinds are data (``residence_titles.yaml``), each with its evidence. The form of the number is free.
"""

from __future__ import annotations

from arogi.core.values.checked import Checked
from arogi.core.values.labelled import load
from arogi.core.values.typed_text import free_code, sign_warnings
from arogi.core.values.validity import period_warnings

__all__ = ["KINDS", "check", "period_warnings"]

KINDS = load("residence_titles.yaml", "kinds")


def check(raw: str) -> Checked[str]:
    """Read the number of a residence title: any form, in capitals.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = free_code(raw)
    return Checked(number, sign_warnings(number))
