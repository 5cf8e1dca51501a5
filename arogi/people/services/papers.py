"""Numbers and papers of a person: read, warned about, encrypted, shown whole only on demand."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.core.values import identifier_kinds
from arogi.core.values.checked import Checked, UnreadableValue
from arogi.core.values.identifier_kinds import NOTHING_DECLARED, Declared
from arogi.core.values.typed_text import is_blank
from arogi.people.access import may_reveal_numbers
from arogi.people.errors import (
    IdentifierAlreadyThere,
    IdentifierMissingWithoutReason,
    IdentifierNeedsReason,
    IdentifierUnreadable,
    ImpossibleFact,
)
from arogi.people.facts import IdentifierFacts, PersonFacts
from arogi.people.kept_text import kept
from arogi.people.models import Identifier, Person, PersonCorrection
from arogi.people.sealing import IDENTIFIERS, Sealed, seal, unseal
from arogi.people.services.columns import facts_of
from arogi.people.services.history import change, keep_former, locked

ONCE = "people_identifier_once_per_person"


def check_identifier(
    facts: IdentifierFacts, declared: Declared = NOTHING_DECLARED, *, position: int = 0
) -> Checked[str]:
    """Read a number in the way of its kind; its warnings never block.

    Raises:
        IdentifierUnreadable: nothing that can be kept.
        ImpossibleFact: there is no such kind.
    """
    if facts.kind not in identifier_kinds.KINDS:
        raise ImpossibleFact(field="kind")
    try:
        return identifier_kinds.check(facts.kind, facts.value, declared)
    except UnreadableValue as unreadable:
        raise IdentifierUnreadable(unreadable.message, position=position) from unreadable


def declared_by(person: PersonFacts, identifiers: tuple[IdentifierFacts, ...] = ()) -> Declared:
    """Give what a number is compared with: date of birth, sex, and the AFM when it is given along."""
    afm = next((one for one in identifiers if one.kind == Identifier.Kind.AFM and not is_blank(one.value)), None)
    number = ""
    if afm:
        try:
            number = check_identifier(afm).value
        except IdentifierUnreadable:
            number = ""
    return Declared(born=person.born, sex=person.sex, afm=number)


def new_identifier(
    facts: IdentifierFacts, *, person: Person, declared: Declared, by: Member, position: int = 0
) -> Identifier:
    """Make the row of a number, or of its absence; not saved yet.

    Raises:
        IdentifierNeedsReason: it fails its rule and nobody says why it is kept.
        IdentifierMissingWithoutReason, IdentifierUnreadable, ImpossibleFact: see there.
    """
    row = Identifier(id=uuid7(), person=person, kind=facts.kind, recorded_by=by.user)
    for name, value in _values(row.pk, facts, declared, position=position).items():
        setattr(row, name, value)
    return row


def _values(row_id: UUID, facts: IdentifierFacts, declared: Declared, *, position: int = 0) -> dict[str, object]:
    common = {
        "kind": facts.kind,
        "detail": kept(facts.detail, at_most=60, field="detail"),
        "expires_on": facts.expires_on,
    }
    if is_blank(facts.value):
        return {**common, **_missing(facts)}
    checked = check_identifier(facts, declared, position=position)
    reason = kept(facts.override_reason, at_most=200, field="override_reason")
    if checked.needs_reason and not reason:
        raise IdentifierNeedsReason(checked.warnings, position=position)
    sealed: Sealed = seal(IDENTIFIERS, row_id, checked.value)
    return {
        **common,
        "value": sealed.value,
        "blind_index": sealed.blind_index,
        "last_characters": sealed.last_characters,
        "missing_reason": "",
        "override_reason": reason if checked.needs_reason else "",
        "warnings": list(checked.codes),
    }


def _missing(facts: IdentifierFacts) -> dict[str, object]:
    if facts.kind not in identifier_kinds.KINDS:
        raise ImpossibleFact(field="kind")
    if facts.missing_reason not in identifier_kinds.MISSING_REASONS:
        raise IdentifierMissingWithoutReason
    return {
        "value": None,
        "blind_index": None,
        "last_characters": "",
        "missing_reason": facts.missing_reason,
        "override_reason": "",
        "warnings": [],
    }


@transaction.atomic
def add_identifier(*, by: Member, person_id: UUID, facts: IdentifierFacts) -> Identifier:
    """Record a number, or why there is none.

    Raises:
        IdentifierAlreadyThere: the person has this very number.
        NoSuchPerson; and those of `new_identifier`.
    """
    person = locked(Person, person_id)
    row = new_identifier(facts, person=person, declared=declared_by(facts_of(person)), by=by)
    with refusing(ONCE, IdentifierAlreadyThere):
        row.save(force_insert=True)
    audit.record("create", kind="identifier", object_id=row.pk, person_id=person_id, identifier=facts.kind)
    return row


@transaction.atomic
def change_identifier(
    *, by: Member, identifier_id: UUID, version: int, facts: IdentifierFacts, at: dt.datetime
) -> Identifier:
    """Correct a number; what stood there is kept.

    Raises:
        ChangedMeanwhile, IdentifierAlreadyThere, NoSuchPerson; and those of `new_identifier`.
    """
    row = locked(Identifier, identifier_id, version)
    values = _values(row.pk, facts, declared_by(facts_of(row.person)))
    if row.value is not None and values["value"] is not None and _same_number(row, values):
        # Every encryption of one number looks different; an unchanged number is not a correction.
        values = {name: value for name, value in values.items() if name not in {"value", "blind_index"}}
    with refusing(ONCE, IdentifierAlreadyThere):
        former = change(row, values, at=at)
    if former:
        keep_former(row, former, kind=PersonCorrection.Kind.IDENTIFIER, person_id=row.person_id, by=by, at=at)
        audit.record("change", kind="identifier", object_id=row.pk, person_id=row.person_id, fields=sorted(former))
    return row


def _same_number(row: Identifier, values: dict[str, object]) -> bool:
    new = values["value"]
    return unseal(IDENTIFIERS, row.pk, row.value or b"") == unseal(
        IDENTIFIERS, row.pk, new if isinstance(new, bytes) else b""
    )


@transaction.atomic
def remove_identifier(*, by: Member, identifier_id: UUID, version: int, reason: str, at: dt.datetime) -> None:
    """Take a number off a person's file; what stood there is kept among the corrections.

    Raises:
        ChangedMeanwhile, NoSuchPerson: see there.
    """
    row = locked(Identifier, identifier_id, version)
    former = {name: getattr(row, name) for name in ("kind", "value", "detail", "expires_on", "missing_reason")}
    row.version += 1
    keep_former(
        row, former, kind=PersonCorrection.Kind.IDENTIFIER, person_id=row.person_id, by=by, at=at, reason=reason
    )
    audit.record("remove", kind="identifier", object_id=row.pk, person_id=row.person_id, identifier=row.kind)
    row.delete()


@transaction.atomic
def reveal_identifier(*, by: Member, identifier_id: UUID, reason: str) -> str:
    """Give a whole number to a member who may see it, and note that he or she did.

    Raises:
        NotAllowed, NoSuchPerson: see there.
    """
    if not may_reveal_numbers(by):
        raise NotAllowed
    row = locked(Identifier, identifier_id)
    audit.record(
        "reveal", kind="identifier", object_id=row.pk, person_id=row.person_id, reason=reason[:500], identifier=row.kind
    )
    return unseal(IDENTIFIERS, row.pk, row.value) if row.value is not None else ""
