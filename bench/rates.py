"""The rates of what has no page: making people and requests, following a chain of access records, reading a query."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import uuid4

from arogi.core import chain
from arogi.demo.bulk_work import bulk_requests
from arogi.demo.people import Generator
from arogi.demo.scale_lines import FIRST_DAY, LAST_DAY
from arogi.people.names import read_query
from bench.figures import Figure

_PERSONS = 40_000
_REQUESTS = 60_000
_RECORDS = 100_000
_HOSTILE = ("α" * 10_000, "1" * 10_000, "α " * 5_000, "1/" * 5_000, "xhuwbvjc" * 1_000, "α\u0301" * 5_000, "ﷺ" * 10_000)


def measure() -> list[Figure]:
    """Measure in processor time of this one process."""
    return [
        Figure(name="made: persons", value=_rate(_persons), unit="/s", note="plain tuples, one process"),
        Figure(name="made: requests", value=_rate(_requests), unit="/s", note="plain tuples, one process"),
        Figure(name="audit verify: records", value=_rate(_records), unit="/s", aim=100_000, at_least=True),
        Figure(name="read a hostile query", value=_slowest_query(), unit="ms", note="the slowest of 10,000 characters"),
    ]


def _rate(work: Callable[[], int]) -> float:
    started = time.process_time()
    done = work()
    return done / (time.process_time() - started)


def _persons() -> int:
    return sum(1 for _row in Generator(1).bulk_persons(_PERSONS))


def _requests() -> int:
    made = bulk_requests(
        1, requests=_REQUESTS, persons=9_000, kinds=("centre", "roma_branch"), first=FIRST_DAY, last=LAST_DAY
    )
    return sum(1 for _row in made)


def _records() -> int:
    town, who, session = str(uuid4()), str(uuid4()), "abcdef0123456789"
    rows = (
        (number, b"0" * 32, str(uuid4()), town, "2026-11-20T10:00:00.000000+00:00", who, "reception", "10.0.0.1",
         session, "view", "person", who, who, "", '{"hits": 3}')
        for number in range(1, _RECORDS + 1)
    )  # fmt: skip
    verdict = chain.Verdict()
    chain.follow(verdict, rows, {})
    return verdict.records


def _slowest_query() -> float:
    taken = []
    for text in _HOSTILE:
        started = time.process_time()
        read_query(text)
        taken.append(1000 * (time.process_time() - started))
    return max(taken)
