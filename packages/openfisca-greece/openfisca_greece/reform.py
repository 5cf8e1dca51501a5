"""The rules with the figures of law of another day: what a new value changes, and for whom."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from openfisca_core.reforms import Reform

from .law import changes
from .simulation import system


class _FiguresOf(Reform):
    """The rules of this package in which, from one day on, the figures of another day hold."""

    def __init__(self, law_day: dt.date, on: dt.date) -> None:
        self.law_day, self.on = law_day, on
        super().__init__(system())

    def apply(self) -> None:
        self.modify_parameters(modifier_function=self._put_back)

    def _put_back(self, parameters: Any) -> Any:
        for then, _now in changes(self.law_day, self.on):
            node = parameters
            for part in then.name.split("."):
                node = node.children[part]
            node.update(start=self.on.isoformat(), value=then.value)
        return parameters


@cache
def with_figures_of(law_day: dt.date, *, on: dt.date) -> Any:
    """Give rules to apply on one day with the figures of law of another; ages and periods stay those of the first.

    Args:
        law_day: whose figures hold.
        on: the day on which households are screened.

    Returns:
        A tax and benefit system for `survey_columns(..., rules=...)`.
    """
    return system() if law_day == on else _FiguresOf(law_day, on)
