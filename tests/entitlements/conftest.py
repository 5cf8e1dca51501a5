"""A household in Karditsa, and the people who work for it."""

from __future__ import annotations

import datetime as dt

import pytest

from arogi.accounts.access import member_on
from arogi.entitlements.homes import home_of
from arogi.entitlements.services import record_facts
from arogi.people import services as people
from arogi.people.models import Person
from tests.factories import membership

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def worker(karditsa):
    """A social worker of the municipality."""
    account = membership(karditsa, "social_worker")
    return member_on(user=account, municipality=karditsa, date=dt.date(2026, 11, 22))


def make_person(surname, **changes):
    facts = {
        "surname": surname, "first_name": "Δοκιμή", "sex": "F", "birth_date": dt.date(1985, 6, 1),
        "birth_precision": "day", "citizenships": ["GRC"], "registered_on": TODAY,
    }  # fmt: skip
    return Person.objects.create(**{**facts, **changes})


@pytest.fixture
def mother(worker):
    """A lone mother with a boy of six."""
    mother = make_person("Δοκιμίδου")
    child = make_person("Δοκιμίδης", sex="M", birth_date=dt.date(2019, 5, 10))
    home = people.start_household(by=worker, head_id=mother.pk, on=dt.date(2020, 1, 1))
    people.join_household(by=worker, household_id=home.pk, person_id=child.pk, relation="child", on=dt.date(2020, 1, 1))
    return mother


@pytest.fixture
def child(mother):
    return Person.objects.get(surname="Δοκιμίδης")


@pytest.fixture
def tell(worker, mother):
    """Record facts of the mother's household: `tell({FactKey(...): value})`."""

    def tell_(told, *, person=mother, source="declared", today=TODAY):
        return record_facts(by=worker, person=person, told=told, source=source, told_on=today, today=today)

    return tell_


@pytest.fixture
def home(mother):
    return home_of(mother, TODAY)
