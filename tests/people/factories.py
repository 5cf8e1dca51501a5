"""Small people for the tests of this module. Call them inside the municipality that they belong to."""

from __future__ import annotations

import datetime as dt

from arogi.accounts.access import Member
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate
from arogi.people.facts import AddressFacts, IdentifierFacts, NewPerson, PersonFacts, PhoneFacts
from arogi.people.models import Person
from arogi.people.names import PersonNames
from arogi.people.services import register_person

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
AMKA = "01013099997"


def facts(surname: str = "Παπαδόπουλος", first_name: str = "Γεώργιος", **more: object) -> PersonFacts:
    """Facts about a person; names by their own words, the rest as of `PersonFacts`."""
    names = {name: more.pop(name) for name in PersonNames.__slots__ if name in more}
    born = more.pop("born", UNKNOWN_DATE)
    if isinstance(born, str):
        born = PartialDate.from_iso(born)
    return PersonFacts(names=PersonNames(surname=surname, first_name=first_name, **names), born=born, **more)


def new_person(
    surname: str = "Παπαδόπουλος",
    first_name: str = "Γεώργιος",
    *,
    amka: str = "",
    phone: str = "",
    settlement: str = "",
    **more: object,
) -> NewPerson:
    """Everything about a new person."""
    return NewPerson(
        facts=facts(surname, first_name, **more),
        identifiers=(IdentifierFacts(kind="amka", value=amka, override_reason="as on paper"),) if amka else (),
        phones=(PhoneFacts(number=phone),) if phone else (),
        address=AddressFacts(settlement_text=settlement) if settlement else None,
    )


def person(by: Member, surname: str = "Παπαδόπουλος", first_name: str = "Γεώργιος", **more: object) -> Person:
    """A registered person."""
    return register_person(by=by, new=new_person(surname, first_name, **more), today=TODAY)
