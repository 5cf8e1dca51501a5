"""Pages about what a person's household seems to be entitled to."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from arogi.accounts.http import StaffRequest, allowed
from arogi.people.models import Person
from arogi.people.views.pages import of_person


@require_http_methods(["GET", "POST"])
@allowed("people.view", "entitlements.view")
@of_person
def check(request: StaffRequest, person: Person) -> HttpResponse:
    """Show the last check; POST checks now."""
    raise Http404


@require_GET
@allowed("people.view", "entitlements.view")
@of_person
def past_check(request: StaffRequest, person: Person, check_id: UUID) -> HttpResponse:
    """Show a check as it was told."""
    raise Http404


@require_http_methods(["GET", "POST"])
@allowed("people.view", "entitlements.check")
@of_person
def facts(request: StaffRequest, person: Person) -> HttpResponse:
    """Record what is known of the household."""
    raise Http404
