"""Who lives with a person, as lines for the screen: one statement, like the cards of `cards`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from arogi.core import tenancy
from arogi.core.values.partial_date import PartialDate, Precision
from arogi.people.models import Household, HouseholdMembership, Person

_RELATIONS = dict(HouseholdMembership.Relation.choices)
_TENURES = dict(Household.Tenure.choices)


@dataclass(frozen=True, kw_only=True)
class HousemateLine:
    """One member of a household.

    Attributes:
        age: as of `age_in_words`.
        is_self: the person of the page.
        until: first day no longer there.
    """

    membership_id: UUID
    person_id: UUID
    name: str
    relation: str
    is_head: bool
    is_self: bool
    age: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class HouseholdLines:
    """One household with its members of today, the head first, and those who left, the last first."""

    id: UUID
    tenure: str
    note: str
    members: tuple[HousemateLine, ...]
    former: tuple[HousemateLine, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the statement, in the order of its columns."""

    household_id: UUID
    tenure: str
    note: str
    membership_id: UUID
    person_id: UUID
    relation: str
    joined_on: dt.date | None
    left_on: dt.date | None
    surname: str
    first_name: str
    latin_surname: str
    latin_first_name: str
    called: str
    birth_date: dt.date | None
    birth_precision: str


# A file that was merged into another may have stayed behind in a household in which the kept one is, too.
_HOUSEMATES = """
SELECT m.household_id, h.tenure, h.note, m.id, m.person_id, m.relation, m.joined_on, m.left_on,
       p.surname, p.first_name, p.latin_surname, p.latin_first_name, p.called, p.birth_date, p.birth_precision
  FROM (SELECT DISTINCT municipality_id, household_id
          FROM people_householdmembership
         WHERE municipality_id = %(here)s AND person_id = %(person)s
           AND (%(ever)s OR joined_on IS NULL OR joined_on <= %(today)s)
           AND (%(ever)s OR left_on IS NULL OR left_on > %(today)s)
       ) mine
  JOIN people_household h ON h.municipality_id = mine.municipality_id AND h.id = mine.household_id
  JOIN people_householdmembership m ON m.municipality_id = mine.municipality_id AND m.household_id = mine.household_id
  JOIN people_person p ON p.municipality_id = m.municipality_id AND p.id = m.person_id
 WHERE p.merged_into_id IS NULL AND (%(ever)s OR m.left_on IS NULL OR m.left_on > %(today)s)
 ORDER BY m.household_id, m.joined_on NULLS FIRST, m.id
"""


def households_today(person: Person, today: dt.date) -> tuple[HouseholdLines, ...]:
    """Give the households in which a person lives today, with those who live there."""
    return tuple(_households(person, today, ever=False))


def households_with_history(person: Person, today: dt.date) -> tuple[HouseholdLines, ...]:
    """Give every household in which the person lives or lived, with all who ever did; those of today first."""
    households = _households(person, today, ever=True)
    return tuple(sorted(households, key=lambda home: not any(line.is_self for line in home.members)))


def age_in_words(born: PartialDate, today: dt.date) -> str:
    """Give the age on a day: `34`; `34-35` where the birthday is not known; nothing where the year is not."""
    ages = born.ages_on(today)
    if ages is None:
        return ""
    youngest, oldest = ages
    return str(oldest) if youngest == oldest else f"{youngest}-{oldest}"


def _households(person: Person, today: dt.date, *, ever: bool) -> Iterable[HouseholdLines]:
    values: dict[str, Any] = {
        "here": tenancy.current_municipality_id(),
        "person": person.pk,
        "today": today,
        "ever": ever,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HOUSEMATES, values)
        rows = [_Row(*columns) for columns in cursor.fetchall()]
    by_household: dict[UUID, list[_Row]] = {}
    for row in rows:
        by_household.setdefault(row.household_id, []).append(row)
    return [_household(members, person, today) for members in by_household.values()]


def _household(rows: list[_Row], person: Person, today: dt.date) -> HouseholdLines:
    lines = [_housemate(row, person, today) for row in rows]
    members = [line for line in lines if line.until is None or line.until > today]
    former = [line for line in lines if line not in members]
    return HouseholdLines(
        id=rows[0].household_id,
        tenure=str(_TENURES[rows[0].tenure]) if rows[0].tenure else "",
        note=rows[0].note,
        members=tuple(sorted(members, key=lambda line: not line.is_head)),
        former=tuple(sorted(former, key=lambda line: line.until or today, reverse=True)),
    )


def _housemate(row: _Row, person: Person, today: dt.date) -> HousemateLine:
    names = {name: getattr(row, name) for name in _NAMES}
    return HousemateLine(
        membership_id=row.membership_id,
        person_id=row.person_id,
        name=Person(id=row.person_id, municipality_id=person.municipality_id, **names).full_name,
        relation=str(_RELATIONS[row.relation]),
        is_head=row.relation == HouseholdMembership.Relation.HEAD,
        is_self=row.person_id == person.pk,
        age=age_in_words(PartialDate(row.birth_date, Precision(row.birth_precision)), today),
        since=row.joined_on,
        until=row.left_on,
    )


_NAMES = ("surname", "first_name", "latin_surname", "latin_first_name", "called")
