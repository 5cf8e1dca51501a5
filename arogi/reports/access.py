"""Which structures a member may see counted."""

from __future__ import annotations

from arogi.accounts.access import Member
from arogi.centres.models import Structure


def counted_structures(member: Member) -> list[Structure]:
    """Give the structures that a member may see counted, by code: all, or those where he or she works."""
    structures = Structure.objects.order_by("code")
    if member.whole_municipality:
        return list(structures)
    if member.may("contacts.confidential"):
        return list(structures)
    return list(structures.filter(pk__in=member.structure_ids))


def sees_all(member: Member) -> bool:
    """Say whether the member sees the whole municipality counted."""
    return member.whole_municipality or member.may("contacts.confidential")
