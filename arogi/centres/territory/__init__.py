"""The administrative division of Greece as dated facts: reader of the files that stand beside this module.

A code says nothing without a date: the municipality 9120 was all of Kefalonia until 31-8-2019 and is
none since. `sources.yaml` says where the rows come from and what is not founded.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

LEVELS = ("region", "regional_unit", "municipality", "municipal_unit", "community")

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Area:
    """One area of one level, valid from `valid_from` until `valid_until` inclusive (None: still in force).

    `code` is the interior ministry's, as text (regions "1".."13", regional units and municipalities four
    digits, municipal units six, communities eight). `parent` is the code one level up, empty for a
    region. The name stands in the genitive and without accents, as it was published.
    """

    code: str
    level: str
    parent: str
    name_genitive: str
    valid_from: date
    valid_until: date | None
    source: str

    def is_valid_on(self, day: date) -> bool:
        """Say whether the area existed on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Successor:
    """A municipality that came out of a division; its own code is not known yet and therefore empty."""

    code: str
    name_genitive: str
    units: tuple[str, ...]
    valid_from: date


@dataclass(frozen=True, slots=True)
class Split:
    """A municipality that was divided: its last day and what it became."""

    code: str
    name_genitive: str
    valid_until: date
    successors: tuple[Successor, ...]
    source: str
    note: str
    unverified: bool


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """Return the 7,606 areas of the list of 2011: regions first, communities last, by code inside a level."""
    return tuple(_read_areas())


@lru_cache(maxsize=1)
def splits() -> tuple[Split, ...]:
    """Return the divisions of 2019, all still to be checked by a person."""
    text = (_FOLDER / "splits-2019.yaml").read_text(encoding="utf-8")
    raw = cast("dict[str, Any]", yaml.safe_load(text))
    return tuple(_split(item, unverified=raw["unverified"]) for item in raw["splits"])


def area(level: str, code: str) -> Area:
    """Return one area.

    Raises:
        KeyError: the list has no area of this level with this code.
    """
    return _by_level_and_code()[level, code]


def children(parent: Area) -> tuple[Area, ...]:
    """Return the areas one level below, by code."""
    below = LEVELS.index(parent.level) + 1
    if below == len(LEVELS):
        return ()
    return tuple(one for one in areas() if one.level == LEVELS[below] and one.parent == parent.code)


def _read_areas() -> Iterator[Area]:
    with (_FOLDER / "kallikratis-2011.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            until = row["valid_until"]
            yield Area(
                code=row["code"],
                level=row["level"],
                parent=row["parent"],
                name_genitive=row["name_genitive"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_until=date.fromisoformat(until) if until else None,
                source=row["source"],
            )


@lru_cache(maxsize=1)
def _by_level_and_code() -> dict[tuple[str, str], Area]:
    return {(one.level, one.code): one for one in areas()}


def _split(item: dict[str, Any], *, unverified: bool) -> Split:
    first_day = item["valid_until"] + timedelta(days=1)
    return Split(
        code=item["code"],
        name_genitive=item["name_genitive"],
        valid_until=item["valid_until"],
        successors=tuple(
            Successor(new["code"], new["name_genitive"], tuple(new["units"]), first_day) for new in item["successors"]
        ),
        source=item["source"],
        note=item.get("note", ""),
        unverified=unverified,
    )
