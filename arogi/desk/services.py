"""Acts of the desk that need several modules at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from arogi.accounts.access import Member
from arogi.core.errors import DomainError
from arogi.people.forms import RegistrationForm
from arogi.people.models import Person
from arogi.reception.entry import ContactEntry, workplaces
from arogi.reception.models import CentreService, Channel, Contact, Request
from arogi.reception.services import ContactFacts, RequestLine, record_contact

INFORMATION = "A1.01"


class _NotRecorded(Exception):
    """The contact was refused, so the person is not registered either: the form is shown again as it was typed."""


def receive_new_person(*, form: RegistrationForm, entry: ContactEntry, member: Member, today: dt.date) -> Person | None:
    """Register a person and record the contact that brought him or her; both or neither.

    Returns:
        The person; None when something was refused, and then the reasons stand beside their fields.
    """
    wants_contact = entry.says_something()
    is_valid = all([form.is_valid(), not wants_contact or entry.is_valid()])
    if not is_valid:
        return None
    try:
        with transaction.atomic():
            registered = form.register(by=member, today=today, structure=_structure(entry))
            if registered is None:
                raise _NotRecorded
            if wants_contact and entry.record(registered) is None:
                raise _NotRecorded
    except _NotRecorded:
        return None
    return registered


def _structure(entry: ContactEntry) -> uuid.UUID | None:
    if entry.says_something():
        return uuid.UUID(str(entry.form.cleaned_data["structure"].pk))
    return entry.structures[0].pk if entry.structures else None


def note_information(*, member: Member, today: dt.date, wanted: Mapping[str, str]) -> Contact | None:
    """Count one anonymous piece of information: at the desk or by phone, in the member's first structure.

    Args:
        wanted: `channel` and `submission`, as the button's form sends them.

    Returns:
        The contact; None when the member works nowhere or the structure does not give information.
    """
    structures = workplaces(member, today)
    service = CentreService.objects.on(today).filter(code=INFORMATION).first()
    if not structures or service is None:
        return None
    channel = wanted.get("channel", Channel.DESK)
    try:
        return record_contact(
            by=member,
            facts=ContactFacts(structure=structures[0], date=today, channel=channel),
            lines=(RequestLine(service=service, outcome=Request.Outcome.SERVED),),
            submission=uuid.UUID(wanted.get("submission", "")),
            today=today,
        )
    except (DomainError, ValueError):
        return None
