"""Pages of reports: the activity report on the screen, and the same as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from arogi.accounts.http import StaffRequest, allowed
from arogi.core import audit
from arogi.reports.access import counted_structures, sees_all
from arogi.reports.activity import count_here, first_day_here
from arogi.reports.bars import bars_of
from arogi.reports.documents import Document, document_here
from arogi.reports.files import CONTENT_TYPES, written
from arogi.reports.forms import ActivityForm
from arogi.reports.periods import offered_periods

DOWNLOADS = ("xlsx", "ods", "csv", "pdf", "json")


@require_GET
@allowed("reports.view")
def activity(request: StaffRequest) -> HttpResponse:
    """Show the activity report with its definitions."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "reports/activity.html", {"form": form}, status=422)
    document = _document(request, form)
    _note("view", document, form="page")
    context = {"form": form, "document": document, "bars": bars_of(document), "downloads": DOWNLOADS}
    return render(request, "reports/activity.html", context)


@require_GET
@allowed("reports.view", "reports.export")
def activity_file(request: StaffRequest, form: str) -> HttpResponse:
    """Give the same report as a file."""
    asked = _form(request)
    if form not in DOWNLOADS or not asked.is_valid():
        raise Http404
    document = _document(request, asked)
    _note("export", document, form=form)
    response = HttpResponse(written(document, form), content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{document.file_name}.{form}"'
    return response


def _form(request: StaffRequest) -> ActivityForm:
    today = timezone.localdate()
    periods = offered_periods(today, first_day=first_day_here())
    return ActivityForm(request.GET, periods=periods, structures=counted_structures(request.member), today=today)


def _document(request: StaffRequest, form: ActivityForm) -> Document:
    report = count_here(form.question(everything=sees_all(request.member)))
    return document_here(report, request.member.municipality)


def _note(verb: str, document: Document, *, form: str) -> None:
    question = document.report.question
    audit.record(
        verb,
        kind="activity_report",
        format=form,
        since=question.since.isoformat(),
        until=question.until.isoformat(),
        by=list(question.by),
        structures=list(document.structures),
    )
