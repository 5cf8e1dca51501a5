"""The homes of a whole municipality as the rules need them, read in portions: a few queries for thousands.

What one household's page reads with `homes.home_of` and `selectors.described`, this reads for many; a test holds the
two equal. Facts stay encrypted until the newest of each is known, so that no former value is opened.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from arogi.core.values.partial_date import age
from arogi.entitlements import sealing
from arogi.entitlements.asked import asked_facts
from arogi.entitlements.facts import OF_MEMBER
from arogi.entitlements.homes import HEAD, TENURES, citizenship_of
from arogi.entitlements.models import HouseholdFact
from arogi.entitlements.selectors import municipality_code, put
from arogi.people.models import Household, HouseholdMembership, Person

PORTION = 4_000
# Of whom a centre does not know any more how he or she lives: no call is made.
GONE = (Person.Status.MOVED, Person.Status.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """One member of a home.

    Attributes:
        born: the day, only where it is known exactly.
        came_at: when the file learnt that he or she lives there; None for somebody of whom no household is known.
    """

    id: UUID
    role: str
    born: dt.date | None
    sex: str
    citizenship: str | None
    is_gone: bool
    key_worker_id: UUID | None
    structure_id: UUID | None
    recorded_at: dt.datetime
    came_at: dt.datetime | None

    def age_on(self, day: dt.date) -> int | None:
        """Give the age in whole years; None where the birthday is not known."""
        return None if self.born is None else age(self.born, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterHome:
    """One home of the register on a day.

    Attributes:
        household_id: None for somebody of whom no household is known.
        members: the head first.
        description: what the rules are asked with.
        told_at: when the newest of its facts was recorded; None where nothing was told.
        recorded_at: when the file learnt of the home.
    """

    household_id: UUID | None
    members: tuple[Resident, ...]
    description: dict[str, Any]
    told_at: dt.datetime | None
    recorded_at: dt.datetime

    @property
    def key(self) -> UUID:
        """Give what a home is known by: its household, else the one person."""
        return self.household_id or self.members[0].id

    @property
    def received(self) -> frozenset[str] | None:
        """Give the programmes that it receives; None where nobody was asked."""
        told = self.description.get("benefits_received")
        return None if told is None else frozenset(told)


def homes_of_register(today: dt.date, *, portion: int = PORTION) -> Iterator[list[RegisterHome]]:
    """Read every home of the entered municipality, in portions; homes that nobody lives in any more are left out."""
    code = municipality_code(today)
    for households in _portions(Household.objects.all(), portion):
        yield _described(_in_households(households, today), today, code)
    housed = HouseholdMembership.objects.on(today).values("person")
    alone = _living(Person.objects.all()).exclude(status__in=GONE).exclude(pk__in=housed)
    for persons in _portions(alone, portion):
        yield _described(_alone(persons, today), today, code)


def _portions(rows: Any, portion: int) -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:portion]):
        yield ids
        last = ids[-1]


def _living(persons: Any, prefix: str = "") -> Any:
    return persons.filter(**{f"{prefix}merged_into": None}).exclude(**{f"{prefix}status": Person.Status.DECEASED})


@dataclass(slots=True)
class _Home:
    household_id: UUID | None
    tenure: str
    recorded_at: dt.datetime
    members: list[Resident] = field(default_factory=list)


_PERSON = (
    "pk", "birth_date", "birth_precision", "sex", "citizenships", "status", "key_worker_id", "registered_at_id",
    "recorded_at",
)  # fmt: skip


def _in_households(ids: list[UUID], today: dt.date) -> list[_Home]:
    """Read who lives in households, in the order in which one household's page names them."""
    about = Household.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "tenure", "recorded_at")
    homes = {pk: _Home(pk, tenure, recorded_at) for pk, tenure, recorded_at in about}
    rows = _living(HouseholdMembership.objects.on(today).filter(household__in=ids), "person__")
    columns = ("household_id", "relation", "recorded_at", *(f"person__{name}" for name in _PERSON))
    for household, role, came_at, *person in rows.order_by("joined_on", "pk").values_list(*columns):
        homes[household].members.append(_resident(person, role, came_at, today))
    for home in homes.values():
        home.members.sort(key=lambda member: member.role != HEAD)
    return [home for home in homes.values() if not all(member.is_gone for member in home.members)]


