"""What the person's page shows of this module: the applications in which he or she applies, the open ones first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from arogi.accounts.access import Member
from arogi.applications.models import Application
from arogi.applications.pages import ShownApplication, shown_applications
from arogi.applications.selectors import applications_of
from arogi.people.models import Person

SHOWN_AT_MOST = 6
ORDER = (Application.OPEN, Application.GRANTED, Application.ENDED)


@dataclass(frozen=True, kw_only=True)
class ApplicationPanel:
    """The panel of one person; `more` counts those that are not shown."""

    person_id: UUID
    applications: tuple[ShownApplication, ...]
    more: int
    may_record: bool


def application_panel(member: Member, person: Person, today: dt.date) -> ApplicationPanel | None:
    """Read a person's applications; one query. None for whoever may not see them."""
    if not member.may("applications.view"):
        return None
    rows = sorted(
        applications_of(member, [person.pk]), key=lambda row: next(i for i, on in enumerate(ORDER) if row.state in on)
    )
    return ApplicationPanel(
        person_id=person.pk,
        applications=shown_applications(rows[:SHOWN_AT_MOST], today),
        more=max(0, len(rows) - SHOWN_AT_MOST),
        may_record=member.may("applications.record"),
    )
