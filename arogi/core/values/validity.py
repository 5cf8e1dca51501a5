"""From when until when a paper holds. For residence titles this matters more than the number (dossier, chapter 6)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from arogi.core.values.checked import ValueWarning

ENDS_BEFORE_ISSUE = ValueWarning(
    "ends_before_issue", _("The paper ends (%(ends)s) before it is issued (%(issued)s), or on the same day.")
)
ISSUED_IN_FUTURE = ValueWarning("issued_in_future", _("The day of issue (%(issued)s) has not come yet."))
EXPIRED = ValueWarning("expired", _("The paper ended on %(ends)s. Ask about its renewal."))


def period_warnings(*, issued_on: dt.date | None, ends_on: dt.date | None, today: dt.date) -> tuple[ValueWarning, ...]:
    """Warn of a period that cannot be, or that is over; ``ends_on`` is the last day on which the paper holds."""
    warnings = []
    if issued_on and issued_on > today:
        warnings.append(ISSUED_IN_FUTURE.saying(issued=_written(issued_on)))
    if issued_on and ends_on and ends_on <= issued_on:
        warnings.append(ENDS_BEFORE_ISSUE.saying(ends=_written(ends_on), issued=_written(issued_on)))
    elif ends_on and ends_on < today:
        warnings.append(EXPIRED.saying(ends=_written(ends_on)))
    return tuple(warnings)


def _written(date: dt.date) -> str:
    return f"{date:%d/%m/%Y}"
