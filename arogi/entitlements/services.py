"""Recording what a household tells, and checking what it seems to be entitled to. Nothing is ever overwritten."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import transaction
from openfisca_greece import NotAHousehold, Screening, next_question, questions, read_household, rules_version, screen
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.entitlements import sealing
from arogi.entitlements.asked import asked_facts
from arogi.entitlements.errors import FactsChangedMeanwhile, ImpossibleFact, NotOfThisHousehold, UnreadableFile
from arogi.entitlements.facts import OF_MEMBER, FactKey, Known, KnownFact, parted, version_of
from arogi.entitlements.homes import Home, home_of
from arogi.entitlements.kept import Kept
from arogi.entitlements.models import Check, HouseholdFact
from arogi.entitlements.selectors import Summary, checks_of_home, described, known_facts, opened
from arogi.entitlements.sight import WITHOUT_HEALTH, Sight, askable, sight_of
from arogi.entitlements.sums import best_first, monthly_sum
from arogi.entitlements.words import words_of
from arogi.people.models import Person

RECEIVES = FactKey("benefits_received")
# Where the rules stumble: `members[1].school.level`, `benefits_received[0]`, `income.six_months.wages`.
_STUMBLE = re.compile(r"members\[(?P<place>\d+)\]\.(?P<name>[^\[]+)|(?P<path>[^\[]+)")


@transaction.atomic
def record_facts(
    *,
    by: Member,
    person: Person,
    told: Mapping[FactKey, Any],
    source: str,
    told_on: dt.date,
    today: dt.date,
    version: UUID | None = None,
) -> int:
    """Record what was told of a person's household in one act; what the file says already is not recorded again.

    Args:
        by: who records.
        person: one of the household.
        told: values as a household's description has them; None says that it is not known any more.
        source: a code of `HouseholdFact.Source`.
        told_on: the day as of which it holds.
        today: the day of the act.
        version: of the facts that a form had shown (`facts.version_of`): what it showed and nobody touched is not
            recorded. None where `told` holds only what was really told.

    Returns:
        How many facts are new.

    Raises:
        FactsChangedMeanwhile: somebody else was quicker and told another value of the same fact.
        NotOfThisHousehold: a fact is of somebody who does not live there.
        ImpossibleFact: the rules cannot read a value.
        NotAllowed: a fact tells of somebody's health, and this member of staff has no right to it.
    """
    home = home_of(person, today)
    _lock(home)
    known = known_facts(home)
    told = _in_sight(sight_of(by), told, known)
    if version is not None and version < version_of(known):
        told = _merged(told, known=known, shown=known_facts(home, version=version))
    new = {key: value for key, value in told.items() if not _is_same(value, known.get(key))}
    _refuse_strangers(home, new)
    fresh = {key: KnownFact(value=value, source=source, told_on=told_on) for key, value in new.items()}
    _refuse_unreadable(home, {**known, **fresh}, today, new)
    if new:
        HouseholdFact.objects.bulk_create([_row(by, home, key, fact) for key, fact in fresh.items()])
        codes = sorted({key.path for key in new})
        owner = home.household_id or person.pk
        audit.record("create", kind="householdfact", object_id=owner, person_id=person.pk, fields=codes)
    return len(new)


def _lock(home: Home) -> None:
    """Let nobody else record or check for these people until the transaction ends."""
    people = Person.objects.select_for_update(no_key=True).filter(pk__in=[member.id for member in home.members])
    list(people.order_by("pk").values_list("pk"))


def _merged(told: Mapping[FactKey, Any], *, known: Known, shown: Known) -> dict[FactKey, Any]:
    """Keep what was really typed; where a colleague has told another value meanwhile, refuse."""
    typed = {key: value for key, value in told.items() if not _is_same(value, shown.get(key))}
    disputed = [
        key
        for key, value in typed.items()
        if not _is_same(_value(known.get(key)), shown.get(key)) and not _is_same(value, known.get(key))
    ]
    if disputed:
        raise FactsChangedMeanwhile(known=known, disputed=disputed, untouched=told.keys() - typed.keys())
    return typed


def _value(fact: KnownFact | None) -> Any:
    return fact.value if fact else None


def _is_same(value: Any, fact: KnownFact | None) -> bool:
    """Say whether a value is what the file says; `600` and `600.00`, or a list in another order, are the same."""
    return bool(_plain(value) == _plain(_value(fact)))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


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


def _refuse_unreadable(home: Home, known: Known, today: dt.date, new: Mapping[FactKey, Any]) -> None:
    """Refuse a new fact that the rules cannot read; what was unreadable before keeps nobody from correcting the rest.

    Raises:
        ImpossibleFact: it is one of the new.
    """
    try:
        readable(home, known, today)
    except UnreadableFile as unreadable:
        if unreadable.fact is not None and unreadable.fact in new:
            raise ImpossibleFact(field=unreadable.fact.in_form) from unreadable


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


def readable(home: Home, known: Known, today: dt.date) -> dict[str, Any]:
    """Describe a household for the rules.

    Raises:
        UnreadableFile: they cannot read it.
    """
    description = described(home, known, today)
    try:
        read_household(description)
    except NotAHousehold as problem:
        fact = _stumbled_over(problem.path, home)
        raise UnreadableFile(fact, _asks(fact, home) if fact else "") from problem
    return description


def _stumbled_over(path: str, home: Home) -> FactKey | None:
    found = _STUMBLE.match(path)
    if found is None or found["place"] is None:
        return FactKey(found["path"]) if found else None
    return FactKey(OF_MEMBER + found["name"], home.members[int(found["place"])].id)


def _asks(fact: FactKey, home: Home) -> str:
    if fact.path not in questions():
        return ""
    asks = words_of(questions()[fact.path])
    name = next((member.name for member in home.members if member.id == fact.person_id), "")
    return f"{name}: {asks}" if name else asks


def screening_today(home: Home, today: dt.date, *, known: Known | None = None) -> Kept:
    """Screen a household as the file knows it on a day; nothing is kept. The last check answers if nothing is new.

    Args:
        home: the household.
        today: the day.
        known: its facts, where they were read already.

    Raises:
        UnreadableFile: the rules cannot read what the file says.
    """
    description = readable(home, known_facts(home) if known is None else known, today)
    newest = checks_of_home(home).first()
    return (newest and _as_told(newest, description, today)) or Kept(
        household=description, screening=screen(description)
    )


def _as_told(check: Check, description: Mapping[str, Any], today: dt.date) -> Kept | None:
    """Give what a check said, if it was asked the same on the same day by the same rules."""
    if (check.as_of, check.rules_version) != (today, rules_version()):
        return None
    told = opened(check)
    return told if told.household == description else None


@transaction.atomic
def run_check(*, by: Member, person: Person, today: dt.date) -> Check:
    """Check what a person's household seems to be entitled to today, and keep it as it is told.

    Asked again on the same day, with nothing new, it is the same check.

    Raises:
        UnreadableFile: the rules cannot read what the file says.
    """
    home = home_of(person, today)
    _lock(home)
    description = readable(home, known_facts(home), today)
    newest = checks_of_home(home).first()
    if newest is not None and _as_told(newest, description, today):
        return newest
    told = Kept(household=description, screening=screen(description))
    check_id = uuid7()
    check: Check = Check.objects.create(
        id=check_id,
        person=person,
        household_id=home.household_id,
        as_of=today,
        rules_version=told.screening.rules_version,
        content=sealing.sealed(sealing.CHECKS, "content", check_id, sealing.packed(told.written())),
        summary=sealing.sealed(sealing.CHECKS, "summary", check_id, summarised(told.screening).to_json()),
        checked_by=by.user,
    )
    audit.record("create", kind="check", object_id=check.pk, person_id=person.pk)
    return check


def summarised(screening: Screening) -> Summary:
    """Give what the person's page says of a screening, also to those who do not read of health."""
    return replace(_summary(screening), without_health=_summary(WITHOUT_HEALTH.of(screening)))


def _summary(screening: Screening) -> Summary:
    new = [answer for answer in screening.answers if not answer.received]
    question = next_question(askable(screening))
    return Summary(
        per_month=str(monthly_sum(screening.answers)),
        entitled=tuple(one.programme for one in sorted(new, key=best_first) if one.verdict == "entitled"),
        waiting=sum(one.verdict == "cannot_say" and bool(one.missing) for one in new),
        asks=question.asks if question else None,
        asks_of=(parted(question.fact).member or None) if question else None,
    )
