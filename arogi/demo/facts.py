"""Facts of some households of a centre, and families that seem entitled and have not applied.

A household that told its facts receives whatever it seems entitled to, but the planted ones: each lacks one programme,
which the note of the household names. So the search of the register has to find these and no others.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from arogi.core import keys
from arogi.demo.copying import Sheet
from arogi.demo.registers import ATHENS
from arogi.entitlements.facts import OF_MEMBER
from arogi.entitlements.register import RegisterHome, Resident, homes_of_register
from arogi.entitlements.sealing import FACTS
from arogi.entitlements.selectors import put
from arogi.outreach.findings import Found, ask
from arogi.people.models import Household
from arogi.reception.models import Request

SHARE = 0.1
TOLD_BEFORE = dt.timedelta(days=40)
MOST_ROUNDS = 6
TRIED = 6
INCOMES = (2_000, 9_000, 14_000, 22_000, 38_000)
NOTE = "Δείγμα του νυχτερινού ελέγχου, δεν έχει ζητήσει: {programme}"
NOTHING = "0.00"
GREEK = "GRC"
OUT_OF_WORK: dict[str, Any] = {
    "employment": "inactive",
    "unemployment_card": False,
    "insured_days_last_14_months": 0,
    "insured_days_last_two_years": 0,
    "regular_unemployment_months_used": 0,
    "previous_monthly_wage": NOTHING,
    "pension_monthly": NOTHING,
    "student": False,
    "studies_away_from_home": False,
    "maternity_benefit_received": False,
}
Told = dict[tuple[str, UUID | None], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A family that seems entitled to a programme, neither receives it nor applied."""

    household_id: UUID
    programme: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """A family that may be planted: what it lacks, who it has to be, and how it lives.

    Attributes:
        income: of the family in a year, in euros.
        rent: a month, 0 for who pays none.
    """

    programme: str
    fits: Callable[[RegisterHome, dt.date], bool]
    income: int
    rent: int = 0


def _has_pupil(home: RegisterHome, day: dt.date) -> bool:
    return any(6 <= (one.age_on(day) or 0) <= 14 and one.role == "child" for one in home.members) and _is_greek(home)


def _has_elder(home: RegisterHome, day: dt.date) -> bool:
    return any((one.age_on(day) or 0) >= 67 for one in home.members) and _is_greek(home)


def _has_young(home: RegisterHome, day: dt.date) -> bool:
    return any(one.age_on(day) in (18, 19) for one in home.members) and _is_greek(home)


def _is_greek(home: RegisterHome, _day: dt.date | None = None) -> bool:
    return all(one.citizenship == GREEK and one.born for one in home.members)


KINDS = (
    _Kind("eee", _is_greek, income=0),
    _Kind("a21", _has_pupil, income=9_000),
    _Kind("uninsured_elderly", _has_elder, income=0),
    _Kind("youth_pass", _has_young, income=24_000),
    _Kind("school_benefit", _has_pupil, income=0),
    _Kind("rent_refund", _is_greek, income=14_000, rent=320),
    _Kind("kot_a", _is_greek, income=0),
)


@dataclass(slots=True)
class _Telling:
    """A home with what it tells; `kind` of those that may be planted."""

    home: RegisterHome
    told: Told
    kind: _Kind | None = None

    @property
    def received(self) -> list[str]:
        """Give what it says that it receives."""
        received: list[str] = self.told["benefits_received", None]
        return received

    def receives(self, programmes: Iterable[str]) -> None:
        """Let it say that it receives these and no others."""
        self.told["benefits_received", None] = sorted(programmes)


