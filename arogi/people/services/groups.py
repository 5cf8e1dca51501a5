"""Target groups that a person declares, with where the knowledge comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.people.access import may_see_sensitive_groups
from arogi.people.errors import ImpossibleFact, NoSuchPerson, TargetGroupAlreadyThere, WrongDates
from arogi.people.facts import TargetGroupFacts
from arogi.people.models import Person, TargetGroupMembership
from arogi.people.services.history import locked

ONE_OPEN = "people_one_open_target_group"


def add_target_groups(person: Person, groups: Iterable[TargetGroupFacts], *, on: dt.date, by: Member) -> None:
    """Record the groups that a new person declares; one named twice counts once.

    Raises:
        ImpossibleFact: a code is not in its list.
        NotAllowed: a group of a special category, by somebody who may not record those.
    """
    for facts in {facts.group: facts for facts in groups}.values():
        _new(person, facts.group, facts.source, on=on, by=by).save(force_insert=True)


@transaction.atomic
def declare_target_group(*, by: Member, person_id: UUID, group: str, source: str, on: dt.date) -> TargetGroupMembership:
    """Record that a person declares a group from a day on.

    Raises:
        TargetGroupAlreadyThere, ImpossibleFact, NotAllowed, NoSuchPerson: see there.
    """
    row = _new(locked(Person, person_id), group, source, on=on, by=by)
    with refusing(ONE_OPEN, TargetGroupAlreadyThere):
        row.save(force_insert=True)
    # The group itself may be a special category: the access record names the act, not the group.
    audit.record("create", kind="targetgroupmembership", object_id=row.pk, person_id=person_id)
    return row


@transaction.atomic
def end_target_group(*, by: Member, membership_id: UUID, on: dt.date) -> TargetGroupMembership:
    """Record that a group does not hold any more from a day on.

    Raises:
        WrongDates, NotAllowed, NoSuchPerson: see there.
    """
    row: TargetGroupMembership | None = (
        TargetGroupMembership.objects.select_for_update().filter(pk=membership_id).first()
    )
    if row is None:
        raise NoSuchPerson
    _refuse_unless_allowed(row.group, by)
    if on < row.declared_on:
        raise WrongDates
    row.until = on
    row.save(update_fields=["until"])
    audit.record("change", kind="targetgroupmembership", object_id=row.pk, person_id=row.person_id, fields=["until"])
    return row


def _new(person: Person, group: str, source: str, *, on: dt.date, by: Member) -> TargetGroupMembership:
    if group not in TargetGroupMembership.Group.values:
        raise ImpossibleFact(field="group")
    if source not in TargetGroupMembership.Source.values:
        raise ImpossibleFact(field="source")
    _refuse_unless_allowed(group, by)
    return TargetGroupMembership(person=person, group=group, source=source, declared_on=on, recorded_by=by.user)


def _refuse_unless_allowed(group: str, by: Member) -> None:
    if group in TargetGroupMembership.SENSITIVE and not may_see_sensitive_groups(by):
        raise NotAllowed(field="group")
