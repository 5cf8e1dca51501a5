"""The one door to a municipality's rows: one transaction, one account at work, its access records."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from uuid import UUID

from arogi.core import audit, tenancy
from arogi.core.actor import OPERATOR, Actor, at_work


@contextlib.contextmanager
def acting_in(municipality_id: UUID, actor: Actor = OPERATOR) -> Iterator[None]:
    """Do one transaction of work in a municipality; its access records are written just before it commits.

    Raises:
        core.audit.AuditFailed: the records could not be written; then nothing of the work is kept.
    """
    with tenancy.entering(municipality_id), at_work(actor):
        yield
        audit.write_pending()
