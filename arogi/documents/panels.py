"""What the person's page shows of this module: papers that ended, end soon, and hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from arogi.accounts.access import Member
from arogi.documents.models import Document
from arogi.documents.selectors import is_partial, replaced, visible_of
from arogi.people.models import Person

SHOWN_AT_MOST = 8
_ORDER = ("ended", "soon", "holds", "old")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPaper:
    """One paper in words.

    Attributes:
        state: `ended`, `soon`, `holds`, `old` (no end is known, and it was seen too long ago) or `withdrawn`.
        word, colour: the tag of the state.
        is_replaced: a newer one of the same kind ends later.
    """

    document: Document
    state: str
    word: str
    colour: str
    is_replaced: bool = False


@dataclass(frozen=True, kw_only=True)
class DocumentPanel:
    """The panel of one person.

    Attributes:
        papers: those that count today, what needs somebody first.
        more: how many more papers the file has: replaced, withdrawn, or more than the panel shows.
        is_partial: papers of some kinds are kept from the member.
    """

    person: Person
    papers: tuple[ShownPaper, ...]
    more: int
    may_record: bool
    is_partial: bool


def document_panel(member: Member, person: Person, today: dt.date) -> DocumentPanel | None:
    """Read the papers of one person; one query. None for whoever may not see any."""
    if not member.may("documents.view"):
        return None
    papers = shown_papers(visible_of(member, person), today)
    counting = [paper for paper in papers if not paper.is_replaced and paper.state != "withdrawn"]
    return DocumentPanel(
        person=person,
        papers=tuple(counting[:SHOWN_AT_MOST]),
        more=len(papers) - len(counting[:SHOWN_AT_MOST]),
        may_record=member.may("documents.record"),
        is_partial=is_partial(member),
    )


def shown_papers(documents: Iterable[Document], today: dt.date) -> list[ShownPaper]:
    """Put the papers of one person into words: what ended first, then by their end, withdrawn ones last."""
    rows = list(documents)
    over = replaced(rows)
    papers = [shown_paper(one, today, is_replaced=one.pk in over) for one in rows]
    return sorted(papers, key=_urgency)


def shown_paper(document: Document, today: dt.date, *, is_replaced: bool = False) -> ShownPaper:
    """Put one paper into words."""
    state = state_of(document, today)
    word, colour = _words(state)
    return ShownPaper(document=document, state=state, word=word, colour=colour, is_replaced=is_replaced)


def state_of(document: Document, today: dt.date) -> str:
    """Say how a paper stands on a day (`ShownPaper.state`)."""
    if document.withdrawn_at:
        return "withdrawn"
    if not document.holds_on(today):
        return "ended" if document.expires_on else "old"
    lead = dt.timedelta(days=document.of_kind.lead_days if document.of_kind else 0)
    return "soon" if document.expires_on and document.expires_on - lead <= today else "holds"


def _words(state: str) -> tuple[str, str]:
    return {
        "ended": (_("Expired"), "red"),
        "soon": (_("Expires soon"), "orange"),
        "holds": (_("Valid"), "green"),
        "old": (_("Seen long ago"), "yellow"),
        "withdrawn": (_("Withdrawn"), "grey"),
    }[state]


def _urgency(paper: ShownPaper) -> tuple[bool, bool, int, dt.date, str]:
    place = _ORDER.index(paper.state) if paper.state in _ORDER else len(_ORDER)
    end = paper.document.expires_on or dt.date.max
    return (paper.state == "withdrawn", paper.is_replaced, place, end, str(paper.document.pk))
