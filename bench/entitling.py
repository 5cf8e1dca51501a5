"""`python -m bench.entitling [--part N]`: a country's register against every programme, and one household alone.

Needs no database: the homes are columns, as `outreach` hands them to the rules, varied in size, age and income.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_greece import Columns, Household, catalogue, columns_of, read_household, screen, survey_columns

from bench.figures import Figure, machine, table

HOMES, PERSONS = 400_000, 1_000_000
AT_ONCE = 20_000
KINDS = 400
ALONE = 60
SEED = 20260101
FRENCH_PERSONS = 20_000
ROOT = Path(__file__).parents[1]
BASE = ROOT / "packages/openfisca-greece/tests/cases/base_household.json"


@dataclass(frozen=True, slots=True)
class Portion:
    """What a process did with one portion.

    Attributes:
        entitled: pairs of a home and a programme.
        peak: the most memory that the process ever held, in bytes.
    """

    persons: int
    entitled: int
    peak: int
    process: int


def measure(part: int = 1, processes: int = 2) -> list[Figure]:
    """Measure a country's register, an Nth of it, and single households."""
    portions = HOMES // AT_ONCE // part
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(_portion, [0] * processes, chunksize=1))  # both have read the rules
        started = time.monotonic()
        done = list(pool.map(_portion, range(portions)))
        seconds = time.monotonic() - started
    peaks = {one.process: one.peak for one in done}
    persons = sum(one.persons for one in done)
    rate, alone = portions * AT_ONCE / seconds, _alone()
    size = f"{persons:,} persons in {portions * AT_ONCE:,} homes x {len(catalogue())} programmes, {processes} processes"
    return [
        Figure(name="entitlements: the whole register", value=seconds, unit="s", aim=60 / part, note=size),
        Figure(name="entitlements: memory", value=sum(peaks.values()) / 2**30, unit="GiB", aim=6, note="all processes"),
        Figure(name="entitlements: homes", value=rate, unit="/s", note=f"{sum(one.entitled for one in done):,} rights"),
        Figure(name="entitlements: household by household", value=alone, unit="/s", note="full answers, one process"),
        Figure(name="entitlements: columns against one by one", value=rate / processes / alone, unit="times"),
    ]


def _portion(number: int) -> Portion:
    columns = _columns()
    batch = survey_columns(columns)
    entitled = sum(int((verdicts == 1).sum()) for verdicts in batch.verdicts.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Portion(len(columns.household_of), entitled, peak, os.getpid())


@cache
def _columns() -> Columns:
    """Repeat the varied homes until they make a portion; on average two and a half persons live in one."""
    homes = _homes()
    columns = columns_of(homes, homes[0].as_of)
    times = AT_ONCE // columns.size
    shift = np.repeat(np.arange(times) * columns.size, len(columns.household_of))
    return Columns(
        day=columns.day,
        household_of=np.tile(columns.household_of, times) + shift,
        roles=np.tile(columns.roles, times),
        facts={name: np.tile(column, times) for name, column in columns.facts.items()},
        size=columns.size * times,
    )


def _homes() -> list[Household]:
    rng = random.Random(SEED)
    base = json.loads(BASE.read_text(encoding="utf-8"))
    return [read_household(_varied(base, number, rng)) for number in range(KINDS)]


def _varied(base: dict[str, Any], number: int, rng: random.Random) -> dict[str, Any]:
    """Give a home of one to four persons (two and a half on average) of another age and income."""
    home = copy.deepcopy(base)
    home["members"] = home["members"][: number % 4 + 1]
    income = f"{rng.choice((0, 4_000, 9_000, 14_000, 22_000, 40_000)) + rng.randrange(1_000)}.00"
    home["income"]["tax_year"] |= {"family": income, "including_exempt": income, "of_head": income}
    home["income"]["six_months"]["wages"] = f"{int(float(income)) // 2}.00"
    home["members"][0]["birth_date"] = f"{rng.randrange(1940, 2000)}-05-0{rng.randrange(1, 9)}"
    home["dwelling"]["tenure"] = rng.choice(("owned", "rented", "hosted", None))
    home["assets"]["deposits"] = rng.choice(("0.00", "1200.00", "30000.00", None))
    home["benefits_received"] = rng.choice(([], ["a21"], ["eee", "kot_a"], None))
    return home


def against_france(rate: float, processes: int) -> list[Figure]:
    """Compare one process's pace with openfisca-france, which computes as many variables for as many persons.

    Args:
        rate: persons a second that all processes together answer.
    """
    uv = Path(sys.executable).parent / "uv"
    command = [str(uv), "run", "--no-project", "--isolated", "--python", sys.executable, "--with-requirements",
               str(ROOT / "requirements/france.txt"), "python", str(ROOT / "bench/france.py")]  # fmt: skip
    sizes = [str(len(catalogue())), str(FRENCH_PERSONS)]
    told = json.loads(subprocess.run([*command, *sizes], check=True, capture_output=True, text=True).stdout)
    theirs = told["persons"] / told["seconds"]
    note = f"{told['variables']} variables, {told['persons']:,} persons, openfisca-france {told['openfisca-france']}"
    return [
        Figure(name="openfisca-france: persons", value=theirs, unit="/s", note=note + ", processor time"),
        Figure(name="entitlements against openfisca-france", value=rate / processes / theirs, unit="times"),
    ]


def france_beside(figures: Sequence[Figure], processes: int = 2) -> list[Figure]:
    """Measure openfisca-france and compare it with what was measured of ours in the same run."""
    homes = next(one.value for one in figures if one.name == "entitlements: homes")
    return against_france(homes * PERSONS / HOMES, processes)


def _alone() -> float:
    """Give how many households a second are asked one by one."""
    homes = _homes()[:ALONE]
    screen(homes[0])  # the first one also reads the figures of law
    started = time.monotonic()
    for home in homes:
        screen(home)
    return len(homes) / (time.monotonic() - started)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.entitling", description=__doc__)
    parser.add_argument("--part", type=int, default=1, metavar="N", help="an Nth of the register")
    parser.add_argument(
        "--france", action="store_true", help="compare with openfisca-france: some minutes, needs the net"
    )
    parser.add_argument("--processes", type=int, default=2, metavar="N")
    arguments = parser.parse_args()
    print(machine())
    figures = measure(arguments.part, arguments.processes)
    if arguments.france:
        figures += france_beside(figures, arguments.processes)
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
