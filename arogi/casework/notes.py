"""What modules above have for whoever opens the inbox: a number of things to do, and where they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from arogi.accounts.access import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line above the tasks."""

    text: str
    url: str


Teller = Callable[[Member, dt.date], Note | None]
_tellers: list[Teller] = []


def tell_in_inbox(teller: Teller) -> None:
    """Register who is asked for a line; each asks the database a fixed number of questions."""
    if teller not in _tellers:
        _tellers.append(teller)


def notes_for(member: Member, today: dt.date) -> tuple[Note, ...]:
    """Ask everybody who registered."""
    return tuple(note for teller in _tellers if (note := teller(member, today)))
