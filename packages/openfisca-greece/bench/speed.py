"""Print how fast households are screened against all programmes.

    python bench/speed.py [HOUSEHOLDS]

Full answers one after the other, descriptions read and answered as columns, and columns alone (as a register
gives them). Figures depend on the machine; nothing is asserted.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from openfisca_greece import Columns, catalogue, read_household, screen, screen_many, survey, survey_columns
from openfisca_greece.inputs import FACTS
from openfisca_greece.simulation import columns_of

BASE = json.loads((Path(__file__).parents[1] / "tests" / "cases" / "base_household.json").read_text(encoding="utf-8"))
DAY = dt.date(2026, 3, 1)
CHUNK = 20_000


def main(households: int = 10_000) -> int:
    """Print the figures."""
    screen(BASE)  # the first one also reads the figures of law
    described = [varied(number) for number in range(households)]
    print(f"{len(catalogue())} programmes, {households} households of 4 persons")
    told("one household after the other", 50, lambda: [screen(one) for one in described[:50]])
    told("full answers of many", 500, lambda: list(screen_many(described[:500])))
    told("read from descriptions", households, lambda: [read_household(one) for one in described])
    told("read and answered as columns", households, lambda: list(survey(described, as_of=DAY)))
    columns = repeated(columns_of([read_household(one) for one in described], DAY), CHUNK)
    told("columns alone", CHUNK, lambda: survey_columns(columns))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return 0


def varied(number: int) -> dict[str, object]:
    """Give the neutral household with another income."""
    made: dict[str, object] = json.loads(json.dumps(BASE))
    made["income"]["tax_year"]["family"] = f"{number * 7 % 40000}.00"  # type: ignore[index]
    return made


def repeated(columns: Columns, size: int) -> Columns:
    """Give at least so many households by repeating those given."""
    times = -(-size // columns.size)
    shift = np.repeat(np.arange(times) * columns.size, len(columns.household_of))
    return Columns(
        columns.day,
        np.tile(columns.household_of, times) + shift,
        np.tile(columns.roles, times),
        {fact.name: np.tile(columns.facts[fact.name], times) for fact in FACTS},
        columns.size * times,
    )


def told(what: str, households: int, act: Callable[[], object]) -> None:
    """Do something and print its pace."""
    started = time.perf_counter()
    act()
    seconds = time.perf_counter() - started
    print(f"{what:32s} {households / seconds:10,.0f} households a second ({seconds:.2f} s)")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
