"""The households of a simulation as rules see them: facts as known-or-unknown columns, and sums over members.

A column of persons and a column of households are told apart by name: what `Case` gives for a member-level fact has one
row per person, everything else one row per household.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .entities import ROLES
from .inputs import BY_NAME, ROLE, UNKNOWN_DATE, Fact
from .kleene import Figures, Flags, Number, Sources, Truth, sources_of
from .law import CENTS, Law

Column = TypeVar("Column", Truth, Number)
OLDEST = 120.0
_UNKNOWN_DAY = np.datetime64(UNKNOWN_DATE)
_ROLE = sources_of(ROLE)


class Case:
    """All households of one simulation on one day."""

    def __init__(self, household: Any, period: Any, parameters: Any) -> None:
        self.population = household
        self.persons = household.members
        self.period = period
        self.day: dt.date = dt.date(*tuple(period.start)[:3])
        self.law = Law(parameters, self.day)
        self._facts: dict[str, Any] = {}
        self._values: dict[str, NDArray[Any]] = {}
        self._notions: dict[str, Any] = {}

    @property
    def size(self) -> int:
        """Number of households."""
        return int(self.population.count)

    @cached_property
    def household_of(self) -> NDArray[np.intp]:
        """For each person, the row of the household."""
        return np.asarray(self.population.members_entity_id, dtype=np.intp)

    @cached_property
    def roles(self) -> NDArray[np.int8]:
        """For each person, the place of the role in `ROLES`."""
        given = self.population.members_role
        places = np.zeros(len(self.household_of), dtype=np.int8)
        for place, key in enumerate(ROLES):
            role = getattr(self.population.entity, key.upper())
            places[given == role] = place
        return places

    @cached_property
    def may_be_head(self) -> Flags:
        """For each person, whether this is the head, or can be where nobody is told to be.

        Then whoever has no role may turn out to be the head; the first person stands for the head of a household in
        which everybody has another role.
        """
        is_head = self.roles == ROLES.index("head")
        has_no_head = self._sum(is_head) == 0
        stands_for = self.roles == ROLES.index("unknown")
        _, first = np.unique(self.household_of, return_index=True)
        stands_for[first] = True
        candidates: Flags = is_head | (stands_for & has_no_head[self.household_of])
        return candidates

    @cached_property
    def taxpayer_row(self) -> NDArray[np.intp]:
        """For each household, the row of the head (or of who stands for it), in whose return its taxes are."""
        rows = np.full(self.size, len(self.household_of), dtype=np.intp)
        candidates = np.flatnonzero(self.may_be_head)
        np.minimum.at(rows, self.household_of[candidates], candidates)
        return rows

    def notion(self, name: str, make: Callable[[], Column]) -> Column:
        """Work a notion out once, whoever asks for it."""
        if name not in self._notions:
            self._notions[name] = make()
        result: Column = self._notions[name]
        return result

    # Facts

    def number(self, name: str) -> Number:
        """Give a fact that is a number or a sum of money (in cents)."""
        fact = BY_NAME[name]
        scale = CENTS if fact.kind == "money" else 1
        return self._fact(fact, lambda values: _number(values, fact, scale))

    def truth(self, name: str) -> Truth:
        """Give a fact that is a yes or no."""
        fact = BY_NAME[name]
        return self._fact(fact, lambda values: _truth(values, fact))

    def is_one_of(self, name: str, *codes: str) -> Truth:
        """Say whether a fact has one of some codes."""
        return self.notion(f"{name} in {codes}", lambda: self._is_one_of(BY_NAME[name], codes))

    def has_role(self, *roles: str) -> Truth:
        """Say of each person whether the role towards the head is one of some."""
        places = [ROLES.index(role) for role in roles]
        return self.notion(f"role in {roles}", lambda: _coded(self.roles, places, _ROLE))

    def _is_one_of(self, fact: Fact, codes: tuple[str, ...]) -> Truth:
        return _coded(self.values(fact), [fact.codes.index(code) for code in codes], _sources(fact))

    def years_since(self, name: str) -> Number:
        """Give the full years since a date: an age."""
        return Number(*self._months_since(name, 12, OLDEST), _sources(BY_NAME[name]))

    def months_since(self, name: str) -> Number:
        """Give the full months since a date; a date to come counts as no month."""
        return Number(*self._months_since(name, 1, OLDEST * 12), _sources(BY_NAME[name]))

    def is_within_months(self, name: str, months: Number) -> Truth:
        """Say whether a date is no more than so many months ago: until the same day of the month, or the month's last.

        A period of months ends so in Greek law (Civil Code 241-243): three months from 30 November end on 28 February.
        """
        dates, unknown = self.values(BY_NAME[name]), self.unknown_rows(name)
        bounds = [
            (self._after(dates, bound) >= np.datetime64(self.day)) | unknown for bound in (months.low, months.high)
        ]
        sources = _sources(BY_NAME[name]) | months.sources
        return Truth(bounds[1], ~bounds[0] | unknown, sources)

    def _after(self, dates: NDArray[Any], months: Figures) -> NDArray[Any]:
        start = dates.astype("datetime64[M]")
        end = start + np.minimum(months, OLDEST * 12).astype(np.int64)
        same_day = end.astype("datetime64[D]") + (dates - start.astype("datetime64[D]"))
        last_day = (end + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
        return np.asarray(np.minimum(same_day, last_day))

    def day_of(self, name: str) -> Number:
        """Give a date as the number of days since 1970; an unknown one lies anywhere."""
        fact = BY_NAME[name]
        values = self.values(fact)
        days: Figures = values.astype("datetime64[D]").astype(np.int64).astype(np.float64)
        unknown = values == _UNKNOWN_DAY
        return Number(np.where(unknown, -1e6, days), np.where(unknown, 1e6, days), _sources(fact))

    def values(self, fact: Fact) -> NDArray[Any]:
        """Give a fact as OpenFisca holds it; facts of the tax family are those of the household's return."""
        if fact.name not in self._values:
            self._values[fact.name] = self._calculated(fact)
        return self._values[fact.name]

    def _calculated(self, fact: Fact) -> NDArray[Any]:
        if fact.level == "tax_family":
            values = self.population.simulation.calculate(fact.name, self.period)
            family = self.population.simulation.populations["tax_family"]
            rows: NDArray[Any] = np.asarray(values)[family.members_entity_id[self.taxpayer_row]]
            return rows
        holder = self.persons if fact.level == "member" else self.population
        return np.asarray(holder(fact.name, self.period))

    def unknown_rows(self, name: str) -> Flags:
        """Say where a fact is not known: one row per person, or per household."""
        fact = BY_NAME[name]
        values = self.values(fact)
        if fact.kind == "code":
            return np.asarray(values == 0)
        return np.asarray(values == _UNKNOWN_DAY if fact.kind == "date" else np.isnan(values))

    def _fact(self, fact: Fact, read: Callable[[NDArray[Any]], Column]) -> Column:
        if fact.name not in self._facts:
            self._facts[fact.name] = read(self.values(fact))
        result: Column = self._facts[fact.name]
        return result

    def _months_since(self, name: str, unit: int, most: float) -> tuple[Figures, Figures]:
        dates = self.values(BY_NAME[name])
        months = dates.astype("datetime64[M]")
        day_of_month = (dates - months.astype("datetime64[D]")).astype(np.int64)
        passed = (np.datetime64(self.day, "M") - months).astype(np.int64) - (day_of_month > self.day.day - 1)
        full = np.maximum(passed // unit, 0).astype(np.float64)
        unknown = dates == _UNKNOWN_DAY
        return np.where(unknown, 0.0, full), np.where(unknown, most, full)

    # From persons to households and back

    def total(self, column: Number) -> Number:
        """Add a column of persons up over each household."""
        return Number(self._sum(column.low), self._sum(column.high), column.sources)

    def count(self, column: Truth) -> Number:
        """Count the persons of each household of whom something holds."""
        return Number(self._sum(~column.can_be_false), self._sum(column.can_be_true), column.sources)

    def smallest(self, column: Number) -> Number:
        """Give the smallest number of the persons of each household."""
        low, high = (self.smallest_of(bound) for bound in (column.low, column.high))
        return Number(low, high, column.sources)

    def any(self, column: Truth) -> Truth:
        """Say whether something holds of at least one person of the household."""
        certain = self._sum(~column.can_be_false) > 0
        return Truth(self._sum(column.can_be_true) > 0, ~certain, column.sources)

    def all(self, column: Truth) -> Truth:
        """Say whether something holds of every person of the household."""
        return ~self.any(~column)

    def to_members(self, column: Column) -> Column:
        """Give each person the value of the household."""
        return column.rows(self.household_of)

    def of_head(self, column: Truth) -> Truth:
        """Say whether something holds of the head; open where persons of whom it differs can be the head."""
        can_be_true = self._sum(self.may_be_head & column.can_be_true) > 0
        return Truth(can_be_true, self._sum(self.may_be_head & column.can_be_false) > 0, column.sources | _ROLE)

    def smallest_of(self, values: Figures) -> Figures:
        """Give the smallest value of the persons of each household."""
        if self._first_rows is not None:
            return np.asarray(np.minimum.reduceat(values, self._first_rows))
        smallest = np.full(self.size, np.inf)
        np.minimum.at(smallest, self.household_of, values)
        return smallest

    @cached_property
    def _first_rows(self) -> NDArray[np.intp] | None:
        """For each household, the row of its first person; None where persons do not stand home by home."""
        steps = np.diff(self.household_of, prepend=-1)
        return np.flatnonzero(steps) if (steps >= 0).all() and np.count_nonzero(steps) == self.size else None

    def _sum(self, values: Any) -> Figures:
        weights = np.asarray(values, dtype=np.float64)
        if weights.ndim == 0:
            weights = np.broadcast_to(weights, self.household_of.shape)
        return np.asarray(np.bincount(self.household_of, weights=weights, minlength=self.size), dtype=np.float64)


def _coded(values: NDArray[Any], wanted: list[int], sources: Sources) -> Truth:
    found, unknown = values == wanted[0], values == 0
    for code in wanted[1:]:
        found = found | (values == code)
    return Truth(found | unknown, ~found | unknown, sources)


@cache
def _sources(fact: Fact) -> Sources:
    return sources_of(fact.name)


def _number(values: NDArray[Any], fact: Fact, scale: int) -> Number:
    unknown = np.isnan(values)
    # Sums of money are whole cents: rounding here undoes the binary fraction of 0.10 euros.
    known = np.rint(values * scale) if scale > 1 else values
    return Number(np.where(unknown, 0.0, known), np.where(unknown, fact.largest * scale, known), _sources(fact))


def _truth(values: NDArray[Any], fact: Fact) -> Truth:
    unknown = np.isnan(values)
    return Truth((values != 0) | unknown, (values == 0) | unknown, _sources(fact))


def case_of(household: Any, period: Any, parameters: Any) -> Case:
    """Give the case of a simulation and a day; all rules share it, so that each notion is worked out once.

    The simulation itself keeps it: a table of cases by simulation would keep every simulation alive.
    """
    cases: dict[str, Case] = vars(household.simulation).setdefault("cases", {})
    key = str(period)
    # A clone of a simulation shares its table, but not its households.
    if key not in cases or cases[key].population is not household:
        cases[key] = Case(household, period, parameters)
    return cases[key]
