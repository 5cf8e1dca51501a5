"""Pages of the reception: contacts of a day, one contact with its history, next steps, networking acts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.centres.models import Structure
from arogi.core import audit, shown
from arogi.core.errors import DomainError
from arogi.core.forms import carried_out
from arogi.core.http import our_address, page_number, status_of_form
from arogi.core.typed import posted
from arogi.reception import services
from arogi.reception.access import ContactNotFound, RequestNotFound, get_contact, get_request, visible_structure_ids
from arogi.reception.entry import correction_entry, workplaces
from arogi.reception.forms.contacts import NetworkingActForm, PostponeForm, ReasonForm
from arogi.reception.history import former_contacts
from arogi.reception.models import Contact, NetworkingAct, Request
from arogi.reception.selectors import (
    contacts_on,
    networking_acts,
    next_steps,
    offered_elsewhere,
    services_for_desk,
    with_lines,
)

AHEAD = dt.timedelta(days=60)
BACK = dt.timedelta(days=92)


@require_GET
@allowed("contacts.view")
def contacts_of_day(request: StaffRequest) -> HttpResponse:
    """List the contacts of one day."""
    today = timezone.localdate()
    day = _day(request.GET.get("date"), today)
    page = contacts_on(request.member, day, page=page_number(request))
    audit.record("view", kind="contacts_of_day", date=str(day), rows=len(page.contacts))
    step = dt.timedelta(days=1)
    context = {"page": page, "day": day, "before": day - step, "after": day + step if day < today else None}
    return render(request, "reception/contacts.html", context)


@require_GET
@allowed("contacts.view")
def contact(request: StaffRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Show one contact, its requests, and what it said before it was corrected."""
    found = _contact(request, contact_id)
    context = {"contact": found, "history": former_contacts(found)}
    return render(request, "reception/contact.html", context)


