"""Pages of the municipality's structures: where they are, when they are open, what pays for them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arogi.centres import selectors, services
from arogi.centres.forms import ClosureForm, HoursForm, StructureForm
from arogi.centres.models import Closure, Structure
from arogi.core.forms import carried_out
from arogi.core.http import GuardedRequest, allowed
from arogi.core.typed import posted


@allowed("centres.view")
@require_safe
def structure_list(request: GuardedRequest) -> HttpResponse:
    """Show the structures with the hours of the day."""
    lines = selectors.structures_at(timezone.now())
    holidays = [(day.date, selectors.holiday_words(day)) for day in selectors.coming_holidays(timezone.localdate())]
    return render(request, "centres/list.html", {"lines": lines, "holidays": holidays})


@allowed("centres.view")
@require_safe
def structure(request: GuardedRequest, structure_id: UUID) -> HttpResponse:
    """Show one structure."""
    found, today = _structure(structure_id), timezone.localdate()
    context = {
        "structure": found,
        "today": selectors.calendar(today, today).day_of(found, today),
        "week": [(WEEKDAYS[weekday], ranges) for weekday, ranges in selectors.week_of(found, today)],
        "closures": [row for row in selectors.coming_closures(today) if row.structure_id in {None, found.pk}],
        "sub_projects": selectors.sub_projects_of(found),
        "specialities": selectors.specialities_of(found, today),
    }
    return render(request, "centres/structure.html", context)


@allowed("centres.manage")
@require_http_methods(["GET", "POST"])
def edit_structure(request: GuardedRequest, structure_id: UUID) -> HttpResponse:
    """Correct the facts of a structure."""
    found = _structure(structure_id)
    names = list(StructureForm.base_fields)
    form = StructureForm(posted(request), initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        services.correct_structure(structure_id=found.pk, facts=services.StructureFacts(**form.cleaned_data))
        messages.success(request, _("The structure was changed."))
        return redirect("centres:structure", structure_id=found.pk)
    return render(request, "centres/edit_structure.html", {"structure": found, "form": form})


@allowed("centres.manage")
@require_http_methods(["GET", "POST"])
def edit_hours(request: GuardedRequest, structure_id: UUID) -> HttpResponse:
    """Give a structure new hours."""
    found, today = _structure(structure_id), timezone.localdate()
    week = {f"day_{weekday}": ranges for weekday, ranges in selectors.week_of(found, today)}
    form = HoursForm(posted(request), initial={"on": today, **week}, today=today)
    if request.method == "POST" and carried_out(
        form, lambda: services.set_hours(structure_id=found.pk, week=form.week, on=form.cleaned_data["on"])
    ):
        messages.success(request, _("The hours were changed."))
        return redirect("centres:structure", structure_id=found.pk)
    return render(request, "centres/edit_hours.html", {"structure": found, "form": form})


@allowed("centres.manage")
@require_http_methods(["GET", "POST"])
def closures(request: GuardedRequest) -> HttpResponse:
    """Show the closures that are not over, and add one."""
    today = timezone.localdate()
    form = ClosureForm(posted(request), today=today)
    if request.method == "POST" and carried_out(form, lambda: services.close(**form.cleaned_data)):
        messages.success(request, _("The closure was added."))
        return redirect("centres:closures")
    return render(request, "centres/closures.html", {"form": form, "closures": selectors.coming_closures(today)})


@allowed("centres.manage")
@require_POST
def remove_closure(request: GuardedRequest, closure_id: UUID) -> HttpResponse:
    """Take a closure back."""
    try:
        services.remove_closure(closure_id=closure_id)
    except Closure.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("The closure was removed."))
    return redirect("centres:closures")


def _structure(structure_id: UUID) -> Structure:
    found = selectors.find_structure(structure_id)
    if found is None:
        raise Http404
    return found