def plant(recorded_by: UUID, rng: random.Random, *, at: dt.datetime) -> list[Planted]:
    """Let some households of the entered municipality tell their facts, and plant families among them.

    Args:
        recorded_by: who writes the facts down.
        at: aware; the facts were told some weeks before.
    """
    day = at.date()
    told = _told_in_town(day, rng)
    _receive_all(told, day)
    planted = _planted(told, day)
    book = _Book(recorded_by, (at - TOLD_BEFORE).date())
    for one in told:
        if one.kind is None or Planted(household_id=one.home.key, programme=one.kind.programme) in planted:
            book.write(one.home, one.told)
    book.sheet.write()
    for family in planted:
        note = NOTE.format(programme=family.programme)
        Household.objects.filter(pk=family.household_id).update(note=note)
    return planted


def _told_in_town(day: dt.date, rng: random.Random) -> list[_Telling]:
    """Choose who tells: some homes that fit each kind, and a share of all others."""
    homes = [home for portion in homes_of_register(day) for home in portion if home.household_id]
    rng.shuffle(homes)
    homes = list(_without_applications(homes))
    ordinary, rest = homes[: round(len(homes) * SHARE)], homes[round(len(homes) * SHARE) :]
    told = [_Telling(home, _told(home, day, income=rng.choice(INCOMES), rng=rng)) for home in ordinary]
    for kind in KINDS:
        fitting = [home for home in rest if kind.fits(home, day)][:TRIED]
        rest = [home for home in rest if home not in fitting]
        told += [
            _Telling(home, _told(home, day, income=kind.income, rng=rng, rent=kind.rent), kind) for home in fitting
        ]
    return told


def _without_applications(homes: Iterable[RegisterHome]) -> Iterator[RegisterHome]:
    rows = Request.objects.filter(outcome=Request.Outcome.APPLICATION).values_list("person_id", flat=True)
    applied = set(rows)
    return (home for home in homes if not any(member.id in applied for member in home.members))


def _receive_all(told: Sequence[_Telling], day: dt.date) -> None:
    """Let homes receive whatever they seem entitled to; what one receives may open or exclude another."""
    for _round in range(MOST_ROUNDS):
        found = _found(told, day)
        for one in told:
            one.receives({*one.received, *found.get(one.home.key, ())})
        if not found:
            break


def _planted(told: Sequence[_Telling], day: dt.date) -> list[Planted]:
    """Take from each home that may be planted the programme of its kind; keep one of each kind that lacks it alone."""
    trying = [one for one in told if one.kind is not None]
    for one in trying:
        one.receives(code for code in one.received if one.kind and code != one.kind.programme)
    found = _found(trying, day)
    planted: dict[str, Planted] = {}
    for one in trying:
        if one.kind and found.get(one.home.key) == [one.kind.programme]:
            programme = one.kind.programme
            planted.setdefault(programme, Planted(household_id=one.home.key, programme=programme))
    return list(planted.values())


def _found(told: Iterable[_Telling], day: dt.date) -> dict[UUID, list[str]]:
    """Give for each home the programmes that it seems entitled to and does not receive."""
    found: dict[UUID, list[str]] = {}
    for finding in Found().take_in(ask([_knowing(one.home, one.told) for one in told], day)):
        found.setdefault(finding.home.key, []).append(finding.programme)
    return found


def _knowing(home: RegisterHome, told: Told) -> RegisterHome:
    """Give a home as the register will read it once the facts are written."""
    description: dict[str, Any] = {**home.description, "dwelling": {**home.description.get("dwelling", {})}}
    members = {member["id"]: {**member} for member in home.description["members"]}
    for (path, person), value in told.items():
        put(members[str(person)] if person else description, path.removeprefix(OF_MEMBER), value)
    return replace(home, description={**description, "members": list(members.values())})


# What is told


def _told(home: RegisterHome, day: dt.date, *, income: int, rng: random.Random, rent: int = 0) -> Told:
    told: Told = {(path, None): value for path, value in _of_the_home(income, rent, rng).items()}
    for member in home.members:
        told |= {(f"{OF_MEMBER}{path}", member.id): value for path, value in _of_member(member, day).items()}
    return told


