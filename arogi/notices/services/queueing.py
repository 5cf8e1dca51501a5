"""Messages that are to leave: queued with what caused them, in its transaction."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from arogi.accounts.access import Member
from arogi.core import audit, tenancy
from arogi.core.errors import NotAllowed
from arogi.notices.errors import LeftAlready, NoSuchNotice, UnknownNotice
from arogi.notices.hours import earliest
from arogi.notices.models import Notice
from arogi.notices.reach import way_to
from arogi.notices.texts import readable, template_called
from arogi.people.models import Person

DELIVER = "notices.deliver"


@transaction.atomic
def send(
    *,
    person: Person,
    template: str,
    at: dt.datetime,
    words: Mapping[str, str] | None = None,
    by: Member | None = None,
    source: tuple[str, UUID] | None = None,
    about_on: dt.date | None = None,
    channel: str = "",
) -> Notice:
    """Queue a message to a person, on a safe way, in the person's language, outside the quiet hours.

    Args:
        template: a key of `templates.yaml`.
        at: the moment, aware.
        words: what fills its places (`day`, `time`), in words.
        by: the member of staff who asks; None for the program.
        source: what it is about; with `template` and `about_on` it is queued once, and asked again gives the first.
        channel: a code of `Notice.Channel` to use no other.

    Raises:
        NotSent: one of its family: nothing may go to this person.
        NotAllowed, UnknownNotice: see there.
    """
    if by and not by.may("notices.send"):
        raise NotAllowed
    wanted = template_called(template)
    told = readable(words or {}, wanted)
    if source and (before := _before(template, source, about_on)):
        return before
    way = way_to(person, wanted, channel)
    notice: Notice = Notice.objects.create(
        person=person,
        channel=way.channel,
        template=template,
        language=wanted.language_for(person.languages),
        words=told,
        source_kind=source[0] if source else "",
        source_id=source[1] if source else None,
        about_on=about_on,
        send_after=earliest(at),
        address_end=way.end,
        asked_by=by.user if by else None,
    )
    audit.record("create", kind="notice", object_id=notice.pk, person_id=person.pk)
    ask_for_delivery(notice.send_after)
    return notice


def _before(template: str, source: tuple[str, UUID], about_on: dt.date | None) -> Notice | None:
    kind, source_id = source
    rows = Notice.objects.filter(template=template, source_kind=kind, source_id=source_id, about_on=about_on)
    notice: Notice | None = rows.first()
    return notice


def send_by_hand(*, by: Member, person: Person, template: str, at: dt.datetime) -> Notice:
    """Queue one of the messages that staff may send from a person's page; as `send`."""
    if not template_called(template).by_hand:
        raise UnknownNotice
    return send(by=by, person=person, template=template, at=at)


def ask_for_delivery(moment: dt.datetime) -> None:
    """Have a job of the queue carry away what is due then; it commits with what asked for it."""
    town = tenancy.current_municipality_id()
    lock = f"notices {town} {moment.astimezone(dt.UTC):%Y-%m-%d %H:%M}"
    job = app.configure_task(DELIVER, schedule_at=moment, queueing_lock=lock)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(municipality_id=str(town))


@transaction.atomic
def cancel(*, by: Member, notice_id: UUID) -> Notice:
    """Take back a message that has not left.

    Raises:
        NotAllowed, NoSuchNotice, LeftAlready: see there.
    """
    if not by.may("notices.send"):
        raise NotAllowed
    notice: Notice | None = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchNotice
    if notice.state != Notice.State.QUEUED:
        raise LeftAlready
    notice.state, notice.reason = Notice.State.CANCELLED, Notice.Reason.TAKEN_BACK
    notice.version += 1
    notice.save(update_fields=["state", "reason", "version"])
    audit.record("cancel", kind="notice", object_id=notice.pk, person_id=notice.person_id)
    return notice
