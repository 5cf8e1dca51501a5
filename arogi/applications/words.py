"""States, acts and sums in words of the language of the screen."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arogi.applications.models import Application, ApplicationEvent
from arogi.core import shown
from arogi.entitlements.voice import with_rhythm

STATE_COLOURS = {
    Application.State.DRAFT: "grey",
    Application.State.READY: "blue",
    Application.State.SUBMITTED: "purple",
    Application.State.AWAITING_PAPERS: "orange",
    Application.State.APPROVED: "green",
    Application.State.REJECTED: "red",
    Application.State.SUSPENDED: "yellow",
    Application.State.REVOKED: "red",
    Application.State.EXPIRED: "grey",
    Application.State.WITHDRAWN: "grey",
}
# What a button says, and what the history says once it is done.
ACTS = {
    "ready": (gettext_lazy("Everything is ready"), gettext_lazy("Ready to be submitted")),
    "submit": (gettext_lazy("It was submitted"), gettext_lazy("Submitted")),
    "reopen": (gettext_lazy("Not ready after all"), gettext_lazy("Back to draft")),
    "ask_papers": (gettext_lazy("The payer asks for papers"), gettext_lazy("The payer asked for papers")),
    "papers_brought": (gettext_lazy("The papers were handed in"), gettext_lazy("Papers were handed in")),
    "approve": (gettext_lazy("It was approved"), gettext_lazy("Approved")),
    "reject": (gettext_lazy("It was rejected"), gettext_lazy("Rejected")),
    "object": (gettext_lazy("An objection was lodged"), gettext_lazy("Objection lodged")),
    "approve_after_all": (gettext_lazy("It was approved after all"), gettext_lazy("Approved after all")),
    "suspend": (gettext_lazy("It was suspended"), gettext_lazy("Suspended")),
    "resume": (gettext_lazy("It is paid again"), gettext_lazy("Paid again")),
    "revoke": (gettext_lazy("It was revoked"), gettext_lazy("Revoked")),
    "expire": (gettext_lazy("It has ended"), gettext_lazy("Ended")),
    "withdraw": (gettext_lazy("It was withdrawn"), gettext_lazy("Withdrawn")),
}
_KINDS = dict(ApplicationEvent.Kind.choices)


def act_button(act: str) -> str:
    """Give the words of the button of an act."""
    return str(ACTS[act][0])


def act_done(act: str) -> str:
    """Say that an act was done."""
    return str(ACTS[act][1]) if act in ACTS else str(_KINDS.get(act, act))


def event_words(event: ApplicationEvent) -> str:
    """Say what happened to an application, in one line."""
    if event.act == ApplicationEvent.Kind.UNDONE and event.undone:
        return _("Taken back: %(act)s") % {"act": event_words(event.undone)}
    words = act_done(event.act)
    return f"{words} ({event.payer_word})" if event.payer_word else words


def sum_words(application: Application) -> str:
    """Write the granted amount with its rhythm; nothing where none is known."""
    if application.amount is None:
        return ""
    return with_rhythm(shown.money(application.amount), application.amount_unit)


def period_words(application: Application) -> str:
    """Write for which days it is granted, as far as it is known."""
    first, last = shown.day(application.granted_from), shown.day(application.granted_until)
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if last:
        return _("until %(day)s") % {"day": last}
    return _("from %(day)s") % {"day": first} if first else ""
