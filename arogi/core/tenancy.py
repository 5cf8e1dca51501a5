"""Wall one and the key of wall two: which municipality the current work belongs to.

The municipality is the data controller. Every tenant row carries `municipality_id`; every query names it as a constant
(the application's wall, and the route to one shard), and PostgreSQL compares it with `app.municipality` by row-level
security (the database's wall). `SET LOCAL` is used and not `set_config()`: it ends with the transaction, so a
connection that a pooler hands on carries nothing along, and a distributed database passes it to its workers.

Code enters a municipality through `core.acting.acting_in`, never here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

SETTING = "app.municipality"
_current: ContextVar[UUID | None] = ContextVar("municipality", default=None)


class NoMunicipality(Exception):
    """Rows of a municipality were asked for while no municipality was entered: a fault of the program."""


def current_municipality_id() -> UUID:
    """Give the municipality that the current work belongs to.

    Raises:
        NoMunicipality: none was entered.
    """
    municipality_id = _current.get()
    if municipality_id is None:
        raise NoMunicipality("No municipality was entered. Work on its rows belongs inside acting_in(...).")
    return municipality_id


def entered() -> bool:
    """Say whether a municipality is entered."""
    return _current.get() is not None


def application_wall_is_up() -> bool:
    """Say whether querysets name their municipality; a test takes this wall down to try the database's alone."""
    return bool(settings.AROGI_APPLICATION_WALL)


@contextlib.contextmanager
def entering(municipality_id: UUID, *, using: str = "default") -> Iterator[None]:
    """Open a transaction in which only this municipality's rows exist; nested entries return to the outer one."""
    outer = _current.get()
    with transaction.atomic(using=using):
        _set_local(municipality_id, using)
        token = _current.set(municipality_id)
        try:
            yield
        finally:
            _current.reset(token)
        if outer is not None and outer != municipality_id:
            _set_local(outer, using)
        elif outer is None and connections[using].savepoint_ids:
            # Inside a caller's own transaction the setting would outlive the block.
            _set_local(None, using)


def _set_local(municipality_id: UUID | None, using: str) -> None:
    value = "" if municipality_id is None else str(UUID(str(municipality_id)))
    with connections[using].cursor() as cursor:
        cursor.execute(f"SET LOCAL {SETTING} = '{value}'")
