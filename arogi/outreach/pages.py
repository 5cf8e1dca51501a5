"""What the pages of this module show, ready for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import gettext as _

from arogi.accounts.access import Member
from arogi.core.tabs import Tab, tabs_of
from arogi.entitlements.words import title_of
from arogi.outreach.models import Line, Run
from arogi.outreach.selectors import ENDED, LATER, MINE, SETTLED, TO_DO, ProgrammeCount
from arogi.outreach.words import STATE_COLOURS, cause_words, sum_words
from arogi.reception.access import hidden_structure_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line in words; structure and worker are empty where the member may not know them."""

    line: Line
    title: str
    amount: str
    cause: str
    structure: str
    worker: str
    state: str
    colour: str
    is_due: bool
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """The list as it is shown.

    Attributes:
        query: the part of an address that keeps filter and order.
        last: the newest run; None before the first.
    """

    page: Page[Line]
    lines: tuple[ShownLine, ...]
    tabs: tuple[Tab, ...]
    programmes: tuple[ProgrammeCount, ...]
    last: Run | None
    query: str
    is_narrowed: bool
    is_partial: bool


def shown_lines(lines: Iterable[Line], member: Member, today: dt.date) -> tuple[ShownLine, ...]:
    """Put lines into words, as far as a member may know them."""
    hidden = hidden_structure_ids(member)
    return tuple(shown_line(line, member, today, hidden) for line in lines)


def shown_line(line: Line, member: Member, today: dt.date, hidden: frozenset[UUID]) -> ShownLine:
    """Put one line into words."""
    is_hidden = line.structure_id in hidden
    return ShownLine(
        line=line,
        title=title_of(line.programme),
        amount=sum_words(line.amount, line.unit),
        cause=cause_words(line.ending or line.cause),
        structure="" if is_hidden or line.structure is None else line.structure.name,
        worker="" if is_hidden or line.worker is None else line.worker.name,
        state=line.get_state_display(),
        colour=STATE_COLOURS[Line.State(line.state)],
        is_due=line.is_due(today),
        is_mine=line.taken_by_id == member.user.pk,
    )


def tabs(counts: dict[str, int], current: str) -> tuple[Tab, ...]:
    """Give the views of the list with their counts."""
    labels = {
        TO_DO: _("To be called"),
        MINE: _("Mine"),
        LATER: _("Postponed"),
        SETTLED: _("Settled"),
        ENDED: _("Hold no more"),
    }
    return tabs_of(labels, counts, current)
