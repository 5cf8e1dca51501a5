"""The sums of law stated again, one household at a time and in exact fractions, against the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from openfisca_greece import Batch, Columns, survey_columns
from openfisca_greece.entities import ROLES
from random_columns import random_columns

DAY = dt.date(2026, 3, 1)
SIZE = 1500
Row = dict[str, Any]


@pytest.fixture(scope="module")
def columns() -> Columns:
    made = random_columns(SIZE, 42, DAY)
    # Unknown roles leave amounts open; here everything is known.
    made.roles[made.roles == 0] = ROLES.index("child")
    return made


@pytest.fixture(scope="module")
def batch(columns: Columns) -> Batch:
    return survey_columns(columns)


def cents(euros: float) -> int:
    return round(float(euros) * 100)


def rounded(amount: Fraction) -> Decimal:
    """Round a sum in cents, halves up."""
    return (Decimal(int(amount.numerator)) / Decimal(int(amount.denominator))).quantize(Decimal(1), ROUND_HALF_UP) / 100


def age(row: Row, member: int) -> int:
    born = row["birth_date"][member].astype(dt.date)
    return DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))


def row_of(columns: Columns, number: int) -> Row:
    """Give one household: its facts, those of members as lists, `roles` and `ages`."""
    members = np.flatnonzero(columns.household_of == number)
    row: Row = {
        name: values[members] if len(values) == len(columns.household_of) else values[number]
        for name, values in columns.facts.items()
    }
    row["roles"] = [ROLES[columns.roles[member]] for member in members]
    row["ages"] = [age(row, place) for place in range(len(members))]
    return row


def guaranteed_income(row: Row) -> Fraction:
    lives = [not (care or army) for care, army in zip(row["in_closed_care"], row["conscripted"], strict=True)]
    adult = [years >= 18 or role == "protected_child" for years, role in zip(row["ages"], row["roles"], strict=True)]
    adults = sum(a and here for a, here in zip(adult, lives, strict=True))
    minors = sum(not a and here for a, here in zip(adult, lives, strict=True))
    monthly = 21600 + 10800 * max(adults - 1, 0) + 5400 * max(minors - max(1 - adults, 0), 0)
    family = all(
        role == "head" or (role == "child" and years < 18)
        for role, years in zip(row["roles"], row["ages"], strict=True)
    )
    if family and row["custody_settled"] and minors:
        monthly += 5400
    wages = Fraction(cents(row["six_months_wages"])) * 4 / 5
    kinds = (
        "self_employment",
        "pensions",
        "rents",
        "interest",
        "a21",
        "unemployment_benefit",
        "other_benefits",
        "other",
    )
    counted = wages + sum(cents(row[f"six_months_{kind}"]) for kind in kinds)
    return max((6 * min(monthly, 97200) - counted) / 6, Fraction(1000))


def child_benefit(row: Row) -> Fraction:
    dependent, paid = 0, 0
    for place, (role, years) in enumerate(zip(row["roles"], row["ages"], strict=True)):
        level, enrolled = int(row["school_level"][place]), bool(row["school_enrolled"][place])
        is_dependent = role in {"child", "protected_child"} and (
            years < 18
            or (years < 19 and level in {5, 6} and enrolled)
            or (years < 24 and bool(row["student"][place]))
            or row["disability_percent"][place] >= 67
        )
        dependent += is_dependent
        paid += is_dependent and (enrolled or not 5 <= years < 16)
    couple = "spouse" in row["roles"]
    scale = 1 + Fraction(couple, 2) + Fraction(dependent, 4) + (Fraction(1, 4) if not couple and dependent else 0)
    equivalent = cents(row["taxable_income"]) / scale
    each, more = (7000, 14000) if equivalent <= 600000 else (4200, 8400) if equivalent <= 1000000 else (2800, 5600)
    return Fraction(each * min(paid, 2) + more * max(paid - 2, 0))


def housing(row: Row) -> Fraction:
    members = sum(
        role != "hosted" or bool(hosted) for role, hosted in zip(row["roles"], row["declared_as_hosted"], strict=True)
    )
    minors = [role == "child" and years < 18 for role, years in zip(row["roles"], row["ages"], strict=True)]
    lone = "spouse" not in row["roles"] and any(minors)
    protected = row["roles"].count("protected_child")
    monthly = 7000 + 3500 * (members - 1) + 3500 * lone + 3500 * protected
    return min(Fraction(min(monthly, 21000)), Fraction(cents(row["rent_monthly"])))


def studying(row: Row) -> list[bool]:
    pupils = [
        int(level) in {5, 6} and bool(enrolled)
        for level, enrolled in zip(row["school_level"], row["school_enrolled"], strict=True)
    ]
    return [pupil or bool(student) for pupil, student in zip(pupils, row["student"], strict=True)]


def refund(row: Row) -> Fraction:
    children = sum(
        role in {"child", "protected_child"} and (years < 18 or (bool(student) and years <= 24) or bool(rate >= 67))
        for role, years, student, rate in zip(
            row["roles"], row["ages"], studying(row), row["disability_percent"], strict=True
        )
    )
    cap = 80000 + (5000 * children if row["main_home"] else 0)
    return min(Fraction(cents(row["rent_monthly"]) * int(row["rent_months_last_year"]), 12), Fraction(cap))


STATED: dict[str, Callable[[Row], Fraction]] = {
    "eee": guaranteed_income, "a21": child_benefit, "housing_benefit": housing, "rent_refund": refund,
}  # fmt: skip


@pytest.mark.parametrize("programme", STATED)
def test_amounts_of_columns_equal_the_law_stated_in_exact_fractions(
    programme: str, columns: Columns, batch: Batch
) -> None:
    amounts = batch.amounts[programme]
    paid = np.flatnonzero((batch.verdicts[programme] == 1) & ~np.isnan(amounts))
    assert len(paid) >= 50
    for number in paid:
        stated = rounded(STATED[programme](row_of(columns, int(number))))
        assert Decimal(f"{amounts[number]:.2f}") == stated, number
