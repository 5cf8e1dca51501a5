"""What a member of staff does with a paper: each act one transaction, one event, one access record, and a way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import ChangedMeanwhile, NotAllowed
from arogi.documents.access import hidden_kinds, visible_documents
from arogi.documents.errors import (
    EndsBeforeIssue,
    IsWithdrawn,
    NoSuchDocument,
    NothingToUndo,
    SeenInFuture,
    UnknownKind,
)
from arogi.documents.kinds import KINDS
from arogi.documents.models import Document, DocumentEvent
from arogi.documents.sealing import former_of, note_of, number_of, sealed_former, sealed_note, sealed_number
from arogi.people.access import may_reveal_numbers, standing_person
from arogi.people.kept_text import kept
from arogi.people.models import Person

LONGEST_NUMBER, LONGEST_NOTE, LONGEST_REASON = 60, 200, 200
ENDS_AFTER_ISSUE = "documents_ends_after_issue"
_DAYS = frozenset({"issued_on", "expires_on", "seen_on"})
_SEALED = frozenset({"number", "note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What a paper says, as it was typed.

    Attributes:
        kind: a key of `kinds.yaml`.
        number: of the paper; nothing where none is wanted.
    """

    kind: str
    seen_on: dt.date
    issued_on: dt.date | None = None
    expires_on: dt.date | None = None
    number: str = ""
    note: str = ""


@transaction.atomic
def record_paper(
    *,
    by: Member,
    person_id: UUID,
    facts: PaperFacts,
    today: dt.date,
    at: dt.datetime,
    submission: UUID | None = None,
) -> DocumentEvent:
    """Record that a paper was seen.

    Args:
        submission: the form's own id; sent twice, it gives the event of the first time.

    Raises:
        NotAllowed, people.errors.NoSuchPerson: the member may not, or there is no such person.
        UnknownKind, EndsBeforeIssue, SeenInFuture, people.errors.ImpossibleFact: what the paper says cannot be.
    """
    _refuse_without_right(by)
    person = standing_person(person_id)
    Person.objects.select_for_update().get(pk=person.pk)  # a second click waits here for the first
    if submission and (there := Document.objects.filter(submission=submission, person=person).first()):
        recorded: DocumentEvent = there.events.get(kind=DocumentEvent.Kind.RECORDED)
        return recorded
    document = Document(id=uuid7(), person=person, submission=submission, seen_by=by.user)
    for name, value in _columns(by, document.pk, facts, today).items():
        setattr(document, name, value)
    with refusing("documents_one_paper_per_submission", ChangedMeanwhile):
        document.save(force_insert=True)
    audit.record("create", kind="document", object_id=document.pk, person_id=person.pk, paper=document.kind)
    return _happened(by, document, at, DocumentEvent.Kind.RECORDED)


@transaction.atomic
def change_paper(
    *, by: Member, document_id: UUID, version: int, facts: PaperFacts, today: dt.date, at: dt.datetime
) -> DocumentEvent | None:
    """Correct what a paper says; what stood there is kept. A number that is not typed again stays.

    Returns:
        The event; None when nothing differs.

    Raises:
        NotAllowed, NoSuchDocument, IsWithdrawn, ChangedMeanwhile: see there.
        UnknownKind, EndsBeforeIssue, SeenInFuture, people.errors.ImpossibleFact: what the paper says cannot be.
    """
    document = _of_member(by, document_id)
    if document.withdrawn_at:
        raise IsWithdrawn
    if document.version != version:
        raise ChangedMeanwhile
    columns = _changed(document, _columns(by, document.pk, facts, today), keep_number=not facts.number)
    if not columns:
        return None
    former = {name: getattr(document, name) for name in columns}
    _write(document, columns, at)
    audit.record("change", kind="document", object_id=document.pk, person_id=document.person_id, fields=sorted(columns))
    return _happened(by, document, at, DocumentEvent.Kind.CHANGED, former=former)


@transaction.atomic
def withdraw_paper(*, by: Member, document_id: UUID, reason: str, at: dt.datetime) -> DocumentEvent:
    """Take a paper back that was recorded by mistake, or does not hold any more; it stays in the history.

    Raises:
        NotAllowed, NoSuchDocument, IsWithdrawn: see there.
        people.errors.ImpossibleFact: the reason is longer than a line.
    """
    document = _of_member(by, document_id)
    if document.withdrawn_at:
        raise IsWithdrawn
    _write(document, {"withdrawn_at": at}, at)
    audit.record("cancel", kind="document", object_id=document.pk, person_id=document.person_id)
    words = kept(reason, at_most=LONGEST_REASON, field="reason")
    return _happened(by, document, at, DocumentEvent.Kind.WITHDRAWN, reason=words, former={"withdrawn_at": None})


