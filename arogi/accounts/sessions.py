"""Sessions in the database, kept by Django; only what happens when one cannot be saved is said here.

Django takes every failure of the database for a session that somebody deleted meanwhile, and answers that the request
was a bad one. A database that does not answer is an outage, to be said as such, and a session that was ended in another
window takes nothing away from the page that was just made for its owner.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, connection
from django.utils import timezone


class SessionStore(db.SessionStore):
    """Django's own store (the name is part of how sessions are signed)."""

    def load(self) -> dict[str, Any]:
        """Read what the session holds with one plain statement; nothing when it is over or was ended."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                (self.session_key, timezone.now()),
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
        return self.decode(found[0]) if found else {}

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own signature
        """Save the session; leave one that was ended meanwhile ended.

        Raises:
            django.db.OperationalError: the database does not answer.
        """
        try:
            super().save(must_create)
        except UpdateError as failure:
            reason = failure.__context__
            # "No row was changed" is the one failure that has no class of its own.
            if type(reason) is not DatabaseError:
                raise (reason or failure) from None
