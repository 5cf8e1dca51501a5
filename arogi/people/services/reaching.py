"""Phones and addresses: ways to reach a person, and what is safe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.centres.models import Settlement
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.values import phone
from arogi.core.values.checked import UnreadableValue
from arogi.people.errors import ImpossibleFact, NoPlace, PhoneAlreadyThere, PhoneUnreadable, WrongDates
from arogi.people.facts import AddressFacts, PhoneFacts
from arogi.people.kept_text import kept
from arogi.people.models import Address, Person, PersonCorrection, Phone
from arogi.people.sealing import PHONES, seal, unseal
from arogi.people.services.history import change, keep_former, locked

ONCE = "people_phone_once_per_person"


def add_phones(person: Person, phones: Iterable[PhoneFacts]) -> None:
    """Record the phones of a new person, in their order.

    Raises:
        PhoneUnreadable, PhoneAlreadyThere, ImpossibleFact: see there.
    """
    for position, facts in enumerate(phones, start=1):
        with refusing(ONCE, PhoneAlreadyThere):
            _new_phone(person, facts, position).save(force_insert=True)


@transaction.atomic
def add_phone(*, by: Member, person_id: UUID, facts: PhoneFacts) -> Phone:
    """Record one more phone.

    Raises:
        PhoneUnreadable, PhoneAlreadyThere, ImpossibleFact, NoSuchPerson: see there.
    """
    person = locked(Person, person_id)
    last = Phone.objects.filter(person=person).aggregate(last=Max("position"))["last"] or 0
    row = _new_phone(person, facts, last + 1)
    with refusing(ONCE, PhoneAlreadyThere):
        row.save(force_insert=True)
    audit.record("create", kind="phone", object_id=row.pk, person_id=person_id)
    return row


@transaction.atomic
def change_phone(*, by: Member, phone_id: UUID, version: int, facts: PhoneFacts, at: dt.datetime) -> Phone:
    """Correct a phone, or say whose it is and whether it is safe.

    Raises:
        ChangedMeanwhile, PhoneUnreadable, PhoneAlreadyThere, ImpossibleFact, NoSuchPerson: see there.
    """
    row = locked(Phone, phone_id, version)
    number = _number(facts)
    values = _owner(facts)
    if unseal(PHONES, row.pk, row.value) != number:
        sealed = seal(PHONES, row.pk, number)
        values |= {"value": sealed.value, "blind_index": sealed.blind_index}
    with refusing(ONCE, PhoneAlreadyThere):
        former = change(row, values, at=at)
    if former:
        keep_former(row, former, kind=PersonCorrection.Kind.PHONE, person_id=row.person_id, by=by, at=at)
        audit.record("change", kind="phone", object_id=row.pk, person_id=row.person_id, fields=sorted(former))
    return row


@transaction.atomic
def remove_phone(*, by: Member, phone_id: UUID, version: int, at: dt.datetime) -> None:
    """Take a phone off a person's file; it is kept among the corrections.

    Raises:
        ChangedMeanwhile, NoSuchPerson: see there.
    """
    row = locked(Phone, phone_id, version)
    former = {name: getattr(row, name) for name in ("value", "owner", "owner_name", "safe_to_call", "safe_to_text")}
    row.version += 1
    keep_former(row, former, kind=PersonCorrection.Kind.PHONE, person_id=row.person_id, by=by, at=at)
    audit.record("remove", kind="phone", object_id=row.pk, person_id=row.person_id)
    row.delete()


def new_address(person: Person, facts: AddressFacts) -> Address:
    """Make the row of an address; not saved yet.

    Raises:
        NoPlace, ImpossibleFact: see there.
    """
    return Address(id=uuid7(), person=person, from_date=facts.from_date, **_place(facts))


@transaction.atomic
def move(*, by: Member, person_id: UUID, address: AddressFacts, on: dt.date) -> Address:
    """Record that a person lives elsewhere from a day on; the current address ends then and is kept.

    Raises:
        NoPlace, ImpossibleFact, WrongDates, NoSuchPerson: see there.
    """
    person = locked(Person, person_id)
    current = Address.objects.select_for_update().filter(person=person, until_date=None).first()
    if current:
        if current.from_date and current.from_date > on:
            raise WrongDates(field="from_date")
        current.until_date = on
        current.save(update_fields=["until_date"])
    row = Address(id=uuid7(), person=person, from_date=on, **_place(address))
    row.save(force_insert=True)
    audit.record("create", kind="address", object_id=row.pk, person_id=person_id)
    return row


@transaction.atomic
def correct_address(*, by: Member, address_id: UUID, version: int, address: AddressFacts, at: dt.datetime) -> Address:
    """Correct an address that was written down wrongly; what stood there is kept.

    Raises:
        ChangedMeanwhile, NoPlace, ImpossibleFact, WrongDates, NoSuchPerson: see there.
    """
    row = locked(Address, address_id, version)
    from_date = address.from_date or row.from_date
    if row.until_date and from_date and from_date > row.until_date:
        raise WrongDates(field="from_date")
    former = change(row, {**_place(address), "from_date": from_date}, at=at)
    if former:
        keep_former(row, former, kind=PersonCorrection.Kind.ADDRESS, person_id=row.person_id, by=by, at=at)
        audit.record("change", kind="address", object_id=row.pk, person_id=row.person_id, fields=sorted(former))
    return row


def _new_phone(person: Person, facts: PhoneFacts, position: int) -> Phone:
    row = Phone(id=uuid7(), person=person, position=position, **_owner(facts))
    sealed = seal(PHONES, row.pk, _number(facts))
    row.value, row.blind_index = sealed.value, sealed.blind_index
    return row


def _number(facts: PhoneFacts) -> str:
    try:
        return phone.check(facts.number).value
    except UnreadableValue as unreadable:
        raise PhoneUnreadable(unreadable.message) from unreadable


def _owner(facts: PhoneFacts) -> dict[str, object]:
    if facts.owner not in Phone.Owner.values:
        raise ImpossibleFact(field="owner")
    return {
        "owner": facts.owner,
        "owner_name": kept(facts.owner_name, at_most=80, field="owner_name"),
        "safe_to_call": facts.safe_to_call,
        "safe_to_text": facts.safe_to_text,
    }


def _place(facts: AddressFacts) -> dict[str, object]:
    if not facts:
        raise NoPlace
    if facts.settlement_id and not Settlement.objects.filter(pk=facts.settlement_id).exists():
        raise ImpossibleFact(field="settlement")
    return {
        "settlement_id": facts.settlement_id,
        "settlement_text": kept(facts.settlement_text, at_most=120, field="settlement_text"),
        "street": kept(facts.street, at_most=160, field="street"),
        "postcode": kept(facts.postcode, at_most=10, field="postcode"),
        "no_fixed_abode": facts.no_fixed_abode,
    }