@require_http_methods(["GET", "POST"])
@allowed("contacts.view", "contacts.record")
def correct(request: StaffRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Correct a contact and its requests; the former words are kept."""
    found = _contact(request, contact_id)
    entry = correction_entry(posted(request), contact=found, member=request.member, today=timezone.localdate())
    if request.method == "POST" and entry.is_valid() and entry.correct(timezone.now()):
        messages.success(request, _("The contact was corrected."))
        return redirect("reception:contact", found.pk)
    context = {"contact": found, "entry": entry}
    return render(request, "reception/correct_contact.html", context, status=status_of_form(request))


@require_http_methods(["GET", "POST"])
@allowed("contacts.view", "contacts.record")
def cancel(request: StaffRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Cancel a contact, with a reason."""
    found = _contact(request, contact_id)
    page = _Cancelling(
        title=_("Cancel a contact"),
        explanation=_("It stays in the file, marked, and no report counts it."),
        button=_("Cancel the contact"),
        act=partial(services.cancel_contact, contact_id=found.pk),
        done=_("The contact was cancelled. It stays in the file and no report counts it."),
        onward=_back_from(found),
        back=reverse("reception:contact", args=[found.pk]),
    )
    return _cancel(request, page)


@require_POST
@allowed("contacts.view", "contacts.record")
def undo(request: StaffRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Take back a contact that was recorded a moment ago."""
    found = _contact(request, contact_id)
    try:
        services.undo_contact(by=request.member, contact_id=found.pk, at=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The contact was taken back."))
    return redirect(_back_from(found))


@require_http_methods(["GET", "POST"])
@allowed("contacts.view", "contacts.record")
def cancel_request(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    """Cancel one line of a contact, with a reason."""
    line = _request(request, request_id)
    contact_url = reverse("reception:contact", args=[line.contact_id])
    page = _Cancelling(
        title=_("Cancel a request"),
        explanation=_("With the last request of a contact the whole contact is cancelled."),
        button=_("Cancel the request"),
        act=partial(services.cancel_request_line, request_id=line.pk),
        done=_("The request was cancelled."),
        onward=contact_url,
        back=contact_url,
    )
    return _cancel(request, page)


@require_POST
@allowed("contacts.view", "contacts.record")
def next_step_done(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    """Tick a next step off."""
    line = _request(request, request_id)
    try:
        services.complete_next_step(by=request.member, request_id=line.pk, at=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Done: %(step)s") % {"step": line.next_step})
    return redirect(_next(request, line))


@require_http_methods(["GET", "POST"])
@allowed("contacts.view", "contacts.record")
def postpone(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    """Give a next step another day."""
    line = _request(request, request_id)
    today = timezone.localdate()
    form = PostponeForm(posted(request), today=today)
    if request.method == "POST" and carried_out(
        form,
        lambda: services.postpone_next_step(
            by=request.member, request_id=line.pk, until=form.cleaned_data["next_step_on"], today=today
        ),
    ):
        messages.success(request, _("The next step has a new date."))
        return redirect(_next(request, line))
    return render(request, "reception/postpone.html", {"line": line, "form": form}, status=status_of_form(request))


@require_GET
@allowed("contacts.view")
def steps(request: StaffRequest) -> HttpResponse:
    """List the member's own next steps of the coming weeks, overdue ones first."""
    today = timezone.localdate()
    rows = next_steps(request.member, until=today + AHEAD, limit=200)
    return render(request, "reception/steps.html", {"steps": rows, "today": today})


@require_http_methods(["GET", "POST"])
@allowed("contacts.record")
def networking(request: StaffRequest) -> HttpResponse:
    """List and record acts that concern no single person."""
    today = timezone.localdate()
    structures = workplaces(request.member, today)
    form = NetworkingActForm(posted(request), structures=structures, today=today)
    if request.method == "POST" and carried_out(
        form, lambda: services.record_networking_act(by=request.member, facts=form.facts(), today=today)
    ):
        messages.success(request, _("The networking act was recorded."))
        return redirect("reception:networking")
    ids = visible_structure_ids(request.member) if request.member.may("contacts.view") else frozenset()
    acts = networking_acts(since=today - BACK, until=today, structure_ids=ids)
    return render(request, "reception/networking.html", {"form": form, "acts": acts}, status=status_of_form(request))


@require_http_methods(["GET", "POST"])
@allowed("contacts.record")
def cancel_act(request: StaffRequest, act_id: uuid.UUID) -> HttpResponse:
    """Cancel a networking act, with a reason."""
    act = NetworkingAct.objects.filter(pk=act_id, cancelled_at=None).select_related("structure").first()
    if act is None or not request.member.works_in(act.structure_id):
        raise Http404
    networking_url = reverse("reception:networking")
    page = _Cancelling(
        title=_("Cancel a networking act"),
        explanation=f"{act.get_kind_display()}: {act.body}, {shown.day(act.date)}",
        button=_("Cancel the act"),
        act=partial(services.cancel_networking_act, act_id=act.pk),
        done=_("The networking act was cancelled."),
        onward=networking_url,
        back=networking_url,
    )
    return _cancel(request, page)


@require_GET
@allowed("centres.view")
def catalogue(request: StaffRequest) -> HttpResponse:
    """Show which services each structure offers, and where people are sent for the others."""
    today = timezone.localdate()
    structures = list(Structure.objects.open_on(today).order_by("code", "pk"))
    chosen = next((row for row in structures if row.code == request.GET.get("structure")), None)
    chosen = chosen or (structures[0] if structures else None)
    context = {
        "structures": structures,
        "chosen": chosen,
        "offered": services_for_desk(chosen, today)[1] if chosen else [],
        "elsewhere": offered_elsewhere(chosen, today) if chosen else [],
    }
    return render(request, "reception/catalogue.html", context)


def _contact(request: StaffRequest, contact_id: uuid.UUID) -> Contact:
    try:
        found = get_contact(request.member, contact_id)
    except ContactNotFound as missing:
        raise Http404 from missing
    audit.record("view", kind="contact", object_id=found.pk, person_id=found.person_id)
    return with_lines(Contact.objects.filter(pk=found.pk)).get()


def _request(request: StaffRequest, request_id: uuid.UUID) -> Request:
    try:
        return get_request(request.member, request_id)
    except RequestNotFound as missing:
        raise Http404 from missing


def _back_from(found: Contact) -> str:
    if found.person_id:
        return reverse("desk:person", args=[found.person_id])
    return reverse("desk:today")


def _next(request: StaffRequest, line: Request) -> str:
    if wanted := our_address(request, request.POST.get("next", "")):
        return wanted
    return reverse("desk:person", args=[line.person_id]) if line.person_id else reverse("desk:today")


def _day(text: str | None, today: dt.date) -> dt.date:
    try:
        day = parse_date(text or "") or today
    except ValueError:
        return today
    return min(day, today)


@dataclass(frozen=True, kw_only=True)
class _Cancelling:
    """What is cancelled with a reason: the words of its page, the act, and where it leads.

    Attributes:
        act: a service that takes `by`, `reason` and `at`.
        onward: the address to go to when it is done.
        back: the address to go to when it is left as it is.
    """

    title: str
    explanation: str
    button: str
    act: Callable[..., object]
    done: str
    onward: str
    back: str


def _cancel(request: StaffRequest, page: _Cancelling) -> HttpResponse:
    form = ReasonForm(posted(request))
    if request.method == "POST" and carried_out(
        form, lambda: page.act(by=request.member, reason=form.cleaned_data["reason"], at=timezone.now())
    ):
        messages.success(request, page.done)
        return redirect(page.onward)
    return render(request, "reception/cancel.html", {"page": page, "form": form}, status=status_of_form(request))
