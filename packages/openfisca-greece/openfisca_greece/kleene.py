"""Values that may be unknown, for whole columns at once.

A `Truth` holds, for each row, whether it can be true and whether it can be false (Kleene's strong logic); a `Number`
holds the lowest and the highest value that the known facts allow. Every operation here is *inclusion-monotone*: when an
unknown fact becomes known, the result can only become narrower. Hence a decided answer is never flipped by learning
more.

Both carry `sources`: the names of the facts and of the figures of law that were read for them, so that an answer can
say by itself which facts it lacks, and the names of those figures that the outcome really rests on: not those of a
branch that no row took, nor of a cap that no row reached. Money is counted in cents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
Figures: TypeAlias = NDArray[np.float64]

# Figures of law are told from facts by the beginning of their name.
PREFIX = "law:"
# Up to so many rows it is found out which figures an outcome rests on: a register is told by its sums alone.
FEW_ROWS = 200
# Larger than any sum of money in cents; finite, so that 0 times unknown is 0.
UNBOUNDED = 1e13
# Far below a cent, far above the error of a few operations on binary fractions.
TOLERANCE = 1e-6


class Sources(NamedTuple):
    """Names of all facts and figures of law that were read for a column, and of the figures that it rests on."""

    read: frozenset[str]
    figures: frozenset[str]

    def __or__(self, other: Sources) -> Sources:
        if self is other or not other.read:
            return self
        return Sources(self.read | other.read, self.figures | other.figures) if self.read else other

    def resting_on(self, figures: frozenset[str]) -> Sources:
        """Give the same names read, with other figures that matter."""
        return Sources(self.read, figures)


def sources_of(*names: str) -> Sources:
    """Make the sources of a column that was read from some facts or figures."""
    return Sources(frozenset(names), frozenset(name for name in names if name.startswith(PREFIX)))


NOTHING = sources_of()


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """One yes, no or "not known" per row."""

    can_be_true: Flags
    can_be_false: Flags
    sources: Sources = NOTHING

    def __and__(self, other: Truth) -> Truth:
        return Truth(
            self.can_be_true & other.can_be_true,
            self.can_be_false | other.can_be_false,
            _of_decisive(self.sources, other.sources, self.can_be_true, other.can_be_true),
        )

    def __or__(self, other: Truth) -> Truth:
        return Truth(
            self.can_be_true | other.can_be_true,
            self.can_be_false & other.can_be_false,
            _of_decisive(self.sources, other.sources, self.can_be_false, other.can_be_false),
        )

    def __invert__(self) -> Truth:
        return Truth(self.can_be_false, self.can_be_true, self.sources)

    def rows(self, index: NDArray[np.intp]) -> Truth:
        """Take some rows, in the order of `index`."""
        if self.can_be_true.ndim == 0:
            return self
        return Truth(self.can_be_true[index], self.can_be_false[index], self.sources)


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """One number per row, known exactly (`low` equals `high`) or only between two bounds."""

    low: Figures
    high: Figures
    sources: Sources = NOTHING

    def __add__(self, other: Number) -> Number:
        return Number(self.low + other.low, self.high + other.high, self.sources | other.sources)

    def __sub__(self, other: Number) -> Number:
        return Number(self.low - other.high, self.high - other.low, self.sources | other.sources)

    def __mul__(self, other: Number) -> Number:
        """Multiply two numbers that are never negative."""
        sources = _of_decisive(self.sources, other.sources, self.high, other.high)
        return Number(self.low * other.low, self.high * other.high, sources)

    def __truediv__(self, other: Number) -> Number:
        """Divide by a number that is always positive; one that is not known may be as small as it likes."""
        known = np.asarray(other.low > 0)
        high = np.where(known, self.high / np.where(known, other.low, 1.0), UNBOUNDED)
        return Number(self.low / other.high, high, self.sources | other.sources)

    def __le__(self, other: Number) -> Truth:
        return Truth(
            np.asarray(self.low <= other.high + TOLERANCE),
            np.asarray(self.high > other.low + TOLERANCE),
            self.sources | other.sources,
        )

    def __ge__(self, other: Number) -> Truth:
        return other <= self

    def __lt__(self, other: Number) -> Truth:
        return ~(other <= self)

    def __gt__(self, other: Number) -> Truth:
        return ~(self <= other)

    def rows(self, index: NDArray[np.intp]) -> Number:
        """Take some rows, in the order of `index`."""
        if self.low.ndim == 0:
            return self
        return Number(self.low[index], self.high[index], self.sources)

    @property
    def known(self) -> Flags:
        """Rows whose number is known exactly."""
        return np.asarray(self.high - self.low <= TOLERANCE)


def _of_decisive(first: Sources, second: Sources, first_open: NDArray[Any], second_open: NDArray[Any]) -> Sources:
    """Join the sources of two columns; where one alone settles every row, the outcome rests on that one.

    `first_open` is zero or false in the rows that the first column settles by itself: a false one of an `and`, a true
    one of an `or`, a zero of a product.
    """
    both = first | second
    if max(first_open.size, second_open.size) > FEW_ROWS:
        return both
    if second.figures and not first_open.any():
        return both.resting_on(first.figures)
    if first.figures and not second_open.any():
        return both.resting_on(second.figures)
    return both


def number(value: float, *sources: str) -> Number:
    """Make a number that is the same in every row."""
    figure: Figures = np.asarray(value, dtype=np.float64)
    return Number(figure, figure, sources_of(*sources))


def truth(value: object, *sources: str) -> Truth:
    """Make a truth from one yes or no, or from a column of them."""
    flags: Flags = np.asarray(value, dtype=np.bool_)
    return Truth(flags, ~flags, sources_of(*sources))


YES = truth(1)
NO = truth(0)
UNDECIDED = Truth(YES.can_be_true, YES.can_be_true)
ZERO = number(0)
ONE = number(1)


def unknown(*sources: str) -> Number:
    """Make a number of which nothing is known but that it is not negative."""
    return Number(np.asarray(0.0), np.asarray(UNBOUNDED), sources_of(*sources))


def undecided(*sources: str) -> Truth:
    """Make a truth of which nothing is known."""
    return Truth(UNDECIDED.can_be_true, UNDECIDED.can_be_false, sources_of(*sources))


def choose(condition: Truth, then: Number, otherwise: Number) -> Number:
    """Take `then` where the condition holds, `otherwise` where not, and what covers both where it is open."""
    low = np.where(condition.can_be_true, then.low, otherwise.low)
    high = np.where(condition.can_be_true, then.high, otherwise.high)
    open_rows = condition.can_be_true & condition.can_be_false
    low = np.where(open_rows, np.minimum(then.low, otherwise.low), low)
    high = np.where(open_rows, np.maximum(then.high, otherwise.high), high)
    return Number(low, high, _of_choice(condition, then.sources, otherwise.sources))


def _of_choice(condition: Truth, then: Sources, otherwise: Sources) -> Sources:
    everything = condition.sources | then | otherwise
    if condition.can_be_true.size > FEW_ROWS or not (then.figures or otherwise.figures):
        return everything
    figures = condition.sources.figures
    if condition.can_be_true.any():
        figures = figures | then.figures
    return everything.resting_on(figures | otherwise.figures if condition.can_be_false.any() else figures)


def between(low: Number, high: Number) -> Number:
    """Cover everything from one number to another: what the sources of law leave open."""
    return Number(np.minimum(low.low, high.low), np.maximum(low.high, high.high), low.sources | high.sources)


def smaller(first: Number, second: Number) -> Number:
    """Take the smaller of two numbers in each row."""
    low, high = np.minimum(first.low, second.low), np.minimum(first.high, second.high)
    return Number(low, high, _of_extreme(first, second, low, high))


def larger(first: Number, second: Number) -> Number:
    """Take the larger of two numbers in each row."""
    low, high = np.maximum(first.low, second.low), np.maximum(first.high, second.high)
    return Number(low, high, _of_extreme(first, second, low, high))


def _of_extreme(first: Number, second: Number, low: Figures, high: Figures) -> Sources:
    both = first.sources | second.sources
    if low.size > FEW_ROWS or not both.figures:
        return both
    for one in (first, second):
        if (one.low == low).all() and (one.high == high).all():
            return both.resting_on(one.sources.figures)
    return both


def counted(condition: Truth) -> Number:
    """Turn yes into 1, no into 0 and not known into 0 to 1."""
    low = (~condition.can_be_false).astype(np.float64)
    return Number(low, condition.can_be_true.astype(np.float64), condition.sources)


def at_cents(amount: Number) -> Number:
    """Round to the cent, halves up, as the last step of an amount."""
    return Number(np.floor(amount.low + 0.5 + TOLERANCE), np.floor(amount.high + 0.5 + TOLERANCE), amount.sources)


def every(conditions: Iterable[Truth]) -> Truth:
    """Say whether all conditions hold."""
    return reduce(Truth.__and__, conditions, YES)


def some(conditions: Iterable[Truth]) -> Truth:
    """Say whether at least one condition holds."""
    return reduce(Truth.__or__, conditions, NO)


def total(numbers: Iterable[Number]) -> Number:
    """Add numbers."""
    return reduce(Number.__add__, numbers, ZERO)
