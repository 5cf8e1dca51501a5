"""Pages of the house itself: failures, health, the catalogue of components."""

from __future__ import annotations

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from arogi.core.catalogue import catalogue


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Say that the program answers; no version, nothing to learn from."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "POST"])
def stay(request: HttpRequest) -> HttpResponse:
    """Keep a session alive (POST), or give the form token of one that was begun anew in another tab (GET).

    The middleware has refused by now who is not signed in, and has noted that somebody is at work.
    """
    if request.method == "POST":
        return HttpResponse(status=204)
    return JsonResponse({"token": get_token(request)})


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show the living catalogue: each component with its arguments, its template text and its looks."""
    return render(request, "core/components.html", catalogue())


# Every member may open these. The marker `rights` belongs to `accounts.http.allowed`, which core may not import;
# signing in is asked for by LoginRequiredMiddleware.
stay.rights = components.rights = ()  # type: ignore[attr-defined]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read."""
    return render(request, "errors/400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Say that more was sent than this address takes."""
    return render(request, "errors/413.html", status=413)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the role does not allow this."""
    return render(request, "errors/403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old to be trusted (CSRF), and how to go on."""
    return render(request, "errors/form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here; the same words for what exists elsewhere."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed on our side; when it is the database that does not answer, say to try again soon."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable()
    return render(request, "errors/500.html", status=500)


def unavailable() -> HttpResponse:
    """Say that the database does not answer; drawn without the request, whose session lies in that database."""
    page = HttpResponse(render_to_string("errors/503.html"), status=503)
    page.headers["Retry-After"] = "30"
    page.headers["Cache-Control"] = "no-store"
    return page
