"""The list as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from arogi.applications.law import platform_of
from arogi.applications.pages import ShownApplication
from arogi.core import shown
from arogi.core.spreadsheets import csv_file


def as_csv(rows: Iterable[ShownApplication]) -> bytes:
    """Write the list as it is filtered."""
    names = [
        _("Name"), _("Card"), _("Programme"), _("Platform"), _("External code"), _("State"), _("Payer's word"),
        _("State since"), _("Opened"), _("Submitted"), _("Decided"), _("Amount"), _("Granted from"),
        _("Granted until"), _("Objection until"), _("Next check"), _("Structure"), _("Worker"),
    ]  # fmt: skip
    return csv_file([names, *map(_cells, rows)])


def _cells(one: ShownApplication) -> list[str]:
    row = one.application
    days = (row.state_since, row.opened_on, row.submitted_on, row.decided_on)
    ends = (row.granted_from, row.granted_until, row.objection_until, row.next_check_on)
    return [
        row.person.full_name,
        str(row.person.card_number or ""),
        one.title,
        platform_of(row.programme).title,
        row.external_code,
        one.state,
        row.payer_word,
        *map(shown.day, days),
        one.amount,
        *map(shown.day, ends),
        row.structure.name,
        row.worker.name if row.worker else "",
    ]
