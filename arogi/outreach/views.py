"""Pages of those who seem entitled and have not applied: the list, one line with its acts, the take-up."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.core import audit
from arogi.core.errors import DomainError
from arogi.core.forms import ActForm, carried_out
from arogi.core.http import our_address, page_number, status_of_form
from arogi.core.notices import done, taken_back
from arogi.core.typed import posted
from arogi.core.values.ids import read_id
from arogi.entitlements.sight import sight_of
from arogi.outreach import selectors, services
from arogi.outreach.access import get_line
from arogi.outreach.errors import LineIsSettled, NoSuchLine
from arogi.outreach.files import as_csv
from arogi.outreach.forms import CallForm, FilterForm, PostponeForm, RefuseForm
from arogi.outreach.models import Line, LineEvent
from arogi.outreach.pages import ListPage, shown_line, shown_lines, tabs
from arogi.outreach.takeup import takeup
from arogi.outreach.words import event_words
from arogi.reception.access import hidden_structure_ids

LIST = ("people.view", "entitlements.view")
ACT = (*LIST, "entitlements.check")


@require_GET
@allowed(*LIST)
def lines(request: StaffRequest) -> HttpResponse:
    """List who seems entitled to what, and neither receives it nor applied."""
    form = _filter(request)
    page = _list_page(request, form)
    audit.record("view", kind="line_list", rows=len(page.lines))
    return render(request, "outreach/list.html", {"form": form, "list": page})


@require_GET
@allowed(*LIST, "reports.export")
def lines_file(request: StaffRequest) -> HttpResponse:
    """Give the list as it is filtered as a file."""
    today, wanted = timezone.localdate(), _filter(request).wanted()
    rows, left_out = selectors.all_lines(selectors.filtered(request.member, wanted, today), wanted.order)
    audit.record("export", kind="line_list", rows=len(rows))
    content = as_csv(shown_lines(rows, request.member, today), left_out=left_out)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="outreach-{today.isoformat()}.csv"'
    return response


def _filter(request: StaffRequest) -> FilterForm:
    member = request.member
    return FilterForm(
        request.GET,
        programmes=selectors.programmes_with_lines(member),
        structures=[(str(one.pk), one.name) for one in selectors.structures_with_lines(member)],
        workers=[(str(one.pk), one.name) for one in selectors.workers_with_lines(member)],
    )


def _list_page(request: StaffRequest, form: FilterForm) -> ListPage:
    today, wanted, member = timezone.localdate(), form.wanted(), request.member
    rows = selectors.filtered(member, wanted, today)
    page = selectors.page_of_lines(rows, wanted.order, page_number(request))
    return ListPage(
        page=page,
        lines=shown_lines(page.object_list, member, today),
        tabs=tabs(selectors.counts_by_view(member, today), wanted.view),
        programmes=tuple(selectors.counts_by_programme(rows)),
        last=selectors.last_run(),
        query=_query(request.GET),
        is_narrowed=any(request.GET.get(name) for name in ("programme", "structure", "worker", "cause", "least")),
        is_partial=not sight_of(member).is_whole,
    )


def _query(asked: QueryDict) -> str:
    kept = asked.copy()
    for name in ("view", "page"):
        kept.pop(name, None)
    return kept.urlencode()


@require_GET
@allowed(*LIST)
def line(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Show one line with what was done with it, and what can be done."""
    return _line_page(request, _line(request, line_id), None)


