"""Sums and reasons in words of the language of the screen."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from arogi.core import shown
from arogi.entitlements.voice import with_rhythm
from arogi.outreach.models import Line, LineEvent

_CAUSES = {**dict(Line.Cause.choices), **dict(Line.Ending.choices)}
STATE_COLOURS = {
    Line.State.OPEN: "blue",
    Line.State.TAKEN: "purple",
    Line.State.POSTPONED: "yellow",
    Line.State.APPLIED: "green",
    Line.State.RECEIVES: "green",
    Line.State.REFUSED: "grey",
    Line.State.CLOSED: "grey",
}


def sum_words(amount: Decimal | None, unit: str) -> str:
    """Write an amount with its rhythm; nothing where it is not known or nothing is paid."""
    return "" if amount is None else with_rhythm(shown.money(amount), unit)


def cause_words(code: str) -> str:
    """Say why a line was found or closed."""
    return str(_CAUSES.get(code, code))


def event_words(event: LineEvent) -> str:
    """Say what happened to a line, in one line."""
    if event.kind == LineEvent.Kind.UNDONE and event.undone:
        return _("Taken back: %(act)s") % {"act": event_words(event.undone)}
    parts = [
        event.get_kind_display(),
        event.get_result_display() if event.result else "",
        event.get_refusal_display() if event.refusal else "",
        event.words,
        _("until %(day)s") % {"day": shown.day(event.until)} if event.until else "",
        cause_words(event.cause) if event.cause else "",
    ]
    return ": ".join(part for part in (parts[0], ", ".join(filter(None, map(str, parts[1:])))) if part)
