"""Free text on its way into a column."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _

from arogi.people.errors import ImpossibleFact
from arogi.people.names import display_clean


def kept(text: str, *, at_most: int, field: str) -> str:
    """Give a text as it is kept: composed, on one line, without control marks; its case is never changed.

    Raises:
        ImpossibleFact: it is longer than the column, which nobody cuts silently.
    """
    clean = _clean(text[: 20 * at_most])
    if len(clean) > at_most:
        message = _("This text has %(count)d characters and at most %(limit)d are kept.")
        raise ImpossibleFact(message % {"count": len(clean), "limit": at_most}, field=field)
    return clean


@lru_cache(maxsize=1 << 16)
def _clean(text: str) -> str:
    # The names of a country repeat; an import cleans each of them once.
    return display_clean(text)
