"""What the file knows of a household as the rules need it, and the checks that were told before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from openfisca_greece import Text

from arogi.centres.models import MunicipalityCode
from arogi.core import tenancy
from arogi.entitlements import sealing
from arogi.entitlements.asked import asked_facts
from arogi.entitlements.errors import NoSuchCheck
from arogi.entitlements.facts import OF_MEMBER, FactKey, Known, KnownFact
from arogi.entitlements.homes import Home
from arogi.entitlements.kept import Kept, Outline
from arogi.entitlements.models import Check, HouseholdFact
from arogi.people.models import Person

CODES_OF_LAW = "kallikratis"


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the person's page says of a check, without reading it whole.

    Attributes:
        per_month: decimal text of euros, for what seems due and is not received.
        entitled: codes of the programmes that seem due, the best first.
        asks: the next question; None when no fact is missing.
        asks_of: the member whom the question is about.
        without_health: the same for members of staff who do not read of health (`sight`); None within it.
    """

    per_month: str
    entitled: tuple[str, ...]
    waiting: int
    asks: Text | None = None
    asks_of: str | None = None
    without_health: Summary | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        asks = self.asks.to_json() if self.asks else None
        within = self.without_health.to_json() if self.without_health else None
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**fields, "asks": asks, "without_health": within}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Summary:
        """Read it again."""
        asks = Text(**kept["asks"]) if kept["asks"] else None
        within = cls.of_json(kept["without_health"]) if kept.get("without_health") else None
        known = {name: value for name, value in kept.items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "entitled": tuple(kept["entitled"]), "asks": asks, "without_health": within})


def known_facts(home: Home, *, version: UUID | None = None) -> Known:
    """Give the newest of each fact of a household and its members; one query, whatever was recorded.

    Args:
        home: the household.
        version: as it was known then (`facts.version_of`); None for now.
    """
    members = {member.id for member in home.members}
    rows = HouseholdFact.objects.filter(
        Q(person__in=members) | Q(household=home.household_id, household__isnull=False)
    ).order_by("pk")
    if version is not None:
        rows = rows.filter(pk__lte=version)
    newest: dict[FactKey, HouseholdFact] = {}
    for row in rows:
        if key := _key(row, home):
            newest[key] = row
    return {key: _known(row) for key, row in newest.items()}


def _key(row: HouseholdFact, home: Home) -> FactKey | None:
    if row.code.startswith(OF_MEMBER):
        return FactKey(row.code, row.person_id)
    # What was told before the household was in the file stays with the person who told it.
    is_ours = row.household_id is not None or row.person_id == home.keeper_id
    return FactKey(row.code) if is_ours else None


def _known(row: HouseholdFact) -> KnownFact:
    value = sealing.unsealed(sealing.FACTS, "value", row.pk, row.value)
    return KnownFact(value=value, source=row.source, told_on=row.told_on, row=row.pk)


def described(home: Home, known: Known, today: dt.date) -> dict[str, Any]:
    """Write a household's description for the rules: the file's own facts and those that were told; else unknown."""
    told: dict[str, Any] = {"as_of": today.isoformat(), "municipality": municipality_code(today)}
    if home.tenure:
        put(told, "dwelling.tenure", home.tenure)
    members = {member.id: member.described() for member in home.members}
    for key, fact in known.items():
        if key.path not in asked_facts() or fact.value is None:
            continue
        if key.person_id is None:
            put(told, key.path, fact.value)
        elif key.person_id in members:
            put(members[key.person_id], key.path.removeprefix(OF_MEMBER), fact.value)
    return {**told, "members": list(members.values())}


def put(content: dict[str, Any], path: str, value: Any) -> None:
    """Write a value where a household's description has it."""
    *blocks, name = path.split(".")
    for block in blocks:
        content = content.setdefault(block, {})
    content[name] = value


def municipality_code(today: dt.date) -> str | None:
    """Give the code of the entered municipality, as its own rules name it."""
    rows = MunicipalityCode.objects.filter(municipality=tenancy.current_municipality_id(), scheme=CODES_OF_LAW)
    rows = rows.filter(valid_from__lte=today).filter(Q(valid_until=None) | Q(valid_until__gt=today))
    code: str | None = rows.order_by("-valid_from").values_list("code", flat=True).first()
    return code


# Checks


def checks_of(person_id: UUID, household_ids: Iterable[UUID]) -> QuerySet[Check]:
    """Give the checks of a person or of households, the newest first; what they said is not read (`contents_of`)."""
    rows: QuerySet[Check] = Check.objects.filter(Q(person=person_id) | Q(household__in=list(household_ids)))
    return rows.order_by("-pk").defer("content")


def checks_of_home(home: Home) -> QuerySet[Check]:
    """Give the checks of a person and of his or her household, the newest first, with who made them."""
    homes = [home.household_id] if home.household_id else []
    return checks_of(home.person_id, homes).select_related("checked_by")


def get_check(home: Home, check_id: UUID) -> Check:
    """Give one check of a person or of his or her household.

    Raises:
        NoSuchCheck: there is none.
    """
    check = checks_of_home(home).filter(pk=check_id).first()
    if check is None:
        raise NoSuchCheck
    return check


def previous_of(home: Home, check: Check) -> Check | None:
    """Give the check before one."""
    return checks_of_home(home).filter(pk__lt=check.pk).first()


def contents_of(*checks: Check) -> list[bytes]:
    """Give what some checks said, as `Kept.written` gives it; one query for all of them.

    `kept.Kept` and `kept.Outline` read more or less of the same content.
    """
    ids = [check.pk for check in checks]
    sealed = dict(Check.objects.filter(pk__in=ids).values_list("pk", "content"))
    return [sealing.unpacked(sealing.unsealed(sealing.CHECKS, "content", one, sealed[one])) for one in ids]


def names_told(home: Home, household: Mapping[str, Any]) -> dict[str, str]:
    """Give what to call the members of a described household, by their ids; who has left it since, too."""
    names = {str(member.id): member.name for member in home.members}
    gone = [member["id"] for member in household["members"] if member["id"] not in names]
    left = Person.objects.filter(pk__in=gone) if gone else ()
    return names | {str(person.pk): person.full_name for person in left}


def opened(check: Check) -> Kept:
    """Read what a check said."""
    return Kept.read(*contents_of(check))


def outline_of(check: Check) -> Outline:
    """Read as much of a check as can be compared."""
    return Outline.read(*contents_of(check))


def summary_of(check: Check) -> Summary:
    """Read what the person's page says of a check."""
    return Summary.of_json(sealing.unsealed(sealing.CHECKS, "summary", check.pk, check.summary))
