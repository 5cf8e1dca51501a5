"""Suspected duplicates as tasks: one person raises a pair, another decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.people.access import standing_person
from arogi.people.errors import DecidedByAnother, ImpossibleFact, OnePerson, PairAlreadyDecided, PairAlreadyRaised
from arogi.people.kept_text import kept
from arogi.people.models import PossibleDuplicate
from arogi.people.services.history import locked

ONCE = "people_pair_raised_once"
ANOTHER = "people_pair_decided_by_another"


@transaction.atomic
def raise_pair(
    *, by: Member, first_id: UUID, second_id: UUID, reasons: Iterable[str], at: dt.datetime
) -> PossibleDuplicate:
    """Ask for a decision whether two files are one person's.

    Raises:
        OnePerson, PairAlreadyRaised, NoSuchPerson: see there.
    """
    first, second = sorted([standing_person(first_id).pk, standing_person(second_id).pk])
    if first == second:
        raise OnePerson
    pair = PossibleDuplicate(
        id=uuid7(), first_id=first, second_id=second, reasons=list(reasons), raised_by=by.user, raised_at=at
    )
    with refusing(ONCE, PairAlreadyRaised):
        pair.save(force_insert=True)
    for person_id in (first, second):
        audit.record("create", kind="possibleduplicate", object_id=pair.pk, person_id=person_id)
    return pair


@transaction.atomic
def decide_pair(*, by: Member, pair_id: UUID, state: str, note: str, at: dt.datetime) -> PossibleDuplicate:
    """Decide on a pair that somebody else raised. "The same person" does not merge by itself.

    Raises:
        NotAllowed, DecidedByAnother, PairAlreadyDecided, ImpossibleFact, NoSuchPerson: see there.
    """
    if not by.may("people.decide"):
        raise NotAllowed
    if state not in {PossibleDuplicate.State.SAME, PossibleDuplicate.State.DIFFERENT}:
        raise ImpossibleFact(field="state")
    pair = locked(PossibleDuplicate, pair_id)
    if pair.state != PossibleDuplicate.State.OPEN:
        raise PairAlreadyDecided
    pair.state = state
    pair.decided_by = by.user
    pair.decided_at = at
    pair.note = kept(note, at_most=300, field="note")
    with refusing(ANOTHER, DecidedByAnother):
        pair.save(update_fields=["state", "decided_by", "decided_at", "note"])
    for person_id in (pair.first_id, pair.second_id):
        audit.record("decide", kind="possibleduplicate", object_id=pair.pk, person_id=person_id, state=state)
    return pair
