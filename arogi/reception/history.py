"""What a contact said before it was corrected, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date

from arogi.reception.models import CentreService, Channel, Contact, Correction, Request


@dataclass(frozen=True, kw_only=True)
class FormerLine:
    """One request as it was worded before a correction."""

    service: str
    text: str
    outcome: str
    next_step: str
    next_step_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class FormerContact:
    """A contact as it was before one correction."""

    correction: Correction
    date: dt.date | None
    channel: str
    note: str
    lines: tuple[FormerLine, ...]


def former_contacts(contact: Contact) -> list[FormerContact]:
    """Give the former states of a contact, latest first, in one query more.

    Args:
        contact: with its corrections fetched, as `selectors.with_lines` does.
    """
    corrections = list(contact.corrections.all())
    ids = {line["service"] for correction in corrections for line in correction.before.get("requests", ())}
    services = {str(service.pk): service for service in CentreService.objects.filter(pk__in=ids)} if ids else {}
    return [_former(correction, services) for correction in corrections]


def _former(correction: Correction, services: dict[str, CentreService]) -> FormerContact:
    before: dict[str, Any] = correction.before
    return FormerContact(
        correction=correction,
        date=parse_date(before.get("date") or ""),
        channel=str(dict(Channel.choices).get(before.get("channel", ""), "")),
        note=before.get("note") or "",
        lines=tuple(_former_line(line, services) for line in before.get("requests", ())),
    )


def _former_line(line: dict[str, Any], services: dict[str, CentreService]) -> FormerLine:
    service = services.get(line["service"])
    return FormerLine(
        service=str(service.label) if service else "",
        text=line.get("text") or "",
        outcome=str(dict(Request.Outcome.choices).get(line.get("outcome") or "", "")),
        next_step=line.get("next_step") or "",
        next_step_on=parse_date(line.get("next_step_on") or ""),
    )
