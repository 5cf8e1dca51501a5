"""Recording a contact: one act, one contact, one or many requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.centres.models import Structure, SubProject
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import DomainError, NotAllowed
from arogi.people.models import Person
from arogi.reception.models import CentreService, Channel, Contact, Request
from arogi.reception.selectors import offered_services
from arogi.reception.services.listening import next_steps_changed

LONGEST_TEXT = 10_000
LONGEST_CONTACT_MINUTES = 24 * 60


class ContactRefused(DomainError):
    """A contact could not be recorded as it was typed."""


class NothingAsked(ContactRefused):
    """A contact without a request."""

    message = _("Choose at least one service that was asked for.")
    field = "service"


class DateInTheFuture(ContactRefused):
    """Recorded before it happened."""

    message = _("The date of the contact has not come yet.")
    field = "date"


class StructureNotOpen(ContactRefused):
    """The structure did not exist on that day."""

    message = _("The structure was not open on this date.")
    field = "structure"


class NotYourStructure(ContactRefused):
    """The member of staff does not work there."""

    message = _("You do not work in this structure.")
    field = "structure"


class UnknownStructure(ContactRefused):
    """The structure is none of this municipality."""

    message = _("There is no such structure.")
    field = "structure"


class ServiceNotOffered(ContactRefused):
    """The structure does not give this service."""

    message = _("This structure does not offer this service.")
    field = "service"


class PersonNeeded(ContactRefused):
    """Facts of somebody anonymous were given beside a known person."""

    message = _("Give either the person or the facts of somebody anonymous, not both.")
    field = "person"


class PersonMerged(ContactRefused):
    """The file was merged into another."""

    message = _("This file was merged into another. Record the contact in the file that was kept.")
    field = "person"


class NextStepWithoutWords(ContactRefused):
    """A date with nothing to do on it."""

    message = _("Write what is to be done on the date of the next step.")
    field = "next_step"


class NextStepInThePast(ContactRefused):
    """The next step lies before the contact."""

    message = _("The next step must be on or after the date of the contact.")
    field = "next_step_on"


class UnreadableText(ContactRefused):
    """A text holds signs that no database keeps, or is too long."""

    message = _("This text is too long or contains characters that cannot be stored.")
    field = "note"


class BornAfterContact(ContactRefused):
    """The anonymous person would not have been born."""

    message = _("The date of birth is after the contact.")
    field = "anonymous_birth_date"


class ImpossibleMinutes(ContactRefused):
    """More minutes than a day has."""

    message = _("The minutes must be between 0 and 1440.")
    field = "minutes"


class FormUsedUp(ContactRefused):
    """The same form was saved before and its contact was cancelled since."""

    message = _("This form was saved before and then cancelled. Open a new one.")


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """What is said of one contact.

    Attributes:
        person: None for somebody anonymous; then sex and birth date may stand alone.
        interpreter_language: ISO 639 code; empty when there was no interpreter or mediator.
    """

    structure: Structure
    date: dt.date
    channel: str = Channel.DESK
    started_at: dt.time | None = None
    minutes: int | None = None
    person: Person | None = None
    anonymous_sex: str = ""
    anonymous_birth_date: dt.date | None = None
    companion: str = ""
    representative: str = ""
    interpreter_language: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """One thing that was asked.

    Attributes:
        id: of the request that is corrected; None for a new one.
        responsible: who takes the next step; the member who records when there is a step and nobody is named.
    """

    service: CentreService
    text: str = ""
    outcome: str = Request.Outcome.OPEN
    next_step: str = ""
    next_step_on: dt.date | None = None
    responsible: User | None = None
    id: UUID | None = None


def birth_date_of_age(*, age: int, on: dt.date) -> dt.date:
    """Give the latest birth date of somebody who has this age in completed years on a date."""
    try:
        return on.replace(year=on.year - age)
    except ValueError:
        return on.replace(year=on.year - age, day=28)


@transaction.atomic
def record_contact(
    *, by: Member, facts: ContactFacts, lines: tuple[RequestLine, ...], submission: UUID, today: dt.date
) -> Contact:
    """Record a contact with its requests.

    The sub-project that pays for the structure on that day is found, not asked. The same `submission` (the hidden
    number of one form) gives the contact that it made the first time: a double click records once.

    Raises:
        NotAllowed: the roles do not include recording.
        ContactRefused: one of its family, with the field that it concerns.
    """
    if already := _recorded_before(submission):
        return already
    check_contact(by=by, facts=facts, lines=lines, today=today)
    contact = Contact(
        **columns(facts),
        sub_project=sub_project_on(facts.structure, facts.date),
        staff=by.user,
        submission=submission,
    )
    try:
        with refusing("reception_one_contact_per_form", FormUsedUp):
            contact.save(force_insert=True)
    except FormUsedUp:
        # The other click was faster by a moment; its contact is committed now and can be seen.
        return _recorded_before(submission) or contact
    add_lines(contact, lines, by=by, first_position=1)
    note_last_contact(contact.person_id)
    if any(line.next_step_on for line in lines):
        next_steps_changed(contact.pk)
    audit.record("create", kind="contact", object_id=contact.pk, person_id=contact.person_id, requests=len(lines))
    return contact


def _recorded_before(submission: UUID) -> Contact | None:
    contact = Contact.objects.filter(submission=submission).first()
    if contact is not None and contact.cancelled_at is not None:
        raise FormUsedUp
    return contact


def columns(facts: ContactFacts) -> dict[str, object]:
    """Give the columns of a contact that the facts fill."""
    return {name: getattr(facts, name) for name in FACT_COLUMNS}


FACT_COLUMNS = (
    "structure",
    "date",
    "channel",
    "started_at",
    "minutes",
    "person",
    "anonymous_sex",
    "anonymous_birth_date",
    "companion",
    "representative",
    "interpreter_language",
    "note",
)
_LENGTHS = {
    "companion": 120,
    "representative": 120,
    "interpreter_language": 8,
    "note": LONGEST_TEXT,
    "text": LONGEST_TEXT,
    "next_step": 200,
}


def check_contact(*, by: Member, facts: ContactFacts, lines: Iterable[RequestLine], today: dt.date) -> None:
    """Refuse what cannot be so, with the field that it concerns.

    Raises:
        NotAllowed: the roles do not include recording.
        ContactRefused: one of its family.
    """
    _check_place(by, facts, today)
    _check_person(facts)
    if facts.minutes is not None and not 0 <= facts.minutes <= LONGEST_CONTACT_MINUTES:
        raise ImpossibleMinutes
    if facts.channel not in Channel.values:
        raise ContactRefused(field="channel")
    _check_texts(facts, "companion", "representative", "interpreter_language", "note")
    check_lines(facts, tuple(lines))


def _check_place(by: Member, facts: ContactFacts, today: dt.date) -> None:
    structure = facts.structure
    if not by.may("contacts.record"):
        raise NotAllowed
    if structure.municipality_id != by.municipality.pk:
        raise UnknownStructure
    if not by.works_in(structure.pk):
        raise NotYourStructure
    if facts.date > today:
        raise DateInTheFuture
    if structure.opened_on and facts.date < structure.opened_on:
        raise StructureNotOpen
    if structure.closed_on and facts.date >= structure.closed_on:
        raise StructureNotOpen


def _check_person(facts: ContactFacts) -> None:
    if facts.person is None:
        if facts.anonymous_sex not in Person.Sex.values:
            raise ContactRefused(field="anonymous_sex")
        if facts.anonymous_birth_date and facts.anonymous_birth_date > facts.date:
            raise BornAfterContact
        return
    if facts.anonymous_sex or facts.anonymous_birth_date:
        raise PersonNeeded
    if facts.person.municipality_id != facts.structure.municipality_id:
        raise ContactRefused(field="person")
    if facts.person.merged_into_id is not None:
        raise PersonMerged


def check_lines(facts: ContactFacts, lines: tuple[RequestLine, ...]) -> None:
    """Refuse lines that the structure cannot have been asked, or whose next step makes no sense."""
    if not lines:
        raise NothingAsked
    offered = {service.pk for service in offered_services(facts.structure, facts.date)}
    for line in lines:
        # A line that stands already keeps its service, even if the structure has stopped offering it.
        if line.service.pk not in offered and line.id is None:
            raise ServiceNotOffered
        _check_line(facts, line)


def _check_line(facts: ContactFacts, line: RequestLine) -> None:
    _check_texts(line, "text", "next_step")
    if line.outcome not in Request.Outcome.values:
        raise ContactRefused(field="outcome")
    if line.next_step_on and not line.next_step.strip():
        raise NextStepWithoutWords
    if line.next_step_on and line.next_step_on < facts.date:
        raise NextStepInThePast


def _check_texts(holder: ContactFacts | RequestLine, *names: str) -> None:
    for name in names:
        check_text(getattr(holder, name), longest=_LENGTHS[name], field=name)


def check_text(text: str, *, longest: int, field: str) -> None:
    """Refuse a text that PostgreSQL cannot keep (NUL, halves of surrogate pairs) or that is too long.

    Raises:
        UnreadableText: with the field.
    """
    unstorable = "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
    if unstorable or len(text) > longest:
        raise UnreadableText(field=field)


def add_lines(contact: Contact, lines: Iterable[RequestLine], *, by: Member, first_position: int) -> None:
    """Write new requests of a contact, numbered on from a position."""
    Request.objects.bulk_create(
        [
            Request(
                contact=contact,
                position=position,
                date=contact.date,
                structure_id=contact.structure_id,
                person_id=contact.person_id,
                **line_columns(line, by=by),
            )
            for position, line in enumerate(lines, start=first_position)
        ]
    )


def line_columns(line: RequestLine, *, by: Member) -> dict[str, object]:
    """Give the columns of a request that a line fills; the next step falls to whoever records when nobody is named."""
    return {
        "service": line.service,
        "text": line.text,
        "outcome": line.outcome,
        "next_step": line.next_step.strip(),
        "next_step_on": line.next_step_on,
        "responsible": line.responsible or (by.user if line.next_step.strip() else None),
    }


def sub_project_on(structure: Structure, on: dt.date) -> SubProject | None:
    """Find the sub-project that pays for a structure on a date; the newest operation wins."""
    running = Q(operation__valid_until=None) | Q(operation__valid_until__gt=on)
    return (
        SubProject.objects.filter(running, structure=structure, operation__valid_from__lte=on)
        .order_by("-operation__valid_from", "number", "pk")
        .first()
    )


def note_last_contact(person_id: UUID | None) -> None:
    """Keep the person's date of the last standing contact as the contacts say; nothing to do for somebody anonymous."""
    if person_id is None:
        return
    latest = Contact.objects.standing().filter(person_id=person_id).aggregate(date=Max("date"))["date"]
    Person.objects.filter(pk=person_id).update(last_contact_on=latest)
