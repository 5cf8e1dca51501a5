"""The transfer sheet: what is typed into the payer's platform, in its order. No password of a platform is kept."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openfisca_greece import questions

from arogi.accounts.access import Member
from arogi.applications.law import Platform, SheetPart, platform_of
from arogi.applications.models import Application
from arogi.applications.selectors import along_with
from arogi.core import audit, shown
from arogi.core.values import phone
from arogi.core.values.identifier_kinds import KINDS
from arogi.core.values.partial_date import PartialDate, Precision
from arogi.entitlements.homes import home_of
from arogi.entitlements.kept import Kept
from arogi.entitlements.selectors import contents_of, described, known_facts
from arogi.entitlements.sight import sight_of
from arogi.entitlements.words import title_of, words_of
from arogi.people.access import may_reveal_numbers
from arogi.people.models import Household, HouseholdMembership, Identifier, Person, Phone
from arogi.people.origins import CITIZENSHIPS
from arogi.people.sealing import IDENTIFIERS, PHONES, unseal
from arogi.people.selectors import current_address

PARTS = {
    "applicant": gettext_lazy("The applicant"),
    "contact": gettext_lazy("Address and contact"),
    "payment": gettext_lazy("Payment"),
    "members": gettext_lazy("Member"),
    "home": gettext_lazy("Home"),
    "told": gettext_lazy("Facts as they were told"),
    "school": gettext_lazy("School"),
    "submission": gettext_lazy("Submission"),
}
FIELDS = {
    "amka": "ΑΜΚΑ",
    "afm": "ΑΦΜ",
    "surname": gettext_lazy("Surname"),
    "first_name": gettext_lazy("First name"),
    "latin_name": gettext_lazy("Name in Latin letters"),
    "father_name": gettext_lazy("Father's name"),
    "mother_name": gettext_lazy("Mother's name"),
    "birth_date": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "citizenship": gettext_lazy("Citizenship"),
    "identity": gettext_lazy("Identity paper"),
    "unemployment_card": gettext_lazy("Unemployment card"),
    "relation": gettext_lazy("Relation"),
    "external_code": gettext_lazy("External code"),
    "municipality": gettext_lazy("Municipality"),
    "street": gettext_lazy("Street and number"),
    "place": gettext_lazy("Settlement"),
    "postcode": gettext_lazy("Postcode"),
    "mobile": gettext_lazy("Mobile phone"),
    "landline": gettext_lazy("Landline"),
    "email": gettext_lazy("E-mail"),
    "iban": "IBAN",
    "tenure": gettext_lazy("Home is"),
    "lease_number": gettext_lazy("Number of the lease"),
    "supply_number": gettext_lazy("Electricity supply number"),
    "home_area": gettext_lazy("Floor area"),
    "school": gettext_lazy("School"),
    "school_class": gettext_lazy("Class"),
    "school_registry": gettext_lazy("School registry number"),
    "submitted_by": gettext_lazy("Submitted by"),
    "opeka_district": gettext_lazy("OPEKA district"),
}
IDENTITY = ("identity_card", "passport", "residence_title", "asylum_card")
NUMBERS = {
    "amka": ("amka", "paaypa"),
    "afm": ("afm",),
    "identity": IDENTITY,
    "unemployment_card": ("unemployment_card",),
}
HIDDEN_SIGNS = "*" * 7
RELATIONS = dict(HouseholdMembership.Relation.choices)
_DECIMAL = re.compile(r"[0-9]+\.[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a box; `is_whole` says that it may be copied."""

    text: str = ""
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One field of the platform."""

    id: str
    label: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Fields that stand together: of the applicant, or of one member whose `name` it bears."""

    title: str
    name: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The transfer sheet of one application.

    Attributes:
        people: everybody of whom it tells.
        revealed: the numbers that it shows whole, by id, with person and kind.
        keeps_address: somebody asks not to disclose the address, so it is not here.
    """

    application: Application
    title: str
    platform: Platform
    blocks: tuple[Block, ...]
    people: tuple[Person, ...]
    revealed: tuple[Identifier, ...]
    keeps_address: bool
    may_reveal: bool


def sheet_of(application: Application, member: Member, today: dt.date) -> Sheet:
    """Fill the sheet of an application's platform with what the file knows; nothing is asked twice."""
    people = (application.person, *along_with(application))
    platform = platform_of(application.programme)
    filling = _Filling(application, member, people, today)
    blocks = [block for part in platform.parts for block in filling.blocks(part)]
    return Sheet(
        application=application,
        title=title_of(application.programme),
        platform=platform,
        blocks=tuple(_numbered(blocks)),
        people=people,
        revealed=tuple(filling.revealed.values()),
        keeps_address=application.person.hide_address,
        may_reveal=filling.may_reveal,
    )


def leave_records(sheet: Sheet) -> None:
    """Record that the sheet was seen, for everybody of whom it tells, and each number that it showed whole."""
    for person in sheet.people:
        audit.record("view", kind="transfer_sheet", object_id=sheet.application.pk, person_id=person.pk)
    for row in sheet.revealed:
        reason = str(_("Transfer sheet"))
        audit.record(
            "reveal", kind="identifier", object_id=row.pk, person_id=row.person_id, reason=reason, identifier=row.kind
        )


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    """Give every box an id of its own on the page."""
    return [
        Block(
            title=block.title,
            name=block.name,
            boxes=tuple(Box(id=f"box-{row}-{box.id}", label=box.label, value=box.value) for box in block.boxes),
        )
        for row, block in enumerate(blocks)
    ]


