"""Names for synthetic people, drawn with the heavy tail that names have in life.

A pool is a tuple in which a frequent name stands many times, so that one uniform draw picks by weight;
that costs a tenth of a weighted choice, and a register of a million is made of such draws. Lists:
`names_greek.yaml` and `names_latin.yaml`. Surnames say nothing about origin here: Roma families bear the
same surnames as everybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, product
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml

POOL_SIZE = 1 << 16
# Share of people whose name stands in the list of common names, where there is a tail; the others bear one of it.
COMMON_SURNAMES = 0.25

_FOLDER = Path(__file__).parent
_VOWELS = "ΑΕΗΙΟΥΩ"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surname:
    """A surname in a man's and a woman's form; `rendered` is the Greek rendering of a Latin one, or empty."""

    man: str
    woman: str
    rendered: str = ""

    def of(self, sex: str) -> str:
        """Return the form for a sex (`M`, `F`; every other sex gets the man's form, as registers do)."""
        return self.woman if sex == "F" else self.man


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name with its short forms; `genitive` as a father's name is often written."""

    name: str
    genitive: str = ""
    short: tuple[str, ...] = ()
    rendered: str = ""


@dataclass(frozen=True, slots=True)
class NamePool:
    """Weighted pools of one people: surnames, men's and women's names."""

    surnames: tuple[Surname, ...]
    men: tuple[GivenName, ...]
    women: tuple[GivenName, ...]
    language: str
    paper: str

    def given(self, sex: str) -> tuple[GivenName, ...]:
        """Return the pool of given names of a sex."""
        return self.women if sex == "F" else self.men


def spread(items: Sequence[T], weights: Sequence[float], size: int = POOL_SIZE) -> tuple[T, ...]:
    """Lay items out in a tuple of `size` places in proportion to their weights, each at least once."""
    total = sum(weights)
    ends = list(accumulate(weights))
    pool: list[T] = []
    for item, end in zip(items, ends, strict=True):
        places = round(end / total * size) - len(pool)
        pool.extend([item] * max(1, places))
    return tuple(pool)


def heavy_tail(count: int, *, flat: float, power: float = 1.0) -> list[float]:
    """Return weights that fall with the rank; a larger `flat` makes the head less dominant."""
    return [1.0 / (rank + flat) ** power for rank in range(count)]


@lru_cache(maxsize=1)
def greek_names() -> NamePool:
    """Return the Greek pools: some 15,000 surnames, 170 given names of each sex."""
    raw = _yaml("names_greek.yaml")
    common = [Surname(*_cells(line)) for line in raw["surnames"]]
    tail = _derived_surnames(raw, {surname.man for surname in common})
    return NamePool(
        surnames=_with_tail(common, tail, heavy_tail(len(common), flat=60.0), POOL_SIZE),
        men=_pool([_man(line) for line in raw["men"]]),
        women=_pool([_woman(line) for line in raw["women"]]),
        language="el",
        paper="",
    )


@lru_cache(maxsize=1)
def latin_names() -> dict[str, NamePool]:
    """Return the pools of people from abroad by citizenship (ISO 3166 alpha-3)."""
    return {country: _latin_pool(raw) for country, raw in _yaml("names_latin.yaml").items()}


def _latin_pool(raw: dict[str, Any]) -> NamePool:
    common = [Surname(latin, latin, greek) for latin, greek in map(_rendering, raw["surnames"])]
    pairs = _pairs([surname.man for surname in common]) if raw.get("compound") else []
    derived = [root + ending for root, ending in product(raw.get("roots", ()), raw.get("endings", ()))]
    tail = [Surname(name, name) for name in [*pairs, *derived]]
    return NamePool(
        surnames=_with_tail(common, tail, heavy_tail(len(common), flat=8.0), 1 << 12),
        men=_latin_given(raw, "men"),
        women=_latin_given(raw, "women"),
        language=raw["language"],
        paper=raw["paper"],
    )


def _latin_given(raw: dict[str, Any], key: str) -> tuple[GivenName, ...]:
    common = [GivenName(latin, rendered=greek) for latin, greek in map(_rendering, raw[key])]
    pairs = _pairs([given.name for given in common]) if raw.get("compound") else []
    weights = heavy_tail(len(common), flat=3.0, power=1.15)
    return _with_tail(common, [GivenName(name) for name in pairs], weights, 1 << 12)


def _with_tail(common: Sequence[T], tail: Sequence[T], weights: Sequence[float], size: int) -> tuple[T, ...]:
    """Lay out common names with their weights and the tail with the rest, each name of it alike."""
    if not tail:
        return spread(common, weights, size)
    weight = sum(weights) * (1 - COMMON_SURNAMES) / COMMON_SURNAMES / len(tail)
    return spread([*common, *tail], [*weights, *[weight] * len(tail)], size)


def _pairs(names: Sequence[str]) -> list[str]:
    return [f"{first} {second}" for first, second in product(names, names) if first != second]


def _derived_surnames(raw: dict[str, Any], taken: set[str]) -> list[Surname]:
    endings = [_cells(line) for line in raw["endings"]]
    stems = [*raw["roots"]]
    # A vowel after the prefix would need its own spelling rules (Παπαϊωάννου), so only consonants take one.
    stems += [
        prefix + root.lower() for prefix, root in product(raw["prefixes"], raw["roots"]) if root[0] not in _VOWELS
    ]
    made = (Surname(stem + man, stem + woman) for stem, (man, woman) in product(stems, endings))
    return [surname for surname in made if surname.man not in taken]


def _pool(names: list[GivenName]) -> tuple[GivenName, ...]:
    return spread(names, heavy_tail(len(names), flat=3.0, power=1.15))


def _man(line: str) -> GivenName:
    name, genitive, *short = _cells(line)
    return GivenName(name, genitive, tuple(short))


def _woman(line: str) -> GivenName:
    name, *short = _cells(line)
    return GivenName(name, "", tuple(short))


def _rendering(line: str) -> tuple[str, str]:
    latin, _bar, greek = line.partition("|")
    return latin.strip(), greek.strip()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(",")]


def _yaml(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8")))
