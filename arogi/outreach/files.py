"""The list as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from arogi.core import shown
from arogi.core.spreadsheets import neutral
from arogi.outreach.pages import ShownLine


def as_csv(lines: Iterable[ShownLine]) -> bytes:
    """Write the list as it is filtered; UTF-8 with the mark that Excel asks for, no cell that could run."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(
        [
            _("Name"), _("Card"), _("Programme"), _("Sum"), _("€ a month"), _("Since"), _("Why new"), _("Structure"),
            _("Worker"), _("State"), _("Taken by"), _("Rules"),
        ]
    )  # fmt: skip
    for one in lines:
        writer.writerow(map(neutral, _cells(one)))
    return stream.getvalue().encode("utf-8-sig")


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
