"""Coming in and going out."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from arogi.accounts import selectors
from arogi.accounts.forms import NewPasswordForm, SignInForm
from arogi.accounts.http import StaffRequest, allowed, without_municipality
from arogi.accounts.middleware import MUNICIPALITY, SEEN_AT, SIGNED_IN_AT, actor_of
from arogi.accounts.models import User
from arogi.accounts.services import entrances, staff
from arogi.accounts.unsent import OWNER_COOKIE, forget, remember_owner
from arogi.centres.models import Municipality
from arogi.core.http import our_address


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a member of staff in."""
    if request.user.is_authenticated:
        return redirect(next_address(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            return _let_in(request, user)
        if not _is_locked_out(request):
            entrances.note_failed_sign_in(email=form.cleaned_data["email"], actor=actor_of(request), at=timezone.now())
        form.add_error(None, _("The e-mail address or the password is not right."))
    return render(request, "accounts/sign_in.html", {"form": form, "next": _typed_next(request)})


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say that too many passwords were wrong and when to try again (called by the throttle)."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    page = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    page.headers["Retry-After"] = str(minutes * 60)
    return page


def _is_locked_out(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    doors = selectors.open_doors(user, timezone.localdate())
    if not doors:
        return render(request, "accounts/no_role.html", {"account": user}, status=403)
    login(request, user)
    now = int(timezone.now().timestamp())
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session.set_expiry(None)
    if len(doors) > 1:
        return redirect(f"{resolve_url('accounts:choose_municipality')}?next={next_address(request)}")
    return _enter(request, user, doors[0])


def _enter(request: HttpRequest, user: User, municipality: Municipality) -> HttpResponse:
    request.session[MUNICIPALITY] = str(municipality.pk)
    entrances.note_sign_in(user=user, municipality=municipality, actor=actor_of(request))
    response = redirect(next_address(request))
    remember_owner(response, user.pk, municipality.pk)
    return response


def _typed_next(request: HttpRequest) -> str:
    """Give the address to go on to, if it is one of ours; else nothing."""
    return our_address(request, request.POST.get("next") or request.GET.get("next") or "")


def next_address(request: HttpRequest) -> str:
    """Give the address of this program that a form asks to go on to; the start page when it names none."""
    return _typed_next(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


@without_municipality
@never_cache
@require_http_methods(["GET", "POST"])
def choose_municipality(request: HttpRequest) -> HttpResponse:
    """Choose where to work, for accounts with more than one municipality."""
    user = cast(User, request.user)
    doors = selectors.open_doors(user, timezone.localdate())
    if request.method == "POST":
        chosen = next((town for town in doors if town.slug == request.POST.get("municipality")), None)
        if chosen is not None:
            request.session.cycle_key()
            return _enter(request, user, chosen)
        messages.warning(request, _("Choose a municipality from the list."))
    context = {"municipalities": doors, "next": _typed_next(request)}
    return render(request, "accounts/choose_municipality.html", context)


@without_municipality
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Let a member of staff go, and have the browser forget the pages."""
    if hasattr(request, "member"):
        entrances.note_sign_out(user=request.member.user)
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response.headers["Clear-Site-Data"] = '"cache"'
    response.delete_cookie(OWNER_COOKIE)
    return response


@allowed()
@require_POST
def forget_typed(request: StaffRequest) -> HttpResponse:
    """Throw away what was typed before a session ended."""
    forget(request, request.POST.get("target", ""))
    return redirect(next_address(request))


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Choose the first password with the link of an invitation."""
    municipality = get_object_or_404(Municipality, slug=slug)
    try:
        user = staff.invited_user(municipality=municipality, token=token, at=timezone.now())
        form = NewPasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            _accept(request, municipality, token, form.cleaned_data["password"])
            return redirect(settings.LOGIN_URL)
    except staff.InvitationOver as refusal:
        return render(request, "accounts/invitation_over.html", {"refusal": refusal.shown}, status=404)
    context = {"form": form, "account": user, "municipality": municipality}
    return render(request, "accounts/accept_invitation.html", context)


def _accept(request: HttpRequest, municipality: Municipality, token: str, password: str) -> None:
    staff.accept_invitation(
        municipality=municipality, token=token, password=password, actor=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("Your password is kept. Sign in with it."))
