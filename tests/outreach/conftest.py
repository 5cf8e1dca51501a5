"""A register in Karditsa: families of which everything is known, and the run over all of them."""

from __future__ import annotations

import datetime as dt

import pytest

from arogi.accounts.access import member_on
from arogi.outreach.models import Line
from arogi.outreach.services import search_register
from tests.factories import membership
from tests.outreach.families import settle

TODAY = dt.date(2026, 11, 20)
CLOCK = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def worker(karditsa):
    """A social worker of the municipality."""
    account = membership(karditsa, "social_worker")
    return member_on(user=account, municipality=karditsa, date=TODAY)


@pytest.fixture
def family(worker):
    """Settle a family: `family("Δοκιμίδης", received=[...], members=...)`; gives its head."""

    def settle_(surname="Δοκιμίδης", **changes):
        return settle(worker, surname, today=TODAY, **changes)

    return settle_


@pytest.fixture
def run():
    """Run over the register: `run()`, or `run(on=day)`."""

    def run_(*, on=TODAY):
        # Rows are written at the database's own time: a run is dated by the same clock, so that "since" has a meaning.
        return search_register(today=on, now=lambda: dt.datetime.now(dt.UTC))

    return run_


@pytest.fixture
def lines():
    """Give the standing lines as {(surname, programme): line}."""

    def lines_():
        rows = Line.objects.standing().select_related("person")
        return {(line.person.surname, line.programme): line for line in rows}

    return lines_
