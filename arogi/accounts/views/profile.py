"""The own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from arogi.accounts.forms import ChangePasswordForm, LanguageForm, PreferencesForm
from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.models import User
from arogi.accounts.services import profile as services
from arogi.accounts.views.entrances import next_address
from arogi.core.typed import posted


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Go on in the other language: kept with the account, or in a cookie before sign-in."""
    form = LanguageForm(request.POST)
    response = redirect(next_address(request))
    if not form.is_valid():
        return response
    language = form.cleaned_data["language"]
    if isinstance(request.user, User):
        services.choose_language(user=request.user, language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@allowed()
@require_http_methods(["GET", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    """Show the own roles, and choose language and shortcuts."""
    user = request.user
    form = PreferencesForm(posted(request), initial={"language": user.language, "shortcuts": user.shortcuts})
    if request.method == "POST" and form.is_valid():
        services.save_preferences(user=user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your choices are kept."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


@allowed()
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
def change_password(request: StaffRequest) -> HttpResponse:
    """Choose another password; other browsers of this account are signed out."""
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.change_password(user=request.user, current=typed["current"], new=typed["password"])
        except services.WrongPassword as refusal:
            form.add_error(refusal.shown_at, str(refusal))
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is changed. Other browsers are signed out."))
            return redirect("accounts:profile")
    return render(request, "accounts/change_password.html", {"form": form})
