"""Session limits, language, and the municipality that a request works in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from arogi.accounts.access import member_on
from arogi.accounts.models import User
from arogi.centres.models import Municipality
from arogi.core.acting import Actor, acting_in, name_roles

GetResponse = Callable[[HttpRequest], HttpResponse]
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
MUNICIPALITY = "municipality"


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
                messages.info(request, _("You were signed out because time ran out. Sign in to go on."))
            elif now - request.session.get(SEEN_AT, 0) >= 5:
                request.session[SEEN_AT] = now
        return self.get_response(request)

    @staticmethod
    def _is_over(request: HttpRequest, now: int) -> bool:
        started = request.session.get(SIGNED_IN_AT, 0)
        seen = request.session.get(SEEN_AT, 0)
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
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
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


class Workplace:
    """Do the whole request in one transaction inside the member's municipality."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter the municipality that was chosen at sign-in, with the rights of this moment."""
        municipality = self._municipality(request)
        if municipality is None:
            return self.get_response(request)
        assert isinstance(request.user, User)
        try:
            with acting_in(municipality.id, actor_of(request)):
                return self._answer(request, request.user, municipality)
        except _Failed as failed:
            return failed.response

    def _answer(self, request: HttpRequest, user: User, municipality: Municipality) -> HttpResponse:
        member = member_on(user=user, municipality=municipality, date=timezone.localdate())
        if member is None:
            logout(request)
            messages.warning(request, _("You have no role here any more. Ask the coordinator."))
            return redirect(settings.LOGIN_URL)
        request.member = member  # type: ignore[attr-defined]
        name_roles(",".join(sorted(member.roles)))
        response = self.get_response(request)
        if response.status_code >= 500:
            raise _Failed(response)
        return response

    @staticmethod
    def _municipality(request: HttpRequest) -> Municipality | None:
        if not request.user.is_authenticated:
            return None
        chosen = request.session.get(MUNICIPALITY)
        return Municipality.objects.filter(pk=UUID(chosen)).first() if chosen else None


def actor_of(request: HttpRequest) -> Actor:
    """Describe who asks, for the access record; roles are added once they are known."""
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16]
    user_id = request.user.pk if request.user.is_authenticated else None
    return Actor(user_id=user_id, address=request.META.get("REMOTE_ADDR", "")[:64], session=session)
