"""Refusals: what a person asked for and may not have, in a sentence that can be shown."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An act was refused for a reason that the person in front of the screen can understand.

    Each module has its own family; `message` is a whole translated sentence, `field` names the form field it concerns.
    """

    message: ClassVar[str | Promise] = _("This cannot be done.")
    field: ClassVar[str | None] = None

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None) -> None:
        self.shown = message or self.message
        self.shown_at = field or self.field
        super().__init__(self.shown)

    def __str__(self) -> str:
        return str(self.shown)


class NotAllowed(DomainError):
    """The person's role does not include this act."""

    message = _("Your role does not allow this.")


class ChangedMeanwhile(DomainError):
    """Somebody else changed the row after it was shown."""

    message = _("Somebody else has changed this meanwhile. Look at the current values and save again.")