@transaction.atomic
def undo(*, by: Member, event_id: UUID, at: dt.datetime) -> DocumentEvent:
    """Take back one's own last act: the paper is again as it was before it.

    Raises:
        NotAllowed, NoSuchDocument: the member may not, or there is no such act.
        NothingToUndo: it is not the last that happened to the paper, or it was undone before.
    """
    event = DocumentEvent.objects.filter(pk=event_id, by=by.user).first()
    if event is None:
        raise NoSuchDocument
    document = _of_member(by, event.document_id)
    if document.events.order_by("-pk").first() != event or event.kind not in _UNDOABLE:
        raise NothingToUndo
    _write(document, _before(event, at), at)
    audit.record("undo", kind="document", object_id=document.pk, person_id=document.person_id, act=str(event.kind))
    return _happened(by, document, at, DocumentEvent.Kind.UNDONE, undone=event)


@transaction.atomic
def reveal_number(*, by: Member, document_id: UUID, reason: str) -> str:
    """Give a paper's whole number to a member who may see it, and note that he or she did.

    Raises:
        NotAllowed, NoSuchDocument: see there.
    """
    if not may_reveal_numbers(by):
        raise NotAllowed
    document: Document | None = visible_documents(by).filter(pk=document_id).first()
    if document is None:
        raise NoSuchDocument
    audit.record(
        "reveal",
        kind="document",
        object_id=document.pk,
        person_id=document.person_id,
        reason=reason,
        paper=document.kind,
    )
    return number_of(document.pk, document.number)


_UNDOABLE = (DocumentEvent.Kind.RECORDED, DocumentEvent.Kind.CHANGED, DocumentEvent.Kind.WITHDRAWN)


def _refuse_without_right(by: Member) -> None:
    if not by.may("documents.record"):
        raise NotAllowed


def _of_member(by: Member, document_id: UUID) -> Document:
    _refuse_without_right(by)
    rows = visible_documents(by).select_for_update(of=("self",))
    document: Document | None = rows.filter(pk=document_id).first()
    if document is None:
        raise NoSuchDocument
    return document


def _columns(by: Member, document_id: UUID, facts: PaperFacts, today: dt.date) -> dict[str, Any]:
    if facts.kind not in KINDS or facts.kind in hidden_kinds(by):
        raise UnknownKind
    if facts.seen_on > today:
        raise SeenInFuture
    if facts.issued_on and facts.issued_on > today:
        raise SeenInFuture(field="issued_on")
    if facts.issued_on and facts.expires_on and facts.expires_on < facts.issued_on:
        raise EndsBeforeIssue
    number = kept(facts.number, at_most=LONGEST_NUMBER, field="number")
    note = kept(facts.note, at_most=LONGEST_NOTE, field="note")
    days = {"issued_on": facts.issued_on, "expires_on": facts.expires_on, "seen_on": facts.seen_on}
    sealed = {"note": sealed_note(document_id, note), **sealed_number(document_id, number)}
    return {"kind": facts.kind, **days, **sealed}


def _changed(document: Document, columns: Mapping[str, Any], *, keep_number: bool) -> dict[str, Any]:
    """Keep the columns that differ; every encryption of one text looks different, so the texts are compared."""
    same: set[str] = set()
    if keep_number or number_of(document.pk, columns["number"]) == number_of(document.pk, document.number):
        same |= {"number", "number_end"}
    if note_of(document.pk, columns["note"]) == note_of(document.pk, document.note):
        same.add("note")
    return {name: value for name, value in columns.items() if name not in same and getattr(document, name) != value}


def _write(document: Document, columns: Mapping[str, Any], at: dt.datetime) -> None:
    for name, value in columns.items():
        setattr(document, name, value)
    document.version += 1
    document.changed_at = at
    document.save(update_fields=[*columns, "version", "changed_at"])


def _before(event: DocumentEvent, at: dt.datetime) -> dict[str, Any]:
    """Give the columns as they were before an event."""
    if event.kind == DocumentEvent.Kind.RECORDED:
        return {"withdrawn_at": at}
    former = former_of(event.pk, event.former or b"")
    return {name: _restored(name, value) for name, value in former.items()}


def _restored(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DAYS:
        return dt.date.fromisoformat(value)
    return bytes.fromhex(value) if name in _SEALED else value


def _happened(
    by: Member,
    document: Document,
    at: dt.datetime,
    kind: str,
    *,
    former: Mapping[str, Any] | None = None,
    **told: Any,
) -> DocumentEvent:
    event = DocumentEvent(id=uuid7(), document=document, kind=kind, at=at, by=by.user, **told)
    if former is not None:
        event.former = sealed_former(event.pk, former)
    event.save(force_insert=True)
    return event
