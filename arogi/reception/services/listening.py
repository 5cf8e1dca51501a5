"""Who is told, in the same transaction, that next steps of a contact may have changed.

Modules above register themselves when the program starts, so that this one need not know them.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Listener = Callable[[UUID], None]
_listeners: list[Listener] = []


def tell_of_next_steps(listener: Listener) -> None:
    """Register who is told the id of each contact whose next steps change."""
    if listener not in _listeners:
        _listeners.append(listener)


def next_steps_changed(contact_id: UUID) -> None:
    """Tell of a contact."""
    for listener in _listeners:
        listener(contact_id)
