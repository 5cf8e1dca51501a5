"""How a structure receives people, for pages that other modules draw."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from arogi.centres.models import Structure
from arogi.reception.slots import mode_on, modes_of

register = template.Library()


@register.inclusion_tag("reception/_mode.html")
def reception_on(structure: Structure, date: dt.date) -> dict[str, Any]:
    """Say how a structure receives on a day; nothing where nobody wrote it down."""
    mode = mode_on(modes_of(structure, date, date), date)
    return {"mode": mode, "letters": mode.letters_on(date) if mode else ""}
