"""Words and figures of a test as one household is told them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from . import units
from .case import Case
from .catalogue import Text
from .entities import ROLES
from .household import Household
from .inputs import (
    ASKED_FROM_AGE,
    ASKED_OF_ADULTS,
    ASKED_OF_CHILDREN,
    ASKED_OF_GUESTS,
    BY_NAME,
    OF_MEMBER,
    ROLE,
    SIX_MONTHS,
    path_of_member,
)
from .kleene import PREFIX, TOLERANCE, UNBOUNDED, Number, Sources
from .programme import EURO, Test

CHILDREN = frozenset({"unknown", "child", "protected_child", "grandchild"})
BLOCKS = {"income.six_months": len(SIX_MONTHS)}
UNITS_EL = {
    "years": "έτη",
    "months": "μήνες",
    "days": "ημέρες",
    "persons": "άτομα",
    "percent": "%",
    "m2": "τ.μ.",
    "kWh": "kWh",
}
UNITS_EN = {
    "years": "years",
    "months": "months",
    "days": "days",
    "persons": "persons",
    "percent": "%",
    "m2": "m²",
    "kWh": "kWh",
}
OUTCOMES = {
    True: Text("Ισχύει: {statement}.", "Holds: {statement}."),
    False: Text("Δεν ισχύει: {statement}.", "Does not hold: {statement}."),
    None: Text("Δεν ξέρουμε ακόμη: {statement}.", "Not known yet: {statement}."),
}


@dataclass(frozen=True)
class Wording:
    """One household of a case."""

    case: Case
    row: int
    household: Household | None

    def outcome(self, test: Test) -> bool | None:
        """Say whether the household passes: True, False, or None when it cannot be said."""
        can_be_true = self._at(test.passed.can_be_true)
        can_be_false = self._at(test.passed.can_be_false)
        return None if can_be_true and can_be_false else bool(can_be_true)

    def value(self, test: Test) -> str | None:
        """Give the household's value as a plain figure; None when it is not known exactly."""
        return self._figure(test.value, test.unit)

    def limit(self, test: Test) -> str | None:
        """Give the limit as a plain figure; None when it is not known exactly."""
        return self._figure(test.limit, test.unit)

    def missing(self, test: Test) -> tuple[str, ...]:
        """Give the paths of the facts that a test rests on and that are not known of this household."""
        return self.unknown_facts(test.passed.sources)

    def unknown_facts(self, sources: Sources) -> tuple[str, ...]:
        """Give the paths of the facts among some sources that are not known of this household."""
        paths = {path for name in sources.read for path in self._unknown(name)}
        return tuple(sorted(self._gathered(paths)))

    def _unknown(self, name: str) -> Iterable[str]:
        if name == ROLE:
            return self._of_members(self.case.roles == 0, "role", "role")
        fact = BY_NAME.get(name)
        if fact is None:
            return ()
        unknown = self.case.unknown_rows(name)
        if fact.level == "member":
            return self._of_members(unknown, name, fact.path.removeprefix(OF_MEMBER))
        return (fact.path,) if unknown[self.row] else ()

    def _of_members(self, unknown: Any, name: str, what: str) -> Iterable[str]:
        first, last = np.searchsorted(self.case.household_of, [self.row, self.row + 1])
        for place in range(int(first), int(last)):
            if unknown[place] and self._is_asked_of(name, place):
                number = place - int(first)
                member = self.household.members[number].id if self.household else str(number + 1)
                yield path_of_member(member, what)

    def _is_asked_of(self, name: str, place: int) -> bool:
        """Say whether a fact can matter for a person of this role and age."""
        role = ROLES[self.case.roles[place]]
        if name in ASKED_OF_CHILDREN:
            return role in CHILDREN
        if name in ASKED_OF_GUESTS:
            return role not in {"head", "spouse"}
        return name not in ASKED_OF_ADULTS or bool(units.age(self.case).high[place] >= ASKED_FROM_AGE)

    def _gathered(self, paths: set[str]) -> set[str]:
        """Name a block of facts once where all of it is unknown."""
        for block, size in BLOCKS.items():
            inside = {path for path in paths if path.startswith(f"{block}.")}
            # A rule may leave one kind of income out.
            if len(inside) >= size - 1:
                paths = paths - inside | {block}
        return paths

    def _figure(self, number: Number | None, unit: str) -> str | None:
        if number is None:
            return None
        low, high = self._at(number.low), self._at(number.high)
        if high - low > TOLERANCE or high >= UNBOUNDED / 1e3:
            return None
        return f"{low / 100:.2f}" if unit == EURO else f"{low:.10g}"

    def _at(self, column: Any) -> Any:
        return column if column.ndim == 0 else column[self.row]


def law_figures(test: Test) -> tuple[str, ...]:
    """Give the names of the figures of law of a test; those of the limit alone where there is one."""
    return figures_in((test.passed if test.limit is None else test.limit).sources.read)


@cache
def figures_in(names: frozenset[str]) -> tuple[str, ...]:
    """Give the names of the figures of law among the names of sources."""
    return tuple(sorted(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)))


def sentence(statement: Text, unit: str, passed: bool | None, value: str | None, limit: str | None) -> Text:  # noqa: FBT001
    """Say in short sentences what a test asks and how it came out: True, False or None."""
    frame = OUTCOMES[passed]
    el, en = frame.el.format(statement=statement.el), frame.en.format(statement=statement.en)
    if value is not None:
        el, en = f"{el} Εσείς: {greek(value, unit)}.", f"{en} You: {english(value, unit)}."
    if limit is not None:
        el, en = f"{el} Όριο: {greek(limit, unit)}.", f"{en} Limit: {english(limit, unit)}."
    return Text(el, en)


def greek(figure: str, unit: str) -> str:
    """Write a figure as Greeks do: 1.234,56 €."""
    if unit == EURO:
        swapped = f"{float(figure):,.2f}".translate(str.maketrans(",.", ".,"))
        return f"{swapped} €"
    return f"{figure.replace('.', ',')} {UNITS_EL.get(unit, unit)}".strip()


def english(figure: str, unit: str) -> str:
    """Write a figure in English: €1,234.56."""
    if unit == EURO:
        return f"€{float(figure):,.2f}"
    return f"{figure} {UNITS_EN.get(unit, unit)}".strip()
