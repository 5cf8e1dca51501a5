"""Runs, and the list of lines: filtered, counted and paged in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from openfisca_greece import catalogue

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.entitlements.words import title_of
from arogi.outreach.access import visible_lines
from arogi.outreach.models import Line, LineEvent, LineQuerySet, Run
from arogi.people.names.folding import plain
from arogi.reception.access import hidden_structure_ids

PAGE = 25
EXPORTED_AT_MOST = 20_000
BY_PROGRAMME = "programme"
TO_DO, MINE, LATER, SETTLED, ENDED = "todo", "mine", "later", "settled", "ended"
VIEWS = (TO_DO, MINE, LATER, SETTLED, ENDED)
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "sum": (F("per_month").desc(nulls_last=True), F("amount").desc(nulls_last=True), "pk"),
    "oldest": ("since", F("per_month").desc(nulls_last=True), "pk"),
    "newest": ("-since", F("per_month").desc(nulls_last=True), "pk"),
}


def last_run() -> Run | None:
    """Give the newest run over the entered municipality's register."""
    run: Run | None = Run.objects.order_by("-started_at", "-pk").first()
    return run


@dataclass(frozen=True, kw_only=True)
class LineFilter:
    """What of the list is wanted.

    Attributes:
        view: one of `VIEWS`.
        least: euros a month at least.
        order: a key of `ORDERS`.
    """

    view: str = TO_DO
    programme: str = ""
    structure_id: UUID | None = None
    worker_id: UUID | None = None
    cause: str = ""
    least: int | None = None
    order: str = "sum"


def filtered(member: Member, wanted: LineFilter, today: dt.date) -> LineQuerySet:
    """Give the lines that are wanted, of those that the member may see."""
    lines = visible_lines(member).filter(_condition(wanted.view, member, today))
    if wanted.programme:
        lines = lines.filter(programme=wanted.programme)
    if wanted.cause:
        lines = lines.filter(cause=wanted.cause)
    if wanted.least:
        lines = lines.filter(per_month__gte=wanted.least)
    return _handled_by(lines, member, wanted)


def _handled_by(lines: LineQuerySet, member: Member, wanted: LineFilter) -> LineQuerySet:
    """Keep what a structure or a worker had to do with, as far as the member may know it."""
    if wanted.structure_id is None and wanted.worker_id is None:
        return lines
    lines = lines.exclude(structure__in=hidden_structure_ids(member))
    if wanted.structure_id:
        lines = lines.filter(structure=wanted.structure_id)
    return lines.filter(worker=wanted.worker_id) if wanted.worker_id else lines


def page_of_lines(lines: LineQuerySet, order: str, number: int) -> Page[Line]:
    """Give one page; two queries, however long the list is."""
    return Paginator(_ordered(lines, order), PAGE).get_page(number)


def all_lines(lines: LineQuerySet, order: str) -> tuple[list[Line], int]:
    """Give the lines of a file, and how many more there are than it may hold."""
    rows = list(_ordered(lines, order)[:EXPORTED_AT_MOST])
    return rows, lines.count() - len(rows) if len(rows) == EXPORTED_AT_MOST else 0


def _ordered(lines: LineQuerySet, order: str) -> QuerySet[Line]:
    keys = (_by_title(), *ORDERS["sum"]) if order == BY_PROGRAMME else ORDERS[order]
    return lines.select_related("person", "structure", "worker", "taken_by").order_by(*keys)


def _by_title() -> Case:
    """Order by the titles that the reader sees; a programme that the rules know no more comes last."""
    codes = sorted(catalogue(), key=lambda code: plain(title_of(code)).casefold())
    return Case(*(When(programme=code, then=place) for place, code in enumerate(codes)), default=len(codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCount:
    """How many lines of a programme fit the filter, and what they come to a month."""

    programme: str
    title: str
    lines: int
    per_month: Any


def counts_by_programme(lines: LineQuerySet) -> list[ProgrammeCount]:
    """Count lines by programme, the most first; one query."""
    rows = lines.order_by().values("programme").annotate(lines=Count("pk"), per_month=Sum("per_month"))
    counts = [ProgrammeCount(title=title_of(row["programme"]), **row) for row in rows]
    return sorted(counts, key=lambda count: (-count.lines, count.title))


def counts_by_view(member: Member, today: dt.date) -> dict[str, int]:
    """Count the lines in each view; one query."""
    lines = visible_lines(member)
    counted = {view: Count("pk", filter=_condition(view, member, today)) for view in VIEWS}
    counts: dict[str, int] = lines.aggregate(**counted)
    return counts


def _condition(view: str, member: Member, today: dt.date) -> Q:
    states = Line.State
    due = Q(state__in=(states.OPEN, states.TAKEN)) | Q(state=states.POSTPONED, until__lte=today)
    return {
        TO_DO: due,
        MINE: due & Q(taken_by=member.user),
        LATER: Q(state=states.POSTPONED, until__gt=today),
        SETTLED: Q(state__in=(states.APPLIED, states.RECEIVES, states.REFUSED)),
        ENDED: Q(state=states.CLOSED),
    }[view]


def programmes_with_lines(member: Member) -> list[tuple[str, str]]:
    """Give code and title of every programme that has lines, by title."""
    codes = visible_lines(member).order_by().values_list("programme", flat=True).distinct()
    return sorted(((code, title_of(code)) for code in codes), key=lambda one: one[1])


def structures_with_lines(member: Member) -> list[Structure]:
    """Give the structures whose people have lines, as far as the member may know."""
    hidden = hidden_structure_ids(member)
    return [structure for structure in member.structures if structure.pk not in hidden]


def workers_with_lines(member: Member) -> list[User]:
    """Give who had to do with the people of lines, by name; one query."""
    lines = visible_lines(member).exclude(structure__in=hidden_structure_ids(member)).exclude(worker=None)
    return list(User.objects.filter(pk__in=lines.order_by().values("worker")).order_by("name"))


def events_of(line: Line) -> list[LineEvent]:
    """Give what happened to a line, the newest first."""
    return list(line.events.select_related("by", "undone").order_by("-pk"))
