"""Which contacts a member of staff may see."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.core.errors import DomainError
from arogi.reception.errors import NoSuchAppointment
from arogi.reception.models import Appointment, AppointmentQuerySet, Contact, ContactQuerySet, Request


class ContactNotFound(DomainError):
    """There is no such contact, or none that this member may know of: the same words for both."""

    message = _("There is no such contact.")


class RequestNotFound(DomainError):
    """There is no such request, or none that this member may know of."""

    message = _("There is no such request.")


def hidden_structure_ids(member: Member) -> frozenset[UUID]:
    """Give the structures whose visitors a member may not know of: being seen there already tells of an origin.

    There are none for whoever works everywhere or has the right.
    """
    if member.may("contacts.confidential") or member.whole_municipality:
        return frozenset()
    confidential = {structure.pk for structure in member.structures if structure.is_confidential}
    return frozenset(confidential - member.structure_ids)


def visible_structure_ids(member: Member) -> frozenset[UUID]:
    """Give the structures whose contacts a member may see."""
    if not member.may("contacts.view"):
        return frozenset()
    return frozenset(structure.pk for structure in member.structures) - hidden_structure_ids(member)


def visible_contacts(member: Member) -> ContactQuerySet:
    """Give the contacts that a member may see, cancelled ones too."""
    contacts: ContactQuerySet = Contact.objects.all()
    if not member.may("contacts.view"):
        return contacts.none()
    hidden = hidden_structure_ids(member)
    return contacts.exclude(structure_id__in=hidden) if hidden else contacts


def get_contact(member: Member, contact_id: UUID) -> Contact:
    """Give one contact with its structure, person and staff.

    Raises:
        ContactNotFound: there is none, or none that the member may see.
    """
    try:
        return visible_contacts(member).select_related("structure", "person", "staff").get(pk=contact_id)
    except Contact.DoesNotExist as missing:
        raise ContactNotFound from missing


def get_request(member: Member, request_id: UUID) -> Request:
    """Give one request of a contact that the member may see.

    Raises:
        RequestNotFound: there is none, or none that the member may see.
    """
    contacts = visible_contacts(member).values("pk")
    try:
        rows = Request.objects.select_related("contact", "contact__structure", "service")
        found: Request = rows.get(pk=request_id, contact_id__in=contacts)
    except Request.DoesNotExist as missing:
        raise RequestNotFound from missing
    return found


def visible_appointments(member: Member) -> AppointmentQuerySet:
    """Give the appointments that a member may see, cancelled ones too."""
    appointments: AppointmentQuerySet = Appointment.objects.all()
    if not member.may("appointments.view"):
        return appointments.none()
    hidden = hidden_structure_ids(member)
    return appointments.exclude(structure_id__in=hidden) if hidden else appointments


def appointment_structures(member: Member) -> tuple[Structure, ...]:
    """Give the structures whose appointments and queue a member may see, those first in which he or she works."""
    if not member.may("appointments.view"):
        return ()
    hidden = hidden_structure_ids(member)
    seen = [structure for structure in member.structures if structure.pk not in hidden]
    return tuple(sorted(seen, key=lambda structure: structure.pk not in member.structure_ids))


def get_appointment(member: Member, appointment_id: UUID) -> Appointment:
    """Give one appointment with its structure, person, colleague and service.

    Raises:
        NoSuchAppointment: there is none, or none that the member may see.
    """
    rows = visible_appointments(member).select_related("structure", "person", "worker", "service")
    found: Appointment | None = rows.filter(pk=appointment_id).first()
    if found is None:
        raise NoSuchAppointment
    return found
