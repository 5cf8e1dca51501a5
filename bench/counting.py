"""The activity report over five years: one municipality, the largest, all of them."""

from __future__ import annotations

import time
from collections.abc import Callable

from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.demo.scale_lines import FIRST_DAY, LAST_DAY
from arogi.reports.activity import Question, count_country, count_here
from bench.figures import Figure, median

BY = ("structure", "sex")


def measure() -> list[Figure]:
    """Count."""
    question = Question(since=FIRST_DAY, until=LAST_DAY, by=BY)
    towns = list(Municipality.objects.filter(slug__startswith="scale-").order_by("slug"))

    def of(town: Municipality) -> int:
        with acting_in(town.pk):
            return count_here(question).totals["requests"]

    usual, largest = towns[len(towns) // 2], towns[0]
    one, in_one = _timed(lambda: of(usual), times=5)
    big, in_big = _timed(lambda: of(largest), times=3)
    country, in_all = _timed(lambda: count_country(question).totals["requests"], times=3)
    return [
        Figure(name="report, 5 years: one", value=one, unit="ms", aim=300, note=f"{in_one:,} requests"),
        Figure(name="report, 5 years: the largest", value=big, unit="ms", note=f"{in_big:,} requests"),
        Figure(name="report, 5 years: all", value=country / 1000, unit="s", aim=5, note=f"{in_all:,} requests"),
    ]


def _timed(count: Callable[[], int], *, times: int) -> tuple[float, int]:
    taken = []
    counted = 0
    for _time in range(times):
        started = time.perf_counter()
        counted = count()
        taken.append(1000 * (time.perf_counter() - started))
    return median(taken), counted
