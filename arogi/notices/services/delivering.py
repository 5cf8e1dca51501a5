"""Carrying messages away: each is marked before it leaves and after, so that none leaves twice.

A program that is killed between the two leaves a message of which nobody knows; it is said so and not sent again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Min
from django.db.models.functions import Now

from arogi.centres.models import Municipality
from arogi.core import audit, tenancy
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError
from arogi.notices.errors import NotSent
from arogi.notices.hours import earliest
from arogi.notices.models import Notice
from arogi.notices.providers import Provider, Refused, TryAgain, provider_of
from arogi.notices.reach import way_to
from arogi.notices.services.queueing import ask_for_delivery
from arogi.notices.texts import Filled, filled, template_called

AT_ONCE = 500
MOST_ATTEMPTS = 5
FIRST_WAIT = dt.timedelta(minutes=5)
GIVEN_UP_AFTER = dt.timedelta(hours=1)
Clock = Callable[[], dt.datetime]
Providers = Callable[[str], Provider]


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A message on its way out."""

    id: UUID
    channel: str
    to: str
    text: Filled


def deliver_due(municipality_id: UUID, *, now: Clock, providers: Providers = provider_of) -> int:
    """Carry away what is due in a municipality, each message in transactions of its own; give how many were sent."""
    with acting_in(municipality_id):
        _give_up_lost(now())
        rows = Notice.objects.filter(state=Notice.State.QUEUED, send_after__lte=now()).order_by("send_after", "pk")
        ids: list[UUID] = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    sent = sum(_deliver(municipality_id, one, now, providers) for one in ids)
    with acting_in(municipality_id):
        waiting = Notice.objects.filter(state=Notice.State.QUEUED).aggregate(first=Min("send_after"))["first"]
        if waiting:
            ask_for_delivery(max(waiting, now() + dt.timedelta(minutes=1)))
    return sent


def _give_up_lost(now: dt.datetime) -> None:
    lost = Notice.objects.filter(state=Notice.State.SENDING, send_after__lt=now - GIVEN_UP_AFTER)
    lost.update(state=Notice.State.FAILED, reason=Notice.Reason.UNKNOWN, changed_at=Now(), version=F("version") + 1)


def _deliver(municipality_id: UUID, notice_id: UUID, now: Clock, providers: Providers) -> bool:
    with acting_in(municipality_id):
        leaving = _take(notice_id, now())
    if leaving is None:
        return False
    text = leaving.text.sms if leaving.channel == Notice.Channel.SMS else leaving.text.email
    try:
        number = providers(leaving.channel).send(leaving.to, leaving.text.subject, text)
        done = {"state": Notice.State.SENT, "sent_at": now(), "provider_id": number}
    except Refused:
        done = {"state": Notice.State.FAILED, "reason": Notice.Reason.REFUSED}
    except TryAgain:
        done = {}
    with acting_in(municipality_id):
        return _note(notice_id, done, now())


def _take(notice_id: UUID, now: dt.datetime) -> _Leaving | None:
    """Mark a message as leaving, if it still may; else say why it may not."""
    rows = Notice.objects.select_for_update(of=("self",), skip_locked=True).select_related("person")
    notice: Notice | None = rows.filter(pk=notice_id, state=Notice.State.QUEUED).first()
    if notice is None:
        return None
    try:
        template = template_called(notice.template)
        way = way_to(notice.person, template, notice.channel)
    except DomainError as refusal:
        reason = refusal.reason if isinstance(refusal, NotSent) else Notice.Reason.REFUSED
        _write(notice.pk, state=Notice.State.CANCELLED, reason=reason)
        return None
    _write(notice.pk, state=Notice.State.SENDING, attempts=notice.attempts + 1, send_after=now, address_end=way.end)
    words = {**notice.words, "town": _town(notice.language)}
    return _Leaving(notice.pk, notice.channel, way.address, filled(template, notice.language, words))


def _town(language: str) -> str:
    town = Municipality.objects.get(pk=tenancy.current_municipality_id())
    return town.name_el if language == "el" else town.name_en


def _note(notice_id: UUID, done: dict[str, object], now: dt.datetime) -> bool:
    notice = Notice.objects.get(pk=notice_id)
    if not done and notice.attempts >= MOST_ATTEMPTS:
        done = {"state": Notice.State.FAILED, "reason": Notice.Reason.UNREACHABLE}
    elif not done:
        wait = FIRST_WAIT * 4 ** (notice.attempts - 1)  # 5 minutes, 20, 80, 320
        done = {"state": Notice.State.QUEUED, "send_after": earliest(now + wait)}
    _write(notice_id, **done)
    if done["state"] == Notice.State.SENT:
        audit.record("send", kind="notice", object_id=notice_id, person_id=notice.person_id)
    return done["state"] == Notice.State.SENT


def _write(notice_id: UUID, **columns: object) -> None:
    Notice.objects.filter(pk=notice_id).update(**columns, changed_at=Now(), version=F("version") + 1)
