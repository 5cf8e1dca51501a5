"""What the person's page shows of this module: identity, household, papers and phones, address, target groups.

The desk asks once, `person_panels(member, person, today)`, and includes the partials with what it gets:
    {% include "people/_identity.html" with identity=panels.identity %}
    {% include "people/_household_panel.html" with panels=panels %}
    {% include "people/_papers_panel.html" with panels=panels %}
    {% include "people/_groups_panel.html" with panels=panels %}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from arogi.accounts.access import Member
from arogi.core.values import residence_title
from arogi.core.values.identifier_kinds import KINDS, MISSING_REASONS, SHOWN_AT_MOST
from arogi.core.values.labelled import Labelled
from arogi.core.values.partial_date import PartialDate
from arogi.core.values.phone import display
from arogi.people.access import may_reveal_numbers, may_see_sensitive_groups
from arogi.people.household_lines import HouseholdLines, age_in_words, households_today
from arogi.people.models import Address, Identifier, Person, Phone, TargetGroupMembership
from arogi.people.origins import CITIZENSHIPS, LANGUAGES
from arogi.people.sealing import PHONES, unseal
from arogi.people.selectors import current_address
from arogi.people.services.columns import born_of

HIDDEN_SIGNS = 7


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who this is, at a glance.

    Attributes:
        age: `58`, or `58-59` when the birthday is not known, or nothing.
        languages: names, the best first.
        marks: what is not safe or not wanted, each in words; everything is safe when empty.
        status: in words, only when the file is not in ordinary use.
        note: why nothing identifies the person, or why the status is what it is.
    """

    id: UUID
    name: str
    latin_name: str
    called: str
    father_name: str
    mother_name: str
    card_number: int | None
    sex: str
    born: PartialDate
    birth_place: str
    age: str
    citizenships: tuple[str, ...]
    languages: tuple[str, ...]
    needs_interpreter: bool
    marks: tuple[str, ...]
    alert: str
    status: str
    note: str
    key_worker: str


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One number or paper.

    Attributes:
        masked: `*******1234`; empty when there is no number.
        missing: why there is none, in words.
        override: why it is kept though it fails its rule.
        is_over: it held until a day that has passed.
    """

    id: UUID
    kind: str
    masked: str
    missing: str
    detail: str
    override: str
    expires_on: dt.date | None
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class PhoneLine:
    """One phone as it is dialled, and what to mind."""

    id: UUID
    number: str
    owner: str
    marks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """One target group that holds today."""

    id: UUID
    label: str
    source: str
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class PersonPanels:
    """Everything that the person's page shows of this module.

    Attributes:
        address: None when none is known; `is_address_hidden` asks to keep it out of sight until somebody unfolds it.
        no_paper_reason: why there is no number at all, in words.
    """

    person: Person
    identity: Identity
    households: tuple[HouseholdLines, ...]
    papers: tuple[PaperLine, ...]
    no_paper_reason: str
    phones: tuple[PhoneLine, ...]
    address: Address | None
    is_address_hidden: bool
    groups: tuple[GroupLine, ...]
    may_edit: bool
    may_reveal: bool


def person_panels(member: Member, person: Person, today: dt.date) -> PersonPanels:
    """Read what the page shows, in six queries (seven with a key worker), however much there is."""
    return PersonPanels(
        person=person,
        identity=identity_of(person, today),
        households=households_today(person, today),
        papers=papers_of(person, today),
        no_paper_reason=_label(MISSING_REASONS, person.no_identifier_reason),
        phones=phone_lines(person),
        address=current_address(person),
        is_address_hidden=person.hide_address,
        groups=_groups(member, person),
        may_edit=member.may("people.edit"),
        may_reveal=may_reveal_numbers(member),
    )


def identity_of(person: Person, today: dt.date) -> Identity:
    """Say who a person is; one query when somebody follows the person."""
    born = born_of(person)
    in_use = person.status == Person.Status.ACTIVE
    return Identity(
        id=person.pk,
        name=person.full_name,
        latin_name=person.latin_name if person.latin_name != person.full_name else "",
        called=person.called if person.called != person.full_name else "",
        father_name=person.father_name,
        mother_name=person.mother_name,
        card_number=person.card_number,
        sex=str(person.get_sex_display()) if person.sex else "",
        born=born,
        birth_place=person.birth_place,
        age=age_in_words(born, today),
        citizenships=tuple(CITIZENSHIPS.label(code) for code in person.citizenships),
        languages=tuple(LANGUAGES.label(code) for code in person.languages),
        needs_interpreter=person.needs_interpreter,
        marks=tuple(_marks(person)),
        alert=person.alert,
        status="" if in_use else str(person.get_status_display()),
        note="" if in_use else person.status_reason,
        key_worker=person.key_worker.name if person.key_worker else "",
    )


def papers_of(person: Person, today: dt.date) -> tuple[PaperLine, ...]:
    """Give the numbers and papers, masked, in the order of `KINDS`."""
    places = {code: place for place, code in enumerate(KINDS)}
    rows = sorted(Identifier.objects.filter(person=person), key=lambda row: (places.get(row.kind, 99), row.pk))
    return tuple(_paper(row, today) for row in rows)


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What two files are told apart by, beside their names."""

    person: Person
    papers: tuple[PaperLine, ...]
    phones: tuple[PhoneLine, ...]
    address: Address | None


