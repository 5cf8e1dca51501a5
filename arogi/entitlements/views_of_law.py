"""The page of figures of law."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from arogi.accounts.http import StaffRequest, allowed
from arogi.entitlements.forms_of_law import LawFilter
from arogi.entitlements.law_page import doubts_of, figures_page, shown_figures


@require_GET
@allowed("entitlements.view")
def law(request: StaffRequest) -> HttpResponse:
    """List the figures of law that the rules use, least certain first."""
    today = timezone.localdate()
    form = LawFilter(request.GET or None)
    page = figures_page(form.wanted(), number=request.GET.get("page"), today=today)
    context = {
        "form": form,
        "page": page,
        "lines": shown_figures(page.object_list),
        "doubts": doubts_of(today),
        "today": today,
    }
    return render(request, "entitlements/law.html", context)
