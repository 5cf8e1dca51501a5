"""The line of this module above the tasks of the inbox: how many families are to be called."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from arogi.accounts.access import Member
from arogi.casework.notes import Note
from arogi.outreach.access import visible_lines
from arogi.outreach.models import Line


def lines_to_call(member: Member, today: dt.date) -> Note | None:
    """Say how many lines wait that nobody or this member has taken; nothing where there is none."""
    if not member.may("people.view"):
        return None
    mine = Q(state=Line.State.TAKEN, taken_by=member.user)
    waiting = Q(state=Line.State.OPEN) | Q(state=Line.State.POSTPONED, until__lte=today)
    count = visible_lines(member).filter(mine | waiting).count()
    text = ngettext(
        "%(count)d benefit that a family seems entitled to and has not applied for",
        "%(count)d benefits that families seem entitled to and have not applied for",
        count,
    )
    return Note(text=text % {"count": count}, url=reverse("outreach:list")) if count else None
