"""What the outside tells about a person: the arguments of the services, whoever asks (page, import, demo)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate
from arogi.people.models import HouseholdMembership, Phone, TargetGroupMembership
from arogi.people.names import PersonNames


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """The person's own columns; the same for registering and for correcting.

    Attributes:
        sex: `F`, `M`, `X` or nothing.
        citizenships: ISO 3166-1 alpha-3 codes.
        languages: ISO 639 codes.
        alert: words that everyone who opens the file must see.
    """

    names: PersonNames
    sex: str = ""
    born: PartialDate = UNKNOWN_DATE
    birth_place: str = ""
    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    needs_interpreter: bool = False
    do_not_phone: bool = False
    do_not_write: bool = False
    do_not_visit: bool = False
    hide_address: bool = False
    alert: str = ""
    key_worker_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class IdentifierFacts:
    """One number or paper, or why there is none.

    Attributes:
        kind: a code of `core.values.identifier_kinds.KINDS`.
        value: as typed; empty when it is missing.
        missing_reason: a code of `MISSING_REASONS`, asked only where there is no value.
        override_reason: why a value that fails its rule is kept all the same.
        detail: type of title, issuing authority.
    """

    kind: str
    value: str = ""
    missing_reason: str = ""
    override_reason: str = ""
    detail: str = ""
    expires_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class PhoneFacts:
    """One number, whose it is, and whether it is safe to use. A number that breaks a rule is kept as typed."""

    number: str
    owner: str = Phone.Owner.OWN
    owner_name: str = ""
    safe_to_call: bool = True
    safe_to_text: bool = True


@dataclass(frozen=True, kw_only=True)
class AddressFacts:
    """Where the person lives: a settlement of the list or as typed, or no fixed abode."""

    settlement_id: UUID | None = None
    settlement_text: str = ""
    street: str = ""
    postcode: str = ""
    no_fixed_abode: bool = False
    from_date: dt.date | None = None

    def __bool__(self) -> bool:
        place = self.settlement_id or self.settlement_text.strip()
        return bool(place or self.street.strip() or self.postcode.strip() or self.no_fixed_abode)


@dataclass(frozen=True, kw_only=True)
class TargetGroupFacts:
    """A group that the person declares to belong to."""

    group: str
    source: str = TargetGroupMembership.Source.DECLARED


@dataclass(frozen=True, kw_only=True)
class HouseholdLink:
    """That a new person lives with somebody who is known; that person's household is made when there is none.

    Attributes:
        relation: of the new person to the head of the household.
        relation_of_other: of the known person, asked only when the household is new.
    """

    with_person_id: UUID
    relation: str
    relation_of_other: str = HouseholdMembership.Relation.HEAD


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Everything that a registration may bring along."""

    facts: PersonFacts
    identifiers: tuple[IdentifierFacts, ...] = ()
    no_identifier_reason: str = ""
    phones: tuple[PhoneFacts, ...] = ()
    address: AddressFacts | None = None
    target_groups: tuple[TargetGroupFacts, ...] = ()
    household: HouseholdLink | None = None
    registered_at_id: UUID | None = None
    source_key: str = ""
