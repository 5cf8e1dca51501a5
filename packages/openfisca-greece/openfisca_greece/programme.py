"""A programme by formula: its tests, its amount, and the OpenFisca variables made from them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from .case import Case, case_of
from .entities import Household
from .inputs import Figure
from .kleene import ZERO, Figures, Number, Truth, at_cents, choose, every, number, undecided

EURO = "EUR"


class Verdict(Enum):
    """The three answers."""

    cannot_say = "cannot_say"
    entitled = "entitled"
    not_entitled = "not_entitled"


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a programme, with the value that was compared and the limit it was compared with.

    `unit` says how both are to be written: EUR (then they are cents), years, months, days, percent, persons, m2, kWh.
    """

    name: str
    passed: Truth
    value: Number | None = None
    limit: Number | None = None
    unit: str = EURO

    __test__ = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a programme says of every household: its tests, and the amount in cents for those who pass them.

    `person` is the row of the person whom the tests speak of, where a programme is a right of one person.
    """

    tests: tuple[Test, ...]
    amount: Number | None = None
    person: NDArray[np.intp] | None = None

    @property
    def right(self) -> Truth:
        """Say whether all tests are passed."""
        return every(test.passed for test in self.tests)


Rule = Callable[[Case], Assessment]


@dataclass(frozen=True)
class Programme:
    """A programme by formula.

    `rules` gives the formula in force from each date on; `ends` is the first day on which the right exists no more.
    `exists_since` is the first day on which the right existed, where the sources tell it: before that day nobody had
    it. On days between it and the first rule, or before the first rule where it is None, the right may have existed
    under rules that were not found, and nothing can be said.
    """

    code: str
    rules: dict[str, Rule]
    unit: str = "EUR/month"
    ends: dt.date | None = None
    exists_since: dt.date | None = None
    names_of_tests: tuple[str, ...] = field(default=())

    @property
    def begins(self) -> dt.date:
        """The first day of which a formula is known."""
        return dt.date.fromisoformat(min(self.rules))

    def assess(self, case: Case) -> Assessment:
        """Apply the formula of the case's day.

        A day on which the right did not exist fails the test `in_force`; one whose rules were not found leaves the test
        `rules_of_the_time` open.
        """
        assessment: Assessment = case.notion(f"assessment:{self.code}", lambda: self._assess(case))  # type: ignore[type-var]
        return assessment

    def _assess(self, case: Case) -> Assessment:
        if not self.may_exist(case.day):
            return Assessment((not_in_force(case),))
        started = [date for date in self.rules if date <= case.day.isoformat()]
        return self.rules[max(started)](case) if started else Assessment((of_unknown_rules(),))

    def may_exist(self, day: dt.date) -> bool:
        """Say whether the right exists on a day, or may have existed."""
        begun = self.begins <= day or self.exists_since is None or self.exists_since <= day
        return begun and (self.ends is None or day < self.ends)


def not_in_force(case: Case) -> Test:
    """The test that fails on a day on which a programme does not exist."""
    no = np.zeros(case.size, dtype=np.bool_)
    return Test("in_force", Truth(no, ~no), unit="")


def of_unknown_rules() -> Test:
    """The test that stays open on a day on which a programme may have existed by rules that were not found."""
    return Test("rules_of_the_time", undecided("judgement:rules of the time"), unit="")


def at_most(name: str, value: Number, limit: Number, unit: str = EURO) -> Test:
    """Test that a value does not exceed a limit."""
    return Test(name, value <= limit, value, limit, unit)


def at_least(name: str, value: Number, limit: Number, unit: str = EURO) -> Test:
    """Test that a value reaches a limit."""
    return Test(name, value >= limit, value, limit, unit)


def holds(name: str, truth: Truth) -> Test:
    """Test that something is so."""
    return Test(name, truth, unit="")


def for_households(tests: Sequence[Test], amount: Number | None = None) -> Assessment:
    """Give the assessment of a programme that is a right of the household."""
    return Assessment(tuple(tests), None if amount is None else at_cents(amount))


def for_persons(case: Case, tests: Sequence[Test], amount: Number | None = None) -> Assessment:
    """Give the assessment of a programme that is a right of each person who passes the tests.

    The household is shown the tests of the person who comes nearest; the amount is the sum over all who pass.
    """
    right = every(test.passed for test in tests)
    person = nearest(case, tests, right)
    shown = tuple(_rows(test, person) for test in tests)
    if amount is None:
        return Assessment(shown, None, person)
    return Assessment(shown, case.total(at_cents(choose(right, amount, ZERO))), person)


def nearest(case: Case, tests: Sequence[Test], right: Truth) -> NDArray[np.intp]:
    """Give each household the row of the person nearest to the right: passed, then open, then fewest failed tests."""
    everyone = np.arange(len(case.household_of))
    failed = np.zeros(len(everyone))
    for test in tests:
        failed += np.broadcast_to(~test.passed.can_be_true, everyone.shape)
    distance = failed * 4 + np.broadcast_to(right.can_be_false, everyone.shape)
    # One number that puts the nearest first, and of persons who are equally near the one who was told first.
    nearest_first = case.smallest_of(distance * len(everyone) + everyone)
    return (nearest_first % len(everyone)).astype(np.intp)


def _rows(test: Test, person: NDArray[np.intp]) -> Test:
    return Test(
        test.name,
        test.passed.rows(person),
        test.value.rows(person) if test.value else None,
        test.limit.rows(person) if test.limit else None,
        test.unit,
    )


def verdict_codes(right: Truth, size: int) -> NDArray[np.int8]:
    """Give the verdict of each household: 1 entitled, 2 not entitled, 0 cannot say."""
    codes = np.where(right.can_be_true, np.where(right.can_be_false, 0, 1), 2).astype(np.int8)
    return codes if codes.ndim else np.full(size, codes)


def amounts_in_euros(assessment: Assessment, size: int) -> Figures:
    """Give the amount of each household in euros; NaN where it is not known exactly, 0 where there is no right."""
    right = assessment.right
    if assessment.amount is None:
        return np.where(np.broadcast_to(right.can_be_true, size), np.nan, 0.0)
    exact = np.where(assessment.amount.known, assessment.amount.low / 100, np.nan)
    paid = np.where(right.can_be_true & ~right.can_be_false, exact, np.where(right.can_be_true, np.nan, 0.0))
    return np.ascontiguousarray(np.broadcast_to(paid, size))


def variables_of(programme: Programme) -> list[type[Variable]]:
    """Make the OpenFisca variables of a programme: CODE, CODE_amount, and CODE__TEST for each of its tests.

    A test is 1 when passed, 0 when failed and NaN when it cannot be said.
    """

    def verdict(household: Any, period: Any, parameters: Any) -> NDArray[np.int8]:
        case = case_of(household, period, parameters)
        return verdict_codes(programme.assess(case).right, case.size)

    def amount(household: Any, period: Any, parameters: Any) -> Figures:
        case = case_of(household, period, parameters)
        return amounts_in_euros(programme.assess(case), case.size)

    about: dict[str, Any] = {
        "entity": Household,
        "definition_period": DateUnit.DAY,
        "documentation": told_of(programme),
    }
    answer = about | {
        "value_type": Enum, "possible_values": Verdict, "default_value": Verdict.not_entitled,
        "label": f"Right to {programme.code}", **dated(programme, verdict),
    }  # fmt: skip
    paid = about | {
        "value_type": float, "unit": programme.unit, "is_period_size_independent": True,
        "label": f"Amount of {programme.code}", **dated(programme, amount),
    }  # fmt: skip
    return [
        type(programme.code, (Variable,), answer),
        type(f"{programme.code}_amount", (Figure,), paid),
        *[type(f"{programme.code}__{name}", (Figure,), about | _test(programme, name))
          for name in programme.names_of_tests],
    ]  # fmt: skip


def _test(programme: Programme, name: str) -> dict[str, Any]:
    def passed(household: Any, period: Any, parameters: Any) -> Figures:
        case = case_of(household, period, parameters)
        found = every(test.passed for test in programme.assess(case).tests if test.name == name)
        decided = np.where(found.can_be_true, np.where(found.can_be_false, np.nan, 1.0), 0.0)
        return np.ascontiguousarray(np.broadcast_to(decided, case.size))

    label = f"Test '{name}' of {programme.code}: 1 passed, 0 failed, NaN cannot say"
    return {"value_type": float, "label": label, "is_period_size_independent": True, **dated(programme, passed)}


def dated(programme: Programme, formula: Any) -> dict[str, Any]:
    """Name a formula by each date on which a rule begins, as OpenFisca wants it; the rule itself looks at the day.

    The one without a date answers for the days before the first rule.
    """
    names = {"formula": formula} | {f"formula_{date.replace('-', '_')}": formula for date in programme.rules}
    return names if programme.ends is None else names | {"end": (programme.ends - dt.timedelta(days=1)).isoformat()}


def told_of(programme: Programme) -> str:
    """Give the law, the sources and the gaps of a programme, as the file of its rule tells them."""
    latest = programme.rules[max(programme.rules)]
    return str(sys.modules[latest.__module__].__doc__)


def positive(amount: Number) -> Number:
    """Never pay less than nothing."""
    return Number(np.maximum(amount.low, 0.0), np.maximum(amount.high, 0.0), amount.sources)


def step(value: Number, steps: Sequence[tuple[float, Number]], below: Number = ZERO) -> Number:
    """Look a value up in a table: the result of the last step that the value reaches.

    `steps` is in rising order, and so are its results; a value that is not known gives what lies between.
    """
    result = below
    for reached, outcome in steps:
        result = choose(value >= number(reached), outcome, result)
    return result
