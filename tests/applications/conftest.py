"""A family in Karditsa that applies, and who works for it."""

from __future__ import annotations

import datetime as dt

import pytest

from arogi.accounts.access import member_on
from arogi.applications import services
from arogi.applications.services import Told, Wish
from arogi.reception.services import adopt_catalogue
from tests.factories import TODAY, membership
from tests.outreach.families import settle

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
CODE = "1234-5678-9012-3456"


@pytest.fixture
def worker(karditsa):
    """A social worker of the municipality."""
    adopt_catalogue()
    account = membership(karditsa, "social_worker")
    return member_on(user=account, municipality=karditsa, date=TODAY)


@pytest.fixture
def receptionist(karditsa):
    """A colleague who reads nothing of health and no whole numbers."""
    return member_on(user=membership(karditsa, "reception"), municipality=karditsa, date=TODAY)


@pytest.fixture
def head(worker):
    """The head of a family of four: two parents, two pupils."""
    return settle(worker, "Δοκιμίδης", today=TODAY, told=False)


@pytest.fixture
def open_(worker, head):
    """Open an application: `open_("eee")`."""

    def open__(programme="eee", *, by=worker, person=head, **wish):
        wanted = Wish(programme=programme, **wish)
        return services.open_application(by=by, person_id=person.pk, wish=wanted, today=TODAY, at=NOW)

    return open__


@pytest.fixture
def do(worker):
    """Let acts happen to an application one after the other: `do(application, "submit", "approve")`."""

    def do_(application, *acts, by=worker, on=TODAY, today=TODAY, **told):
        event = None
        needed = {"decision_reason": "Εισόδημα"} | told
        for act in acts:
            event = services.carry_out(
                by=by, application_id=application.pk, act=act, told=Told(on=on, **needed), today=today, at=NOW
            )
        application.refresh_from_db()
        return event

    return do_
