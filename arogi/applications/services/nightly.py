"""What time alone brings: renewals with a word to the person, and granted periods that are over."""

from __future__ import annotations

import contextlib
import datetime as dt

from django.db import transaction
from django.db.models import F
from uuid_utils.compat import uuid7

from arogi.applications.law import longest_lead_days
from arogi.applications.models import Application, ApplicationEvent
from arogi.applications.services.following import APPLICATION, RENEWED_WITHIN, drafts_of, keep_tasks
from arogi.casework.models import Task
from arogi.casework.services import have_tasks
from arogi.core import audit, shown
from arogi.notices.errors import NotSent
from arogi.notices.services import send

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def follow_all(*, today: dt.date, at: dt.datetime) -> int:
    """Let what is over end, and have every task of the entered municipality's applications that is due.

    Safe to run twice.

    Returns:
        How many tasks were made.
    """
    _let_end(today, at)
    last = today + dt.timedelta(days=longest_lead_days())
    granted = (*Application.GRANTED, Application.State.EXPIRED)
    rows = Application.objects.filter(state__in=granted, granted_until__range=(today - RENEWED_WITHIN, last))
    due = [(row, draft) for row in rows.select_related("person") for draft in drafts_of(row, today)]
    for row, draft in due:
        if draft.kind == Task.Kind.RENEWAL and row.state in Application.GRANTED:
            _remind(row, at)
    return have_tasks((draft for _row, draft in due), on=today)


def _remind(application: Application, at: dt.datetime) -> None:
    """Tell the person once that something ends, where that is safe and wanted; the message does not say what."""
    ends = application.granted_until
    with contextlib.suppress(NotSent):
        send(
            person=application.person,
            template="renewal",
            at=at,
            words={"day": shown.typed_day(ends)},
            source=(APPLICATION, application.pk),
            about_on=ends,
        )


def _let_end(today: dt.date, at: dt.datetime) -> None:
    """Note that a granted period is over; what the payer suspended stays with it until a colleague knows more."""
    over = Application.objects.filter(state=Application.State.APPROVED, granted_until__lt=today)
    for application in over.select_for_update(of=("self",)):
        last = application.granted_until
        if last is None:  # the query asks for it; the type does not know
            continue
        columns = {"state": Application.State.EXPIRED, "state_since": last + ONE_DAY}
        former = {name: str(getattr(application, name)) for name in columns}
        Application.objects.filter(pk=application.pk).update(
            **columns, payer_word="", version=F("version") + 1, changed_at=at
        )
        ApplicationEvent.objects.create(
            id=uuid7(),
            application=application,
            act="expire",
            on=last + ONE_DAY,
            at=at,
            former=former | {"payer_word": application.payer_word},
        )
        audit.record("end", kind="application", object_id=application.pk, person_id=application.person_id)
        application.refresh_from_db()
        keep_tasks(application, today)
