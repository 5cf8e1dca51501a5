"""What the pages of this module show, ready for the templates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.translation import gettext as _

from arogi.accounts.access import Member
from arogi.core.tabs import Tab, tabs_of
from arogi.documents.models import Document
from arogi.documents.panels import ShownPaper, shown_paper
from arogi.documents.selectors import (
    ENDED,
    LATER,
    LISTED_AT_MOST,
    SOON,
    EndingFilter,
    counts_by_view,
    ending,
    is_partial,
    page_of_ending,
)


@dataclass(frozen=True, kw_only=True)
class EndingPage:
    """The list of papers that end, as it is shown.

    Attributes:
        query: the part of an address that keeps the filter.
        is_narrowed: the filter leaves something out.
        is_partial: papers of some kinds are kept from the member.
    """

    page: Page[Document]
    papers: tuple[ShownPaper, ...]
    tabs: tuple[Tab, ...]
    query: str
    is_narrowed: bool
    is_partial: bool


def ending_page(member: Member, wanted: EndingFilter, today: dt.date, *, number: int, query: str) -> EndingPage:
    """Gather the list; a fixed number of queries, however long it is."""
    page = page_of_ending(ending(member, wanted, today), wanted.view, number)
    return EndingPage(
        page=page,
        papers=tuple(shown_paper(document, today) for document in page.object_list),
        tabs=_tabs(counts_by_view(member, wanted, today), wanted.view),
        query=query,
        is_narrowed=bool(wanted.kind or wanted.structure_id or wanted.worker_id),
        is_partial=is_partial(member),
    )


def _tabs(counts: dict[str, int], current: str) -> tuple[Tab, ...]:
    labels = {
        SOON: _("Expire soon"),
        ENDED: _("Expired in the last six months"),
        LATER: _("Expire later"),
    }
    return tabs_of(labels, counts, current, cut_at=LISTED_AT_MOST)
