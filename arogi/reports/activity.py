"""The activity report (απολογισμός δράσης): counted from rows every time, never from stored totals.

One statement answers one question. It goes over the requests of the period in the order of persons and adds up, for
each person and each combination of dimensions, what he or she asked (`visits`); the rows and the totals are then two
readings of that. Anonymous contacts take the same way with no person.

Contacts are counted as requests in the first place, which a standing contact has exactly once (see
`reception.models.Request`), unless the report is broken down by something that differs between the requests of one
contact; then distinct contacts are counted.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import add
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Municipality, Structure, SubProject
from arogi.core import tenancy
from arogi.core.errors import DomainError
from arogi.reports.dimensions import AGE_BANDS, DIMENSIONS, Dimension
from arogi.reports.measures import MEASURES
from arogi.reports.statement import write_statement

MEASURE_CODES = tuple(measure.code for measure in MEASURES)
Value = str
COUNTRY = "report"
PARTS = 16
AT_ONCE = 4
_Found = tuple[Any, ...]


class ReportRefused(DomainError):
    """The question makes no sense."""


class PeriodBackwards(ReportRefused):
    """The period ends before it begins."""

    message = _("The period ends before it begins.")
    field = "until"


class UnknownDimension(ReportRefused):
    """There is no such dimension."""

    message = _("The report cannot be broken down by this.")
    field = "by"


class UnknownStructureCode(ReportRefused):
    """The municipality has no structure of this code."""

    message = _("There is no structure with this code.")
    field = "structure"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of the activity report.

    Attributes:
        since, until: both days are included.
        by: codes of dimensions, in the order of the columns.
        structure_ids: only these structures; None for all. First contacts are looked for in all of them all the same.
    """

    since: dt.date
    until: dt.date
    by: tuple[str, ...] = ()
    structure_ids: frozenset[UUID] | None = None

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise PeriodBackwards
        if unknown := [code for code in self.by if code not in DIMENSIONS]:
            raise UnknownDimension(
                _("The report cannot be broken down by “%(code)s”. It can by: %(known)s.")
                % {"code": unknown[0][:40].encode("utf-8", "replace").decode(), "known": ", ".join(DIMENSIONS)}
            )
        if len(set(self.by)) < len(self.by):
            raise UnknownDimension(_("A dimension is named twice."))

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Give the dimensions themselves."""
        return tuple(DIMENSIONS[code] for code in self.by)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: a value for each dimension that was asked for, and the measures."""

    values: tuple[Value, ...]
    measures: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class ActivityReport:
    """The answer: rows in the order of their values, and totals in which every person counts once.

    Attributes:
        person_months: the persons of all months added up, when the report is broken down by month.
    """

    question: Question
    rows: tuple[Row, ...]
    totals: Mapping[str, int]
    person_months: int | None


def count_here(question: Question) -> ActivityReport:
    """Count in the entered municipality."""
    here = tenancy.current_municipality_id()
    with connections["default"].cursor() as cursor:
        found = _ask(cursor, question, here=here, part=[here], first_day=first_day_here())
    return _report(question, found, _names_here(question))


def count_country(question: Question) -> ActivityReport:
    """Count in all municipalities at once, as the role that may read the columns of counting and nothing else.

    Structures are named `slug/code`, sub-projects `slug/code/number`: their codes are unique in their municipality
    only.
    """
    with transaction.atomic(using=COUNTRY):
        names = _names_of_country(question)
        with connections[COUNTRY].cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            cursor.execute(_FIRST_DAY_OF_COUNTRY)
            first_day = cursor.fetchone()[0]
        parts = [[UUID(pk) for pk in list(names["municipality"])[start::PARTS]] for start in range(PARTS)]
        parts = [part for part in parts if part] or [[]]

        def count(part: list[UUID]) -> list[_Found]:
            return _found_in_part(question, part, snapshot=snapshot, first_day=first_day)

        # While the transaction that gave the snapshot is open, others can count what it sees.
        with ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool:
            found = [row for rows in pool.map(count, parts) for row in rows]
    return _report(question, _added_up(found, width=len(question.by)), names)


def _found_in_part(question: Question, part: list[UUID], *, snapshot: str, first_day: dt.date | None) -> list[_Found]:
    """Count in some of the municipalities on a connection of its own."""
    try:
        with transaction.atomic(using=COUNTRY), connections[COUNTRY].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
            return _ask(cursor, question, here=None, part=part, first_day=first_day)
    finally:
        connections[COUNTRY].close()


def _added_up(found: Iterable[_Found], *, width: int) -> list[_Found]:
    """Add the measures of equal rows: a person belongs to one municipality, so nobody is counted in two of them."""
    sums: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for row in found:
        key, measures = row[: width + 1], row[width + 1 :]
        before = sums.get(key)
        sums[key] = tuple(map(add, before, measures)) if before else measures
    return [(*key, *measures) for key, measures in sums.items()]


