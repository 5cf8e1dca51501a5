"""Forms that were sent and not saved: kept in the session, encrypted, for the account that typed them (trust F47).

Two occasions: the session was over when Save was pressed, and a page that answers a form is drawn by a GET, so that
Back finds it again. Nothing is ever sent a second time by the program: the form is shown filled, a person decides.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, cast
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from arogi.accounts.http import StaffRequest
from arogi.accounts.middleware import is_of_htmx
from arogi.core.typed import AGAIN, Unsent, without_secrets

GetResponse = Callable[[HttpRequest], HttpResponse]
KEPT_SECONDS = 30 * 60
MOST_KEPT = 6
LONGEST = 200_000  # characters, encrypted
OWNER_COOKIE = f"{settings.SESSION_COOKIE_NAME}-owner"
_IN_SESSION = "unsent"
_SALT = "arogi.accounts.unsent"


class UnsentForms:
    """Keep what arrives after the end of a session, and give it back to the page it was typed on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: the work is done once the form's token was checked."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Look at requests of members for what waits, and keep forms of nobody."""
        if hasattr(request, "member"):
            _look_for_waiting(cast(StaffRequest, request))
        elif _came_too_late(request, view) and (owner := _owner_by_cookie(request)):
            return _ask_to_sign_in_again(request, owner)
        return None


def show_again(request: StaffRequest, page: str) -> HttpResponse | None:
    """Answer a form with a page that is opened by its address, so that Back and Reload find it again.

    The view of the page reads the form with `core.typed.posted`. The address says nothing of what was typed.

    Returns:
        None when it is too long to be kept: the page is drawn at once, and Back asks.
    """
    number = secrets.token_urlsafe(6)
    fields = without_secrets(request.POST)
    is_kept = _keep(request, _owner(request), Unsent(page=page, target=page, fields=fields, number=number))
    return redirect(f"{page}?{AGAIN}={number}") if is_kept else None


def forget(request: StaffRequest, target: str) -> None:
    """Drop what waits for an address: it was saved, or is wanted no more."""
    _keep_only(request, lambda one: one.target != target)


def remember_owner(response: HttpResponse, user_id: UUID, municipality_id: UUID) -> None:
    """Leave in the browser whose work it shows: a session that is over cannot say so any more."""
    response.set_signed_cookie(
        OWNER_COOKIE,
        f"{user_id}:{municipality_id}",
        salt=_SALT,
        max_age=settings.SESSION_COOKIE_AGE + KEPT_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _look_for_waiting(request: StaffRequest) -> None:
    if _IN_SESSION not in request.session:
        return
    if request.method == "POST":
        _keep_only(request, lambda one: bool(one.number) or one.target != request.path)
    else:
        asked_for = ("", request.GET.get(AGAIN))
        mine = (one for _token, owner, one in _kept(request) if owner == _owner(request))
        request.unsent = tuple(one for one in mine if one.number in asked_for)


def _keep_only(request: StaffRequest, wanted: Callable[[Unsent], bool]) -> None:
    if _IN_SESSION in request.session:
        me = _owner(request)
        request.session[_IN_SESSION] = [token for token, owner, one in _kept(request) if owner != me or wanted(one)]


def _kept(request: StaffRequest) -> Iterator[tuple[str, str, Unsent]]:
    """Read what is kept in the session and not too old: as it lies there, whose it is, and what it is."""
    for token in request.session[_IN_SESSION]:
        try:
            read = json.loads(_cipher().decrypt(token, ttl=KEPT_SECONDS))
        except InvalidToken:
            continue
        yield token, read.pop("owner"), Unsent(**{**read, "fields": QueryDict(read["fields"])})


def _came_too_late(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    is_of_nobody = getattr(view, "login_required", True) and not request.user.is_authenticated
    return request.method == "POST" and is_of_nobody and not is_of_htmx(request)


def _ask_to_sign_in_again(request: HttpRequest, owner: str) -> HttpResponse:
    page = _page_of_form(request)
    one = Unsent(page=page.partition("?")[0], target=request.path, fields=without_secrets(request.POST))
    if one.text and _keep(request, owner, one):
        request.session.set_expiry(KEPT_SECONDS)
        messages.info(
            request,
            _("Nothing was saved. Sign in with the same account within 30 minutes to find what you typed again."),
        )
    return redirect_to_login(page)


def _page_of_form(request: HttpRequest) -> str:
    """Give path and parameters of the page on which the form stood; the first page when the browser does not say."""
    referer, home = request.headers.get("Referer", ""), request.build_absolute_uri("/")
    page = referer.removeprefix(home.rstrip("/")) if referer.startswith(home) else "/"
    return "/" if page.startswith("//") else page


def _keep(request: HttpRequest, owner: str, one: Unsent) -> bool:
    """Put a form into the session; False when it is too long to be kept."""
    kept = {"owner": owner, "page": one.page, "target": one.target, "number": one.number}
    text = json.dumps({**kept, "fields": one.fields.urlencode()})
    token = _cipher().encrypt(text.encode()).decode()
    if len(token) > LONGEST:
        return False
    request.session[_IN_SESSION] = [token, *request.session.get(_IN_SESSION, [])][:MOST_KEPT]
    return True


def _owner(request: StaffRequest) -> str:
    return f"{request.member.user.pk}:{request.member.municipality.pk}"


def _owner_by_cookie(request: HttpRequest) -> str:
    oldest = settings.SESSION_COOKIE_AGE + KEPT_SECONDS
    return str(request.get_signed_cookie(OWNER_COOKIE, "", salt=_SALT, max_age=oldest))


@cache
def _cipher() -> Fernet:
    # A key of the program, not of a municipality: at this moment nobody has entered one.
    secret = salted_hmac(_SALT, "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(secret))
