"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError


class NoSuchApplication(DomainError):
    """There is no such application, or none that this member may know of: the same words for both."""

    message = _("There is no such application.")


class OpenAlready(DomainError):
    """The person has an open application for the programme.

    Attributes:
        first_id: of the open application.
    """

    message = _("This person has an open application for this programme already.")
    field = "programme"

    def __init__(self, first_id: UUID | None = None) -> None:
        super().__init__()
        self.first_id = first_id


class NotAppliedFor(DomainError):
    """The programme is given without an application, or the rules do not know it."""

    message = _("Nobody applies for this programme here: choose another one.")
    field = "programme"


class NoStructure(DomainError):
    """The member works in no structure that is open."""

    message = _("You work in no structure in which an application can be recorded.")


class NotPossibleNow(DomainError):
    """The act does not fit the state: somebody may have been faster."""

    message = _("This cannot be done now: the application is in another state.")


class ActedMeanwhile(DomainError):
    """Something happened to the application after the page was made on which the act was typed."""

    message = _("Something happened with this application meanwhile: see below. If it still holds, send it again.")


class DayToCome(DomainError):
    """An act is written down before it happened."""

    message = _("This date has not come yet.")
    field = "on"


class BeforeSubmission(DomainError):
    """The payer answered before it was asked."""

    message = _("This date is before the application was submitted.")
    field = "on"


class BeforeOpening(DomainError):
    """The act lies long before the application."""

    message = _("This date is impossible: look at the year.")
    field = "on"


class FactMissing(DomainError):
    """The act needs a fact that was not given."""

    message = _("This is needed.")


class EndsBeforeItBegins(DomainError):
    """The granted period runs backwards."""

    message = _("The last day must be on or after the first.")
    field = "granted_until"


class TooEarly(DomainError):
    """A day of what is to come lies before the act."""

    message = _("This date must be after the date of the act.")


class UnreadableText(DomainError):
    """A text holds signs that no database keeps, or is too long."""

    message = _("This text is too long or contains characters that cannot be stored.")


class NotOfTheHousehold(DomainError):
    """Somebody who does not live with the applicant was named."""

    message = _("Only members of the household can apply along.")
    field = "members"


class NothingToUndo(DomainError):
    """Something else happened since, or it was somebody else's act."""

    message = _("This can no longer be taken back: something else has happened since.")


class NoSuchPaper(DomainError):
    """There is no such line in the checklist."""

    message = _("There is no such paper in the list.")


class ReasonNeeded(DomainError):
    """A paper is left out without a reason."""

    message = _("Write why it is not needed.")
    field = "reason"


class NotRenewable(DomainError):
    """The application was not granted, or the next one is there already."""

    message = _("There is nothing to renew: it is not granted, or the next application is open already.")
