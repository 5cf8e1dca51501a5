"""The list of persons: in the order of their names, page by page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from arogi.accounts.http import StaffRequest, allowed
from arogi.core import audit
from arogi.people.listing import LETTERS, ListFilter, persons_page


@require_GET
@allowed("people.view")
def people(request: StaffRequest) -> HttpResponse:
    """List the persons of the municipality, or those whom the member follows."""
    wanted = ListFilter.read(request.GET, member=request.member)
    page = persons_page(wanted, today=timezone.localdate())
    audit.record("view", kind="person_list", rows=len(page.cards))
    return render(request, "people/list.html", {"page": page, "wanted": wanted, "letters": LETTERS})
