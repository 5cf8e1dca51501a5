"""The papers that an application needs: which, of whom, seen at the desk or not needed after all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from openfisca_greece import catalogue

from arogi.accounts.access import Member
from arogi.applications.access import get_application
from arogi.applications.errors import NoSuchPaper, ReasonNeeded
from arogi.applications.law import APPLICANT, MEMBER, MINOR, terms_of
from arogi.applications.models import Application, Paper
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.documents.access import hidden_kinds
from arogi.entitlements.kept import Kept
from arogi.entitlements.selectors import contents_of
from arogi.people.kept_text import kept
from arogi.people.models import Person

LONGEST_REASON = 200
ADULT_AGE = 18
# "It happens by itself": no paper.
NOTHING = "nothing"


def keep_papers(application: Application, today: dt.date) -> None:
    """Make the checklist fit the people who apply: lines that are new are added, untouched ones of others go."""
    people = _people(application)
    wanted = [(kind, owner) for kind in _kinds(application) for owner in _owners(application, kind, people, today)]
    there = {(paper.kind, paper.person_id): paper for paper in application.papers.all()}
    gone = [paper.pk for key, paper in there.items() if key not in wanted and paper.seen_on is None]
    application.papers.filter(pk__in=gone).delete()
    Paper.objects.bulk_create(
        Paper(application=application, kind=kind, person_id=owner, position=position)
        for position, (kind, owner) in enumerate(wanted)
        if (kind, owner) not in there
    )


@transaction.atomic
def mark_seen(*, by: Member, paper_id: UUID, on: dt.date) -> Paper:
    """Note that a paper was shown at the desk. A second click changes nothing.

    Raises:
        NotAllowed, NoSuchPaper: the member may not, or there is no such line.
    """
    paper = _locked(by, paper_id)
    if paper.seen_on is None:
        _save(paper, "seen", seen_on=on, seen_by=by.user, not_needed="")
    return paper


@transaction.atomic
def mark_not_needed(*, by: Member, paper_id: UUID, reason: str) -> Paper:
    """Leave a paper out, with a reason.

    Raises:
        ReasonNeeded: none was given.
        NotAllowed, NoSuchPaper: as `mark_seen` has them.
    """
    paper = _locked(by, paper_id)
    words = kept(reason, at_most=LONGEST_REASON, field="reason")
    if not words:
        raise ReasonNeeded
    _save(paper, "not_needed", seen_on=None, seen_by=None, not_needed=words)
    return paper


@transaction.atomic
def mark_needed(*, by: Member, paper_id: UUID) -> Paper:
    """Take back that a paper was seen or is not needed.

    Raises:
        NotAllowed, NoSuchPaper: as `mark_seen` has them.
    """
    paper = _locked(by, paper_id)
    _save(paper, "needed", seen_on=None, seen_by=None, not_needed="")
    return paper


def _kinds(application: Application) -> list[str]:
    """Give the papers: those that were told with the answer, else those of the rules of today."""
    told = _told(application)
    if told is None:
        about = catalogue().get(application.programme)
        told = [document.code for document in about.documents] if about else []
    return [kind for kind in told if kind != NOTHING]


def _told(application: Application) -> list[str] | None:
    if application.entitlement_check is None:
        return None
    (content,) = contents_of(application.entitlement_check)
    answers = Kept.read(content, only=application.programme).screening.answers
    return [document.code for document in answers[0].documents] if answers else None


def _people(application: Application) -> list[Person]:
    along = application.co_applicants.order_by("pk").select_related("person")
    return [application.person, *(one.person for one in along)]


def _owners(application: Application, kind: str, people: Sequence[Person], today: dt.date) -> list[UUID]:
    """Give whose paper it is. Whose age is not known counts as an adult; without minors nobody owes a minor's paper."""
    whose = terms_of(application.programme).whose.get(kind, APPLICANT)
    if whose == APPLICANT:
        return [application.person_id]
    minors = {one.pk for one in people if (age := one.age_on(today)) is not None and age < ADULT_AGE}
    if whose == MEMBER:
        return [one.pk for one in people]
    return [one.pk for one in people if (one.pk in minors) == (whose == MINOR)]


def _locked(by: Member, paper_id: UUID) -> Paper:
    if not by.may("applications.record"):
        raise NotAllowed
    rows = Paper.objects.select_for_update(of=("self",)).select_related("application")
    paper: Paper | None = rows.filter(pk=paper_id).first()
    if paper is None or paper.kind in hidden_kinds(by):
        raise NoSuchPaper
    get_application(by, paper.application_id)
    return paper


def _save(paper: Paper, state: str, **columns: object) -> None:
    for name, value in columns.items():
        setattr(paper, name, value)
    paper.save(update_fields=[*columns])
    audit.record(
        "change",
        kind="paper",
        object_id=paper.application_id,
        person_id=paper.person_id,
        paper=paper.kind,
        state=state,
    )
