"""What if they earned more? The support of one household against its wages, euro by euro, and where it falls at once.

All incomes are asked in one run of the rules over columns: one household a euro.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from openfisca_greece import (
    MONTHS_OF,
    Batch,
    Columns,
    Description,
    Household,
    catalogue,
    columns_of,
    passports,
    survey_columns,
)

Euros = NDArray[np.float64]
HIGHEST_WAGES = 3000
STEP = 100
ENTITLED, CANNOT_SAY = 1, 0
SIX, TWELVE = 6, 12
# Wages of the last tax year are in each of these sums.
OF_THE_YEAR = ("taxable_income", "income_including_exempt", "income_of_head")
# What a programme may lose for one more euro without being a cliff: the euro itself, and a cent of rounding.
TAPER = 1.01


@dataclass(frozen=True, slots=True)
class Cliff:
    """A place where one euro more of wages a month loses support.

    Attributes:
        number: its place in the chart and the table, from 1.
        wages: the last euro of wages a month at which the support is still whole.
        programmes: the codes of the programmes that are lost or fall.
        lost: euros of support a month that are lost.
        back_at: wages at which wages and support together are again as much; None where that lies beyond the chart.
    """

    number: int
    wages: int
    programmes: tuple[str, ...]
    lost: float
    back_at: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in euros a month."""

    wages: int
    support: float

    @property
    def together(self) -> float:
        """Give wages and support together."""
        return self.wages + self.support


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The support of one household against wages of 0, 1, 2 ... euros a month.

    Attributes:
        support: euros a month, one for each euro of wages; yearly sums are spread over twelve months.
        by_programme: the same of each programme, by code.
        undecided: programmes that cannot be said at some wages; they are in no sum.
    """

    support: Euros
    by_programme: dict[str, Euros]
    undecided: tuple[str, ...]

    @property
    def highest_wages(self) -> int:
        """Give the last euro that was asked."""
        return len(self.support) - 1

    @cached_property
    def cliffs(self) -> tuple[Cliff, ...]:
        """Give the places where one euro more loses support, by rising wages."""
        falls = {code: np.flatnonzero(-np.diff(amounts) > TAPER) for code, amounts in self.by_programme.items()}
        places = sorted({int(place) for found in falls.values() for place in found})
        return tuple(
            self._cliff(number, place, [code for code, found in falls.items() if place in found])
            for number, place in enumerate(places, start=1)
        )

    def _cliff(self, number: int, place: int, programmes: Iterable[str]) -> Cliff:
        falling = tuple(programmes)
        lost = sum(float(self.by_programme[code][place] - self.by_programme[code][place + 1]) for code in falling)
        together = self.support + np.arange(len(self.support))
        higher = np.flatnonzero(together[place + 1 :] >= together[place])
        return Cliff(number, place, falling, round(lost, 2), place + 1 + int(higher[0]) if len(higher) else None)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Give the table: round wages."""
        return tuple(self.at(wages) for wages in range(0, self.highest_wages + 1, STEP))

    def at(self, wages: int) -> Row:
        """Give what there is at certain wages."""
        return Row(wages, round(float(self.support[wages]), 2))


def what_if(household: Household, *, highest_wages: int = HIGHEST_WAGES, leaving_out: Collection[str] = ()) -> WhatIf:
    """Ask what a household seems entitled to at each euro of wages a month, everything else being the same.

    The wages of the last six months become six times the sum, those of the last tax year twelve times; other income
    stays. Where the wages of before are not known, all of the year's income is taken to be wages. What the household
    already receives counts too: the chart tells of all support, not of what is new.

    Args:
        household: as the rules read it.
        highest_wages: where the chart ends, in euros a month.
        leaving_out: codes of programmes that are in no sum.

    Raises:
        ValueError: `highest_wages` is not positive.
    """
    if highest_wages < 1:
        raise ValueError("the highest wages must be at least one euro")
    counting = (code for code, about in catalogue().items() if _is_counted(about, household))
    codes = [code for code in counting if code not in leaving_out]
    columns = with_wages(household, np.arange(highest_wages + 1, dtype=np.float64))
    batch = survey_columns(columns, programmes=codes)
    counted = {code: _monthly(batch, code) for code in codes}
    _leave_alternatives_out(counted)
    return WhatIf(
        support=sum(counted.values(), np.zeros(batch.size)),
        by_programme={code: amounts for code, amounts in counted.items() if amounts.any()},
        undecided=tuple(code for code in counted if (batch.verdicts[code] == CANNOT_SAY).any()),
    )


def with_wages(household: Household, wages: Euros) -> Columns:
    """Repeat a household once for each of the wages (euros a month).

    Returns:
        columns of `len(wages)` households, alike in everything but wages.
    """
    one = columns_of([household], household.as_of)
    size, members = len(wages), len(household.members)
    facts = {name: np.tile(column, size) for name, column in one.facts.items()}
    before = float(one.facts["six_months_wages"][0])
    facts["six_months_wages"] = wages * SIX
    for name in OF_THE_YEAR:
        others = 0.0 if np.isnan(before) else np.maximum(one.facts[name][0] - before * TWELVE / SIX, 0.0)
        facts[name] = others + wages * TWELVE
    return replace(
        one,
        household_of=np.repeat(np.arange(size), members),
        roles=np.tile(one.roles, size),
        facts=facts,
        size=size,
    )


def _is_counted(about: Description, household: Household) -> bool:
    """Leave out what is not paid on the day, what is not paid by month or year, and other municipalities' rules."""
    return (
        about.programme.unit in MONTHS_OF
        and about.state_on(household.as_of).state == "in_force"
        and about.municipality in (None, household.municipality)
    )


def _monthly(batch: Batch, code: str) -> Euros:
    amounts = np.where(batch.verdicts[code] == ENTITLED, batch.amounts[code], 0.0)
    return np.nan_to_num(amounts) / float(MONTHS_OF[catalogue()[code].programme.unit])


def _leave_alternatives_out(counted: dict[str, Euros]) -> None:
    """Of programmes of which a household has only one keep the largest at each wages."""
    groups: dict[str, list[str]] = {}
    for code in counted:
        if group := catalogue()[code].alternatives:
            groups.setdefault(group, []).append(code)
    pairs = [[one.source_programme, one.target_programme] for one in passports() if one.kind == "excludes"]
    for codes in [*groups.values(), *(pair for pair in pairs if counted.keys() >= set(pair))]:
        largest = np.argmax([counted[code] for code in codes], axis=0)
        for place, code in enumerate(codes):
            counted[code] = np.where(largest == place, counted[code], 0.0)
