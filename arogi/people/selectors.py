"""What pages read of a person beside the panels: the address of today, and what the file said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from arogi.core.values import phone
from arogi.core.values.identifier_kinds import mask
from arogi.people.former import CORRECTIONS, shown
from arogi.people.models import Address, Person, PersonCorrection
from arogi.people.sealing import IDENTIFIERS, PHONES, unseal
from arogi.people.words import field_label

# The index says nothing to a reader, and the last characters stand in the number itself.
_NOT_SHOWN = frozenset({"blind_index", "last_characters"})
_TABLES = {PersonCorrection.Kind.IDENTIFIER: IDENTIFIERS, PersonCorrection.Kind.PHONE: PHONES}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerValue:
    """One field before it was corrected."""

    field: str
    label: str | Promise
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """One correction: when, by whom, why, and what stood there.

    Attributes:
        kind: a code of `PersonCorrection.Kind`: what was corrected.
    """

    at: dt.datetime
    by: str
    kind: str
    reason: str
    before: tuple[FormerValue, ...]


def current_address(person: Person) -> Address | None:
    """Give where a person lives; None when nothing is known."""
    address: Address | None = (
        Address.objects.filter(person=person, until_date=None).select_related("settlement").first()
    )
    return address


def corrections_of(person: Person) -> list[CorrectionLine]:
    """Give what the file said before each correction, latest first; of identifiers only their ends."""
    rows = PersonCorrection.objects.filter(person=person).select_related("by").order_by("-at", "-pk")
    return [_line(row) for row in rows]


def _line(row: PersonCorrection) -> CorrectionLine:
    before = shown(CORRECTIONS, row.pk, row.before)
    return CorrectionLine(
        at=row.at,
        by=row.by.name if row.by else "",
        kind=row.kind,
        reason=row.reason,
        before=tuple(
            FormerValue(field=field, label=field_label(field), value=_in_words(row, field, before))
            for field in before
            if field not in _NOT_SHOWN
        ),
    )


def _in_words(row: PersonCorrection, field: str, before: Mapping[str, Any]) -> str:
    value = before[field]
    if value in (None, "", []):
        return ""
    if field == "value" and row.kind in _TABLES:
        return _number(row, bytes.fromhex(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _number(row: PersonCorrection, value: bytes) -> str:
    if row.kind == PersonCorrection.Kind.PHONE:
        return phone.display(unseal(PHONES, row.row_id, value))
    return mask(unseal(IDENTIFIERS, row.row_id, value))
