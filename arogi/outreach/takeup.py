"""How many of those who seem entitled receive a programme, applied and were reached; no number leads to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from arogi.accounts.access import Member
from arogi.core.small_counts import rounded
from arogi.entitlements.sight import sight_of
from arogi.entitlements.words import title_of
from arogi.outreach.models import Line, LineEvent, ProgrammeFigures
from arogi.outreach.selectors import last_run


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """One programme's figures in homes, as texts that tell of nobody.

    Attributes:
        settled: of the lines, those that applied or receive it, as a call found.
    """

    title: str
    entitled: str
    receiving: str
    not_asked: str
    applied: str
    listed: str
    reached: str
    settled: str


@dataclass(frozen=True, kw_only=True)
class TakeUpTable:
    """The figures that a member may read.

    Attributes:
        left_out: how many programmes are left out because every figure is zero.
        is_partial: programmes that tell of somebody's health are kept from the member.
    """

    rows: tuple[TakeUp, ...]
    left_out: int
    is_partial: bool


def takeup(member: Member) -> TakeUpTable:
    """Give the figures of the last run and of the calls since; three queries, nothing before the first run."""
    last, sight = last_run(), sight_of(member)
    figures = ProgrammeFigures.objects.filter(run=last) if last else ProgrammeFigures.objects.none()
    reached, settled = (_lines_with(calls) for calls in (_spoken(), _settling()))
    counted = {
        one.programme: _counts(one, reached, settled) for one in figures if one.programme not in sight.programmes
    }
    rows = [TakeUp(title=title_of(code), **rounded(counts)) for code, counts in counted.items() if any(counts.values())]
    return TakeUpTable(
        rows=tuple(sorted(rows, key=lambda row: row.title)),
        left_out=len(counted) - len(rows),
        is_partial=not sight.is_whole,
    )


def _counts(one: ProgrammeFigures, reached: Mapping[str, int], settled: Mapping[str, int]) -> dict[str, int]:
    return {
        "entitled": one.entitled,
        "receiving": one.receiving,
        "not_asked": one.not_asked,
        "applied": one.applied,
        "listed": one.listed,
        "reached": reached.get(one.programme, 0),
        "settled": settled.get(one.programme, 0),
    }


def _lines_with(calls: QuerySet[LineEvent]) -> Counter[str]:
    """Count the lines of each programme with such a call that was not taken back, whatever became of them later."""
    taken_back = LineEvent.objects.filter(undone=OuterRef("pk"))
    with_call = Line.objects.filter(Exists(calls.exclude(Exists(taken_back))))
    return Counter(with_call.values_list("programme", flat=True))


def _calls() -> QuerySet[LineEvent]:
    rows: QuerySet[LineEvent] = LineEvent.objects.filter(line=OuterRef("pk"), kind=LineEvent.Kind.CALLED)
    return rows


def _spoken() -> QuerySet[LineEvent]:
    return _calls().exclude(result=LineEvent.Result.NOT_REACHED)


def _settling() -> QuerySet[LineEvent]:
    return _calls().filter(result__in=(LineEvent.Result.APPLIED, LineEvent.Result.RECEIVES))
