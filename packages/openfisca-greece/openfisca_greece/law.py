"""Figures of law on a day, from the parameter tree; a figure that is not known on that day is an unknown number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.parameters import ParameterNode

from .kleene import NO, YES, Number, Truth, number, undecided, unknown

TREE = Path(__file__).parent / "parameters"
PREFIX = "law:"
CENTS = 100


@dataclass(frozen=True)
class LawFigure:
    """A figure of law on a day, with everything that is known of it.

    `value` is None when no value is known for the day. `checked_on` is the month in which a person last looked.
    """

    name: str
    value: float | str | bool | None
    unit: str
    since: dt.date | None
    source: str
    legal: str
    confidence: str
    from_is_assumed: bool
    note: str
    checked_on: str

    @property
    def unverified(self) -> bool:
        """Say whether the figure or its date still has to be confirmed by a person."""
        return self.value is None or self.from_is_assumed or self.confidence != "high"


class Law:
    """The parameters on one day."""

    def __init__(self, parameters: Any, day: dt.date) -> None:
        self._at_day = parameters(day.isoformat())
        self.day = day
        self._numbers: dict[str, Number] = {}
        self._money: dict[str, Number] = {}

    def number(self, name: str) -> Number:
        """Give a figure as it is written in the law."""
        if name not in self._numbers:
            value, source = self._value(name), PREFIX + name
            self._numbers[name] = unknown(source) if value is None else number(float(value), source)
        return self._numbers[name]

    def money(self, name: str) -> Number:
        """Give a sum of money in cents."""
        if name not in self._money:
            value, source = self._value(name), PREFIX + name
            self._money[name] = unknown(source) if value is None else number(float(value) * CENTS, source)
        return self._money[name]

    def holds(self, name: str) -> Truth:
        """Give a yes or no of the law."""
        value = self._value(name)
        if value is None:
            return undecided(PREFIX + name)
        known = YES if value else NO
        return Truth(known.can_be_true, known.can_be_false, frozenset({PREFIX + name}))

    def is_known(self, name: str) -> bool:
        """Say whether a figure is known on the day."""
        return self._value(name) is not None

    def _value(self, name: str) -> Any:
        node = self._at_day
        try:
            for part in name.split("."):
                node = node[part] if part[0].isdigit() else getattr(node, part)
        except (ParameterNotFoundError, KeyError):
            if name not in tree():
                raise
            return None
        return node


@cache
def tree() -> dict[str, Any]:
    """Give all parameters of the package by name."""
    return dict(_leaves(ParameterNode("", directory_path=str(TREE))))


def _leaves(node: Any) -> Iterable[tuple[str, Any]]:
    for child in node.children.values():
        if hasattr(child, "children"):
            yield from _leaves(child)
        else:
            yield child.name, child


@cache
def figure(name: str, day: dt.date) -> LawFigure:
    """Tell everything that is known of a figure of law on a day.

    Raises:
        KeyError: there is no parameter of that name.
    """
    parameter = tree()[name]
    current = next((value for value in parameter.values_list if value.instant_str <= day.isoformat()), None)
    about = dict(current.metadata) if current else {}
    return LawFigure(
        name=name,
        value=current.value if current else None,
        unit=str(parameter.metadata["unit"]),
        since=dt.date.fromisoformat(current.instant_str) if current else None,
        source=str(about.get("source", "")),
        legal=str(about.get("legal", "")),
        confidence=str(about.get("confidence", "none")),
        from_is_assumed=bool(about.get("from_is_assumed", False)),
        note=str(about.get("note", "")),
        checked_on=str(parameter.metadata["checked_on"]),
    )


def changes(first: dt.date, last: dt.date) -> tuple[tuple[LawFigure, LawFigure], ...]:
    """Give each figure of law whose value differs between two days, as it was and as it became."""
    pairs = ((figure(name, first), figure(name, last)) for name in sorted(tree()))
    return tuple((before, after) for before, after in pairs if before.value != after.value)


def figures(day: dt.date) -> tuple[LawFigure, ...]:
    """Tell of every figure of law on a day, the least certain first."""
    order = {"none": 0, "low": 1, "medium": 2, "high": 3}
    known = [figure(name, day) for name in tree()]
    return tuple(sorted(known, key=lambda one: (order.get(one.confidence, 0), not one.from_is_assumed, one.name)))
