"""What a page knows about who asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from arogi.accounts.access import Member
from arogi.accounts.models import User

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a signed-in member of staff, inside his or her municipality."""

    user: User
    member: Member
    htmx: HtmxDetails


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def allowed(*rights: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Let a page be opened by members who have all of these rights; no right named: by every member.

    The names stay on the function (`view.rights`), so that the matrix test can read what each address asks for.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member: Member | None = getattr(request, "member", None)
            if member is None or not all(member.may(right) for right in rights):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]
        return guarded

    return decorate


def without_municipality(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a signed-in account open a page before it has chosen where to work."""
    view.without_municipality = True  # type: ignore[attr-defined]
    return view
