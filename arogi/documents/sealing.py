"""What the tables of this module keep unreadable: numbers, notes, and former values."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from arogi.core import keys, tenancy
from arogi.core.crypto import Place
from arogi.core.values.identifier_kinds import mask
from arogi.people.former import plain_json

DOCUMENTS = "documents_document"
EVENTS = "documents_documentevent"


def sealed_number(document_id: UUID, number: str) -> dict[str, object]:
    """Give the columns that keep a number; both are empty without one."""
    if not number:
        return {"number": None, "number_end": ""}
    sealed = keys.identifier_cipher().encrypt(number, _place(DOCUMENTS, "number", document_id))
    return {"number": sealed, "number_end": mask(number).lstrip("*")}


def number_of(document_id: UUID, number: bytes | memoryview | None) -> str:
    """Give the number of one paper, or nothing."""
    if number is None:
        return ""
    return keys.identifier_cipher().decrypt(number, _place(DOCUMENTS, "number", document_id))


def sealed_note(document_id: UUID, note: str) -> bytes | None:
    """Encrypt the note of one paper; None for no note."""
    return keys.note_cipher().encrypt(note, _place(DOCUMENTS, "note", document_id)) if note else None


def note_of(document_id: UUID, note: bytes | memoryview | None) -> str:
    """Give the note of one paper, or nothing."""
    return keys.note_cipher().decrypt(note, _place(DOCUMENTS, "note", document_id)) if note else ""


def sealed_former(event_id: UUID, former: object) -> bytes:
    """Encrypt what columns held before an event."""
    return keys.note_cipher().encrypt(plain_json(former), _place(EVENTS, "former", event_id))


def former_of(event_id: UUID, former: bytes | memoryview) -> dict[str, Any]:
    """Give what columns held before an event, as JSON has it: dates as ISO text, bytes as hexadecimal digits."""
    values: dict[str, Any] = json.loads(keys.note_cipher().decrypt(former, _place(EVENTS, "former", event_id)))
    return values


def _place(table: str, column: str, row_id: UUID) -> Place:
    return Place(table, column, row_id, tenancy.current_municipality_id())
