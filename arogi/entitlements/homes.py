"""Who lives in a person's household on a day, and what the file itself says of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from arogi.people.models import Household, HouseholdMembership, Person

HEAD = "head"
TENURES = {"own": "owned", "rent": "rented", "hosted": "hosted", "none": "homeless"}
GREEK = "GRC"


@dataclass(frozen=True, kw_only=True)
class Housemate:
    """One member as the file knows him or her.

    Attributes:
        role: as in a household's description; None where nobody is the head.
        born: the day, only where it is known exactly.
    """

    id: UUID
    name: str
    role: str
    born: dt.date | None
    age: int | None
    sex: str
    citizenship: str | None

    def described(self) -> dict[str, object]:
        """Give what the file says in the words of a household's description; unknown is null."""
        return {
            "id": str(self.id),
            "role": self.role,
            "birth_date": self.born.isoformat() if self.born else None,
            "sex": self.sex or None,
            "citizenship": self.citizenship,
        }


@dataclass(frozen=True, kw_only=True)
class Home:
    """The household of a person on a day.

    Attributes:
        household_id: None for somebody of whom no household is known: then he or she is all there is.
        tenure: as in a household's description; None when the file does not say.
    """

    person_id: UUID
    household_id: UUID | None
    members: tuple[Housemate, ...]
    tenure: str | None

    @property
    def keeper_id(self) -> UUID:
        """Give whose file kept the household's facts before there was a household: the head's, else the person's."""
        return next((member.id for member in self.members if member.role == HEAD), self.person_id)


def joined_last(since: dt.date | None, membership_id: UUID) -> tuple[dt.date, UUID]:
    """Order the households in which a person lives: the largest is the one that counts. No known day is the oldest."""
    return since or dt.date.min, membership_id


def home_of(person: Person, today: dt.date) -> Home:
    """Read with whom a person lives; of several households the one that he or she joined last.

    Who died is left out; a file that was merged into another one is, too.
    """
    own = HouseholdMembership.objects.on(today).filter(person=person).select_related("household")
    mine = max(own, key=lambda row: joined_last(row.joined_on, row.pk), default=None)
    if mine is None:
        return Home(person_id=person.pk, household_id=None, members=(_alone(person, today),), tenure=None)
    rows = HouseholdMembership.objects.on(today).filter(household=mine.household_id, person__merged_into=None)
    rows = rows.exclude(person__status=Person.Status.DECEASED).select_related("person").order_by("joined_on", "pk")
    members = sorted((_housemate(row, today) for row in rows), key=lambda member: member.role != HEAD)
    return Home(
        person_id=person.pk,
        household_id=mine.household_id,
        members=tuple(members) or (_alone(person, today),),
        tenure=_tenure(mine.household),
    )


def _tenure(household: Household) -> str | None:
    return TENURES.get(household.tenure)


def _alone(person: Person, today: dt.date) -> Housemate:
    return _described(person, HEAD, today)


def _housemate(row: HouseholdMembership, today: dt.date) -> Housemate:
    return _described(row.person, row.relation, today)


def _described(person: Person, role: str, today: dt.date) -> Housemate:
    is_exact = person.birth_precision == Person.BirthPrecision.DAY
    return Housemate(
        id=person.pk,
        name=person.full_name,
        role=role,
        born=person.birth_date if is_exact and person.birth_date and person.birth_date <= today else None,
        age=person.age_on(today),
        sex=person.sex,
        citizenship=citizenship_of(person.citizenships),
    )


def citizenship_of(codes: list[str]) -> str | None:
    """Choose the citizenship that the law looks at: the Greek one, else one of the Union, else the first."""
    from openfisca_greece.vocabulary import EU

    return next((code for code in codes if code == GREEK), None) or next(
        (code for code in codes if code in EU), codes[0] if codes else None
    )
