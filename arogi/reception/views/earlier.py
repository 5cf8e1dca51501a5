"""Pages of earlier times: who asked for one, whom to call now; and how many appointments are missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.models import User
from arogi.core import audit
from arogi.core.errors import DomainError
from arogi.core.values.ids import read_id
from arogi.reception.earlier import get_wish, offers_to_make
from arogi.reception.errors import NoSuchAppointment
from arogi.reception.missed import missed_appointments
from arogi.reception.models import EarlierOffer
from arogi.reception.services import earlier as services

BOOK = ("appointments.view", "appointments.book")
PERIODS = {"3": 92, "12": 365}


@require_GET
@allowed(*BOOK)
def earlier(request: StaffRequest) -> HttpResponse:
    """List whom to call: who asked for an earlier time, where one is free now."""
    page = offers_to_make(request.member, timezone.now())
    audit.record("view", kind="earlierwish", rows=len(page.offers))
    context = {"page": page, "answers": EarlierOffer.Answer.choices}
    return render(request, "reception/appointments/earlier.html", context)


@require_POST
@allowed(*BOOK)
def offer(request: StaffRequest, wish_id: UUID) -> HttpResponse:
    """Record a call in which an earlier time was offered."""
    try:
        asked = get_wish(request.member, wish_id)
    except NoSuchAppointment as missing:
        raise Http404 from missing
    worker_id = read_id(request.POST.get("worker", ""))
    worker = User.objects.filter(pk=worker_id).first() if worker_id else None
    starts_at, answer = _moment(request.POST.get("starts_at", "")), request.POST.get("answer", "")
    if worker is None or starts_at is None or answer not in EarlierOffer.Answer.values:
        messages.warning(request, _("This could not be read. Look at the list again."))
        return redirect("reception:earlier")
    try:
        made = services.record_offer(
            by=request.member, wish_id=asked.pk, starts_at=starts_at, worker=worker, answer=answer, at=timezone.now()
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The call was recorded: %(answer)s.") % {"answer": made.get_answer_display()})
    return redirect("reception:earlier")


@require_POST
@allowed(*BOOK)
def wish(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Note that whoever has an appointment would come earlier."""
    return _wish(request, appointment_id, services.ask_for_earlier, _("Noted: would come earlier."))


@require_POST
@allowed(*BOOK)
def unwish(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Note that the appointment may stay where it is."""
    return _wish(request, appointment_id, services.take_wish_back, _("Noted: the appointment stays where it is."))


def _wish(request: StaffRequest, appointment_id: UUID, act: Callable[..., object], said: str) -> HttpResponse:
    try:
        act(by=request.member, appointment_id=appointment_id, at=timezone.now())
    except NoSuchAppointment as missing:
        raise Http404 from missing
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("reception:appointment", appointment_id)


@require_GET
@allowed("reports.view")
def missed(request: StaffRequest) -> HttpResponse:
    """Show how many appointments took place, were missed and were cancelled; none leads to people."""
    months = request.GET.get("months", "3") if request.GET.get("months", "3") in PERIODS else "3"
    today = timezone.localdate()
    first, last = today - dt.timedelta(days=PERIODS[months]), today - dt.timedelta(days=1)
    audit.record("view", kind="report", rows=0)
    context = {
        "lines": missed_appointments(request.member, first, last),
        "first": first,
        "last": last,
        "months": months,
    }
    return render(request, "reception/appointments/missed.html", context)


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None and 2020 < moment.year < 2200 else None
