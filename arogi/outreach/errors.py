"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError


class NoSuchLine(DomainError):
    """There is no such line, or none that this member may know of: the same words for both."""

    message = _("There is no such line.")


class LineIsSettled(DomainError):
    """The line is closed or settled, so nothing more is to be done with it."""

    message = _("Nothing more is to be done here: the line was settled or closed meanwhile.")


class ActedMeanwhile(DomainError):
    """Something happened to the line after the page was made on which the act was typed."""

    message = _("Something happened with this line meanwhile: see below. If it still holds, send it again.")


class TakenByAnother(DomainError):
    """A colleague has taken the line."""

    message = _("A colleague has taken this line.")


class PostponedIntoThePast(DomainError):
    """A line cannot be put off to a day that is over."""

    message = _("Choose a date after today.")
    field = "until"


class NothingToUndo(DomainError):
    """Something else happened to the line since, or it was somebody else's act."""

    message = _("This can no longer be taken back: something else has happened since.")
