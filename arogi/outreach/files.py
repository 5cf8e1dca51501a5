"""The list as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from arogi.core import shown
from arogi.core.spreadsheets import csv_file
from arogi.outreach.pages import ShownLine


def as_csv(lines: Iterable[ShownLine]) -> bytes:
    """Write the list as it is filtered."""
    names = [
        _("Name"), _("Card"), _("Programme"), _("Sum"), _("€ a month"), _("Since"), _("Why new"), _("Structure"),
        _("Worker"), _("State"), _("Taken by"), _("Rules"),
    ]  # fmt: skip
    return csv_file([names, *map(_cells, lines)])


def _cells(one: ShownLine) -> list[str]:
    line = one.line
    return [
        line.person.full_name,
        str(line.person.card_number or ""),
        one.title,
        one.amount,
        str(line.per_month or ""),
        shown.day(line.since),
        one.cause,
        one.structure,
        one.worker,
        one.state,
        line.taken_by.name if line.taken_by else "",
        line.rules_version,
    ]
