"""Pages of an application's papers and of its transfer sheet."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.applications import services
from arogi.applications.access import get_application
from arogi.applications.checklist import ShownPaper, checklist_of
from arogi.applications.errors import NoSuchApplication, NoSuchPaper
from arogi.applications.forms import NotNeededForm
from arogi.applications.models import Application, Paper
from arogi.applications.sheets import leave_records, sheet_of
from arogi.applications.views import ACT, LIST, opened
from arogi.core.errors import DomainError
from arogi.core.forms import carried_out
from arogi.core.http import status_of_form
from arogi.core.notices import done
from arogi.core.typed import posted


@require_POST
@allowed(*ACT)
def seen(request: StaffRequest, application_id: UUID, paper_id: UUID) -> HttpResponse:
    """Note that a paper was shown."""
    today = timezone.localdate()
    return _marked(
        request,
        application_id,
        paper_id,
        lambda: services.mark_seen(by=request.member, paper_id=paper_id, on=today),
        _("The paper was noted as shown."),
    )


@require_POST
@allowed(*ACT)
def needed(request: StaffRequest, application_id: UUID, paper_id: UUID) -> HttpResponse:
    """Take back that a paper was shown or is not needed."""
    return _marked(
        request,
        application_id,
        paper_id,
        lambda: services.mark_needed(by=request.member, paper_id=paper_id),
        "",
    )


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def not_needed(request: StaffRequest, application_id: UUID, paper_id: UUID) -> HttpResponse:
    """Leave a paper out, with a reason."""
    found = opened(request, application_id)
    line = _line(request, found, paper_id)
    form = NotNeededForm(posted(request))

    def act() -> Paper:
        return services.mark_not_needed(by=request.member, paper_id=paper_id, reason=form.cleaned_data["reason"])

    if request.method == "POST" and carried_out(form, act):
        done(request, _("The paper is not asked for."), undo=_undo(found, paper_id))
        return _to_papers(found)
    context = {"application": found, "line": line, "form": form}
    return render(request, "applications/not_needed.html", context, status=status_of_form(request))


@require_GET
@allowed(*LIST)
def sheet(request: StaffRequest, application_id: UUID) -> HttpResponse:
    """Show what is typed into the payer's platform, in its order; who saw which whole numbers is recorded."""
    try:
        found = get_application(request.member, application_id)
    except NoSuchApplication as missing:
        raise Http404 from missing
    made = sheet_of(found, request.member, timezone.localdate())
    leave_records(made)
    return render(request, "applications/sheet.html", {"sheet": made})


def _marked(
    request: StaffRequest, application_id: UUID, paper_id: UUID, act: Callable[[], Paper], said: str
) -> HttpResponse:
    found = opened(request, application_id)
    _line(request, found, paper_id)
    try:
        act()
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        if said:
            done(request, said, undo=_undo(found, paper_id))
        else:
            done(request, _("The paper is needed again."))
    return _to_papers(found)


def _line(request: StaffRequest, found: Application, paper_id: UUID) -> ShownPaper:
    lines = checklist_of(found, request.member, timezone.localdate()).papers
    line = next((one for one in lines if one.paper.pk == paper_id), None)
    if line is None:
        raise Http404(str(NoSuchPaper.message))
    return line


def _undo(found: Application, paper_id: UUID) -> str:
    return reverse("applications:needed", args=[found.pk, paper_id])


def _to_papers(found: Application) -> HttpResponse:
    return redirect(reverse("applications:application", args=[found.pk]) + "#papers")
