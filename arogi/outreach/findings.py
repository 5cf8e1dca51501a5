"""Asking all rules for many homes at once, as columns: who seems entitled and does not receive it.

Nothing here reads the database or the clock.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any
from uuid import UUID

import numpy as np
from openfisca_greece import Batch, Household, NotAHousehold, catalogue, per_month, read_household, survey

from arogi.entitlements.asked import asked_facts
from arogi.entitlements.register import RegisterHome

ENTITLED, NOT_ENTITLED = 1, 2
Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A home that seems entitled to a programme and does not receive it.

    Attributes:
        person_id: whom the programme is a right of, else the head.
        amount: in euros; None where it is not known or nothing is paid.
    """

    home: RegisterHome
    programme: str
    person_id: UUID
    amount: Decimal | None
    unit: str

    @property
    def key(self) -> Key:
        """Give what a line is known by."""
        return self.home.key, self.programme

    @property
    def per_month(self) -> Decimal | None:
        """Spread what is paid by the month or by the year."""
        return per_month(self.amount, self.unit)


@dataclass(slots=True)
class Tally:
    """What is counted of one programme, in homes (`models.ProgrammeFigures`)."""

    entitled: int = 0
    receiving: int = 0
    not_asked: int = 0
    applied: int = 0
    listed: int = 0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Homes with the rules' answers on one day.

    Attributes:
        homes: those that the rules can read, in the order of the answers' rows.
        unreadable: how many they cannot.
    """

    homes: Sequence[RegisterHome]
    batch: Batch | None
    day: dt.date
    unreadable: int = 0

    @cached_property
    def rows(self) -> dict[UUID, int]:
        """Give the row of each home."""
        return {home.key: row for row, home in enumerate(self.homes)}

    def says(self, key: UUID, programme: str) -> int | None:
        """Give 1 for entitled, 2 for not entitled, 0 for cannot say; None where nothing was asked."""
        row = self.rows.get(key)
        if row is None or self.batch is None or programme not in self.batch.verdicts:
            return None
        return int(self.batch.verdicts[programme][row])


def ask(homes: Iterable[RegisterHome], day: dt.date) -> Asked:
    """Ask all rules for homes as they are known, on a day; a home that cannot be read stops nobody else's."""
    every = list(homes)
    read = readable(every, day)
    batch = next(survey(read.values(), as_of=day), None)
    return Asked(
        homes=[home for home in every if home.key in read], batch=batch, day=day, unreadable=len(every) - len(read)
    )


def readable(homes: Iterable[RegisterHome], day: dt.date) -> dict[UUID, Household]:
    """Read homes for the rules, by their keys, in their order; those that cannot be read are left out."""
    read: dict[UUID, Household] = {}
    for home in homes:
        with suppress(NotAHousehold):
            read[home.key] = read_household(home.description, as_of=day)
    return read


@dataclass(slots=True)
class Found:
    """What a whole register comes to: homes, those of which a fact was told, and each programme's figures."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    homes: int = 0
    persons: int = 0
    told: int = 0
    unreadable: int = 0

    def take_in(self, asked: Asked) -> list[Finding]:
        """Count a portion and give what it found: entitled, told to be not received, and paid in practice."""
        self.homes += len(asked.homes)
        self.unreadable += asked.unreadable
        self.persons += sum(len(home.members) for home in asked.homes)
        self.told += sum(home.told_at is not None for home in asked.homes)
        for home in asked.homes:
            for programme in home.received or ():
                self.tallies[programme].receiving += 1
        return list(_without_lesser(self._entitled(asked)))

    def _entitled(self, asked: Asked) -> Iterator[Finding]:
        if asked.batch is None:
            return
        for code in asked.batch.codes:
            if not is_paid(code, asked.day):
                continue
            tally = self.tallies[code]
            for row in map(int, np.flatnonzero(asked.batch.verdicts[code] == ENTITLED)):
                home = asked.homes[row]
                tally.entitled += 1
                if home.received is None or code not in receivable():
                    tally.not_asked += 1
                elif code not in home.received:
                    yield _finding(asked.batch, home, code, row)


@cache
def receivable() -> frozenset[str]:
    """Give the programmes of which a household is asked whether it receives them; of others nobody could know."""
    return frozenset(asked_facts()["benefits_received"].codes)


def is_paid(programme: str, day: dt.date) -> bool:
    """Say whether applying for a programme makes sense on a day."""
    about = catalogue().get(programme)
    return about is not None and about.state_on(day).state == "in_force"


def _finding(batch: Batch, home: RegisterHome, code: str, row: int) -> Finding:
    return Finding(
        home=home,
        programme=code,
        person_id=_person(batch, home, code, row),
        amount=amount_of(batch, code, row),
        unit=unit_of(code),
    )


def unit_of(programme: str) -> str:
    """Give the rhythm of a programme's amounts; empty where it pays nothing."""
    return catalogue()[programme].programme.unit or ""


def amount_of(batch: Batch, programme: str, row: int) -> Decimal | None:
    """Give what a programme pays a home, in euros; None where it is not known or nothing is paid."""
    euros = float(batch.amounts[programme][row])
    return Decimal(round(euros * 100)).scaleb(-2) if unit_of(programme) and euros == euros else None


def _person(batch: Batch, home: RegisterHome, code: str, row: int) -> UUID:
    """Give the member whom the rules speak of; members stand in the order in which the rules were told of them."""
    persons: Any = batch.assessments[code].person
    if persons is None:
        return home.members[0].id
    first = int(np.searchsorted(batch.case.household_of, row))
    return home.members[int(persons[row]) - first].id


def group_of(programme: str) -> str | None:
    """Give the group of programmes of which a home normally has one."""
    about = catalogue().get(programme)
    return about.alternatives if about else None


def _without_lesser(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of programmes that stand for one another keep the largest, and none where one of them is received."""
    best: dict[tuple[UUID, str], Finding] = {}
    for finding in findings:
        group = group_of(finding.programme)
        if group is None:
            yield finding
        elif not any(group_of(code) == group for code in finding.home.received or ()):
            key = (finding.home.key, group)
            if key not in best or _sum(best[key]) < _sum(finding):
                best[key] = finding
    yield from best.values()


def _sum(finding: Finding) -> Decimal:
    return finding.per_month or finding.amount or Decimal(0)
