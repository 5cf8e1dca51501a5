"""Taking a new person in."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.values.identifier_kinds import MISSING_REASONS
from arogi.people.errors import IdentifierAlreadyThere, ImpossibleFact
from arogi.people.facts import NewPerson
from arogi.people.kept_text import kept
from arogi.people.models import Person
from arogi.people.services.card_numbers import hold_card_numbers, take_card_numbers
from arogi.people.services.columns import columns_of
from arogi.people.services.findable import keep_findable
from arogi.people.services.groups import add_target_groups
from arogi.people.services.households import link_household
from arogi.people.services.papers import declared_by, new_identifier
from arogi.people.services.reaching import add_phones, new_address


@transaction.atomic
def register_person(*, by: Member, new: NewPerson, today: dt.date, submission: UUID | None = None) -> Person:
    """Take a person in with everything that is known, and give the next card number.

    Args:
        by: who registers.
        new: nothing is required but something to call the person by.
        today: the day of registration.
        submission: names one form; the same form sent again gives the person that is already there.

    Raises:
        NothingToCallBy, ImpossibleFact, IdentifierNeedsReason, IdentifierUnreadable, IdentifierAlreadyThere,
        IdentifierMissingWithoutReason, PhoneUnreadable, NoPlace, NoSuchPerson (the one lived with): nothing is kept.
    """
    # Whoever sends the same form at the same moment waits here and then finds the person.
    hold_card_numbers()
    if submission and (there := Person.objects.filter(submission=submission).first()):
        return there
    person = Person(
        id=uuid7(),
        registered_on=today,
        registered_at_id=_structure(new.registered_at_id),
        source_key=kept(new.source_key, at_most=120, field="source_key"),
        no_identifier_reason=_reason(new),
        submission=submission,
        card_number=take_card_numbers(),
        **columns_of(new.facts),
    )
    person.save(force_insert=True)
    keep_findable(person)
    _add_identifiers(person, new, by)
    add_phones(person, new.phones)
    if new.address:
        new_address(person, new.address).save(force_insert=True)
    add_target_groups(person, new.target_groups, on=today, by=by)
    if new.household:
        link_household(person, new.household, on=today)
    audit.record("create", kind="person", object_id=person.pk, person_id=person.pk, card_number=person.card_number)
    return person


def _structure(structure_id: UUID | None) -> UUID | None:
    if structure_id and not Structure.objects.filter(pk=structure_id).exists():
        raise ImpossibleFact(field="structure")
    return structure_id


def _reason(new: NewPerson) -> str:
    if new.no_identifier_reason and new.no_identifier_reason not in MISSING_REASONS:
        raise ImpossibleFact(field="no_identifier_reason")
    return new.no_identifier_reason


def _add_identifiers(person: Person, new: NewPerson, by: Member) -> None:
    declared = declared_by(new.facts, new.identifiers)
    seen = set()
    for position, facts in enumerate(new.identifiers):
        row = new_identifier(facts, person=person, declared=declared, by=by, position=position)
        key = (row.kind, row.blind_index)
        if row.blind_index is not None and key in seen:
            raise IdentifierAlreadyThere
        seen.add(key)
        row.save(force_insert=True)
