"""Which papers a member of staff may see: none that tell of somebody's health without that right."""

from __future__ import annotations

from uuid import UUID

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.documents.errors import NoSuchDocument
from arogi.documents.kinds import HEALTH_KINDS
from arogi.documents.models import Document, DocumentQuerySet
from arogi.people.access import may_see_sensitive_groups


def hidden_kinds(member: Member) -> frozenset[str]:
    """Give the kinds that are kept from a member (decision 13); modules above leave them out as well."""
    return frozenset() if may_see_sensitive_groups(member) else HEALTH_KINDS


def visible_documents(member: Member) -> DocumentQuerySet:
    """Give the papers that a member may see, withdrawn ones among them."""
    rows: DocumentQuerySet = Document.objects.all()
    if not member.may("documents.view"):
        return rows.none()
    hidden = hidden_kinds(member)
    return rows.exclude(kind__in=hidden) if hidden else rows


def offered_structures(member: Member) -> list[Structure]:
    """Give the structures by which the register may be narrowed: who was registered in a confidential one is kept."""
    everywhere = member.may("contacts.confidential")
    return [one for one in member.structures if everywhere or not one.is_confidential or member.works_in(one.pk)]


def get_document(member: Member, person_id: UUID, document_id: UUID) -> Document:
    """Give one paper of a person.

    Raises:
        NoSuchDocument: there is none, or none that the member may see.
    """
    rows = visible_documents(member).select_related("person", "seen_by")
    document: Document | None = rows.filter(pk=document_id, person=person_id).first()
    if document is None:
        raise NoSuchDocument
    return document
