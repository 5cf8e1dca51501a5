"""Which unknown facts of one household can still change an answer: only those are worth a question.

The columns say which facts a rule has read, not which of them matter for this household: a rule that looks at custody
does so for everybody, also where there is no child. So each unknown fact is tried out: the household is copied many
times, the fact is given different values while the others stay unknown or take random ones, and all copies are screened
at once. A fact that never changes anything is not missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .entities import ROLES
from .household import Household
from .inputs import ENDS_OF_MEMBER, FACTS, OF_MEMBER, Fact, path_of_member
from .programme import Assessment
from .simulation import Columns, columns_of

Paths = tuple[str, ...]
Assess = Callable[[Columns, tuple[str, ...]], Mapping[str, Assessment]]
# The facts at the end of a member's path; the role is no fact of the list.
FACTS_OF_MEMBER: dict[str, tuple[Fact | None, ...]] = {
    end: tuple(fact for fact in FACTS if fact.path == f"{OF_MEMBER}{end}") or (None,) for end in ENDS_OF_MEMBER
}
# How often about half of the other unknown facts are given random values, besides once all unknown.
CONTEXTS = 30
# Persons in all random contexts together: the more is unknown of the more members, the fewer contexts are tried. With
# fewer than the least, facts that matter would be left out by chance: then all are told.
MOST_PERSONS = 100_000
LEAST_CONTEXTS = 8
SEED = 20260301
DAYS_A_YEAR = 365.25
BIRTHS = (0.1, 1.0, 4.5, 10.0, 17.0, 20.0, 35.0, 70.0)
OTHER_DATES = (0.2, 4.0, 9.0)
MONEY = (0.0, 300.0, 5000.0, 1e7)


@dataclass(frozen=True)
class _Cell:
    """One place of the columns: a fact of the household or of one member; without a fact, a member's role."""

    fact: Fact | None
    member: int | None


