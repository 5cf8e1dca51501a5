"""What was promised to be done next: ticking it off, putting it off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.errors import DomainError, NotAllowed
from arogi.reception.access import RequestNotFound, visible_contacts
from arogi.reception.models import Request
from arogi.reception.services.listening import next_steps_changed


class NothingPromised(DomainError):
    """The request has no open next step."""

    message = _("This request has no open next step.")


class PostponedIntoThePast(DomainError):
    """A step cannot be put off to a day that is over."""

    message = _("Choose a date from today on.")
    field = "next_step_on"


@transaction.atomic
def complete_next_step(*, by: Member, request_id: UUID, at: dt.datetime) -> Request:
    """Note that the next step was taken.

    Raises:
        RequestNotFound: there is none, or none that the member may see.
        NothingPromised: it has no open next step (somebody may have taken it meanwhile).
    """
    row = _locked(by, request_id)
    row.next_step_done_at = at
    row.next_step_done_by = by.user
    _save(row, "next_step_done_at", "next_step_done_by")
    audit.record("complete", kind="request", object_id=row.pk, person_id=row.person_id, fields=["next_step"])
    return row


@transaction.atomic
def postpone_next_step(*, by: Member, request_id: UUID, until: dt.date, today: dt.date) -> Request:
    """Put the next step off to a later day.

    Raises:
        PostponedIntoThePast: the day is over.
        RequestNotFound, NothingPromised: as `complete_next_step` does.
    """
    if until < today:
        raise PostponedIntoThePast
    row = _locked(by, request_id)
    row.next_step_on = until
    _save(row, "next_step_on")
    audit.record("change", kind="request", object_id=row.pk, person_id=row.person_id, fields=["next_step_on"])
    return row


@transaction.atomic
def reopen_next_step(*, by: Member, request_id: UUID) -> Request:
    """Take back that the next step was taken.

    Raises:
        RequestNotFound: there is none, or none that the member may see.
        NothingPromised: it was not taken, or somebody else took it.
    """
    row = _standing(by, request_id)
    if row.next_step_done_at is None or row.next_step_done_by_id != by.user.pk:
        raise NothingPromised
    row.next_step_done_at = None
    row.next_step_done_by = None
    _save(row, "next_step_done_at", "next_step_done_by")
    audit.record("undo", kind="request", object_id=row.pk, person_id=row.person_id, fields=["next_step"])
    return row


def give_next_steps(worker_of: Mapping[UUID, UUID | None]) -> None:
    """Make colleagues responsible for open next steps; whoever calls has asked for the right and keeps the record.

    Args:
        worker_of: the colleague of each request; None for nobody.
    """
    requests_of: dict[UUID | None, list[UUID]] = {}
    for request_id, worker_id in worker_of.items():
        requests_of.setdefault(worker_id, []).append(request_id)
    for worker_id, request_ids in requests_of.items():
        rows = Request.objects.filter(pk__in=request_ids, next_step_done_at=None)
        rows.update(responsible=worker_id, changed_at=Now(), version=F("version") + 1)


def _locked(by: Member, request_id: UUID) -> Request:
    row = _standing(by, request_id)
    if not row.next_step or row.next_step_done_at is not None:
        raise NothingPromised
    return row


def _standing(by: Member, request_id: UUID) -> Request:
    if not by.may("contacts.record"):
        raise NotAllowed
    visible = visible_contacts(by).standing().values("pk")
    rows = Request.objects.select_for_update(of=("self",)).filter(is_cancelled=False, contact_id__in=visible)
    row: Request | None = rows.filter(pk=request_id).first()
    if row is None:
        raise RequestNotFound
    return row


def _save(row: Request, *names: str) -> None:
    values = {name: getattr(row, name) for name in names}
    Request.objects.filter(pk=row.pk).update(**values, changed_at=Now(), version=F("version") + 1)
    next_steps_changed(row.contact_id)