def _alone(ids: list[UUID], today: dt.date) -> list[_Home]:
    homes = []
    for person in Person.objects.filter(pk__in=ids).order_by("pk").values_list(*_PERSON):
        resident = _resident(person, HEAD, None, today)
        homes.append(_Home(None, "", resident.recorded_at, [resident]))
    return homes


def _resident(person: Iterable[Any], role: str, came_at: dt.datetime | None, today: dt.date) -> Resident:
    pk, born, precision, sex, citizenships, status, key_worker, structure, recorded_at = person
    is_exact = precision == Person.BirthPrecision.DAY and born is not None and born <= today
    return Resident(
        id=pk,
        role=role,
        born=born if is_exact else None,
        sex=sex,
        citizenship=citizenship_of(citizenships),
        is_gone=status in GONE,
        key_worker_id=key_worker,
        structure_id=structure,
        recorded_at=recorded_at,
        came_at=came_at,
    )


# Facts


@dataclass(frozen=True, slots=True)
class _Cell:
    """One fact, still encrypted; `row_id` is also the order in which facts were told."""

    path: str
    row_id: UUID
    value: bytes | memoryview
    recorded_at: dt.datetime


_Cells = dict[UUID, dict[str, _Cell]]


def _described(homes: list[_Home], today: dt.date, code: str | None) -> list[RegisterHome]:
    of_households = _cells("household", [home.household_id for home in homes if home.household_id])
    of_persons = _cells("person", [member.id for home in homes for member in home.members])
    return [_home(home, of_households, of_persons, today, code) for home in homes]


def _cells(owner: str, ids: list[UUID]) -> _Cells:
    """Read the newest of each fact of households or of persons."""
    newest: _Cells = defaultdict(dict)
    rows = HouseholdFact.objects.filter(**{f"{owner}__in": ids}).order_by("pk")
    for owner_id, path, *cell in rows.values_list(f"{owner}_id", "code", "pk", "value", "recorded_at").iterator():
        newest[owner_id][path] = _Cell(path, *cell)
    return newest


def _home(home: _Home, of_households: _Cells, of_persons: _Cells, today: dt.date, code: str | None) -> RegisterHome:
    told = list(_of_the_home(home, of_households, of_persons).values())
    description: dict[str, Any] = {"as_of": today.isoformat(), "municipality": code}
    if home.tenure in TENURES:
        description["dwelling"] = {"tenure": TENURES[home.tenure]}
    _put_all(description, told)
    members = [_member(member) for member in home.members]
    for member, described in zip(home.members, members, strict=True):
        cells = [cell for cell in of_persons.get(member.id, {}).values() if cell.path.startswith(OF_MEMBER)]
        _put_all(described, cells)
        told += cells
    return RegisterHome(
        household_id=home.household_id,
        members=tuple(home.members),
        description={**description, "members": members},
        told_at=max((cell.recorded_at for cell in told), default=None),
        recorded_at=home.recorded_at,
    )


def _of_the_home(home: _Home, of_households: _Cells, of_persons: _Cells) -> dict[str, _Cell]:
    """Give the newest facts of the whole home: what was told before it was in the file stays with its head."""
    cells = {path: cell for path, cell in of_persons.get(home.members[0].id, {}).items() if _is_of_home(path)}
    for path, cell in of_households.get(home.household_id, {}).items() if home.household_id else ():
        if path not in cells or cells[path].row_id < cell.row_id:
            cells[path] = cell
    return cells


def _is_of_home(path: str) -> bool:
    return not path.startswith(OF_MEMBER)


def _member(member: Resident) -> dict[str, Any]:
    return {
        "id": str(member.id),
        "role": member.role,
        "birth_date": member.born.isoformat() if member.born else None,
        "sex": member.sex or None,
        "citizenship": member.citizenship,
    }


def _put_all(content: dict[str, Any], cells: Iterable[_Cell]) -> None:
    """Open facts and write them where a description has them; what nobody asks for any more is left out."""
    asked = asked_facts()
    for cell in cells:
        if cell.path not in asked:
            continue
        value = sealing.unsealed(sealing.FACTS, "value", cell.row_id, cell.value)
        if value is not None:
            put(content, cell.path.removeprefix(OF_MEMBER), value)
