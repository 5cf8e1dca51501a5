"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError
from arogi.notices.models import Notice


class NotSent(DomainError):
    """A message cannot go to this person; `reason` is a code of `Notice.Reason`."""

    reason: str = Notice.Reason.NONE


class OptedOut(NotSent):
    """The person wants no messages."""

    message = _("The person wants no messages.")
    reason = Notice.Reason.OPTED_OUT


class NoConsent(NotSent):
    """A reminder that nobody asked for needs consent."""

    message = _("The person has not agreed to reminders.")
    reason = Notice.Reason.NO_CONSENT


class NoSafeContact(NotSent):
    """There is nowhere to send it."""

    message = _("No safe mobile phone of the person's own and no e-mail is known.")
    reason = Notice.Reason.NO_SAFE_CONTACT


class NotThere(NotSent):
    """The person has died or moved away."""

    message = _("The person has died or moved away.")
    reason = Notice.Reason.NOT_REACHED


class UnknownNotice(DomainError):
    """There is no such template, or a place of it is not filled."""

    message = _("There is no such message, or something of it is missing.")
    field = "template"


class NoSuchNotice(DomainError):
    """There is no such message."""

    message = _("There is no such message.")


class LeftAlready(DomainError):
    """What has left cannot be called back."""

    message = _("This message has left already.")


class NoEmailAddress(DomainError):
    """The text is no e-mail address."""

    message = _("Write an e-mail address, for example maria@example.gr.")
    field = "email"
