"""A centre in Karditsa with a worker, a colleague, a coordinator, and somebody whose papers end."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from arogi.accounts.access import member_on
from arogi.casework.models import Task
from arogi.casework.services import TaskDraft, have_tasks
from arogi.centres.models import Structure
from arogi.people.models import Person
from tests.factories import TODAY, membership

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def centre(karditsa):
    return Structure.objects.get(code="KK")


@pytest.fixture
def branch(karditsa):
    return Structure.objects.get(code="ROMA")


@pytest.fixture
def staff(karditsa):
    """Give `staff("social_worker", at=structure)`: a member of staff of the municipality."""

    def one(role="social_worker", *, at=None):
        return member_on(user=membership(karditsa, role, at=at), municipality=karditsa, date=TODAY)

    return one


@pytest.fixture
def worker(staff, centre):
    return staff(at=centre)


@pytest.fixture
def colleague(staff, centre):
    return staff(at=centre)


@pytest.fixture
def coordinator(staff):
    return staff("coordinator")


@pytest.fixture
def person(centre, worker):
    return Person.objects.create(
        surname="Δοκιμίδης", registered_on=TODAY, registered_at=centre, key_worker=worker.user, sort_key="dokimidis"
    )


def draft(person=None, **changes):
    """A paper that ends in ten days."""
    said = {
        "kind": Task.Kind.RENEWAL, "source_kind": "document", "source_id": uuid4(),
        "due_on": TODAY + dt.timedelta(days=10), "person_id": person.pk if person else None, **changes,
    }  # fmt: skip
    return TaskDraft(**said)


@pytest.fixture
def task(person):
    """A renewal that lies with the key worker."""
    wanted = draft(person)
    have_tasks([wanted], on=TODAY)
    return Task.objects.get(source_id=wanted.source_id)


def state_of(task):
    """What an act changes of a task."""
    task.refresh_from_db()
    return task.state, task.worker, task.snoozed_until, task.result
