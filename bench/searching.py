"""Search: are people found, how long does PostgreSQL take, is every statement served by an index."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.people.models import Identifier, Person, Phone
from arogi.people.sealing import IDENTIFIERS, PHONES, unseal
from arogi.people.search import find_people
from bench.figures import Figure, percentile
from bench.search_pairs import KnownPerson, SearchPair, search_pairs

PAIRS = 200
_TODAY = dt.date(2026, 1, 2)
_NAMES = ("surname", "first_name", "father_name", "mother_name", "latin_surname", "latin_first_name", "called")
# A table this small is read whole whatever the indexes are.
_BIG_TABLES = ("people_person", "people_nametoken", "people_identifier", "people_phone")


@dataclass(frozen=True)
class Asked:
    """A pair with its municipality, so that pages can ask for it, too; some only let plans be made before."""

    municipality: UUID
    slug: str
    pair: SearchPair
    is_measured: bool


class _Statements:
    """Notes every statement and how long PostgreSQL took for it."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any, float]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        started = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            self.seen.append((sql, parameters, time.perf_counter() - started))


def make_pairs(*, seed: int) -> list[Asked]:
    """Make half of the pairs of people of the largest municipality, half of people of five others."""
    towns = list(Municipality.objects.filter(slug__startswith="scale-").order_by("slug"))
    others = random.Random(seed).sample(towns[1:], min(5, len(towns) - 1))
    counts = [PAIRS // 2, *([PAIRS // 2 // len(others)] * len(others))]
    return [
        Asked(town.pk, town.slug, pair, number < count)
        for place, (town, count) in enumerate(zip([towns[0], *others], counts, strict=True))
        for number, pair in enumerate(search_pairs(_people_of(town), count=count + count // 2, seed=seed + place))
    ]


def _people_of(town: Municipality) -> list[KnownPerson]:
    with acting_in(town.pk):
        amka = {row.person_id: unseal(IDENTIFIERS, row.pk, row.value) for row in _sealed(Identifier)}
        phone = {row.person_id: unseal(PHONES, row.pk, row.value) for row in _sealed(Phone)}
        rows = Person.objects.values("pk", "birth_date", *_NAMES)
        return [
            KnownPerson(
                key=str(row["pk"]),
                birth_date=row["birth_date"],
                amka=amka.get(row["pk"], ""),
                phone=phone.get(row["pk"], ""),
                **{name: row[name] for name in _NAMES},
            )
            for row in rows
        ]


def _sealed(model: Any) -> Iterator[Any]:
    return iter(model.objects.exclude(value=None).only("pk", "person_id", "value", "municipality_id"))


@dataclass(frozen=True)
class _Done:
    """One search that was made."""

    asked: Asked
    is_found: bool
    statements: tuple[tuple[str, Any, float], ...]

    @property
    def seconds(self) -> float:
        return sum(took for _sql, _parameters, took in self.statements)


def measure(asked: list[Asked]) -> tuple[list[Figure], list[str]]:
    """Search for every pair; give the figures, and in words what was not found or not served by an index."""
    for each in asked:
        if not each.is_measured:
            _search(each)
    before = _backend_cpu()
    done = [_search(each) for each in asked if each.is_measured]
    cpu = 1000 * (_backend_cpu() - before) / len(done)
    read_whole = [f"{each.asked.pair.kind}: {table}" for each in done for table in _tables_read_whole(each)]
    missed = Counter(each.asked.pair.kind for each in done if not each.is_found)
    seconds = [each.seconds for each in done]
    slowest = max(took for each in done for _sql, _parameters, took in each.statements)
    found = 100 * (len(done) - missed.total()) / len(done)
    figures = [
        Figure(
            name="search: in the first five",
            value=found,
            unit="%",
            aim=98,
            at_least=True,
            note="200 pairs, after 100 others",
        ),
        Figure(name="search: p50 of SQL", value=1000 * percentile(seconds, 0.5), unit="ms"),
        Figure(name="search: p95 of SQL", value=1000 * percentile(seconds, 0.95), unit="ms", aim=3),
        Figure(name="search: slowest statement", value=1000 * slowest, unit="ms"),
        Figure(name="search: CPU of PostgreSQL, mean", value=cpu, unit="ms", note="with its access record"),
        Figure(name="search: tables read whole", value=len(read_whole), unit="", aim=0),
    ]
    return figures, [*read_whole, *(f"not found: {count} x {kind}" for kind, count in missed.items())]


def _search(each: Asked) -> _Done:
    statements = _Statements()
    with acting_in(each.municipality), connection.execute_wrapper(statements):
        hits = [str(hit.card.id) for hit in find_people(each.pair.query, today=_TODAY)]
    asked_for = tuple(seen for seen in statements.seen if "people_" in seen[0])
    return _Done(each, each.pair.key in hits, asked_for)


def _backend_cpu() -> float:
    """Give the processor time of this connection's process of the database, in seconds; 0 when it runs elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    parts = stat.read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _tables_read_whole(done: _Done) -> list[str]:
    with acting_in(done.asked.municipality):
        return [table for sql, parameters, _took in done.statements for table in _read_whole(sql, parameters)]


def _read_whole(sql: str, parameters: Any) -> Iterator[str]:
    """Give the big tables that a statement would read whole."""
    if not sql.lstrip().upper().startswith("SELECT") or "people_" not in sql:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        plan = cursor.fetchone()[0]
    for node in _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]):
        if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in _BIG_TABLES:
            yield f"{node['Relation Name']} is read whole"


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
