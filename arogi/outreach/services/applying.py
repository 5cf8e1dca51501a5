"""A line becomes an application: opened for the person of the line, and settled with it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from arogi.accounts.access import Member
from arogi.applications.errors import OpenAlready
from arogi.applications.models import Application
from arogi.applications.services import Wish, open_application
from arogi.outreach.models import Line, LineEvent
from arogi.outreach.services.acts import happened, of_member, refuse_settled


@transaction.atomic
def apply_for(*, by: Member, line_id: UUID, today: dt.date, at: dt.datetime) -> tuple[LineEvent, UUID | None]:
    """Open the application that a line calls for; the line is settled: they have applied.

    Returns:
        The event of the line, and the application: the one that is open already where there is one, None where that
        one may not be seen.

    Raises:
        NotAllowed, NoSuchLine, LineIsSettled: as `take` has them.
        applications.errors.NotAppliedFor, NoStructure: the application cannot be opened.
    """
    line = of_member(by, line_id)
    refuse_settled(line)
    try:
        opened: Application = open_application(
            by=by, person_id=line.person_id, wish=Wish(programme=line.programme), today=today, at=at
        )
        application_id: UUID | None = opened.pk
    except OpenAlready as first:
        application_id = first.first_id
    event = happened(by, line, at, LineEvent.Kind.APPLIED, state=Line.State.APPLIED, taken_by=by.user)
    return event, application_id
