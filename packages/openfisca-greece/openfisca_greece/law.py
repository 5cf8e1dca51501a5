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

from .kleene import PREFIX, Number, number, unknown

TREE = Path(__file__).parent / "parameters"
CENTS = 100
EPOCH = dt.date(1970, 1, 1)


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
        self._parameters = parameters
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

    def date(self, name: str) -> Number:
        """Give a date of the law as the number of days since 1970."""
        value = self._value(name)
        return unknown(PREFIX + name) if value is None else _days(dt.date.fromisoformat(value), name)

    def begins(self, name: str) -> Number:
        """Give the first day of a figure as the number of days since 1970."""
        return _days(beginning_of(name), name)

    def on(self, day: dt.date) -> Law:
        """Give the law of another day, for rights that are settled by the law of the day when they arose."""
        return Law(self._parameters, day)

    def since(self, name: str) -> dt.date | None:
        """Give the day from which the figure of the day holds; None when no figure is known."""
        return figure(name, self.day).since if self.is_known(name) else None

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


def _days(day: dt.date, name: str) -> Number:
    return number((day - EPOCH).days, PREFIX + name)


def full_months(first: dt.date, last: dt.date) -> int:
    """Count the full months from one day to a later one."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


@cache
def root() -> Any:
    """Give the parameters of the package as OpenFisca holds them, read once."""
    return ParameterNode("", directory_path=str(TREE))


@cache
def tree() -> dict[str, Any]:
    """Give all parameters of the package by name."""
    return dict(_leaves(root()))


@cache
def beginning_of(name: str) -> dt.date:
    """Give the first day of which a figure is known.

    Raises:
        KeyError: there is no parameter of that name.
    """
    return dt.date.fromisoformat(min(value.instant_str for value in tree()[name].values_list))


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


def history(name: str) -> tuple[LawFigure, ...]:
    """Give every dated value of a figure of law, the newest first.

    Raises:
        KeyError: there is no parameter of that name.
    """
    return tuple(figure(name, dt.date.fromisoformat(value.instant_str)) for value in tree()[name].values_list)


def changes(first: dt.date, last: dt.date) -> tuple[tuple[LawFigure, LawFigure], ...]:
    """Give each figure of law whose value differs between two days, as it was and as it became."""
    pairs = ((figure(name, first), figure(name, last)) for name in sorted(tree()))
    return tuple((before, after) for before, after in pairs if before.value != after.value)


def figures(day: dt.date) -> tuple[LawFigure, ...]:
    """Tell of every figure of law on a day, the least certain first."""
    order = {"none": 0, "low": 1, "medium": 2, "high": 3}
    known = [figure(name, day) for name in tree()]
    return tuple(sorted(known, key=lambda one: (order.get(one.confidence, 0), not one.from_is_assumed, one.name)))
