"""The list of likely duplicates while a registration is typed. The registration itself is a page of the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.people.forms import RegistrationForm, likely_for


@require_POST
@allowed("people.view", "people.edit")
def likely_duplicates(request: StaffRequest) -> HttpResponse:
    """Show who may already have a file, for what is typed so far; nothing when there is nobody."""
    form = RegistrationForm(request.POST, member=request.member, today=timezone.localdate())
    form.is_valid()
    return render(request, "people/_likely.html", {"likely": likely_for(form), "form": form})
