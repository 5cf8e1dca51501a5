"""The people of an activity as rows: files, names, numbers, phones, addresses, households, target groups."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate, Precision
from arogi.demo.acts import RequestRow
from arogi.demo.copying import Sheet
from arogi.demo.people import BirthDate, Household, Identifier, Person
from arogi.demo.staff import Crew
from arogi.demo.towns import Town
from arogi.people.names import PersonNames
from arogi.people.sealing import IDENTIFIERS, PHONES, seal
from arogi.people.services.card_numbers import take_card_numbers
from arogi.people.tokens import order_of, sounds_of

ATHENS = ZoneInfo("Europe/Athens")
_NOBODY = ""
# The generator's words for why a paper is missing, and for titles of residence, in the codes of the lists.
_REASONS = {
    "never_registered": "never_issued",
    "lost": "lost",
    "applied": "in_process",
    "not_shown": "not_brought",
    "refused": "refuses",
}
_TITLES = {
    "long_term": "long_term_resident",
    "asylum_seeker_card": "asylum_applicant",
    "protection_permit": "subsidiary_protection",
    "work_permit": "work",
    "temporary_protection": "temporary_protection",
}
_NO_PAPERS = "not_brought"


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a person's file came from: when and where somebody of the household first came, and who cares for it."""

    on: dt.date
    structure: UUID | None
    key_worker: UUID | None


class PeopleSheets:
    """The sheets of all tables of a person."""

    def __init__(self) -> None:
        self.persons = Sheet(
            "people_person",
            (
                *("id", "card_number", "registered_on", "registered_at_id", "source_key", "surname", "first_name"),
                *("father_name", "mother_name", "latin_surname", "latin_first_name", "called", "sort_key", "sex"),
                *("birth_date", "birth_precision", "birth_place", "citizenships", "languages", "needs_interpreter"),
                *("do_not_phone", "do_not_write", "do_not_visit", "hide_address", "alert", "no_identifier_reason"),
                *("key_worker_id", "status", "status_reason", "last_contact_on", "recorded_at", "changed_at"),
            ),
        )
        self.tokens = Sheet("people_nametoken", ("id", "person_id", "is_own", "sound"), is_recorded=False)
        self.identifiers = Sheet(
            "people_identifier",
            (
                *("id", "person_id", "kind", "value", "blind_index", "last_characters", "detail", "expires_on"),
                *("missing_reason", "override_reason", "warnings"),
            ),
        )
        self.phones = Sheet(
            "people_phone",
            (
                *("id", "person_id", "value", "blind_index", "owner", "owner_name", "safe_to_call", "safe_to_text"),
                "position",
            ),
        )
        self.addresses = Sheet(
            "people_address",
            ("id", "person_id", "settlement_id", "settlement_text", "street", "postcode", "no_fixed_abode"),
        )
        self.households = Sheet("people_household", ("id", "tenure", "note"))
        self.memberships = Sheet("people_householdmembership", ("id", "household_id", "person_id", "relation"))
        self.groups = Sheet(
            "people_targetgroupmembership",
            ("id", "person_id", "group", "source", "declared_on", "recorded_by_id"),
            is_recorded=False,
        )

    @cached_property
    def in_order(self) -> tuple[Sheet, ...]:
        """Give the sheets so that rows that are pointed at come first."""
        files = (self.persons, self.tokens, self.identifiers, self.phones, self.addresses)
        return (*files, self.households, self.memberships, self.groups)