@require_POST
@allowed(*ACT)
def take(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Take a line."""
    _line(request, line_id)
    try:
        event = services.take(by=request.member, line_id=line_id, at=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        done(request, _("The line is yours."), undo=_undo(event))
    return redirect(_next(request, line_id))


@require_POST
@allowed(*ACT, "applications.view", "applications.record")
def apply(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Open the application that a line calls for."""
    _line(request, line_id)
    try:
        event, application_id = services.apply_for(
            by=request.member, line_id=line_id, today=timezone.localdate(), at=timezone.now()
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("outreach:line", line_id=line_id)
    done(request, _("The line is settled: they have applied."), undo=_undo(event))
    if application_id is None:
        return redirect("outreach:line", line_id=line_id)
    return redirect("applications:application", application_id=application_id)


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def call(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Record a call with its result."""
    found = _line(request, line_id)
    form = CallForm(posted(request))

    def act() -> LineEvent:
        return services.record_call(
            by=request.member,
            line_id=line_id,
            result=form.cleaned_data["result"],
            at=timezone.now(),
            after=_after(request),
        )

    return _act(request, found, form, act, _("The call was recorded."))


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def postpone(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Put a line off."""
    found, today = _line(request, line_id), timezone.localdate()
    form = PostponeForm(posted(request), today=today)

    def act() -> LineEvent:
        until = form.cleaned_data["until"]
        return services.postpone(
            by=request.member, line_id=line_id, until=until, today=today, at=timezone.now(), after=_after(request)
        )

    return _act(request, found, form, act, _("The line was postponed."))


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def refuse(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Leave a line aside, with a reason."""
    found = _line(request, line_id)
    form = RefuseForm(posted(request))

    def act() -> LineEvent:
        said = form.cleaned_data
        return services.refuse(
            by=request.member,
            line_id=line_id,
            refusal=said["refusal"],
            words=said["words"],
            at=timezone.now(),
            after=_after(request),
        )

    return _act(request, found, form, act, _("The line is not followed any more."))


@require_POST
@allowed(*ACT)
def undo(request: StaffRequest, event_id: UUID) -> HttpResponse:
    """Take one's own last act back."""
    event = taken_back(
        request, lambda: services.undo(by=request.member, event_id=event_id, at=timezone.now()), missing=NoSuchLine
    )
    return redirect("outreach:line", line_id=event.line_id) if event else redirect("outreach:list")


@require_GET
@allowed("reports.view")
def figures(request: StaffRequest) -> HttpResponse:
    """Show for each programme how many seem entitled, receive it, applied, and were reached; none leads to people."""
    audit.record("view", kind="report", rows=0)
    context = {"last": selectors.last_run(), "table": takeup(request.member)}
    return render(request, "outreach/takeup.html", context)


def _act(request: StaffRequest, found: Line, form: ActForm, act: Callable[[], LineEvent], said: str) -> HttpResponse:
    events: list[LineEvent] = []
    if not form.is_bound and not found.is_work:
        messages.warning(request, str(LineIsSettled.message))
        return redirect("outreach:line", line_id=found.pk)
    if request.method == "POST" and carried_out(form, lambda: events.append(act())):
        done(request, said, undo=_undo(events[0]))
        return redirect("outreach:list")
    return _line_page(request, found, form)


def _line_page(request: StaffRequest, found: Line, form: ActForm | None) -> HttpResponse:
    member = request.member
    context = {
        "one": shown_line(found, member, timezone.localdate(), hidden_structure_ids(member)),
        "events": [(event, event_words(event)) for event in selectors.events_of(found)],
        "form": form,
        "act": type(form).__name__ if form else "",
    }
    return render(request, "outreach/line.html", context, status=status_of_form(request))


def _line(request: StaffRequest, line_id: UUID) -> Line:
    try:
        found = get_line(request.member, line_id)
    except NoSuchLine as missing:
        raise Http404 from missing
    audit.record("view", kind="line", object_id=found.pk, person_id=found.person_id)
    return found


def _after(request: StaffRequest) -> UUID | None:
    """Give the newest event that the page showed; None for what is no id."""
    return read_id(request.POST.get("after", ""))


def _undo(event: LineEvent) -> str:
    return reverse("outreach:undo", args=[event.pk])


def _next(request: StaffRequest, line_id: UUID) -> str:
    return our_address(request, request.POST.get("next", "")) or reverse("outreach:line", args=[line_id])
