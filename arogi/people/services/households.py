"""Households: who lives with whom and since when. Nothing is overwritten: a change ends one row and begins another.

No shape of family is refused but two heads: a household may have no head, a child may live in two (shared custody),
and relations are to the head only, so that no cycle can arise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.db import refusing
from arogi.people.access import standing_person
from arogi.people.errors import (
    AlreadyInHousehold,
    HouseholdHasHead,
    ImpossibleFact,
    NotOfThisHousehold,
    WrongDates,
)
from arogi.people.facts import HouseholdLink
from arogi.people.kept_text import kept
from arogi.people.models import Household, HouseholdMembership, Person
from arogi.people.services.history import locked

ONE_HEAD = "people_one_head_per_household"
ONCE = "people_once_in_a_household"
HEAD = HouseholdMembership.Relation.HEAD


@transaction.atomic
def start_household(*, by: Member, head_id: UUID, on: dt.date | None, tenure: str = "") -> Household:
    """Open a household with its head.

    Args:
        by: who records it.
        head_id: of the head.
        on: since when they live there; None when that is not known.
        tenure: a code of `Household.Tenure`.

    Raises:
        ImpossibleFact, NoSuchPerson: see there.
    """
    household = _new_household(tenure)
    _join(household, locked(Person, head_id), HEAD, on)
    audit.record("create", kind="household", object_id=household.pk, person_id=head_id)
    return household


@transaction.atomic
def join_household(
    *, by: Member, household_id: UUID, person_id: UUID, relation: str, on: dt.date | None
) -> HouseholdMembership:
    """Record that a person lives in a household from a day on.

    Raises:
        HouseholdHasHead, AlreadyInHousehold, ImpossibleFact, NoSuchPerson: see there.
    """
    row = _join(locked(Household, household_id), locked(Person, person_id), relation, on)
    _record("create", row)
    return row


@transaction.atomic
def live_with(*, by: Member, person_id: UUID, link: HouseholdLink, on: dt.date | None) -> HouseholdMembership:
    """Record that a person lives with another, whose household is made when there is none.

    Raises:
        HouseholdHasHead, AlreadyInHousehold, ImpossibleFact, NoSuchPerson: see there.
    """
    row = link_household(locked(Person, person_id), link, on=on)
    _record("create", row)
    return row


def link_household(person: Person, link: HouseholdLink, *, on: dt.date | None) -> HouseholdMembership:
    """Do the same inside another service, which leaves the access record."""
    other = standing_person(link.with_person_id)
    known = HouseholdMembership.objects.filter(person=other, left_on=None).order_by("pk").first()
    if known:
        return _join(known.household, person, link.relation, on)
    household = _new_household("")
    _join(household, other, link.relation_of_other, None)
    return _join(household, person, link.relation, on)


@transaction.atomic
def leave_household(*, by: Member, membership_id: UUID, on: dt.date) -> HouseholdMembership:
    """Record that a person does not live in a household any more from a day on.

    Raises:
        WrongDates, NoSuchPerson: see there.
    """
    row = _leave(locked(HouseholdMembership, membership_id), on)
    _record("change", row)
    return row


@transaction.atomic
def change_relation(*, by: Member, membership_id: UUID, relation: str, on: dt.date) -> HouseholdMembership:
    """Record that a member is something else to the head from a day on; what was before is kept.

    Raises:
        HouseholdHasHead, WrongDates, ImpossibleFact, NoSuchPerson: see there.
    """
    row = _change(locked(HouseholdMembership, membership_id), relation, on)
    _record("change", row)
    return row


@transaction.atomic
def change_head(
    *, by: Member, household_id: UUID, head_id: UUID, relation_of_former: str, on: dt.date
) -> HouseholdMembership:
    """Make another member the head from a day on; the former head, if still there, becomes something to the new one.

    Raises:
        NotOfThisHousehold, WrongDates, ImpossibleFact, NoSuchPerson: see there.
    """
    household = locked(Household, household_id)
    open_rows = list(HouseholdMembership.objects.select_for_update().filter(household=household, left_on=None))
    new = next((row for row in open_rows if row.person_id == head_id), None)
    if new is None:
        raise NotOfThisHousehold
    former = next((row for row in open_rows if row.relation == HEAD and row.pk != new.pk), None)
    if former:
        _change(former, relation_of_former, on)
    row = new if new.relation == HEAD else _change(new, HEAD, on)
    _record("change", row)
    return row


@transaction.atomic
def split_household(
    *, by: Member, household_id: UUID, person_ids: Sequence[UUID], head_id: UUID, on: dt.date
) -> Household:
    """Let some members found a household of their own from a day on; their relations stay but for the new head's.

    Raises:
        NotOfThisHousehold: one of them does not live there, or the new head is not among them.
        WrongDates, NoSuchPerson: see there.
    """
    household = locked(Household, household_id)
    rows = {
        row.person_id: row
        for row in HouseholdMembership.objects.select_for_update().filter(household=household, left_on=None)
    }
    if head_id not in person_ids or not set(person_ids) <= set(rows):
        raise NotOfThisHousehold
    founded = _new_household("")
    for person_id in dict.fromkeys(person_ids):
        leaving = _leave(rows[person_id], on)
        stays = HouseholdMembership.Relation.OTHER_RELATIVE if leaving.relation == HEAD else leaving.relation
        _join(founded, leaving.person, HEAD if person_id == head_id else stays, on)
    audit.record("create", kind="household", object_id=founded.pk, person_id=head_id, members=len(set(person_ids)))
    return founded


@transaction.atomic
def describe_household(*, by: Member, household_id: UUID, tenure: str, note: str) -> Household:
    """Write down how a household is housed.

    Raises:
        ImpossibleFact, NoSuchPerson: see there.
    """
    household = locked(Household, household_id)
    if tenure not in Household.Tenure.values:
        raise ImpossibleFact(field="tenure")
    household.tenure = tenure
    household.note = kept(note, at_most=200, field="note")
    household.version += 1
    household.save(update_fields=["tenure", "note", "version"])
    audit.record("change", kind="household", object_id=household.pk, fields=["tenure", "note"])
    return household


def _new_household(tenure: str) -> Household:
    if tenure not in Household.Tenure.values:
        raise ImpossibleFact(field="tenure")
    household = Household(id=uuid7(), tenure=tenure)
    household.save(force_insert=True)
    return household


def _join(household: Household, person: Person, relation: str, on: dt.date | None) -> HouseholdMembership:
    if relation not in HouseholdMembership.Relation.values:
        raise ImpossibleFact(field="relation")
    row = HouseholdMembership(id=uuid7(), household=household, person=person, relation=relation, joined_on=on)
    with refusing(ONE_HEAD, HouseholdHasHead), refusing(ONCE, AlreadyInHousehold):
        row.save(force_insert=True)
    return row


def _leave(row: HouseholdMembership, on: dt.date) -> HouseholdMembership:
    if row.left_on is not None:
        raise NotOfThisHousehold
    if row.joined_on and row.joined_on > on:
        raise WrongDates
    row.left_on = on
    row.version += 1
    row.save(update_fields=["left_on", "version"])
    return row


def _change(row: HouseholdMembership, relation: str, on: dt.date) -> HouseholdMembership:
    if relation == row.relation:
        return row
    _leave(row, on)
    return _join(row.household, row.person, relation, on)


def _record(verb: str, row: HouseholdMembership) -> None:
    audit.record(verb, kind="householdmembership", object_id=row.pk, person_id=row.person_id)
