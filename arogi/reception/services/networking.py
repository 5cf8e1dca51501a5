"""Networking acts: work of the centre that concerns no single person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.errors import DomainError, NotAllowed
from arogi.reception.models import NetworkingAct
from arogi.reception.services.contacts import (
    ContactRefused,
    DateInTheFuture,
    ImpossibleMinutes,
    NotYourStructure,
    UnknownStructure,
    check_text,
)


class BodyNeeded(ContactRefused):
    """Whom did they meet?"""

    message = _("Write which organisation or group was met.")
    field = "body"


class ActNotFound(DomainError):
    """There is no such act, or it was cancelled."""

    message = _("There is no such networking act.")


@dataclass(frozen=True, kw_only=True)
class ActFacts:
    """What is said of one networking act."""

    structure: Structure
    date: dt.date
    kind: str
    body: str
    subject: str = ""
    minutes: int | None = None


@transaction.atomic
def record_networking_act(*, by: Member, facts: ActFacts, today: dt.date) -> NetworkingAct:
    """Record a visit, a meeting, a talk.

    Raises:
        NotAllowed: the roles do not include recording.
        ContactRefused: one of its family, with the field that it concerns.
    """
    _check(by, facts, today)
    act: NetworkingAct = NetworkingAct.objects.create(
        structure=facts.structure,
        date=facts.date,
        kind=facts.kind,
        body=facts.body.strip(),
        subject=facts.subject.strip(),
        minutes=facts.minutes,
        staff=by.user,
    )
    audit.record("create", kind="networkingact", object_id=act.pk)
    return act


@transaction.atomic
def cancel_networking_act(*, by: Member, act_id: UUID, reason: str, at: dt.datetime) -> NetworkingAct:
    """Cancel a networking act; it stays to be seen.

    Raises:
        ActNotFound: there is none, it was cancelled, or it belongs to a structure where the member does not work.
    """
    if not by.may("contacts.record"):
        raise NotAllowed
    acts = NetworkingAct.objects.select_for_update(of=("self",))
    act: NetworkingAct | None = acts.filter(pk=act_id, cancelled_at=None).first()
    if act is None or not by.works_in(act.structure_id):
        raise ActNotFound
    check_text(reason, longest=200, field="reason")
    act.cancelled_at = at
    act.cancelled_reason = reason.strip() or str(_("No reason given."))
    act.version += 1
    act.changed_at = Now()
    act.save(update_fields=["cancelled_at", "cancelled_reason", "version", "changed_at"])
    audit.record("cancel", kind="networkingact", object_id=act.pk, reason=act.cancelled_reason)
    return act


def _check(by: Member, facts: ActFacts, today: dt.date) -> None:
    if not by.may("contacts.record"):
        raise NotAllowed
    if facts.structure.municipality_id != by.municipality.pk:
        raise UnknownStructure
    if not by.works_in(facts.structure.pk):
        raise NotYourStructure
    if facts.date > today:
        raise DateInTheFuture
    if not facts.body.strip():
        raise BodyNeeded
    _check_values(facts)


def _check_values(facts: ActFacts) -> None:
    if facts.kind not in NetworkingAct.Kind.values:
        raise ContactRefused(field="kind")
    if facts.minutes is not None and not 0 <= facts.minutes <= 1440:
        raise ImpossibleMinutes
    check_text(facts.body, longest=160, field="body")
    check_text(facts.subject, longest=300, field="subject")
