"""Where a household lives: places that rules speak of, as ranges of codes of municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .case import Case
from .data_files import DATA, read
from .kleene import Truth, number


@cache
def regions() -> Mapping[str, tuple[int, int]]:
    """Give the first and the last code of the municipalities of each place."""
    return {name: (place["first"], place["last"]) for name, place in read(DATA / "regions.yaml").items()}


def lives_in(case: Case, region: str) -> Truth:
    """Households in a place."""
    return _lies_between(case, *regions()[region])


def lives_in_municipality(case: Case, code: str) -> Truth:
    """Households in a municipality."""
    return _lies_between(case, int(code), int(code))


def _lies_between(case: Case, first: int, last: int) -> Truth:
    here = case.number("municipality_code")
    return (here >= number(first)) & (here <= number(last))
