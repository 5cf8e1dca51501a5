"""From households to an OpenFisca simulation: columns of facts, persons joined to households and tax families."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.periods import period as period_of
from openfisca_core.simulations import Simulation, SimulationBuilder

from .case import Case, case_of
from .entities import ROLES
from .household import HOUSEHOLD_FACTS, MEMBER_FACTS, Household
from .inputs import Fact

IN_RETURN = tuple(ROLES.index(role) for role in ("head", "spouse", "child", "protected_child"))
TAX_PLACES = {ROLES.index("head"): 0, ROLES.index("spouse"): 1}


@dataclass(frozen=True)
class Columns:
    """Many households on one day, as columns.

    Attributes:
        day: the day to screen for.
        household_of: for each person, the row of the household; rising.
        roles: for each person, the place of the role in `ROLES`.
        facts: one column per fact name; rows are persons for facts of members, households otherwise. NaN (for dates
            0001-01-01, for codes 0) is unknown; sums of money are in euros. A fact without a column is unknown.
        size: number of households.
    """

    day: dt.date
    household_of: NDArray[np.int64]
    roles: NDArray[np.int8]
    facts: dict[str, NDArray[Any]]
    size: int


def columns_of(households: Sequence[Household], day: dt.date) -> Columns:
    """Turn households that were read one by one into columns."""
    counts = [len(household.members) for household in households]
    members = [member for household in households for member in household.members]
    facts = _transposed(MEMBER_FACTS, [member.values for member in members])
    facts |= _transposed(HOUSEHOLD_FACTS, [household.values for household in households])
    return Columns(
        day=day,
        household_of=np.repeat(np.arange(len(households)), counts),
        roles=np.fromiter((member.role for member in members), dtype=np.int8, count=len(members)),
        facts=facts,
        size=len(households),
    )


def _transposed(facts: Sequence[Fact], rows: Sequence[tuple[float | int, ...]]) -> dict[str, NDArray[Any]]:
    table = np.array(rows, dtype=np.float64)
    return {fact.name: _typed(fact, table[:, place]) for place, fact in enumerate(facts)}


def _typed(fact: Fact, column: NDArray[np.float64]) -> NDArray[Any]:
    if fact.kind == "date":
        return column.astype(np.int64).astype("datetime64[D]")
    return column.astype(np.int16) if fact.kind == "code" else np.ascontiguousarray(column)


@cache
def system() -> Any:
    """Give the one tax and benefit system of this process."""
    from . import CountryTaxBenefitSystem  # the package imports this module

    return CountryTaxBenefitSystem()


def simulate(columns: Columns, rules: Any = None) -> Simulation:
    """Build the OpenFisca simulation of many households.

    Args:
        columns: the households.
        rules: a tax and benefit system to use in place of the package's own, for example a reform of it.
    """
    rules = rules or system()
    builder = SimulationBuilder()
    builder.create_entities(rules)
    builder.declare_person_entity("person", np.arange(len(columns.household_of)))
    households = builder.declare_entity("household", np.arange(columns.size))
    builder.join_with_persons(households, columns.household_of, columns.roles.astype(np.int64))
    family_of, places = tax_families(columns)
    families = builder.declare_entity("tax_family", np.arange(int(family_of.max()) + 1))
    builder.join_with_persons(families, family_of, places)
    simulation = builder.build(rules)
    _give(simulation, columns, len(families.ids))
    return simulation


def tax_families(columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put head, spouse and children into the household's own return, everybody else into one of their own.

    In a home without a head the first member fills the household's return in: OpenFisca numbers families without gaps,
    so that a return without persons would give every later household the income of its neighbour.
    """
    own = np.isin(columns.roles, IN_RETURN) | _stands_for_head(columns)
    family_of = columns.household_of.copy()
    family_of[~own] = columns.size + np.arange(int((~own).sum()))
    places = np.full(len(own), 2, dtype=np.int64)
    for role, place in TAX_PLACES.items():
        places[columns.roles == role] = place
    places[~own | _stands_for_head(columns)] = 0
    return family_of, places


def _stands_for_head(columns: Columns) -> NDArray[np.bool_]:
    """Mark the first member of each home in which nobody is told to be the head."""
    heads = np.bincount(columns.household_of[columns.roles == ROLES.index("head")], minlength=columns.size)
    is_first = np.diff(columns.household_of, prepend=-1) > 0
    stands_for: NDArray[np.bool_] = is_first & (heads == 0)[columns.household_of]
    return stands_for


def _give(simulation: Simulation, columns: Columns, families: int) -> None:
    period = period_of(columns.day.isoformat())
    for fact in (*MEMBER_FACTS, *HOUSEHOLD_FACTS):
        column = columns.facts.get(fact.name)
        if column is None:
            continue
        if fact.level == "tax_family" and families > len(column):
            column = np.concatenate([column, np.full(families - len(column), np.nan)])
        simulation.set_input(fact.name, period, column)


def case_for(columns: Columns, rules: Any = None) -> Case:
    """Give the case of many households: what rules are applied to."""
    simulation = simulate(columns, rules)
    return case_of(
        simulation.household,
        period_of(columns.day.isoformat()),
        simulation.tax_benefit_system.get_parameters_at_instant,
    )
