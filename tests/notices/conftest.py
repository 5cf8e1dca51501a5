"""Somebody in Karditsa who has a phone of her own and may be written to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from arogi.accounts.access import member_on
from arogi.people.facts import NewPerson, PhoneFacts
from arogi.people.services import register_person
from tests.factories import TODAY, membership
from tests.people.factories import facts

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def worker(karditsa):
    return member_on(user=membership(karditsa, "social_worker"), municipality=karditsa, date=TODAY)


@pytest.fixture
def person_with(worker):
    """Give `person_with(number, safe_to_text=False, languages=("en",))`: a registered person with one phone."""

    def register(number="6971234567", *, owner="own", safe_to_text=True, **changes):
        phone = PhoneFacts(number=number, owner=owner, safe_to_text=safe_to_text)
        new = NewPerson(facts=facts(**changes), phones=(phone,) if number else ())
        return register_person(by=worker, new=new, today=TODAY)

    return register


@pytest.fixture
def person(person_with):
    return person_with()


@dataclass
class Carrier:
    """A provider that remembers what it was given, and fails as often as it is told."""

    fails: list[Exception] = field(default_factory=list)
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def __call__(self, channel):
        return self

    def send(self, to, subject, text):
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append((to, subject, text))
        return f"number-{len(self.sent)}"


@pytest.fixture
def carrier():
    return Carrier()