def first_day_here() -> dt.date | None:
    """Give the day of the first standing contact of the entered municipality; None when there is none."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_FIRST_DAY_HERE, {"here": tenancy.current_municipality_id()})
        first: dt.date | None = cursor.fetchone()[0]
    return first


def structure_ids(codes: tuple[str, ...]) -> frozenset[UUID] | None:
    """Find structures of the entered municipality by their codes; None when no code is given.

    Raises:
        UnknownStructureCode: one of the codes is none; the sentence names those that exist.
    """
    if not codes:
        return None
    known: dict[str, UUID] = dict(Structure.objects.order_by("code").values_list("code", "pk"))
    for code in codes:
        if code not in known:
            shown = code[:40].encode("utf-8", "replace").decode()
            words = {"code": shown, "known": ", ".join(known)}
            raise UnknownStructureCode(_("There is no structure “%(code)s”. Known are: %(known)s.") % words)
    return frozenset(known[code] for code in codes)


# For each dimension that is kept as an id: the id as text, and the code that is published.
Names = Mapping[str, Mapping[str, str]]


def _names_here(question: Question) -> Names:
    names = {"structure": {str(pk): code for pk, code in Structure.objects.values_list("pk", "code")}}
    if "sub_project" in question.by:
        names["sub_project"] = {str(part.pk): part.code for part in SubProject.objects.select_related("operation")}
    return names


def _names_of_country(question: Question) -> Names:
    slugs = dict(Municipality.objects.values_list("pk", "slug"))
    kept = {code: statement for code, statement in _NAMES_OF_COUNTRY.items() if code in question.by}
    names = {"municipality": {str(pk): slug for pk, slug in slugs.items()}}
    with connections[COUNTRY].cursor() as cursor:
        for dimension, statement in kept.items():
            cursor.execute(statement)
            names[dimension] = {
                str(pk): f"{slugs[municipality]}/{code}" for pk, municipality, code in cursor.fetchall()
            }
    return names


_NAMES_OF_COUNTRY = {
    "structure": "SELECT id, municipality_id, code FROM centres_structure",
    "sub_project": """
        SELECT s.id, s.municipality_id, o.mis_code || '/' || s.number
          FROM centres_subproject s
          JOIN centres_operation o ON o.municipality_id = s.municipality_id AND o.id = s.operation_id
    """,
}


def _ask(
    cursor: Any, question: Question, *, here: UUID | None, part: list[UUID], first_day: dt.date | None
) -> list[_Found]:
    """Put the statement, over one municipality or over a part of them."""
    _prepare(cursor)
    statement = write_statement(
        question.dimensions,
        only_some=question.structure_ids is not None,
        in_country=here is None,
        has_past=first_day is not None and first_day < question.since,
    )
    parameters = {
        "here": here,
        "part": part,
        "since": question.since,
        "until": question.until,
        "structures": list(question.structure_ids or ()),
    }
    cursor.execute(statement, parameters)
    found: list[_Found] = cursor.fetchall()
    return found


def _prepare(cursor: Any) -> None:
    """Give the statement room to sort in memory; compiling it would take longer than running it.

    Over and over looking up one row at a time is what the planner chooses when it takes a service or a person for rare;
    reading in order is never much slower here and often ten times faster.
    """
    for setting in ("jit = off", "work_mem = '192MB'", "enable_nestloop = off"):
        cursor.execute(f"SET LOCAL {setting}")


_FIRST_DAY_HERE = """
SELECT min(date) FROM reception_request WHERE municipality_id = %(here)s AND NOT is_cancelled
"""
_FIRST_DAY_OF_COUNTRY = """
SELECT min(first.date)
  FROM (SELECT DISTINCT municipality_id FROM centres_structure) m
 CROSS JOIN LATERAL (SELECT min(date) AS date FROM reception_request r
                      WHERE r.municipality_id = m.municipality_id AND NOT r.is_cancelled) first
"""


def _report(question: Question, found: list[tuple[Any, ...]], names: Names) -> ActivityReport:
    width = len(question.by)
    parts: dict[str, list[tuple[Any, ...]]] = {"totals": [], "row": [], "months": []}
    for kind, *values in found:
        parts[kind].append(tuple(values))
    totals = _measures(parts["totals"][0][width:])
    rows = [_row(question, values, names) for values in parts["row"]] if width else [Row((), totals)]
    return ActivityReport(
        question=question,
        rows=tuple(sorted(rows, key=lambda row: _place(question, row))),
        totals=totals,
        person_months=parts["months"][0][width] if parts["months"] else None,
    )


def _measures(counts: tuple[Any, ...]) -> Mapping[str, int]:
    return dict(zip(MEASURE_CODES, counts, strict=True))


def _row(question: Question, values: tuple[Any, ...], names: Names) -> Row:
    width = len(question.by)
    shown = tuple(_value(code, raw, names) for code, raw in zip(question.by, values[:width], strict=True))
    return Row(shown, _measures(values[width:]))


def _value(code: str, raw: str | None, names: Names) -> Value:
    """Give the code of a value as it is published (`KK`, `F`, `2022-07`, `2022-Q3`, `0-5`); empty when unknown."""
    if raw is None:
        return ""
    if code in names:
        return names[code][raw]
    if code == "month":
        return raw[:7]
    if code == "quarter":
        return f"{raw[:4]}-Q{(int(raw[5:7]) + 2) // 3}"
    if code == "year":
        return raw[:4]
    return age_band(int(raw)) if code == "age_band" else raw


def age_band(number: int) -> str:
    """Name an age band: `0-5`, `65+`; empty for 0, when the age is unknown."""
    if number == 0:
        return ""
    lowest = AGE_BANDS[number - 1]
    return f"{lowest}-{AGE_BANDS[number] - 1}" if number < len(AGE_BANDS) else f"{lowest}+"


def _place(question: Question, row: Row) -> list[tuple[bool, int, str]]:
    """Order rows by their values: as the dimension orders them, `0-5` before `12-17`, what is unknown last."""

    def place(dimension: Dimension, value: str) -> tuple[bool, int, str]:
        rank = dimension.order.index(value) if value in dimension.order else len(dimension.order)
        return value == "", rank, _NUMBER.sub(lambda found: found[0].zfill(_LONGEST_NUMBER), value)

    return [place(*pair) for pair in zip(question.dimensions, row.values, strict=True)]


_NUMBER = re.compile(r"\d+")
_LONGEST_NUMBER = 12  # digits of a MIS code
