"""How many of those who seem entitled receive a programme, applied and were reached; small numbers are hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from arogi.outreach.models import Line, LineEvent, ProgrammeFigures
from arogi.outreach.selectors import last_run, title_of

# A count from 1 to this would lead to people in a small town.
SMALL = 4
HIDDEN = f"1-{SMALL}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """One programme's figures in homes, as texts; small ones are hidden.

    Attributes:
        settled: of the lines, those that applied or receive it after somebody called.
    """

    title: str
    entitled: str
    receiving: str
    not_asked: str
    applied: str
    listed: str
    reached: str
    settled: str


def takeup() -> list[TakeUp]:
    """Give the figures of the last run and of the calls since; three queries, nothing before the first run."""
    last = last_run()
    if last is None:
        return []
    reached, settled = _reached(), _settled()
    figures = ProgrammeFigures.objects.filter(run=last)
    rows = [_row(one, reached, settled) for one in figures if one.entitled or one.receiving]
    return sorted(rows, key=lambda row: row.title)


def _row(one: ProgrammeFigures, reached: Mapping[str, int], settled: Mapping[str, int]) -> TakeUp:
    counts = {
        "entitled": one.entitled,
        "receiving": one.receiving,
        "not_asked": one.not_asked,
        "applied": one.applied,
        "listed": one.listed,
        "reached": reached.get(one.programme, 0),
        "settled": settled.get(one.programme, 0),
    }
    return TakeUp(title=title_of(one.programme), **without_small(counts))


def without_small(counts: Mapping[str, int]) -> dict[str, str]:
    """Write counts as texts; where one alone would be hidden, the next smallest is too: a difference would tell it."""
    small = {name for name, count in counts.items() if 0 < count <= SMALL}
    others = sorted((count, name) for name, count in counts.items() if count > SMALL)
    if len(small) == 1 and others:
        return {name: _text(count, name in small or name == others[0][1]) for name, count in counts.items()}
    return {name: _text(count, name in small) for name, count in counts.items()}


def _text(count: int, is_hidden: bool) -> str:  # noqa: FBT001 - what is known of the count, not a switch
    if not is_hidden:
        return str(count)
    return HIDDEN if count <= SMALL else f"> {SMALL}"


def _reached() -> Counter[str]:
    """Count the lines of each programme in which a call reached somebody, and was not taken back."""
    calls = LineEvent.objects.filter(line=OuterRef("pk"), kind=LineEvent.Kind.CALLED)
    taken_back = LineEvent.objects.filter(undone=OuterRef("pk"))
    spoke = calls.exclude(result=LineEvent.Result.NOT_REACHED).exclude(Exists(taken_back))
    return Counter(Line.objects.filter(Exists(spoke)).values_list("programme", flat=True))


def _settled() -> Counter[str]:
    states = (Line.State.APPLIED, Line.State.RECEIVES)
    return Counter(Line.objects.filter(state__in=states).values_list("programme", flat=True))
