"""Putting a contact right: correcting, cancelling, undoing. What it said before is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.actor import current_actor
from arogi.core.errors import ChangedMeanwhile, DomainError, NotAllowed
from arogi.core.models import AccessRecord
from arogi.reception.access import ContactNotFound, RequestNotFound, visible_contacts
from arogi.reception.models import Contact, Correction, Request
from arogi.reception.services.contacts import (
    FACT_COLUMNS,
    ContactFacts,
    NothingAsked,
    NotYourStructure,
    RequestLine,
    add_lines,
    check_contact,
    check_text,
    columns,
    line_columns,
    note_last_contact,
    sub_project_on,
)
from arogi.reception.services.listening import next_steps_changed

LINE_COLUMNS = ("service", "text", "outcome", "next_step", "next_step_on", "responsible")
LONGEST_REASON = 200


class AlreadyCancelled(DomainError):
    """The contact was cancelled before."""

    message = _("This contact was cancelled. A cancelled contact cannot be changed.")


class ReasonNeeded(DomainError):
    """Cancelling and correcting say why."""

    message = _("Write in a few words why.")
    field = "reason"


class TooLateToUndo(DomainError):
    """Undo is for the same person in the same session; later there is cancelling with a reason."""

    message = _("This can no longer be undone. Cancel the contact and say why.")


class ContactChangedMeanwhile(ChangedMeanwhile):
    """Somebody saved the contact after it was shown.

    Attributes:
        differing: names of the facts whose saved value is not what the form holds.
    """

    def __init__(self, differing: tuple[str, ...]) -> None:
        super().__init__()
        self.differing = differing


@transaction.atomic
def correct_contact(
    *,
    by: Member,
    contact_id: UUID,
    version: int,
    facts: ContactFacts,
    lines: tuple[RequestLine, ...],
    reason: str,
    at: dt.datetime,
    today: dt.date,
) -> Contact:
    """Correct a contact and its requests; what they said before is kept beside them.

    `version` is the contact's as it was shown. Lines with an `id` are changed, those without are added; lines that
    are not named stay as they are. `at` is the moment, for the history.

    Raises:
        ContactNotFound: there is none, or none that the member may see.
        AlreadyCancelled: it was cancelled.
        ContactChangedMeanwhile: somebody saved it since.
        ContactRefused: one of its family.
        ReasonNeeded: no reason was given.
    """
    contact = _locked(by, contact_id)
    if contact.version != version:
        raise ContactChangedMeanwhile(_differing(contact, facts))
    if contact.structure_id != facts.structure.pk and not by.works_in(contact.structure_id):
        raise NotYourStructure
    standing = _standing_lines(contact)
    unnamed = tuple(_as_line(row) for row in standing.values() if row.pk not in {line.id for line in lines})
    if unknown := {line.id for line in lines if line.id} - set(standing):
        raise RequestNotFound(field=str(len(unknown)))
    check_contact(by=by, facts=facts, lines=(*lines, *unnamed), today=today)
    _keep_history(contact, standing, by=by, reason=reason, at=at)
    former_person = contact.person_id
    changed = _change(contact, facts)
    _change_lines(contact, standing, lines, by=by)
    next_steps_changed(contact.pk)
    note_last_contact(former_person)
    note_last_contact(contact.person_id)
    audit.record(
        "change",
        kind="contact",
        object_id=contact.pk,
        person_id=contact.person_id,
        reason=reason,
        fields=changed,
        lines=len(lines),
    )
    return contact


@transaction.atomic
def cancel_contact(*, by: Member, contact_id: UUID, reason: str, at: dt.datetime) -> Contact:
    """Cancel a contact with all its requests; it stays to be seen and no report counts it.

    Raises:
        ContactNotFound, AlreadyCancelled, NotYourStructure, ReasonNeeded: as `correct_contact` does.
    """
    contact = _locked(by, contact_id)
    _keep_history(contact, _standing_lines(contact), by=by, reason=reason, at=at)
    return _cancel(contact, by=by, reason=reason, at=at, verb="cancel")


@transaction.atomic
def undo_contact(*, by: Member, contact_id: UUID, at: dt.datetime) -> Contact:
    """Take back a contact that the same person recorded in the same session.

    Raises:
        TooLateToUndo: somebody else recorded it, or it was another session.
        ContactNotFound, AlreadyCancelled: as `correct_contact` does.
    """
    contact = _locked(by, contact_id)
    actor = current_actor()
    recorded_now = AccessRecord.objects.filter(
        actor_id=by.user.pk, session=actor.session, verb="create", kind="contact", object_id=contact.pk
    )
    if contact.staff_id != by.user.pk or contact.version != 1 or not recorded_now.exists():
        raise TooLateToUndo
    return _cancel(contact, by=by, reason=gettext("Undone right after it was recorded."), at=at, verb="undo")


@transaction.atomic
def cancel_request_line(*, by: Member, request_id: UUID, reason: str, at: dt.datetime) -> Contact:
    """Cancel one request of a contact; with its last request the whole contact is cancelled.

    Raises:
        RequestNotFound: there is none, or none that the member may see, or it was cancelled.
        AlreadyCancelled, NotYourStructure, ReasonNeeded: as `correct_contact` does.
    """
    row = Request.objects.filter(pk=request_id, is_cancelled=False).first()
    if row is None:
        raise RequestNotFound
    try:
        contact = _locked(by, row.contact_id)
    except ContactNotFound as hidden:
        raise RequestNotFound from hidden
    standing = _standing_lines(contact)
    if row.pk not in standing:
        raise RequestNotFound
    _keep_history(contact, standing, by=by, reason=reason, at=at)
    if len(standing) == 1:
        return _cancel(contact, by=by, reason=reason, at=at, verb="cancel")
    _move_behind(standing[row.pk], standing)
    _save(contact)
    next_steps_changed(contact.pk)
    audit.record("cancel", kind="request", object_id=row.pk, person_id=contact.person_id, reason=reason)
    return contact


def _locked(by: Member, contact_id: UUID) -> Contact:
    """Lock the contact that is decided on; refuse when it may not be touched."""
    if not by.may("contacts.record"):
        raise NotAllowed
    contact = visible_contacts(by).select_for_update(of=("self",)).filter(pk=contact_id).first()
    if contact is None:
        raise ContactNotFound
    if contact.cancelled_at is not None:
        raise AlreadyCancelled
    if not by.works_in(contact.structure_id):
        raise NotYourStructure
    return contact


def _standing_lines(contact: Contact) -> dict[UUID, Request]:
    rows = Request.objects.filter(contact=contact, is_cancelled=False).select_related("service", "responsible")
    return {row.pk: row for row in rows.order_by("position")}


def _as_line(row: Request) -> RequestLine:
    return RequestLine(id=row.pk, **{name: getattr(row, name) for name in LINE_COLUMNS})


def _differing(contact: Contact, facts: ContactFacts) -> tuple[str, ...]:
    return tuple(name for name in FACT_COLUMNS if getattr(contact, name) != getattr(facts, name))


def _keep_history(contact: Contact, lines: dict[UUID, Request], *, by: Member, reason: str, at: dt.datetime) -> None:
    if not reason.strip():
        raise ReasonNeeded
    check_text(reason, longest=LONGEST_REASON, field="reason")
    before = {
        **{name: _plain(getattr(contact, name)) for name in FACT_COLUMNS},
        "requests": [
            {"id": str(row.pk), "position": row.position, **{n: _plain(getattr(row, n)) for n in LINE_COLUMNS}}
            for row in lines.values()
        ],
    }
    Correction.objects.create(contact=contact, at=at, by=by.user, reason=reason.strip(), before=before)


def _plain(value: Any) -> Any:
    """Give a value as JSON keeps it; a row by its id."""
    if value is None or isinstance(value, (str, int)):
        return value
    return str(getattr(value, "pk", value))


def _change(contact: Contact, facts: ContactFacts) -> list[str]:
    changed = list(_differing(contact, facts))
    for name, value in columns(facts).items():
        setattr(contact, name, value)
    contact.sub_project = sub_project_on(facts.structure, facts.date)
    _save(contact, *FACT_COLUMNS, "sub_project")
    # Composite keys carry a changed date, structure or person over to the requests, but not a person in place of none.
    Request.objects.filter(contact=contact).update(person_id=contact.person_id)
    return changed


def _change_lines(
    contact: Contact, standing: dict[UUID, Request], lines: tuple[RequestLine, ...], *, by: Member
) -> None:
    for line in lines:
        if line.id is not None:
            Request.objects.filter(pk=line.id).update(
                **line_columns(line, by=by), changed_at=Now(), version=F("version") + 1
            )
    new = [replace(line, id=None) for line in lines if line.id is None]
    if not standing and not new:
        raise NothingAsked
    add_lines(contact, new, by=by, first_position=_last_position(contact) + 1)


def _last_position(contact: Contact) -> int:
    last: int | None = Request.objects.filter(contact=contact).aggregate(last=Max("position"))["last"]
    return last or 0


def _move_behind(row: Request, standing: dict[UUID, Request]) -> None:
    """Cancel a line and put it last, so that the line in the first place is always one that counts."""
    Request.objects.filter(pk=row.pk).update(
        is_cancelled=True,
        position=_last_position(row.contact) + 1,
        changed_at=Now(),
        version=F("version") + 1,
    )
    if row.position == 1:
        heir = next(other for other in standing.values() if other.pk != row.pk)
        Request.objects.filter(pk=heir.pk).update(position=1)


def _cancel(contact: Contact, *, by: Member, reason: str, at: dt.datetime, verb: str) -> Contact:
    contact.cancelled_at = at
    contact.cancelled_by = by.user
    contact.cancelled_reason = reason.strip()
    _save(contact, "cancelled_at", "cancelled_by", "cancelled_reason")
    Request.objects.filter(contact=contact).update(is_cancelled=True, changed_at=Now(), version=F("version") + 1)
    next_steps_changed(contact.pk)
    note_last_contact(contact.person_id)
    audit.record(verb, kind="contact", object_id=contact.pk, person_id=contact.person_id, reason=reason.strip())
    return contact


def _save(contact: Contact, *names: str) -> None:
    """Save some columns and count the version up."""
    contact.version += 1
    contact.changed_at = Now()
    contact.save(update_fields=[*names, "version", "changed_at"])
