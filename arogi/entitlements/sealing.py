"""What the tables of this module keep unreadable: values of facts, and checks as they were told."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any
from uuid import UUID

from arogi.core import keys, tenancy
from arogi.core.crypto import Place

FACTS = "entitlements_householdfact"
CHECKS = "entitlements_check"


def sealed(table: str, column: str, row_id: UUID, value: object) -> bytes:
    """Encrypt a value, as JSON, for one cell."""
    return keys.note_cipher().encrypt(json.dumps(value, ensure_ascii=True), _place(table, column, row_id))


def unsealed(table: str, column: str, row_id: UUID, kept: bytes | memoryview) -> Any:
    """Give the value of one cell.

    Raises:
        core.crypto.DecryptionRefused: it was changed or copied from another cell.
    """
    return json.loads(keys.note_cipher().decrypt(kept, _place(table, column, row_id)))


def packed(content: bytes) -> str:
    """Press a large content together: a check repeats itself a hundred times."""
    return base64.b64encode(zlib.compress(content, 4)).decode()


def unpacked(text: str) -> bytes:
    """Give what was pressed together."""
    return zlib.decompress(base64.b64decode(text))


def _place(table: str, column: str, row_id: UUID) -> Place:
    return Place(table, column, row_id, tenancy.current_municipality_id())
