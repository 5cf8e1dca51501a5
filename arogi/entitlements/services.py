"""Recording what a household tells, and checking what it seems to be entitled to. Nothing is ever overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from openfisca_greece import NotAHousehold, Screening, next_question, screen
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.entitlements import sealing
from arogi.entitlements.asked import OF_MEMBER, asked_facts
from arogi.entitlements.errors import ImpossibleFact, NotOfThisHousehold
from arogi.entitlements.homes import Home, home_of
from arogi.entitlements.kept import Kept
from arogi.entitlements.models import Check, HouseholdFact
from arogi.entitlements.presentation import shown
from arogi.entitlements.selectors import FactKey, Known, KnownFact, Summary, described, known_facts
from arogi.entitlements.sight import WITHOUT_HEALTH, Sight, askable, sight_of
from arogi.people.models import Person

UUID_LENGTH = 36
RECEIVES = FactKey("benefits_received")


@transaction.atomic
def record_facts(
    *,
    by: Member,
    person: Person,
    told: Mapping[FactKey, Any],
    source: str,
    told_on: dt.date,
    today: dt.date,
) -> int:
    """Record what was told of a person's household in one act; what the file says already is not recorded again.

    Args:
        told: values as a household's description has them; None says that it is not known any more.
        source: a code of `HouseholdFact.Source`.
        told_on: the day as of which it holds.

    Returns:
        How many facts are new.

    Raises:
        NotOfThisHousehold: a fact is of somebody who does not live there.
        ImpossibleFact: the rules cannot read a value.
        NotAllowed: a fact tells of somebody's health, and this member of staff has no right to it.
    """
    home = home_of(person, today)
    known = known_facts(home)
    told = _in_sight(sight_of(by), told, known)
    new = {key: value for key, value in told.items() if value != (known[key].value if key in known else None)}
    _refuse_strangers(home, new)
    fresh = {key: KnownFact(value=value, source=source, told_on=told_on) for key, value in new.items()}
    _refuse_unreadable(described(home, {**known, **fresh}, today))
    if new:
        rows = [_row(by, home, key, fact) for key, fact in fresh.items()]
        HouseholdFact.objects.bulk_create(rows)
        codes = sorted({key.path for key in new})
        owner = home.household_id or person.pk
        audit.record("create", kind="householdfact", object_id=owner, person_id=person.pk, fields=codes)
    return len(new)


def _in_sight(sight: Sight, told: Mapping[FactKey, Any], known: Known) -> Mapping[FactKey, Any]:
    """Keep what a member of staff could not see among the benefits received, and refuse facts that are not for him."""
    hidden_fact = next((key.path for key in told if key.path in sight.facts), None)
    if hidden_fact is not None:
        raise NotAllowed(field=hidden_fact)
    hidden = sight.hidden_among(known[RECEIVES].value or ()) if RECEIVES in known else frozenset()
    if not hidden or RECEIVES not in told:
        return told
    return {**told, RECEIVES: sorted({*(told[RECEIVES] or ()), *hidden})}


def _refuse_strangers(home: Home, told: Mapping[FactKey, Any]) -> None:
    members = {member.id for member in home.members}
    for key in told:
        if key.path not in asked_facts() or key.path.startswith(OF_MEMBER) != (key.person_id is not None):
            raise ImpossibleFact(field=key.path)
        if key.person_id is not None and key.person_id not in members:
            raise NotOfThisHousehold(field=key.path)


def _refuse_unreadable(description: Mapping[str, Any]) -> None:
    from openfisca_greece import read_household

    try:
        read_household(description)
    except NotAHousehold as unreadable:
        raise ImpossibleFact(field=unreadable.path) from unreadable


def _row(by: Member, home: Home, key: FactKey, fact: KnownFact) -> HouseholdFact:
    row_id = uuid7()
    household_id = None if key.person_id else home.household_id
    return HouseholdFact(
        id=row_id,
        household_id=household_id,
        person_id=key.person_id or (None if household_id else home.keeper_id),
        code=key.path,
        value=sealing.sealed(sealing.FACTS, "value", row_id, fact.value),
        source=fact.source,
        told_on=fact.told_on,
        recorded_by=by.user,
    )


def screening_today(home: Home, today: dt.date) -> Kept:
    """Screen a household as the file knows it on a day; nothing is kept."""
    description = described(home, known_facts(home), today)
    return Kept(household=description, screening=screen(description))


@transaction.atomic
def run_check(*, by: Member, person: Person, today: dt.date) -> Check:
    """Check what a person's household seems to be entitled to today, and keep it as it is told."""
    home = home_of(person, today)
    told = screening_today(home, today)
    check_id = uuid7()
    check: Check = Check.objects.create(
        id=check_id,
        person=person,
        household_id=home.household_id,
        as_of=today,
        rules_version=told.screening.rules_version,
        content=sealing.sealed(sealing.CHECKS, "content", check_id, sealing.packed(told.to_json())),
        summary=sealing.sealed(sealing.CHECKS, "summary", check_id, summarised(told.screening).to_json()),
        checked_by=by.user,
    )
    audit.record("create", kind="check", object_id=check.pk, person_id=person.pk)
    return check


def summarised(screening: Screening) -> Summary:
    """Give what the person's page says of a screening, also to those who do not read of health."""
    return replace(_summary(screening), without_health=_summary(WITHOUT_HEALTH.of(screening)))


def _summary(screening: Screening) -> Summary:
    read = shown(screening, "el")
    question = next_question(askable(screening))
    return Summary(
        per_month=str(read.sums.per_month),
        entitled=tuple(answer.programme for answer in read.entitled),
        waiting=len(read.waiting),
        judged=len(read.judged),
        not_entitled=len(read.not_entitled),
        asks=question.asks if question else None,
        asks_of=_member_in(question.fact) if question else None,
    )


def _member_in(fact: str) -> str | None:
    """Give the member whom a fact is of; in this program a member's id is that of a person."""
    prefix = OF_MEMBER.removesuffix("*.")
    return fact.removeprefix(prefix)[:UUID_LENGTH] if fact.startswith(prefix) else None
