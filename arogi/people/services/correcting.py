"""Correcting a person's own columns, and the states of a file."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.people.errors import Difference, ImpossibleFact, PersonChangedMeanwhile
from arogi.people.facts import PersonFacts
from arogi.people.kept_text import kept
from arogi.people.models import Person, PersonCorrection
from arogi.people.services.columns import columns_of
from arogi.people.services.findable import keep_findable
from arogi.people.services.history import change, keep_former, locked

# They follow from another column and are not shown as a difference of their own.
DERIVED = frozenset({"sort_key"})


@transaction.atomic
def correct_person(
    *, by: Member, person_id: UUID, version: int, facts: PersonFacts, at: dt.datetime, reason: str = ""
) -> Person:
    """Correct what is known of a person; what stood there is kept.

    Args:
        by: who corrects.
        person_id: of a file that stands.
        version: of the row that the form showed.
        facts: all of them, changed or not.
        at: the moment.
        reason: in the words of who corrects.

    Raises:
        PersonChangedMeanwhile: somebody else was quicker; `differences` says where the two disagree.
        NothingToCallBy, ImpossibleFact, NoSuchPerson: see there.
    """
    person = locked(Person, person_id)
    values = columns_of(facts)
    if person.version != version:
        raise PersonChangedMeanwhile(_differences(person, values))
    former = change(person, values, at=at)
    if former:
        keep_findable(person)
        shown = {name: value for name, value in former.items() if name not in DERIVED}
        keep_former(person, shown, kind=PersonCorrection.Kind.PERSON, person_id=person.pk, by=by, at=at, reason=reason)
        audit.record("change", kind="person", object_id=person.pk, person_id=person.pk, fields=sorted(shown))
    return person


@transaction.atomic
def change_status(*, by: Member, person_id: UUID, status: str, reason: str, at: dt.datetime) -> Person:
    """Close, reopen or rest a file; the card number stays.

    Raises:
        ImpossibleFact, NoSuchPerson: see there.
    """
    if status not in Person.Status.values:
        raise ImpossibleFact(field="status")
    person = locked(Person, person_id)
    values = {"status": status, "status_reason": kept(reason, at_most=200, field="status_reason")}
    former = change(person, values, at=at)
    if former:
        keep_former(person, former, kind=PersonCorrection.Kind.PERSON, person_id=person.pk, by=by, at=at)
        audit.record("change", kind="person", object_id=person.pk, person_id=person.pk, fields=sorted(former))
    return person


def note_contact(*, person_id: UUID, date: dt.date) -> None:
    """Note the day of a contact, so that who came lately is found first. A later day that is known already stays."""
    earlier = Q(last_contact_on=None) | Q(last_contact_on__lt=date)
    Person.objects.filter(earlier, pk=person_id).update(last_contact_on=date)


def _differences(person: Person, values: dict[str, Any]) -> tuple[Difference, ...]:
    return tuple(
        Difference(field=name, theirs=_words(getattr(person, name)), yours=_words(value))
        for name, value in values.items()
        if name not in DERIVED and getattr(person, name) != value
    )


def _words(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)
