"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError


class NoSuchCheck(DomainError):
    """There is no such check, or none of this person's household."""

    message = _("There is no such check.")


class NotOfThisHousehold(DomainError):
    """A fact was told of somebody who does not live in the household."""

    message = _("This person does not live in the household any more.")


class ImpossibleFact(DomainError):
    """A fact that no household can have, or that no rule knows."""

    message = _("This cannot be so. Check what was written.")
