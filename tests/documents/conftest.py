"""A person in Karditsa and the staff who see the papers."""

from __future__ import annotations

import datetime as dt

import pytest

from arogi.documents.services import PaperFacts, record_paper
from tests.factories import member
from tests.people.factories import person as registered

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def worker(karditsa):
    """A social worker of the municipality."""
    return member(karditsa)


@pytest.fixture
def citizen(worker):
    return registered(worker, "Δοκιμίδου", "Ελένη")


@pytest.fixture
def shown(worker, citizen, today):
    """Record a paper: `shown("lease", ends=40)`; gives it. `ends` counts the days from today."""

    def shown_(kind="lease", *, ends=None, person=None, by=None, **facts):
        expires = today + dt.timedelta(days=ends) if ends is not None else None
        said = PaperFacts(kind=kind, **{"seen_on": today, "expires_on": expires, **facts})
        at = dt.datetime.now(dt.UTC)
        event = record_paper(by=by or worker, person_id=(person or citizen).pk, facts=said, today=today, at=at)
        return event.document

    return shown_