class Registry:
    """Files people of one municipality.

    Attributes:
        ids: of everybody filed so far, by the generator's key.
        key_workers: by the generator's key, of those who have one.
    """

    def __init__(self, town: Town, crew: Crew, rng: random.Random) -> None:
        self.sheets = PeopleSheets()
        self.ids: dict[str, UUID] = {}
        self.key_workers: dict[str, UUID] = {}
        self._town = town
        self._crew = crew
        self._rng = rng
        self._titles = 0

    def file(self, households: tuple[Household, ...], rows: tuple[RequestRow, ...], *, otherwise: dt.date) -> None:
        """File households in the order in which they first came.

        Args:
            rows: what they asked for.
            otherwise: when those were registered of whose household nobody came.
        """
        first, last = _first_and_last(rows)
        filed = {household.key: self._filed(household, first, otherwise) for household in households}
        card = take_card_numbers(sum(len(household.members) for household in households))
        for household in sorted(households, key=lambda household: filed[household.key].on):
            for person in household.members:
                self._person(person, filed[household.key], last.get(person.key), card)
                self._place(person, household)
                card += 1
            self._household(household)

    def file_again(self, person: Person, *, on: dt.date, structure: UUID | None) -> UUID:
        """File the second record of somebody who is there already."""
        self._person(person, Filed(on, structure, None), on, take_card_numbers())
        return self.ids[person.key]

    def _filed(self, household: Household, first: Mapping[str, RequestRow], otherwise: dt.date) -> Filed:
        came = [first[person.key] for person in household.members if person.key in first]
        if not came:
            return Filed(otherwise, None, None)
        row = min(came, key=lambda row: (row.date, row.at))
        workers = self._crew.key_workers.get(row.structure, [])
        has_one = workers and self._rng.random() < 0.7
        key_worker = self._rng.choice(workers) if has_one else None
        return Filed(row.date, self._town.structures[row.structure].pk, key_worker)

    def _person(self, person: Person, filed: Filed, last_contact: dt.date | None, card: int) -> None:
        person_id = self.ids[person.key] = uuid7()
        names = _names(person)
        at = dt.datetime.combine(filed.on, dt.time(9), ATHENS)
        if filed.key_worker:
            self.key_workers[person.key] = filed.key_worker
        born = _born(person.born)
        unsafe = any(not phone.is_safe for phone in person.phones)
        self.sheets.persons.add(
            *(person_id, card, filed.on, filed.structure, person.key),
            *(getattr(names, column) for column in ("surname", "first_name", "father_name", "mother_name")),
            *(names.latin_surname, names.latin_first_name, names.called, order_of(names), person.sex),
            *(born.date, born.precision.value, "", [person.citizenship], [person.language]),
            *(person.language != "el", unsafe, False, False, unsafe, ""),
            *("" if person.identifiers or person.residence else _NO_PAPERS, filed.key_worker),
            *("active", "", last_contact, at, at),
        )
        for sound, is_own in sounds_of(_in_columns(names)).items():
            self.sheets.tokens.add(uuid7(), person_id, is_own, sound)
        self._papers(person, person_id)
        self._phones(person, person_id)
        for group in person.target_groups:
            self.sheets.groups.add(uuid7(), person_id, group, "declared", filed.on, filed.key_worker)

    def _papers(self, person: Person, person_id: UUID) -> None:
        for paper in person.identifiers:
            self._paper(paper, person_id)
        for gap in person.missing:
            self._add_paper(person_id, gap.kind, missing=_REASONS[gap.reason])
        if person.residence:
            self._titles += 1
            row_id = uuid7()
            sealed = seal(IDENTIFIERS, row_id, f"DEMO{self._titles:06d}")
            self.sheets.identifiers.add(
                *(row_id, person_id, "residence_title", sealed.value, sealed.blind_index, sealed.last_characters),
                *(_TITLES.get(person.residence.kind, "other"), person.residence.expires, "", "", "[]"),
            )

    def _paper(self, paper: Identifier, person_id: UUID) -> None:
        row_id = uuid7()
        sealed = seal(IDENTIFIERS, row_id, normal_form(paper))
        self.sheets.identifiers.add(
            *(row_id, person_id, paper.kind, sealed.value, sealed.blind_index, sealed.last_characters),
            *("", None, "", "", "[]"),
        )

    def _add_paper(self, person_id: UUID, kind: str, *, missing: str) -> None:
        self.sheets.identifiers.add(uuid7(), person_id, kind, None, None, "", "", None, missing, "", "[]")

    def _phones(self, person: Person, person_id: UUID) -> None:
        for position, phone in enumerate(person.phones, start=1):
            row_id = uuid7()
            sealed = seal(PHONES, row_id, f"+30{phone.number}")
            self.sheets.phones.add(
                *(row_id, person_id, sealed.value, sealed.blind_index, phone.owner, ""),
                *(phone.is_safe, phone.is_safe, position),
            )

    def _place(self, person: Person, household: Household) -> None:
        settlement = self._town.settlements.get(household.settlement)
        text = "" if settlement else household.settlement
        self.sheets.addresses.add(
            *(uuid7(), self.ids[person.key], settlement, text, household.address, "", household.no_fixed_abode)
        )

    def _household(self, household: Household) -> None:
        household_id = uuid7()
        self.sheets.households.add(household_id, household.tenure, "")
        for person in household.members:
            self.sheets.memberships.add(uuid7(), household_id, self.ids[person.key], person.role)


def normal_form(paper: Identifier) -> str:
    """Write a number as its kind is kept; the generator's are free of errors, so nothing else is to be done."""
    return paper.value.replace(" ", "")


def _first_and_last(rows: tuple[RequestRow, ...]) -> tuple[dict[str, RequestRow], dict[str, dt.date]]:
    """Give each person's first row and last day; rows stand in the order of time."""
    first: dict[str, RequestRow] = {}
    last: dict[str, dt.date] = {}
    for row in rows:
        if row.person_key:
            first.setdefault(row.person_key, row)
            last[row.person_key] = row.date
    return first, last


def _names(person: Person) -> PersonNames:
    name = person.name
    return PersonNames(
        surname=name.surname,
        first_name=name.first_name,
        father_name=name.father_name,
        mother_name=name.mother_name,
        latin_surname=name.latin_surname,
        latin_first_name=name.latin_first_name,
        called=name.called,
    )


def _in_columns(names: PersonNames) -> tuple[str, ...]:
    own = (names.surname, names.first_name, names.father_name, names.mother_name)
    return (*own, names.latin_surname, names.latin_first_name, names.called)


def _born(born: BirthDate | None) -> PartialDate:
    return PartialDate(born.value, Precision(born.precision)) if born else UNKNOWN_DATE
