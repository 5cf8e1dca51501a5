"""The inbox, and acts on the tasks that are marked in it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from arogi.accounts.http import StaffRequest, allowed
from arogi.casework import selectors, services
from arogi.casework.errors import NothingMarked
from arogi.casework.forms import FINISH, HAND, SNOOZE, TAKE, FilterForm, MarkedForm
from arogi.casework.models import Task
from arogi.casework.notes import notes_for
from arogi.casework.pages import InboxPage, shown_tasks, tabs
from arogi.core import audit
from arogi.core.forms import carried_out
from arogi.core.http import page_number, status_of_form
from arogi.core.notices import done
from arogi.core.typed import posted
from arogi.people.models import Person
from arogi.reception.access import hidden_structure_ids

LIST = ("people.view", "casework.view")
ACT = (*LIST, "casework.act")


@require_GET
@allowed(*LIST)
def inbox(request: StaffRequest) -> HttpResponse:
    """List what is to be done, what is overdue first."""
    return _page(request, _marked_form(request, posted(request, reverse("casework:marked"))))


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def marked(request: StaffRequest) -> HttpResponse:
    """Do one thing with all tasks that are marked."""
    back = _inbox(request)
    if request.method == "GET":
        return redirect(back)  # Back, or Reload, of the page that answered with errors
    form = _marked_form(request, request.POST)
    acts: list[UUID] = []
    if carried_out(form, lambda: acts.append(_act(request, form))):
        count = len(set(form.marked))
        said = ngettext("%(count)d task: %(act)s", "%(count)d tasks: %(act)s", count)
        words = {TAKE: _("taken"), FINISH: _("done"), SNOOZE: _("put off"), HAND: _("handed over")}
        told = said % {"count": count, "act": words[form.cleaned_data["act"]]}
        done(request, told, undo=reverse("casework:undo", args=acts))
        return redirect(back)
    return _page(request, form)


def _act(request: StaffRequest, form: MarkedForm) -> UUID:
    said, by, today = form.cleaned_data, request.member, timezone.localdate()
    ids = form.marked
    if not ids:
        raise NothingMarked
    if said["act"] == FINISH:
        return services.finish(by=by, task_ids=ids, result=Task.Result.DONE, at=timezone.now())
    if said["act"] == SNOOZE:
        return services.snooze(by=by, task_ids=ids, until=said["until"], today=today)
    if said["act"] == HAND:
        return services.hand(by=by, task_ids=ids, worker=form.chosen, today=today)
    return services.take(by=by, task_ids=ids)


def _inbox(request: StaffRequest) -> str:
    query = request.GET.urlencode()
    return reverse("casework:inbox") + (f"?{query}" if query else "")


def _marked_form(request: StaffRequest, data: QueryDict | None) -> MarkedForm:
    today = timezone.localdate()
    return MarkedForm(data, colleagues=selectors.colleagues(today), today=today)


def _page(request: StaffRequest, marked_form: MarkedForm) -> HttpResponse:
    filter_form = _filter(request, marked_form)
    page = _inbox_page(request, filter_form)
    audit.record("view", kind="task_list", rows=len(page.tasks))
    context = {"filter": filter_form, "form": marked_form, "inbox": page, "marked": set(marked_form.marked)}
    return render(request, "casework/inbox.html", context, status=status_of_form(request))


def _filter(request: StaffRequest, marked_form: MarkedForm) -> FilterForm:
    hidden = hidden_structure_ids(request.member)
    return FilterForm(
        request.GET,
        structures=[(str(one.pk), one.name) for one in request.member.structures if one.pk not in hidden],
        workers=[(key, one.name) for key, one in marked_form.by_id.items()],
    )


def _inbox_page(request: StaffRequest, form: FilterForm) -> InboxPage:
    today, wanted, member = timezone.localdate(), form.wanted(), request.member
    counts = selectors.counts_by_view(member, today)
    rows = selectors.filtered(member, wanted, today)
    counted = None if wanted.is_narrowed else counts.get(wanted.view)
    page = selectors.page_of_tasks(rows, wanted.view, page_number(request), counted)
    shown = shown_tasks(page.object_list, member, today)
    return InboxPage(
        page=page,
        tasks=shown,
        tabs=tabs(counts, wanted.view),
        view=wanted.view,
        query=_query(request.GET),
        person=_name_of(wanted.person_id),
        is_narrowed=wanted.is_narrowed,
        notes=notes_for(member, today),
        may_mark=any(one.may_act for one in shown),
    )


def _name_of(person_id: UUID | None) -> str:
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    return person.full_name if person else ""


def _query(asked: QueryDict) -> str:
    kept = asked.copy()
    for name in ("view", "page", "again"):
        kept.pop(name, None)
    return kept.urlencode()
