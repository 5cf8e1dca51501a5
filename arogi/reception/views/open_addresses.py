"""What opens without signing in: a colleague's calendar and the screen of a waiting room; and how staff make them."""

from __future__ import annotations

import datetime as dt
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.middleware import actor_of
from arogi.centres.models import Municipality, Structure
from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.reception.calendar_file import calendar_text
from arogi.reception.errors import NoSuchAddress
from arogi.reception.models import Appointment, SecretAddress
from arogi.reception.pace import QUARTER, asks_too_often, has_guessed_too_often, is_first_this_hour, note_wrong_guess
from arogi.reception.queue import screen_of
from arogi.reception.services import addresses as services

MOST_CALENDARS = 120  # of one machine in a quarter of an hour: programs ask some four times an hour
MOST_SCREENS = 1_800  # ten screens behind one address, each asking every five seconds
BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=180)
Kind = SecretAddress.Kind


@login_not_required
@never_cache
@require_safe
def calendar_file(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Give a colleague's appointments to another program: initials, times, the structure's code."""
    if refusal := _too_fast(request, "calendar", MOST_CALENDARS):
        return refusal
    now, municipality = timezone.now(), get_object_or_404(Municipality, slug=slug)
    with acting_in(municipality.pk, actor_of(request)):
        address = _address(request, Kind.CALENDAR, token)
        rows = Appointment.objects.filter(worker=address.worker, state__in=Appointment.TAKES_TIME)
        rows = rows.filter(starts_at__gte=now - BACK, starts_at__lt=now + AHEAD)
        found = list(rows.select_related("person", "structure").order_by("starts_at", "pk"))
        _note(request, address, len(found))
        text = calendar_text(found, now=now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="arogi.ics"'
    return response


@login_not_required
@never_cache
@require_safe
def screen(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the numbers that are called, for a screen that nobody signs in at."""
    if refusal := _too_fast(request, "screen", MOST_SCREENS):
        return refusal
    municipality = get_object_or_404(Municipality, slug=slug)
    with acting_in(municipality.pk, actor_of(request)):
        address = _address(request, Kind.SCREEN, token)
        page = screen_of(cast("Structure", address.structure), timezone.localdate())
        _note(request, address, len(page.called))
    template = "reception/queue/screen.html"
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, f"{template}#numbers" if is_part else template, {"page": page, "municipality": municipality})


def _address(request: HttpRequest, kind: str, token: str) -> SecretAddress:
    try:
        return services.find_address(kind, token, today=timezone.localdate())
    except NoSuchAddress as missing:
        note_wrong_guess(_machine(request))
        raise Http404 from missing


def _too_fast(request: HttpRequest, what: str, most: int) -> HttpResponse | None:
    machine = _machine(request)
    if not has_guessed_too_often(machine) and not asks_too_often(what, machine, most=most, seconds=QUARTER):
        return None
    response = HttpResponse(_("Too many requests."), status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(QUARTER)
    return response


def _note(request: HttpRequest, address: SecretAddress, rows: int) -> None:
    """Leave one line an hour for each machine: programs ask all day long."""
    if is_first_this_hour(str(address.pk), _machine(request)):
        audit.record("view", kind="secretaddress", object_id=address.pk, rows=rows)


def _machine(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


@require_http_methods(["GET", "POST"])
@allowed("appointments.view", "appointments.book")
def own_calendar(request: StaffRequest) -> HttpResponse:
    """Make or renew the secret address of one's own calendar; it is shown once."""
    link = ""
    if request.method == "POST":
        token = services.make_calendar_address(by=request.member, at=timezone.now())
        link = _link(request, "reception:calendar_file", token)
    standing = services.standing_address(Kind.CALENDAR, worker_id=request.member.user.pk)
    return render(request, "reception/calendar.html", {"standing": standing, "link": link})


@require_POST
@allowed("appointments.view", "appointments.book")
def revoke_calendar(request: StaffRequest) -> HttpResponse:
    """Make the own calendar's address worthless."""
    services.revoke_calendar_address(by=request.member, worker_id=request.member.user.pk, at=timezone.now())
    messages.success(request, _("The address does not work any more."))
    return redirect("reception:own_calendar")


@require_http_methods(["GET", "POST"])
@allowed("centres.view", "centres.manage")
def screen_address(request: StaffRequest, structure_id: UUID) -> HttpResponse:
    """Make or renew the secret address of a waiting room's screen; it is shown once."""
    structure, link = _structure(structure_id), ""
    if request.method == "POST":
        token = services.make_screen_address(by=request.member, structure=structure, at=timezone.now())
        link = _link(request, "reception:screen", token)
    standing = services.standing_address(Kind.SCREEN, structure_id=structure.pk)
    context = {"structure": structure, "standing": standing, "link": link}
    return render(request, "reception/queue/screen_address.html", context)


@require_POST
@allowed("centres.view", "centres.manage")
def revoke_screen(request: StaffRequest, structure_id: UUID) -> HttpResponse:
    """Make a screen's address worthless."""
    structure = _structure(structure_id)
    services.revoke_screen_address(by=request.member, structure=structure, at=timezone.now())
    messages.success(request, _("The address does not work any more."))
    return redirect("reception:screen_address", structure.pk)


def _link(request: StaffRequest, name: str, token: str) -> str:
    return request.build_absolute_uri(reverse(name, args=[request.member.municipality.slug, token]))


def _structure(structure_id: UUID) -> Structure:
    found: Structure | None = Structure.objects.filter(pk=structure_id).first()
    if found is None:
        raise Http404
    return found
