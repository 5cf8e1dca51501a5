"""Thousands of random synthetic households as columns, and the same with facts forgotten."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_greece import Columns
from openfisca_greece.entities import ROLES
from openfisca_greece.inputs import FACTS, UNKNOWN_DATE, Fact

EDGES = (
    0,
    9.99,
    216,
    400,
    1296,
    2592,
    2592.01,
    3000,
    3000.01,
    4320,
    7000,
    10500,
    12000.01,
    20000,
    26250,
    31000,
    90000.01,
)
FIGURES: dict[str, tuple[float, ...]] = {
    "legal_residence_years": (0, 3, 6, 12, 15, 20, 40),
    "disability_percent": (0, 0, 0, 50, 67, 80),
    "insured_days_last_14_months": (0, 60, 125, 210, 250),
    "insured_days_last_two_years": (0, 200, 300),
    "regular_unemployment_months_used": (0, 3, 12),
    "buildings_m2": (0, 90, 150, 151),
    "rent_months_last_year": (0, 7, 12),
    "settlement_residents": (900, 1600, 40000),
    "years_in_settlement": (0, 1, 2, 10),
    "electricity_kwh_four_months": (100, 1000, 1650, 1850, 2500),
    "heating_coefficient": (0.17, 0.43, 1.0, 1.3),
    "municipality_code": (9092, 9186, 9200),
}  # fmt: skip
# What holds of nearly all poor households.
POOR = {
    "real_estate_value": 0.0, "deposits": 0.0, "vehicles_objective_expense": 0.0, "luxury_tax": 0.0,
    "domestic_staff": 0.0, "private_school_fees": 0.0, "lessor_close_relative": 0.0, "asylum_seeker": 0.0,
    "main_home": 1.0, "lease_registered": 1.0, "electricity_in_own_name": 1.0, "nationality": 1,
    "legal_residence_years": 20.0, "tenure": 2,
}  # fmt: skip
RARE = {"in_closed_care", "conscripted", "asylum_seeker", "luxury_tax", "domestic_staff", "private_school_fees"}
OTHERS = ("child", "child", "child", "parent", "grandparent", "sibling", "hosted", "protected_child", "unknown")


def random_columns(size: int, seed: int, day: dt.date) -> Columns:
    """Make households of one to seven persons in which every fact is known."""
    rng = np.random.default_rng(seed)
    members = rng.integers(1, 8, size)
    household_of = np.repeat(np.arange(size), members)
    first = np.concatenate([[0], np.cumsum(members)[:-1]])
    roles = rng.choice([ROLES.index(role) for role in OTHERS], len(household_of)).astype(np.int8)
    second = (first + 1)[members > 1]
    roles[second[rng.random(len(second)) < 0.6]] = ROLES.index("spouse")
    roles[first] = ROLES.index("head")
    facts = {fact.name: column(fact, rng, len(household_of) if fact.level == "member" else size, day) for fact in FACTS}
    grown = np.isin(roles, [ROLES.index("head"), ROLES.index("spouse")])
    old = np.datetime64(day) - rng.integers(7000, 32000, len(household_of))
    facts["birth_date"] = np.where(grown, old, facts["birth_date"])
    settle(facts, rng, household_of, size)
    # Whoever tells of a household does not always begin with its head.
    order = np.lexsort((rng.random(len(roles)), household_of))
    for fact in FACTS:
        if fact.level == "member":
            facts[fact.name] = facts[fact.name][order]
    return Columns(day, household_of, roles[order], facts, size)


def settle(facts: dict[str, NDArray[Any]], rng: np.random.Generator, household_of: NDArray[Any], size: int) -> None:
    """Make half of the households poor, settled Greek tenants, so that many are entitled to much."""
    poor = rng.random(size) < 0.5
    for fact in FACTS:
        if fact.name not in POOR and not fact.name.startswith(("six_months_", "receives_")):
            continue
        values = facts[fact.name]
        rows = poor[household_of] if fact.level == "member" else poor
        values[rows & (rng.random(len(values)) < 0.95)] = POOR.get(fact.name, 0.0)


def column(fact: Fact, rng: np.random.Generator, length: int, day: dt.date) -> NDArray[Any]:
    """Make a column of a fact."""
    if fact.kind == "code":
        return rng.integers(1, len(fact.codes), length).astype(np.int16)
    if fact.kind == "date":
        return np.datetime64(day) - rng.integers(0, 9000, length)
    if fact.kind == "truth":
        return (rng.random(length) < (0.05 if fact.name in RARE else 0.4)).astype(np.float64)
    if fact.kind == "number":
        return rng.choice(FIGURES[fact.name], length).astype(np.float64)
    edges = rng.choice(EDGES, length)
    return np.where(rng.random(length) < 0.5, edges, np.round(rng.exponential(4000, length), 2))


def forget(columns: Columns, seed: int, share: float) -> Columns:
    """Give the same households with a share of all facts unknown."""
    rng = np.random.default_rng(seed)
    facts = {}
    for fact in FACTS:
        values = columns.facts[fact.name].copy()
        gone = rng.random(len(values)) < share
        values[gone] = 0 if fact.kind == "code" else np.datetime64(UNKNOWN_DATE) if fact.kind == "date" else np.nan
        facts[fact.name] = values
    roles = columns.roles.copy()
    roles[rng.random(len(roles)) < share / 2] = 0
    return replace(columns, facts=facts, roles=roles)