def that_matter(household: Household, missing: Mapping[str, Paths], assess: Assess) -> dict[str, Paths]:
    """Give for each programme those of its unknown facts that can change its answer.

    Args:
        household: the household.
        missing: for each programme, the paths of the unknown facts that its rule has read.
        assess: screens columns for some programmes.

    Returns:
        The paths that matter; all of them for a programme for which no single fact does, and for all programmes where
        so little is known of so many that trying everything out would cost too much.
    """
    paths = tuple(dict.fromkeys(path for told in missing.values() for path in told))
    cells = _cells(paths, household)
    tried = sum(len(_values(first[0], household)) for first in cells.values())
    contexts = min(CONTEXTS, MOST_PERSONS // (tried * len(household.members)))
    if contexts < LEAST_CONTEXTS:
        return dict(missing)
    places, copies = _copies(household, cells, contexts)
    assessments = assess(copies, tuple(missing))
    return {
        code: _mattering(told, _outcome(assessments[code], copies.size), places, contexts) or told
        for code, told in missing.items()
    }


def _cells(paths: Paths, household: Household) -> dict[str, tuple[_Cell, ...]]:
    """Give the places of the columns that each path speaks of; a block of facts has several."""
    of_members = {
        path_of_member(member.id, end): tuple(_cells_of_member(end, place))
        for place, member in enumerate(household.members)
        for end in ENDS_OF_MEMBER
    }
    return {path: of_members.get(path) or tuple(_cells_of_household(path)) for path in paths}


def _cells_of_member(end: str, member: int) -> Iterable[_Cell]:
    return (_Cell(fact, member) for fact in FACTS_OF_MEMBER[end])


def _cells_of_household(path: str) -> Iterable[_Cell]:
    yield from (_Cell(fact, None) for fact in FACTS if fact.path == path or fact.path.startswith(f"{path}."))


def _copies(
    household: Household, cells: Mapping[str, tuple[_Cell, ...]], contexts: int
) -> tuple[dict[str, slice], Columns]:
    """Copy the household: first as it is, then once for each fact and value, in each context.

    Returns:
        For each path, the places of its values within a context; and the copies.
    """
    tried = [(path, value) for path, first in cells.items() for value in range(len(_values(first[0], household)))]
    members = len(household.members)
    columns = _repeated(columns_of([household], household.as_of), 1 + (contexts + 1) * len(tried))
    _fill_at_random(columns, household, cells, len(tried), members)
    for number, (path, value) in enumerate(tried):
        for row in range(1 + number, columns.size, len(tried)):
            for cell in cells[path]:
                _put(columns, cell, slice(row, row + 1), members, _values(cell, household)[value])
    names = [path for path, _ in tried]
    return {path: slice(names.index(path), names.index(path) + names.count(path)) for path in cells}, columns


def _fill_at_random(
    columns: Columns, household: Household, cells: Mapping[str, tuple[_Cell, ...]], length: int, members: int
) -> None:
    """Give half of the tried facts random values in the contexts after the first, the same throughout a context."""
    rng = np.random.default_rng(SEED)
    starts = range(1 + length, columns.size, length)
    for path_cells in cells.values():
        for start in starts:
            if rng.random() < 0.5:
                continue
            rows = slice(start, start + length)
            for cell in path_cells:
                _put(columns, cell, rows, members, _at_random(_values(cell, household), cell, rng))


def _at_random(values: Sequence[float], cell: _Cell, rng: np.random.Generator) -> float:
    """Choose a value; nothing at all is as likely as something, because there the rules decide."""
    is_number = cell.fact is not None and cell.fact.kind in {"money", "number"}
    return values[0] if is_number and rng.random() < 0.5 else values[int(rng.integers(len(values)))]


def _put(columns: Columns, cell: _Cell, rows: slice, members: int, value: float) -> None:
    if cell.member is not None:
        rows = slice(rows.start * members + cell.member, rows.stop * members, members)
    column: NDArray[Any] = columns.roles if cell.fact is None else columns.facts[cell.fact.name]
    column[rows] = np.datetime64(int(value), "D") if column.dtype.kind == "M" else value


def _values(cell: _Cell, household: Household) -> Sequence[float]:
    """Give values that a fact is tried with; dates as days since 1970."""
    fact = cell.fact
    if fact is None:
        return [float(place) for place, role in enumerate(ROLES) if role not in {"unknown", "head"}]
    if fact.kind == "truth":
        return (0.0, 1.0)
    if fact.kind == "code":
        return [float(place) for place in range(1, len(fact.codes))]
    if fact.kind == "date":
        today = (household.as_of - _EPOCH).days
        ages = BIRTHS if fact.name == "birth_date" else OTHER_DATES
        return [today - round(age * DAYS_A_YEAR) for age in ages]
    return MONEY if fact.kind == "money" else (0.0, fact.largest * 0.3, fact.largest * 0.7, fact.largest)


_EPOCH = np.datetime64(0, "D").astype(object)


def _repeated(columns: Columns, size: int) -> Columns:
    members = len(columns.household_of)
    return Columns(
        columns.day,
        np.repeat(np.arange(size), members),
        np.tile(columns.roles, size),
        {name: np.tile(values, size) for name, values in columns.facts.items()},
        size,
    )


def _outcome(assessment: Assessment, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give what an assessment says of each row: outcomes and amount, and besides these what was compared."""
    said: list[Any] = [
        flag for test in assessment.tests for flag in (test.passed.can_be_true, test.passed.can_be_false)
    ]
    if assessment.amount is not None:
        said += [assessment.amount.low, assessment.amount.high]
    numbers = [number for test in assessment.tests for number in (test.value, test.limit) if number is not None]
    compared = said + [bound for number in numbers for bound in (number.low, number.high)]
    return _table(said, size), _table(compared, size)


def _table(columns: Sequence[Any], size: int) -> NDArray[np.float64]:
    return np.stack([np.broadcast_to(np.asarray(column, dtype=np.float64), size) for column in columns], axis=1)


def _mattering(
    paths: Paths, outcome: tuple[NDArray[np.float64], NDArray[np.float64]], places: Mapping[str, slice], contexts: int
) -> Paths:
    """Give the facts that narrow something when all else is unknown, or make a difference in a random context."""
    said, compared = outcome
    tried = (len(said) - 1) // (contexts + 1)
    narrowed = (compared[1 : 1 + tried] != compared[0]).any(axis=1)
    in_contexts = said[1 + tried :].reshape(contexts, tried, -1)
    return tuple(path for path in paths if narrowed[places[path]].any() or _differs(in_contexts[:, places[path]]))


def _differs(values: NDArray[np.float64]) -> bool:
    """Say whether the values of a fact lead to different outcomes in any context."""
    return bool((values != values[:, :1]).any())
