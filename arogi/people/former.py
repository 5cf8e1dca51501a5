"""Former values on disk: JSON, encrypted for the one row that keeps them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from arogi.core import keys, tenancy
from arogi.core.crypto import Place

COLUMN = "before"
CORRECTIONS = "people_personcorrection"
MERGES = "people_merge"


def hidden(table: str, row_id: UUID, values: object) -> bytes:
    """Encrypt values for the column `before` of one row."""
    return keys.note_cipher().encrypt(plain_json(values), _place(table, row_id))


def shown(table: str, row_id: UUID, before: bytes | memoryview) -> dict[str, Any]:
    """Give the values that one row keeps, as JSON has them.

    Raises:
        core.crypto.DecryptionRefused: they were changed or copied from another row.
    """
    values: dict[str, Any] = json.loads(keys.note_cipher().decrypt(before, _place(table, row_id)))
    return values


def plain_json(values: object) -> str:
    """Write values of columns as JSON: dates as ISO text, bytes as hexadecimal digits."""
    return json.dumps(values, sort_keys=True, default=_plain)


def as_kept(value: object) -> Any:
    """Give a value as it comes back from JSON, to be compared with one that did."""
    return json.loads(plain_json(value))


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _place(table: str, row_id: UUID) -> Place:
    return Place(table, COLUMN, row_id, tenancy.current_municipality_id())
