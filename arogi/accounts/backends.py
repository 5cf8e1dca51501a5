"""Who signs in: Django's own check of the password, and the account read with one plain statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from arogi.accounts.models import User
from arogi.core.rows import row_by_key


class StaffBackend(ModelBackend):
    """Accounts of staff by e-mail address and password."""

    def get_user(self, user_id: Any) -> User | None:
        """Read the account of a session, if it may still sign in."""
        user = row_by_key(User, UUID(str(user_id)))
        return user if user and self.user_can_authenticate(user) else None
