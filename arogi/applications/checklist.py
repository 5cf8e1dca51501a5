"""The checklist of an application as it is read: what the file has already, what was shown, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openfisca_greece.catalogue import documents

from arogi.accounts.access import Member
from arogi.applications.law import terms_of
from arogi.applications.models import Application, Paper
from arogi.applications.services.acts import usual_end
from arogi.core import shown
from arogi.documents.access import hidden_kinds
from arogi.documents.kinds import KINDS
from arogi.documents.models import Document
from arogi.documents.selectors import documents_of, valid_kinds
from arogi.entitlements.words import words_of

NEEDED, IN_FILE, ENDS, EXPIRED, SHOWN, LEFT_OUT = "needed", "in_file", "ends", "expired", "shown", "left_out"
STATES = {
    NEEDED: (gettext_lazy("Needed"), "blue"),
    IN_FILE: (gettext_lazy("In the file"), "green"),
    ENDS: (gettext_lazy("Ends too early"), "orange"),
    EXPIRED: (gettext_lazy("Has ended"), "red"),
    SHOWN: (gettext_lazy("Shown"), "green"),
    LEFT_OUT: (gettext_lazy("Not needed"), "grey"),
}
SATISFIED = frozenset({IN_FILE, SHOWN, LEFT_OUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPaper:
    """One line of the checklist.

    Attributes:
        owner: whose it is; empty where all papers are the applicant's.
        says: what there is to know: its end, the day on which it was shown, why it is not needed.
        may_be_filed: papers of this kind have an end of their own, so the person's file is to know it.
    """

    paper: Paper
    title: str
    owner: str
    state: str
    label: str
    colour: str
    says: str
    may_be_filed: bool

    @property
    def is_satisfied(self) -> bool:
        """Say whether nothing is to be done for it."""
        return self.state in SATISFIED

    @property
    def is_touched(self) -> bool:
        """Say whether a member of staff has said something of it that can be taken back."""
        return self.state in (SHOWN, LEFT_OUT)


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """All lines of an application; `hidden` are kept from the member, because they tell of somebody's health."""

    papers: tuple[ShownPaper, ...]
    hidden: int

    @property
    def missing(self) -> int:
        """Count the papers that somebody still has to bring."""
        return sum(not paper.is_satisfied for paper in self.papers)

    @property
    def satisfied(self) -> int:
        """Count the papers that nobody has to bring any more."""
        return len(self.papers) - self.missing


def checklist_of(application: Application, member: Member, today: dt.date) -> Checklist:
    """Read the checklist of an application; three queries."""
    rows = list(application.papers.select_related("person").order_by("position", "pk"))
    hidden = hidden_kinds(member)
    open_ = [row for row in rows if row.kind not in hidden]
    owners = {row.person_id for row in open_}
    holding, former = _papers_in_files(member, owners, today)
    needed_until = _needed_until(application, today)
    return Checklist(
        papers=tuple(
            _shown(row, holding[row.person_id].get(row.kind), former.get((row.person_id, row.kind)), needed_until)
            for row in open_
        ),
        hidden=len(rows) - len(open_),
    )


def _papers_in_files(
    member: Member, owners: set[UUID], today: dt.date
) -> tuple[Mapping[UUID, Mapping[str, Document]], Mapping[tuple[UUID, str], Document]]:
    """Give what holds today by person and kind, and what has ended by both."""
    if not member.may("documents.view"):
        return {owner: {} for owner in owners}, {}
    ended = (row for row in documents_of(owners) if not row.holds_on(today))
    return valid_kinds(owners, today), {(row.person_id, row.kind): row for row in ended}


def _needed_until(application: Application, today: dt.date) -> dt.date | None:
    """Give the last day on which a paper with an end of its own has to hold: that of what is being asked for."""
    if terms_of(application.programme).months is None:
        return None
    return usual_end(application.programme, application.submitted_on or today)


def _shown(row: Paper, valid: Document | None, ended: Document | None, needed_until: dt.date | None) -> ShownPaper:
    state, says = _state(row, valid, ended, needed_until)
    label, colour = STATES[state]
    about = documents().get(row.kind)
    return ShownPaper(
        paper=row,
        title=words_of(about) if about else row.kind,
        owner=row.person.full_name,
        state=state,
        label=str(label),
        colour=colour,
        says=says,
        may_be_filed=row.kind in KINDS and KINDS[row.kind].usually_ends,
    )


def _state(row: Paper, valid: Document | None, ended: Document | None, needed_until: dt.date | None) -> tuple[str, str]:
    if row.not_needed:
        return LEFT_OUT, row.not_needed
    if row.seen_on:
        return SHOWN, _("on %(day)s") % {"day": shown.day(row.seen_on)}
    if valid is not None:
        until = _("until %(day)s") % {"day": shown.day(valid.last_day)} if valid.last_day else ""
        # Only an end that is written on the paper: for the others "last day" says how fresh it has to be today.
        is_too_early = needed_until is not None and valid.expires_on is not None and valid.expires_on < needed_until
        return (ENDS if is_too_early else IN_FILE), until
    if ended is not None:
        return EXPIRED, _("on %(day)s") % {"day": shown.day(ended.last_day)}
    return NEEDED, ""
