"""What the coming half year brings."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from arogi.accounts.http import StaffRequest, allowed
from arogi.casework.rushes import compiled_on, weeks_ahead
from arogi.core import audit


@require_GET
@allowed("casework.view")
def forecast(request: StaffRequest) -> HttpResponse:
    """Show week by week what ends and falls due, and what the calendar brings; sums only."""
    weeks = weeks_ahead(request.member, timezone.localdate())
    audit.record("view", kind="task_list", rows=0)
    return render(request, "casework/forecast.html", {"weeks": weeks, "compiled": compiled_on()})