def numbers_of(person: Person, today: dt.date) -> Numbers:
    """Read papers, phones and address of one file; three queries."""
    return Numbers(
        person=person, papers=papers_of(person, today), phones=phone_lines(person), address=current_address(person)
    )


def masked_number(identifier: Identifier) -> str:
    """Give the last characters of a number behind stars, always as many: not even its length is told."""
    return "*" * HIDDEN_SIGNS + identifier.last_characters[-SHOWN_AT_MOST:] if identifier.value else ""


def phone_lines(person: Person) -> tuple[PhoneLine, ...]:
    """Give the phones, the first to try first."""
    rows = Phone.objects.filter(person=person).order_by("position", "pk")
    return tuple(
        PhoneLine(
            id=row.pk,
            number=display(unseal(PHONES, row.pk, row.value)),
            owner=_owner(row),
            marks=tuple(_phone_marks(row)),
        )
        for row in rows
    )


def _paper(row: Identifier, today: dt.date) -> PaperLine:
    return PaperLine(
        id=row.pk,
        kind=_label(KINDS, row.kind),
        masked=masked_number(row),
        missing=_label(MISSING_REASONS, row.missing_reason),
        detail=_label(residence_title.KINDS, row.detail),
        override=row.override_reason,
        expires_on=row.expires_on,
        is_over=bool(row.expires_on and row.expires_on < today),
    )


def _groups(member: Member, person: Person) -> tuple[GroupLine, ...]:
    rows = TargetGroupMembership.objects.filter(person=person, until=None).order_by("declared_on", "pk")
    if not may_see_sensitive_groups(member):
        rows = rows.exclude(group__in=TargetGroupMembership.SENSITIVE)
    return tuple(
        GroupLine(
            id=row.pk,
            label=str(row.get_group_display()),
            source=str(row.get_source_display()),
            since=row.declared_on,
        )
        for row in rows
    )


def _marks(person: Person) -> Iterable[str]:
    if person.do_not_phone:
        yield _("Do not phone")
    if person.do_not_write:
        yield _("Do not write")
    if person.do_not_visit:
        yield _("Do not visit")
    if person.hide_address:
        yield _("Do not disclose the address")


def _phone_marks(row: Phone) -> Iterable[str]:
    if not row.safe_to_call:
        yield _("Not safe to call")
    if not row.safe_to_text:
        yield _("Not safe to text")


def _owner(row: Phone) -> str:
    if row.owner == Phone.Owner.OWN:
        return row.owner_name
    words = str(row.get_owner_display())
    return f"{words} ({row.owner_name})" if row.owner_name else words


def _label(labels: Mapping[str, Labelled], code: str) -> str:
    return labels[code].label if code in labels else code
