"""Keys as they come back from pages and addresses: anybody may have changed them."""

from __future__ import annotations

from uuid import UUID


def read_id(text: str) -> UUID | None:
    """Give the key that a text is; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
