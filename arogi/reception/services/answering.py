"""Requests as the modules above need them: one for what is done now, and what became of one."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.people.models import Person
from arogi.reception.access import RequestNotFound, visible_contacts
from arogi.reception.catalogue import load_catalogue
from arogi.reception.models import CentreService, Contact, Request
from arogi.reception.services.contacts import ContactFacts, RequestLine, add_lines, check_contact, record_contact


def programmes_of(service: CentreService) -> frozenset[str]:
    """Give the codes of the programmes that a request for a service may concern; those of its national code."""
    national = (one for one in load_catalogue().services if one.code == service.national_code)
    return frozenset({service.programme, *(code for one in national for code in one.programmes)}) - {""}


@transaction.atomic
def request_for(*, by: Member, person: Person, structure: Structure, service: CentreService, today: dt.date) -> Request:
    """Record that a person asks for a service now: in the contact of today where there is one, else in a new one.

    Raises:
        NotAllowed: the roles do not include recording.
        ContactRefused: one of its family.
    """
    facts, line = ContactFacts(structure=structure, date=today, person=person), RequestLine(service=service)
    check_contact(by=by, facts=facts, lines=(line,), today=today)
    visits = Contact.objects.standing().select_for_update(of=("self",))
    contact = visits.filter(person=person, structure=structure, date=today, staff=by.user).order_by("-pk").first()
    if contact is None:
        contact = record_contact(by=by, facts=facts, lines=(line,), submission=uuid4(), today=today)
        return _last_line(contact)
    last = contact.requests.aggregate(last=Max("position"))["last"]
    add_lines(contact, [line], by=by, first_position=last + 1)
    Contact.objects.filter(pk=contact.pk).update(version=F("version") + 1, changed_at=Now())
    audit.record("change", kind="contact", object_id=contact.pk, person_id=person.pk, lines=1)
    return _last_line(contact)


@transaction.atomic
def settle_request(*, by: Member, request_id: UUID, outcome: str) -> str:
    """Note what became of a request; give the outcome that it had before.

    Raises:
        NotAllowed, RequestNotFound: the member may not, or there is none that he or she may see.
    """
    if not by.may("contacts.record"):
        raise NotAllowed
    visible = visible_contacts(by).standing().values("pk")
    rows = Request.objects.select_for_update(of=("self",)).filter(is_cancelled=False, contact_id__in=visible)
    row: Request | None = rows.filter(pk=request_id).first()
    if row is None:
        raise RequestNotFound
    former = row.outcome
    Request.objects.filter(pk=row.pk).update(outcome=outcome, changed_at=Now(), version=F("version") + 1)
    audit.record("change", kind="request", object_id=row.pk, person_id=row.person_id, fields=["outcome"])
    return former


def _last_line(contact: Contact) -> Request:
    return contact.requests.order_by("-position")[0]
