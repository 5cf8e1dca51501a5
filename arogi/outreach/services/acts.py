"""What a member of staff does with a line: each act one transaction, one event, one access record, and a way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.outreach.access import visible_lines
from arogi.outreach.errors import (
    ActedMeanwhile,
    LineIsSettled,
    NoSuchLine,
    NothingToUndo,
    PostponedIntoThePast,
    TakenByAnother,
)
from arogi.outreach.models import Line, LineEvent

# Where a call leads; a call that reached nobody, or was promised something, leaves the line with who called.
AFTER_CALL = {
    LineEvent.Result.NOT_REACHED: Line.State.TAKEN,
    LineEvent.Result.WILL_COME: Line.State.TAKEN,
    LineEvent.Result.APPLIED: Line.State.APPLIED,
    LineEvent.Result.RECEIVES: Line.State.RECEIVES,
    LineEvent.Result.NOT_WANTED: Line.State.REFUSED,
}


@transaction.atomic
def take(*, by: Member, line_id: UUID, at: dt.datetime) -> LineEvent:
    """Take a line: it is this member's to call. A second click gives the event of the first.

    Raises:
        NotAllowed, NoSuchLine, LineIsSettled: the member may not, or there is nothing to do.
        TakenByAnother: somebody was faster.
    """
    line = of_member(by, line_id)
    last = _newest_event(line)
    if line.state == Line.State.TAKEN and last and (last.kind, last.by_id) == (LineEvent.Kind.TAKEN, by.user.pk):
        return last
    refuse_settled(line)
    if line.state == Line.State.TAKEN and line.taken_by_id != by.user.pk:
        raise TakenByAnother
    return happened(by, line, at, LineEvent.Kind.TAKEN, state=Line.State.TAKEN, taken_by=by.user)


@transaction.atomic
def record_call(*, by: Member, line_id: UUID, result: str, at: dt.datetime, after: UUID | None = None) -> LineEvent:
    """Record a call and what came of it; whoever calls has the line.

    Args:
        result: a code of `LineEvent.Result`.
        after: the newest event of the page on which it was typed; a second click gives the event of the first.

    Raises:
        NotAllowed, NoSuchLine, LineIsSettled: as `take` does.
        ActedMeanwhile: something else happened after that event.
    """
    line, told = of_member(by, line_id), {"result": result}
    if done := _first_click(by, line, LineEvent.Kind.CALLED, told, after):
        return done
    state = AFTER_CALL[LineEvent.Result(result)]
    return happened(by, line, at, LineEvent.Kind.CALLED, told, state=state, taken_by=by.user)


@transaction.atomic
def postpone(
    *, by: Member, line_id: UUID, until: dt.date, today: dt.date, at: dt.datetime, after: UUID | None = None
) -> LineEvent:
    """Put a line off: it is not work before that day.

    Args:
        after: as `record_call` has it.

    Raises:
        PostponedIntoThePast: the day is not after today.
        NotAllowed, NoSuchLine, LineIsSettled, ActedMeanwhile: as `record_call` does.
    """
    if until <= today:
        raise PostponedIntoThePast
    line, told = of_member(by, line_id), {"until": until}
    if done := _first_click(by, line, LineEvent.Kind.POSTPONED, told, after):
        return done
    return happened(by, line, at, LineEvent.Kind.POSTPONED, told, state=Line.State.POSTPONED, until=until)


@transaction.atomic
def refuse(
    *, by: Member, line_id: UUID, refusal: str, words: str, at: dt.datetime, after: UUID | None = None
) -> LineEvent:
    """Leave a line aside, with a reason; the nightly run does not bring it back as long as it holds.

    Args:
        refusal: a code of `LineEvent.Refusal`.
        after: as `record_call` has it.

    Raises:
        NotAllowed, NoSuchLine, LineIsSettled, ActedMeanwhile: as `record_call` does.
    """
    line, told = of_member(by, line_id), {"refusal": refusal, "words": words}
    if done := _first_click(by, line, LineEvent.Kind.REFUSED, told, after):
        return done
    return happened(by, line, at, LineEvent.Kind.REFUSED, told, state=Line.State.REFUSED)


@transaction.atomic
def undo(*, by: Member, event_id: UUID, at: dt.datetime) -> LineEvent:
    """Take back one's own last act: the line is again as it was before it.

    Raises:
        NotAllowed, NoSuchLine: the member may not, or there is no such act.
        NothingToUndo: it is not the line's last event, was undone before, or was somebody else's.
    """
    event = LineEvent.objects.filter(pk=event_id, by=by.user).first()
    if event is None:
        raise NoSuchLine
    line = of_member(by, event.line_id)
    if _newest_event(line) != event or event.kind == LineEvent.Kind.UNDONE:
        raise NothingToUndo
    former = event.former
    until = dt.date.fromisoformat(former["until"]) if former["until"] else None
    values = {"state": former["state"], "taken_by_id": former["taken_by"], "until": until}
    return happened(by, line, at, LineEvent.Kind.UNDONE, {"undone": event}, **values)


def _newest_event(line: Line) -> LineEvent | None:
    newest: LineEvent | None = line.events.order_by("-pk").first()
    return newest


def refuse_settled(line: Line) -> None:
    """Refuse an act with a line that is settled or closed."""
    if not line.is_work:
        raise LineIsSettled


def _first_click(by: Member, line: Line, kind: str, told: Mapping[str, Any], after: UUID | None) -> LineEvent | None:
    """Give the event that the same form made before; None where the act is still to be done."""
    newest = _newest_event(line)
    is_newer = after is not None and newest is not None and newest.pk != after
    if newest and is_newer and (newest.by_id, newest.kind) == (by.user.pk, kind):
        before = line.events.filter(pk__lt=newest.pk).order_by("-pk").first()
        if before and before.pk == after and all(getattr(newest, name) == value for name, value in told.items()):
            return newest
    refuse_settled(line)
    if is_newer:
        raise ActedMeanwhile
    return None


def of_member(by: Member, line_id: UUID) -> Line:
    """Lock the line that a member acts with, if he or she may."""
    if not by.may("entitlements.check"):
        raise NotAllowed
    line: Line | None = visible_lines(by).select_for_update(of=("self",)).filter(pk=line_id).first()
    if line is None:
        raise NoSuchLine
    return line


def happened(
    by: Member, line: Line, at: dt.datetime, kind: str, told: Mapping[str, Any] | None = None, **values: Any
) -> LineEvent:
    """Write the line's new state, the event and the access record."""
    former = line.former
    values = {"until": None, **values}
    Line.objects.filter(pk=line.pk).update(**values, version=line.version + 1, changed_at=at)
    event: LineEvent = LineEvent.objects.create(
        id=uuid7(), line=line, kind=kind, at=at, by=by.user, former=former, **(told or {})
    )
    verb = "undo" if kind == LineEvent.Kind.UNDONE else "change"
    audit.record(verb, kind="line", object_id=line.pk, person_id=line.person_id, act=str(kind))
    return event
