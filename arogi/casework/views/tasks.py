"""One task: what it is, what happened to it, what can be done with it; a new one by hand."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.casework import selectors, services
from arogi.casework.access import get_task, may_act_on
from arogi.casework.errors import NoSuchTask, NotYourStructure, TaskIsSettled
from arogi.casework.forms import FinishForm, HandForm, SnoozeForm, TaskForm
from arogi.casework.models import Task
from arogi.casework.pages import shown_task
from arogi.casework.places import workplaces_on
from arogi.casework.words import event_words
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.errors import DomainError
from arogi.core.forms import ActForm, carried_out
from arogi.core.http import our_address, status_of_form
from arogi.core.notices import done, taken_back
from arogi.core.typed import posted
from arogi.people.models import Person
from arogi.people.views.pages import looked_at

LIST = ("people.view", "casework.view")
ACT = (*LIST, "casework.act")


@require_GET
@allowed(*LIST)
def task(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Show one task with what happened to it, and what can be done."""
    return _task_page(request, _task(request, task_id), None)


@require_POST
@allowed(*ACT)
def take(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Take a task."""
    _task(request, task_id)
    try:
        act = services.take(by=request.member, task_ids=[task_id])
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        done(request, _("The task is yours."), undo=reverse("casework:undo", args=[act]))
    return redirect("casework:task", task_id)


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def finish(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Settle a task with what came of it."""
    found, form = _task(request, task_id), FinishForm(posted(request))

    def act() -> UUID:
        said = form.cleaned_data
        return services.finish(
            by=request.member, task_ids=[task_id], result=said["result"], words=said["words"], at=timezone.now()
        )

    return _act(request, found, form, act, _("The task is done."))


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def snooze(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Put a task off."""
    found, today = _task(request, task_id), timezone.localdate()
    form = SnoozeForm(posted(request), today=today)

    def act() -> UUID:
        return services.snooze(by=request.member, task_ids=[task_id], until=form.cleaned_data["until"], today=today)

    return _act(request, found, form, act, _("The task was put off."))


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def hand(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Hand a task over to a colleague, or leave it to the structure."""
    found, today = _task(request, task_id), timezone.localdate()
    work = workplaces_on(today)
    able = [one for one in selectors.colleagues(today) if work.works_in(one.pk, found.structure_id)]
    form = HandForm(posted(request), colleagues=able)

    def act() -> UUID:
        words = form.cleaned_data["words"]
        return services.hand(by=request.member, task_ids=[task_id], worker=form.chosen, today=today, words=words)

    return _act(request, found, form, act, _("The task was handed over."))


@require_POST
@allowed(*ACT)
def undo(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """Take one's own act back."""
    tasks = taken_back(request, lambda: services.undo(by=request.member, act_id=act_id), missing=NoSuchTask)
    return redirect("casework:task", tasks[0]) if tasks and len(tasks) == 1 else redirect("casework:inbox")


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def new_task(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Add a task by hand, from a person's page."""
    person, today = looked_at(request, person_id), timezone.localdate()
    if person.pk != person_id:
        return redirect("casework:new_task", person.pk)
    places = [one for one in request.member.structures if request.member.works_in(one.pk)]
    form = TaskForm(
        posted(request),
        structures=[(str(one.pk), one.name) for one in places],
        colleagues=selectors.colleagues(today),
        today=today,
        initial={"act": uuid4(), "worker": str(request.member.user.pk)},
    )
    if request.method == "POST" and carried_out(form, lambda: _add(request, form, person, places)):
        messages.success(request, _("The task was added."))
        return redirect("desk:person", person.pk)
    context = {"form": form, "person": person}
    return render(request, "casework/new_task.html", context, status=status_of_form(request))


def _add(request: StaffRequest, form: TaskForm, person: Person, places: list[Structure]) -> Task:
    said = form.cleaned_data
    return services.add_task(
        by=request.member,
        person=person,
        structure=next(one for one in places if str(one.pk) == said["structure"]),
        words=said["words"],
        due_on=said["due_on"],
        worker=form.chosen,
        today=timezone.localdate(),
        act=said["act"],
    )


def _act(request: StaffRequest, found: Task, form: ActForm, act: Callable[[], UUID], said: str) -> HttpResponse:
    acts: list[UUID] = []
    if not form.is_bound and (refusal := _refusal(request, found)):
        messages.warning(request, str(refusal.message))
        return redirect("casework:task", found.pk)
    if request.method == "POST" and carried_out(form, lambda: acts.append(act())):
        done(request, said, undo=reverse("casework:undo", args=acts))
        return redirect(our_address(request, request.POST.get("next", "")) or reverse("casework:inbox"))
    return _task_page(request, found, form)


def _refusal(request: StaffRequest, found: Task) -> type[DomainError] | None:
    if not found.is_open:
        return TaskIsSettled
    return None if may_act_on(request.member, found) else NotYourStructure


def _task_page(request: StaffRequest, found: Task, form: ActForm | None) -> HttpResponse:
    context = {
        "one": shown_task(found, request.member, timezone.localdate()),
        "events": [(event, event_words(event)) for event in selectors.events_of(found)],
        "form": form,
        "act": type(form).__name__ if form else "",
    }
    return render(request, "casework/task.html", context, status=status_of_form(request))


def _task(request: StaffRequest, task_id: UUID) -> Task:
    try:
        found = get_task(request.member, task_id)
    except NoSuchTask as missing:
        raise Http404 from missing
    audit.record("view", kind="task", object_id=found.pk, person_id=found.person_id)
    return found
