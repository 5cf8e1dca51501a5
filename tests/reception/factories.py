"""Rows of reception. Call them inside the municipality that they belong to."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.people.models import Person
from arogi.reception.models import CentreService, Contact
from arogi.reception.services import ContactFacts, RequestLine, adopt_catalogue, record_contact
from tests.factories import TODAY


def service(code: str = "A2.01") -> CentreService:
    """A service of the national catalogue, which is adopted at first use."""
    adopt_catalogue()
    return CentreService.objects.get(code=code, valid_until=None)


def person(**changes: object) -> Person:
    """A person with no name but a key."""
    return Person.objects.create(**{"registered_on": TODAY, "called": "Μάρω", **changes})


def facts(code: str = "KK", **changes: object) -> ContactFacts:
    """The least that is said of a contact: today, at the desk."""
    given = {"structure": Structure.objects.get(code=code), "date": TODAY, **changes}
    return ContactFacts(**given)


def line(code: str = "A2.01", **changes: object) -> RequestLine:
    """One request for a service of the catalogue."""
    return RequestLine(service=service(code), **changes)


def contact(by: Member, *codes: str, at: str = "KK", today: dt.date = TODAY, **changes: object) -> Contact:
    """A recorded contact with one request for each code."""
    lines = tuple(line(code) for code in codes or ("A2.01",))
    return record_contact(by=by, facts=facts(at, **changes), lines=lines, submission=uuid4(), today=today)
