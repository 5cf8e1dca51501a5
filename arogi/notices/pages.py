"""What the page of a person's messages shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from arogi.notices.errors import NotSent
from arogi.notices.models import Notice
from arogi.notices.reach import Way, way_to
from arogi.notices.texts import TEMPLATES, title_of
from arogi.people.models import Person

COLOURS = {
    Notice.State.QUEUED: "blue",
    Notice.State.SENDING: "blue",
    Notice.State.SENT: "green",
    Notice.State.DELIVERED: "green",
    Notice.State.FAILED: "red",
    Notice.State.CANCELLED: "grey",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """One message in words."""

    notice: Notice
    title: str
    colour: str
    may_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """Whether a message that the person asked for could leave now, by which way; else why not."""

    way: Way | None
    why_not: str


def shown_notices(notices: Iterable[Notice]) -> list[ShownNotice]:
    """Put messages into words."""
    return [
        ShownNotice(
            notice=one,
            title=title_of(one.template),
            colour=COLOURS[Notice.State(one.state)],
            may_cancel=one.state == Notice.State.QUEUED,
        )
        for one in notices
    ]


def reachable(person: Person) -> Reachable:
    """Ask for the way of a message that needs no consent."""
    try:
        way = way_to(person, next(one for one in TEMPLATES.values() if not one.needs_consent))
    except NotSent as refusal:
        return Reachable(way=None, why_not=str(refusal))
    return Reachable(way=way, why_not="")
