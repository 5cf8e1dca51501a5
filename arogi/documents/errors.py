"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError


class NoSuchDocument(DomainError):
    """There is no such paper, or none that this member may know of: the same words for both."""

    message = _("There is no such paper.")


class UnknownKind(DomainError):
    """The kind is not in the list, or not in the one of this member."""

    message = _("Choose a kind of paper from the list.")
    field = "kind"


class EndsBeforeIssue(DomainError):
    """A paper cannot end before the day on which it was issued."""

    message = _("The paper ends before the day on which it was issued.")
    field = "expires_on"


class SeenInFuture(DomainError):
    """A paper cannot have been seen tomorrow."""

    message = _("This day has not come yet.")
    field = "seen_on"


class IsWithdrawn(DomainError):
    """The paper was withdrawn meanwhile."""

    message = _("The paper was withdrawn meanwhile.")


class NothingToUndo(DomainError):
    """Something else happened to the paper since, or it was somebody else's act."""

    message = _("This can no longer be taken back: something else has happened since.")
