"""Who is at work: the account that acts, as access records name it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The account behind an act, as the access record names it.

    Attributes:
        user_id: None for the operator of the command line.
        roles: codes, in alphabetical order, joined by commas.
        address: where the request came from.
        session: a digest that ties acts of one session together without being usable as a key.
    """

    user_id: UUID | None = None
    roles: str = ""
    address: str = ""
    session: str = ""


OPERATOR = Actor(roles="operator")
_actor: ContextVar[Actor] = ContextVar("actor", default=OPERATOR)


def current_actor() -> Actor:
    """Give the account at work; the operator when nobody signed in."""
    return _actor.get()


def name_roles(roles: str) -> None:
    """Add the roles to the actor of the entered municipality, once they have been read inside it."""
    _actor.set(replace(_actor.get(), roles=roles[:200]))


@contextlib.contextmanager
def at_work(actor: Actor) -> Iterator[None]:
    """Let an account be at work for the length of a block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)