class _Filling:
    """Reads what the file knows of some people, once, and fills boxes with it."""

    def __init__(self, application: Application, member: Member, people: tuple[Person, ...], today: dt.date) -> None:
        self.application = application
        self.member = member
        self.people = people
        self.today = today
        self.may_reveal = may_reveal_numbers(member)
        self.revealed: dict[UUID, Identifier] = {}
        ids = [person.pk for person in people]
        self._numbers = list(Identifier.objects.filter(person__in=ids, value__isnull=False).order_by("pk"))
        self._address = current_address(application.person)
        self._phones = list(Phone.objects.filter(person=application.person_id).order_by("position", "pk"))
        self._relations = dict(application.co_applicants.values_list("person_id", "relation"))
        self._told = self._household()

    def blocks(self, part: SheetPart) -> list[Block]:
        """Fill one part; the members' part once for each who applies along."""
        title = str(PARTS[part.part])
        if part.part != "members":
            return [self._block(title, "", part.fields, self.application.person)]
        return [self._block(title, person.full_name, part.fields, person) for person in self.people[1:]]

    def _block(self, title: str, name: str, fields: tuple[str, ...], person: Person) -> Block:
        hidden = sight_of(self.member)
        boxes = (
            Box(id=field.replace(".", "-"), label=_label(field), value=self._value(field, person))
            for field in fields
            if not hidden.hides_fact(field)
        )
        return Block(title=title, name=name, boxes=tuple(boxes))

    def _value(self, field: str, person: Person) -> Value:
        if field in NUMBERS:
            return self._number(person, NUMBERS[field])
        if "." in field:
            return Value(self._fact(field))
        read = _OF_PERSON.get(field)
        return Value(read(person) if read else self._of_application(field, person))

    def _number(self, person: Person, kinds: tuple[str, ...]) -> Value:
        own = [row for row in self._numbers if row.person_id == person.pk and row.kind in kinds]
        row = min(own, key=lambda one: kinds.index(one.kind), default=None)
        if row is None:
            return Value()
        before = f"{KINDS[row.kind].label}: " if kinds == IDENTITY else ""
        if not self.may_reveal:
            return Value(f"{before}{HIDDEN_SIGNS}{row.last_characters}", is_whole=False)
        self.revealed[row.pk] = row
        return Value(unseal(IDENTIFIERS, row.pk, row.value))

    def _fact(self, path: str) -> str:
        found: Any = self._told
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        if found is None or isinstance(found, Mapping | list):
            return ""
        if isinstance(found, bool):
            return str(_("Yes") if found else _("No"))
        # As Greek platforms take it: 432,50.
        return str(found).replace(".", ",") if _DECIMAL.fullmatch(str(found)) else str(found)

    def _household(self) -> Mapping[str, Any]:
        """Give the household as it was told with the check, else as the file knows it today."""
        check = self.application.entitlement_check
        if check is not None:
            return Kept.read(*contents_of(check)).household
        home = home_of(self.application.person, self.today)
        return described(home, known_facts(home), self.today)

    def _of_application(self, field: str, person: Person) -> str:
        readers: dict[str, Callable[[], str]] = {
            "relation": lambda: _relation(self._relations.get(person.pk, "")),
            "external_code": lambda: self.application.external_code,
            "municipality": lambda: self.member.municipality.name,
            "tenure": self._tenure,
            "mobile": lambda: self._phone(is_mobile=True),
            "landline": lambda: self._phone(is_mobile=False),
            "submitted_by": lambda: self.application.worker.name if self.application.worker else "",
        }
        if field in ("street", "place", "postcode"):
            return self._of_address(field)
        return readers[field]() if field in readers else ""

    def _of_address(self, name: str) -> str:
        if self._address is None or self.application.person.hide_address:
            return ""
        return str(getattr(self._address, name))

    def _tenure(self) -> str:
        household = self.application.household
        return str(Household.Tenure(household.tenure).label) if household and household.tenure else ""

    def _phone(self, *, is_mobile: bool) -> str:
        numbers = (unseal(PHONES, row.pk, row.value) for row in self._phones if row.safe_to_call)
        return next((phone.display(one) for one in numbers if phone.is_mobile(one) == is_mobile), "")


def _label(field: str) -> str:
    return words_of(questions()[field]) if "." in field else str(FIELDS[field])


def _relation(code: str) -> str:
    return str(RELATIONS.get(code, code))


def _born(person: Person) -> str:
    return shown.typed_day(PartialDate(person.birth_date, Precision(person.birth_precision)))


def _citizenship(person: Person) -> str:
    return ", ".join(CITIZENSHIPS.label(code) for code in person.citizenships)


_OF_PERSON: Mapping[str, Callable[[Person], str]] = {
    "surname": lambda person: person.surname,
    "first_name": lambda person: person.first_name,
    "latin_name": lambda person: person.latin_name,
    "father_name": lambda person: person.father_name,
    "mother_name": lambda person: person.mother_name,
    "birth_date": _born,
    "sex": lambda person: str(person.get_sex_display()) if person.sex else "",
    "citizenship": _citizenship,
}
