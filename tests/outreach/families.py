"""Families of which everything is known, filed and told as a member of staff would do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from arogi.entitlements.selectors import FactKey
from arogi.entitlements.services import record_facts
from arogi.people import services as people
from arogi.people.models import Person
from tests.entitlements.households import NO_OTHER_INCOME, NOTHING, person

OF_THE_FILE = {"id", "role", "birth_date", "sex", "citizenship", "tenure", "as_of", "municipality", "members"}
TOLD_FROM = dt.date(2025, 1, 1)


def couple() -> list[dict[str, Any]]:
    """Two parents, and two pupils of seven and eight."""
    school = {"level": "primary", "public": True, "enrolled": True}
    return [
        person("p1", "head", "1985-06-01"),
        person("p2", "spouse", "1984-02-10", sex="M"),
        person("c1", "child", "2019-05-10", school=school, legal_residence_years=7),
        person("c2", "child", "2018-05-11", school=school, legal_residence_years=8),
    ]


def home(**changes: Any) -> dict[str, Any]:
    """Everything that is told of a home without income."""
    return {
        "custody_settled": True,
        "income": {
            "six_months": dict(NO_OTHER_INCOME),
            "tax_year": dict.fromkeys(("family", "including_exempt", "business_gross", "of_head"), NOTHING),
        },
        "assets": {
            "real_estate_value": NOTHING, "buildings_m2": "0", "deposits": NOTHING, "luxury_tax": False,
            "vehicles_objective_expense": NOTHING, "private_school_fees": False, "domestic_staff": False,
        },
        "dwelling": {"main_home": True, "settlement_residents": 5000, "electricity_in_own_name": True,
                     "electricity_kwh_four_months": 1000},
        "benefits_received": [],
        **changes,
    }  # fmt: skip


def settle(by: Any, surname: str, *, today: dt.date, members: Any = None, told: Any = None) -> Person:
    """File a family and record what it tells; give its head.

    Args:
        members: as `couple` gives them, the head first.
        told: as `home` gives it; False for nothing at all.
    """
    described = members or couple()
    filed = {one["id"]: _file(surname, one) for one in described}
    head = filed[described[0]["id"]]
    household = people.start_household(by=by, head_id=head.pk, on=TOLD_FROM)
    for one in described[1:]:
        person_id = filed[one["id"]].pk
        people.join_household(by=by, household_id=household.pk, person_id=person_id, relation=one["role"], on=TOLD_FROM)
    if told is not False:
        facts = dict(_facts(told or home(), described, filed))
        record_facts(by=by, person=head, told=facts, source="declared", told_on=today, today=today)
    return head


def _file(surname: str, told: Mapping[str, Any]) -> Person:
    born = told["birth_date"]
    return Person.objects.create(
        surname=surname,
        first_name=told["id"],
        sex=told["sex"],
        birth_date=dt.date.fromisoformat(born),
        birth_precision="day",
        citizenships=[told["citizenship"]],
        registered_on=TOLD_FROM,
    )


def _facts(told: Any, members: Any, filed: Mapping[str, Person]) -> Iterator[tuple[FactKey, Any]]:
    for path, value in _flat(told):
        yield FactKey(path), value
    for one in members:
        for path, value in _flat({name: value for name, value in one.items() if name not in OF_THE_FILE}):
            yield FactKey(f"members.*.{path}", filed[one["id"]].pk), value


def _flat(content: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