def _of_the_home(income: int, rent: int, rng: random.Random) -> dict[str, Any]:
    six_months = dict.fromkeys(
        ("self_employment", "pensions", "rents", "interest", "a21", "unemployment_benefit", "disability_benefits",
         "other_benefits", "other"), NOTHING,
    )  # fmt: skip
    tax_year = dict.fromkeys(("business_gross",), NOTHING)
    year = f"{income}.00"
    return {
        "custody_settled": True,
        "benefits_received": [],
        **{f"income.six_months.{name}": value for name, value in six_months.items()},
        "income.six_months.wages": f"{income // 2}.00",
        **{f"income.tax_year.{name}": value for name, value in tax_year.items()},
        **{f"income.tax_year.{name}": year for name in ("family", "including_exempt", "of_head")},
        "assets.real_estate_value": f"{rng.choice((0, 20_000, 45_000))}.00",
        "assets.buildings_m2": str(rng.choice((0, 60, 85))),
        "assets.deposits": f"{rng.choice((0, 300, 1_200))}.00",
        "assets.vehicles_objective_expense": NOTHING,
        "assets.luxury_tax": False,
        "assets.private_school_fees": False,
        "assets.domestic_staff": False,
        "dwelling.tenure": "rented" if rent else "owned",
        "dwelling.main_home": True,
        "dwelling.rent_monthly": f"{rent}.00",
        "dwelling.rent_months_last_year": 12 if rent else 0,
        "dwelling.lease_registered": bool(rent),
        "dwelling.lessor_close_relative": False,
        "dwelling.electricity_in_own_name": True,
        "dwelling.electricity_kwh_four_months": rng.choice((700, 1_000, 1_300)),
        "dwelling.settlement_residents": 12_000,
        "dwelling.years_in_settlement": rng.choice((4, 12, 30)),
        "dwelling.heating_last_season": NOTHING,
        "dwelling.mountain_or_less_favoured": False,
        "dwelling.evacuated_by_disaster": False,
        "applied_for_food_aid": True,
        "living_in_asylum_facility": False,
        "meals_provided": False,
    }


def _of_member(member: Resident, day: dt.date) -> dict[str, Any]:
    age = member.age_on(day)
    told: dict[str, Any] = {
        "legal_residence_years": age if member.citizenship == GREEK and age is not None else 8,
        "homogenis": False,
        "asylum_seeker": False,
        "disability_percent": 0,
        "disability_kinds": [],
        "life_support_device": False,
        "in_closed_care": False,
        "conscripted": False,
        "declared_as_hosted": False,
    }
    if age is not None and age < 18:
        told |= _school(age)
    return told | OUT_OF_WORK if age is None or age >= 15 else told


def _school(age: int) -> dict[str, Any]:
    levels = ((4, "none"), (6, "kindergarten"), (12, "primary"), (15, "lower_secondary"), (18, "upper_secondary"))
    level = next(name for end, name in levels if age < end)
    return {"school.level": level, "school.public": True, "school.enrolled": level != "none"}


class _Book:
    """The facts as rows."""

    def __init__(self, recorded_by: UUID, told_on: dt.date) -> None:
        columns = ("id", "household_id", "person_id", "code", "value", "source", "told_on", "recorded_at")
        self.sheet = Sheet("entitlements_householdfact", (*columns, "recorded_by_id"), is_recorded=False)
        self._encrypted = keys.note_cipher().column(FACTS, "value")
        self._told_on = told_on
        self._recorded_at = dt.datetime.combine(told_on, dt.time(10), ATHENS)
        self._recorded_by = recorded_by

    def write(self, home: RegisterHome, told: Told) -> None:
        """Add the facts of a home."""
        for (path, person), value in told.items():
            row_id = uuid7()
            self.sheet.add(
                *(row_id, None if person else home.household_id, person, path),
                *(self._encrypted(json.dumps(value), str(row_id)), "declared", self._told_on, self._recorded_at),
                self._recorded_by,
            )
