"""Session limits, language, and the municipality that a request works in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from arogi.accounts.access import member_on
from arogi.accounts.models import User
from arogi.centres.models import Municipality
from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.core.actor import Actor, name_roles
from arogi.core.rows import row_by_key

GetResponse = Callable[[HttpRequest], HttpResponse]
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
MUNICIPALITY = "municipality"


def is_of_htmx(request: HttpRequest) -> bool:
    """Say whether a part of a page is asked for."""
    return request.headers.get("HX-Request") == "true"


def signed_out_part() -> HttpResponse:
    """Refuse a part of a page: the sign-in page must not be put inside a page on which somebody has typed."""
    return HttpResponse(status=401, headers={"Cache-Control": "no-store"})


class SessionLimits:
    """End a session after 15 idle minutes or 10 hours (trust T14)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out before anything else looks at the session."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if self._is_over(request, now):
                logout(request)
                if is_of_htmx(request):
                    return signed_out_part()
                messages.info(request, _("You were signed out because time ran out. Sign in to go on."))
            elif now - request.session.get(SEEN_AT, 0) >= 5:
                request.session[SEEN_AT] = now
        return self.get_response(request)

    @staticmethod
    def _is_over(request: HttpRequest, now: int) -> bool:
        started: int = request.session.get(SIGNED_IN_AT, 0)
        seen: int = request.session.get(SEEN_AT, 0)
        too_old = now - started > settings.SESSION_ABSOLUTE_SECONDS
        too_idle = now - seen > settings.SESSION_IDLE_SECONDS
        return too_old or too_idle


class Language:
    """Speak the language of the account, or of the cookie before sign-in; Greek when nobody chose."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for the length of the request."""
        chosen = getattr(request.user, "language", None) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class _Failed(Exception):
    """The page failed: roll the whole transaction back, then show the failure."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


_REFUSALS = {403, 404}


class Workplace:
    """Do the whole request in one transaction inside the member's municipality."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter the municipality that was chosen at sign-in, with the rights of this moment."""
        municipality = self._municipality(request)
        if municipality is None:
            return self.get_response(request)
        try:
            with acting_in(municipality.id, actor_of(request)):
                return self._answer(request, cast(User, request.user), municipality)
        except _Failed as failed:
            return failed.response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Ask accounts that have not chosen a municipality to do so first."""
        if getattr(request, "has_no_role", False):
            return _turn_out(request)
        is_open = not getattr(view, "login_required", True) or getattr(view, "without_municipality", False)
        if is_open or hasattr(request, "member"):
            return None
        if not request.user.is_authenticated:
            return signed_out_part() if is_of_htmx(request) else None
        return redirect("accounts:choose_municipality")

    def _answer(self, request: HttpRequest, user: User, municipality: Municipality) -> HttpResponse:
        member = member_on(user=user, municipality=municipality, date=timezone.localdate())
        if member is None:
            logout(request)
            request.has_no_role = True  # type: ignore[attr-defined]
            return self.get_response(request)
        request.member = member  # type: ignore[attr-defined]
        name_roles(",".join(sorted(member.roles)))
        response = self.get_response(request)
        if response.status_code >= 500:
            raise _Failed(response)
        if response.status_code in _REFUSALS:
            _note_refusal(request)
        return response

    @staticmethod
    def _municipality(request: HttpRequest) -> Municipality | None:
        if not request.user.is_authenticated:
            return None
        chosen = request.session.get(MUNICIPALITY)
        return row_by_key(Municipality, UUID(chosen)) if chosen else None


def _turn_out(request: HttpRequest) -> HttpResponse:
    """Answer whose last role ended; what was typed can be copied from the page (trust F7)."""
    if request.method == "POST" and not is_of_htmx(request):
        return render(request, "accounts/role_ended.html", status=403)
    messages.warning(request, _("You have no role here any more. Ask the coordinator."))
    return redirect(settings.LOGIN_URL)


def _note_refusal(request: HttpRequest) -> None:
    """Record that a member of staff asked for what is not shown to him or her (trust F1)."""
    match = request.resolver_match
    if match is None:
        return
    asked_for = next((value for value in match.kwargs.values() if isinstance(value, UUID)), None)
    audit.record("refused", kind=match.view_name[:48], object_id=asked_for)


def actor_of(request: HttpRequest) -> Actor:
    """Describe who asks, for the access record; roles are added once they are known."""
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16]
    user_id = request.user.pk if request.user.is_authenticated else None
    return Actor(user_id=user_id, address=request.META.get("REMOTE_ADDR", "")[:64], session=session)
