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
from arogi.people.services.registering import register_person
from arogi.reception.entry import ContactEntry, workplaces
from arogi.reception.models import CentreService, Channel, Contact, Request
from arogi.reception.services import ContactFacts, RequestLine, record_contact

INFORMATION = "A1.01"


class _NotRecorded(Exception):
    """The contact was refused, so the person is not registered either: the form is shown again as it was typed."""


def receive_new_person(*, form: RegistrationForm, entry: ContactEntry, member: Member, today: dt.date) -> Person | None:
    """Register a person and record the contact that brought him or her; both or neither.

    Both forms were checked. Sent twice, the same form gives the person that it made the first time.

    Returns:
        The person; None when something was refused, and then the reasons stand beside their fields.
    """
    try:
        with transaction.atomic():
            registered = _register(form, entry, member, today)
            if entry.says_something() and entry.record(registered) is None:
                raise _NotRecorded
    except _NotRecorded:
        return None
    return registered


def was_received(entry: ContactEntry) -> bool:
    """Say whether this very form was sent before and has made its person."""
    submission = entry.submission()
    return submission is not None and Person.objects.filter(submission=submission).exists()


def _register(form: RegistrationForm, entry: ContactEntry, member: Member, today: dt.date) -> Person:
    place = entry.structure()
    try:
        return register_person(
            by=member, new=form.new_person(place.pk if place else None), today=today, submission=entry.submission()
        )
    except DomainError as refusal:
        form.refuse(refusal)
        raise _NotRecorded from refusal


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
