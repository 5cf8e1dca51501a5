"""The list as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arogi.core import shown
from arogi.core.spreadsheets import csv_file
from arogi.outreach.pages import ShownLine


def as_csv(lines: Iterable[ShownLine], *, left_out: int = 0) -> bytes:
    """Write the list as it is filtered; its last row says how many lines are left out, if any are."""
    names = [
        _("Name"), _("Card"), _("Programme"), _("Sum"), _("€ a month"), _("Since"), _("Why new"), _("Structure"),
        _("Worker"), _("State"), _("Taken by"), _("Rules"),
    ]  # fmt: skip
    return csv_file([names, *map(_cells, lines), *_rest(left_out)])


def _rest(left_out: int) -> list[list[str]]:
    if not left_out:
        return []
    words = ngettext(
        "%(count)s more line is not in this file: choose a programme, a structure or a worker.",
        "%(count)s more lines are not in this file: choose a programme, a structure or a worker.",
        left_out,
    )
    return [[words % {"count": left_out}]]


def _cells(one: ShownLine) -> list[str]:
    line = one.line
    return [
        line.person.full_name,
        str(line.person.card_number or ""),
        one.title,
        one.amount,
        shown.number(line.per_month, 2),
        shown.day(line.since),
        one.cause,
        one.structure,
        one.worker,
        one.state,
        line.taken_by.name if line.taken_by else "",
        line.rules_version,
    ]
