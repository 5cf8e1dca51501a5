"""The guard before a page: which rights of the signed-in member it asks for.

Who the member is belongs to `accounts`, a module above; here it is anything that knows its rights. Modules above
`accounts` use `accounts.http.allowed`, which also knows the types.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme


class HasRights(Protocol):
    """A member of staff, as far as a guard has to know."""

    def may(self, right: str) -> bool:
        """Say whether the roles include a right."""

    def works_in(self, structure_id: UUID) -> bool:
        """Say whether he or she works in a structure."""


class GuardedRequest(HttpRequest):
    """A request of a signed-in member of staff, inside his or her municipality."""

    member: HasRights


Page = Callable[..., HttpResponse]


def allowed(*rights: str) -> Callable[[Page], Page]:
    """Let a page be opened by members who have all of these rights; no right named: by every member.

    The names stay on the function (`view.rights`), so that the matrix test can read what each address asks for.
    """

    def decorate(view: Page) -> Page:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            member: HasRights | None = getattr(request, "member", None)
            if member is None or not all(member.may(right) for right in rights):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]
        return guarded

    return decorate


def page_number(request: HttpRequest) -> int:
    """Read which page of a list the address asks for; the first when it says nothing that makes sense."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def our_address(request: HttpRequest, text: str) -> str:
    """Give an address to go on to as it was sent, if it is one of this program's; else nothing."""
    is_ours = url_has_allowed_host_and_scheme(
        text, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return text if is_ours and text.startswith("/") else ""


def status_of_form(request: HttpRequest) -> int:
    """Give the status of a page with a form: one that came back with errors says so to programs, too."""
    return 422 if request.method == "POST" else 200
