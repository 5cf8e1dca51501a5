"""The access record (ίχνος πρόσβασης): who did or saw what, concerning whom, when and why.

Records of one municipality form a chain: `hash(n) = SHA-256(hash(n-1) || canonical JSON of record n)`. The head of the
chain is one row that each writer locks, so the records are collected during the transaction and written at its end: the
lock is held for the length of one statement, not of one page. Records of a savepoint that was rolled back are dropped
with it.

A chain does not notice that its tail was cut together with its head: `arogi audit anchor` writes heads down outside.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from uuid_utils.compat import uuid7

from arogi.core import tenancy
from arogi.core.actor import Actor, current_actor

GENESIS = b"\0" * 32
LONGEST_REASON = 500


class AuditFailed(Exception):
    """The access record could not be written, so the act itself must not happen."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened, before it has a place in the chain."""

    id: UUID
    municipality_id: UUID
    at: dt.datetime
    actor: Actor
    verb: str
    kind: str
    object_id: UUID | None
    person_id: UUID | None
    reason: str
    detail: dict[str, Any] = field(default_factory=dict)

    def canonical(self) -> str:
        """Give the one text that the chain is computed over: JSON, sorted keys, UTC with microseconds."""
        return canonical_json(
            id=self.id,
            municipality_id=self.municipality_id,
            at=self.at,
            actor_id=self.actor.user_id,
            actor_roles=self.actor.roles,
            address=self.actor.address,
            session=self.actor.session,
            verb=self.verb,
            kind=self.kind,
            object_id=self.object_id,
            person_id=self.person_id,
            reason=self.reason,
            detail=self.detail,
        )


class _Pending:
    """An entry that waits for the end of the transaction.

    It hangs on Django's list of after-commit calls, because Django already drops what belongs to a savepoint that was
    rolled back; called after the commit it does nothing.
    """

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.written = False

    def __call__(self) -> None:
        """Do nothing: the entry was written before the commit."""


def canonical_json(**columns: object) -> str:
    """Write the columns of one record as canonical JSON."""

    def plain(value: object) -> str:
        if isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
        return str(value)

    return json.dumps(columns, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=plain)


def record(
    verb: str,
    *,
    kind: str,
    object_id: UUID | None = None,
    person_id: UUID | None = None,
    reason: str = "",
    **detail: str | int | bool | list[str] | None,
) -> None:
    """Note that the current actor does something; it is written with the transaction's other effects.

    Args:
        verb: what was done: view, search, create, change, cancel, merge, unmerge, export, print, sign_in ...
        kind: what it was done to, as its table's model is called, in lower case.
        person_id: the person whose data it concerns, so that he or she can be told who looked.
        detail: names of fields, counts, digests. Never the values of personal data.

    Raises:
        core.tenancy.NoMunicipality: no municipality is entered.
    """
    entry = Entry(
        id=uuid7(),
        municipality_id=tenancy.current_municipality_id(),
        at=dt.datetime.now(dt.UTC),
        actor=current_actor(),
        verb=verb,
        kind=kind,
        object_id=object_id,
        person_id=person_id,
        reason=reason[:LONGEST_REASON],
        detail=dict(detail),
    )
    transaction.on_commit(_Pending(entry))


def digest(text: str) -> str:
    """Give a short digest of a search text: equal searches can be recognised, the text cannot be read."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write_pending() -> None:
    """Append the collected entries of the entered municipality to its chain.

    Raises:
        AuditFailed: the municipality has no chain.
    """
    for pending in _pending():
        _append(pending.entry)
        pending.written = True


def _pending() -> Iterator[_Pending]:
    municipality_id = tenancy.current_municipality_id()
    for call in list(connection.run_on_commit):
        waiting = call[1]
        if isinstance(waiting, _Pending) and not waiting.written and waiting.entry.municipality_id == municipality_id:
            yield waiting


_APPEND = """
WITH head AS (
    UPDATE core_audithead
       SET sequence = sequence + 1, hash = sha256(hash || convert_to(%(canonical)s, 'UTF8'))
     WHERE municipality_id = %(municipality_id)s
 RETURNING sequence, hash
)
INSERT INTO core_accessrecord (
    id, municipality_id, sequence, at, actor_id, actor_roles, address, session, verb, kind, object_id, person_id,
    reason, detail, hash
)
SELECT %(id)s, %(municipality_id)s, head.sequence, %(at)s, %(actor_id)s, %(actor_roles)s, %(address)s, %(session)s,
       %(verb)s, %(kind)s, %(object_id)s, %(person_id)s, %(reason)s, %(detail)s, head.hash
  FROM head
"""


def _append(entry: Entry) -> None:
    values: dict[str, Any] = {
        "canonical": entry.canonical(),
        "id": entry.id,
        "municipality_id": entry.municipality_id,
        "at": entry.at,
        "actor_id": entry.actor.user_id,
        "actor_roles": entry.actor.roles,
        "address": entry.actor.address,
        "session": entry.actor.session,
        "verb": entry.verb,
        "kind": entry.kind,
        "object_id": entry.object_id,
        "person_id": entry.person_id,
        "reason": entry.reason,
        "detail": json.dumps(entry.detail, sort_keys=True),
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        if cursor.rowcount != 1:
            raise AuditFailed(f"Municipality {entry.municipality_id} has no access record chain.")
