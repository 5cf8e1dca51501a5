"""Who may see whom. `get_person` is the only door to a person's file."""

from __future__ import annotations

from uuid import UUID

from arogi.accounts.access import Member
from arogi.people.errors import NoSuchPerson
from arogi.people.models import Person

LONGEST_CHAIN = 20


def get_person(member: Member, person_id: UUID) -> Person:
    """Give a person's file; the id of one that was merged gives the file that was kept.

    Raises:
        NoSuchPerson: there is none, or none that this member may see.
    """
    if not may_see_people(member):
        raise NoSuchPerson
    return standing_person(person_id)


def may_see_people(member: Member) -> bool:
    """Say whether a member may look people up: all of the municipality's, whichever structure registered them."""
    return member.may("people.view")


def may_see_sensitive_groups(member: Member) -> bool:
    """Say whether a member may read target groups of special categories (GDPR art. 9)."""
    return member.may("people.sensitive")


def may_reveal_numbers(member: Member) -> bool:
    """Say whether a member may read a whole number, not only its end."""
    return member.may("people.reveal")


def standing_person(person_id: UUID) -> Person:
    """Give the file that stands for a person today, through all merges.

    Raises:
        NoSuchPerson: there is none in the entered municipality.
    """
    for _step in range(LONGEST_CHAIN):
        person = Person.objects.filter(pk=person_id).first()
        if person is None:
            raise NoSuchPerson
        if person.merged_into_id is None:
            return person
        person_id = person.merged_into_id
    raise NoSuchPerson
