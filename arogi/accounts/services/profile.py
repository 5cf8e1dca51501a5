"""What a member of staff changes in the own account."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.core import audit, tenancy
from arogi.core.errors import DomainError


class WrongPassword(DomainError):
    """The password in use was not typed correctly."""

    message = _("This is not your password.")
    field = "current"


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Speak this language to the account from now on."""
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def save_preferences(*, user: User, language: str, shortcuts: bool) -> None:
    """Keep the language, and whether single keys are shortcuts."""
    user.language, user.shortcuts = language, shortcuts
    user.save(update_fields=["language", "shortcuts"])


@transaction.atomic
def change_password(*, user: User, current: str, new: str) -> None:
    """Replace the password; every session that was opened with the old one ends with its next request.

    Raises:
        WrongPassword: `current` is not the password in use.
    """
    if not user.check_password(current):
        raise WrongPassword
    user.set_password(new)
    user.save(update_fields=["password"])
    if tenancy.entered():
        audit.record("change", kind="user", object_id=user.pk, fields=["password"])
