"""`python -m bench [--quick | --part N] [--write]`: measure everything that has an aim, and print it beside the aim."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench import filling
from bench.figures import Figure, machine, table

WRITTEN = Path(__file__).parents[1] / "docs" / "benchmarks.md"
SEED = 20260101


def main() -> int:
    """Measure; the status says whether it could be measured, not whether every aim was met."""
    arguments = _arguments()
    part = filling.QUICK if arguments.quick else arguments.part
    os.environ["AROGI_DATABASE"] = "arogi_bench" if part == 1 else f"arogi_bench_{part}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "arogi.config.settings"
    os.environ["AROGI_DEMO"] = "false"
    size = filling.size_of(part=part)
    before = machine()
    started = time.monotonic()
    with ExitStack() as stack:
        filled = filling.have_database(size, stack)
        figures, troubles = _measure(stack, filled)
    told = _told(size, before, figures, troubles, time.monotonic() - started)
    print(told)
    if arguments.write:
        WRITTEN.write_text(told + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="at a twentieth of the size")
    parser.add_argument("--part", type=int, default=1, metavar="N", help="at an Nth of the size")
    parser.add_argument("--write", action="store_true", help="write the table to docs/benchmarks.md")
    return parser.parse_args()


def _measure(stack: ExitStack, filled: dict[str, float]) -> tuple[list[Figure], list[str]]:
    from arogi.config import installation

    installation.bring_up(stack)
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    from bench import counting, entitling, pages, rates, searching

    figures = _of_filling(filled)
    _note(figures, "rates of one process", rates.measure)
    _note(figures, "counting reports", counting.measure)
    _note(figures, "asking all rules for a whole register", entitling.measure)
    _note(figures, "asking openfisca-france for as much", lambda: entitling.france_beside(figures))
    _say("making pairs of queries and people")
    asked = searching.make_pairs(seed=SEED)
    _say("searching")
    found, troubles = searching.measure(asked)
    figures += found
    _note(figures, "asking for pages as several users", lambda: pages.several_users(asked))
    _note(figures, "asking for pages one at a time", lambda: pages.one_at_a_time(asked))
    return figures, troubles


def _note(figures: list[Figure], what: str, measure: Callable[[], list[Figure]]) -> None:
    """Measure one part; a part that fails is said to have failed and does not take the others along."""
    _say(what)
    try:
        figures += measure()
    except Exception as problem:
        traceback.print_exc()
        figures.append(Figure(name=f"FAILED: {what}", value=0, unit="", aim=1, at_least=True, note=str(problem)[:200]))
    _say("\n" + table(figures))


def _of_filling(filled: dict[str, float]) -> list[Figure]:
    persons = filled["persons"]
    whole = persons / (filled["writing_people"] + filled["indexing"])
    return [
        Figure(
            name="load: persons with COPY",
            value=persons / filled["writing_people"],
            unit="/s",
            aim=20_000,
            at_least=True,
            note="numbers encrypted",
        ),
        Figure(name="load: persons, all indexes and keys made", value=whole, unit="/s"),
        Figure(name="load: requests", value=filled["requests"] / filled["writing_work"], unit="/s"),
        Figure(name="load: indexes and keys", value=filled["indexing"], unit="s"),
        Figure(name="load: vacuum", value=filled["vacuuming"], unit="s"),
    ]


def _told(size: dict[str, int], before: str, figures: list[Figure], troubles: list[str], seconds: float) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Measured by `python -m bench` on {dt.datetime.now(dt.UTC):%Y-%m-%d} in {seconds:.0f} s on {before}; "
        f"load average at the end {os.getloadavg()[0]:.1f}.",
        f"{size['persons']:,} synthetic persons in {size['municipalities']} municipalities, the largest with "
        f"{size['largest']:,}, and {size['requests']:,} requests over five years. The load generator runs on the same "
        "machine as the server and the database.",
        "",
        table(figures),
    ]
    return "\n".join([*lines, "", *(f"- {trouble}" for trouble in troubles)]).rstrip()


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
