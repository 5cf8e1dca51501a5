"""What a page knows about who asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.core import http
from arogi.core.typed import Unsent

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a signed-in member of staff, inside his or her municipality."""

    user: User
    member: Member
    htmx: HtmxDetails
    unsent: tuple[Unsent, ...]


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def allowed(*rights: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Let a page be opened by members who have all of these rights (see `core.http.allowed`)."""
    return http.allowed(*rights)


def without_municipality(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a signed-in account open a page before it has chosen where to work."""
    view.without_municipality = True  # type: ignore[attr-defined]
    return view
