"""Pages of appointments: a day, a week, finding a time and booking it, one appointment and what happens to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

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
from arogi.core import audit
from arogi.core.errors import DomainError
from arogi.core.forms import ActForm, carried_out
from arogi.core.http import our_address, status_of_form
from arogi.core.notices import done, taken_back
from arogi.core.typed import posted
from arogi.people.access import get_person
from arogi.people.errors import NoSuchPerson
from arogi.people.models import Person
from arogi.reception.access import appointment_structures, get_appointment
from arogi.reception.booking import Booking
from arogi.reception.diary import DAY, days_of, local_day
from arogi.reception.earlier import offers_to_make
from arogi.reception.errors import NoSuchAppointment
from arogi.reception.forms.appointments import CancellingForm
from arogi.reception.forms.days import NEAR
from arogi.reception.models import Appointment, AppointmentEvent
from arogi.reception.services import appointments as services
from arogi.reception.services.appointments import moment_words, phone_of

WEEK = dt.timedelta(days=7)
SEE = "appointments.view"
BOOK = ("appointments.view", "appointments.book")


@require_GET
@allowed(SEE)
def day(request: StaffRequest) -> HttpResponse:
    """List the appointments of a structure on one day."""
    return _days(request, days=1, template="reception/appointments/day.html")


@require_GET
@allowed(SEE)
def week(request: StaffRequest) -> HttpResponse:
    """List the appointments of a structure in one week, from Monday on."""
    return _days(request, days=7, template="reception/appointments/week.html")


def _days(request: StaffRequest, *, days: int, template: str) -> HttpResponse:
    now, structures = timezone.now(), appointment_structures(request.member)
    chosen = _chosen(request, structures)
    asked = _asked_day(request.GET.get("date", ""), timezone.localdate())
    first = asked - DAY * asked.weekday() if days > 1 else asked
    pages = days_of(request.member, chosen, first, days, now) if chosen else []
    audit.record(
        "view", kind="appointments_of_day", date=str(first), rows=sum(len(page.appointments) for page in pages)
    )
    context = {
        "structures": structures,
        "chosen": chosen,
        "pages": pages,
        "asked": asked,
        "first": first,
        "last": first + DAY * (days - 1),
        "before": first - DAY * days,
        "after": first + DAY * days,
        "today": local_day(now),
        "works_here": chosen is not None and request.member.works_in(chosen.pk),
    }
    return render(request, template, context)


@require_GET
@allowed(SEE)
def day_sheet(request: StaffRequest) -> HttpResponse:
    """Show a day of a structure, or of one colleague there, on one sheet to be printed."""
    now, structures = timezone.now(), appointment_structures(request.member)
    chosen, asked = _chosen(request, structures), _asked_day(request.GET.get("date", ""), timezone.localdate())
    rows = days_of(request.member, chosen, asked, 1, now)[0].appointments if chosen else ()
    standing = [one for one in rows if one.state != Appointment.State.CANCELLED]
    workers = {str(one.worker_id): one.worker for one in standing}
    worker = workers.get(request.GET.get("worker", ""))
    shown = [one for one in standing if worker is None or one.worker_id == worker.pk]
    audit.record("print", kind="appointments_of_day", date=str(asked), rows=len(shown))
    context = {"chosen": chosen, "asked": asked, "appointments": shown, "worker": worker, "workers": workers.values()}
    return render(request, "reception/appointments/sheet.html", context)


@require_http_methods(["GET", "POST"])
@allowed(*BOOK)
def book(request: StaffRequest) -> HttpResponse:
    """Find a time and book it for somebody without a file."""
    return _book(request, None)


@require_http_methods(["GET", "POST"])
@allowed(*BOOK, "people.view")
def book_for(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Find a time and book it for a person."""
    try:
        person = get_person(request.member, person_id)
    except NoSuchPerson as missing:
        raise Http404 from missing
    audit.record("view", kind="person", object_id=person.pk, person_id=person.pk)
    return _book(request, person)


def _book(request: StaffRequest, person: Person | None) -> HttpResponse:
    booking = _booking(request, person=person)
    if not booking.structures:
        return render(request, "reception/appointments/book.html", {"booking": None, "person": person})
    booked: list[Appointment] = []

    def act() -> None:
        submission = booking.form.cleaned_data["submission"]
        at = timezone.now()
        booked.append(services.book(by=request.member, facts=booking.facts(), submission=submission, at=at))

    if request.method == "POST" and carried_out(booking.form, act):
        words = _("Booked: %(time)s, %(worker)s.") % {
            "time": moment_words(booked[0].starts_at),
            "worker": booked[0].worker.name,
        }
        done(request, words, undo=_undo(booked[0].events.latest("pk")))
        return redirect("reception:appointment", booked[0].pk)
    context = {"booking": booking, "person": person}
    return render(request, "reception/appointments/book.html", context, status=status_of_form(request))


def _booking(request: StaffRequest, *, person: Person | None = None, moved: Appointment | None = None) -> Booking:
    sent = posted(request)
    return Booking(
        member=request.member,
        now=timezone.now(),
        today=timezone.localdate(),
        asked=(sent if sent is not None else request.GET).dict(),
        sent=sent,
        person=person,
        moved=moved,
    )


@require_GET
@allowed(SEE)
def appointment(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Show one appointment with what happened to it, and what can be done."""
    return _page(request, _appointment(request, appointment_id), None)


@require_http_methods(["GET", "POST"])
@allowed(*BOOK)
def move(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Give an appointment another time."""
    found = _appointment(request, appointment_id)
    booking = _booking(request, moved=found)
    events: list[AppointmentEvent] = []

    def act() -> None:
        side, at = booking.form.cleaned_data["side"], timezone.now()
        events.append(
            services.move(by=request.member, appointment_id=found.pk, wanted=booking.wanted(), side=side, at=at)
        )

    if request.method == "POST" and carried_out(booking.form, act):
        moved = get_appointment(request.member, found.pk)
        done(request, _("Moved to %(time)s.") % {"time": moment_words(moved.starts_at)}, undo=_undo(events[0]))
        _say_who_would_come_earlier(request)
        return redirect("reception:appointment", found.pk)
    context = {"booking": booking, "one": found}
    return render(request, "reception/appointments/move.html", context, status=status_of_form(request))


@require_http_methods(["GET", "POST"])
@allowed(*BOOK)
def cancel(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Cancel an appointment: by whom, and why."""
    found = _appointment(request, appointment_id)
    form = CancellingForm(posted(request))
    events: list[AppointmentEvent] = []

    def act() -> None:
        said = form.cleaned_data
        events.append(
            services.cancel(
                by=request.member,
                appointment_id=found.pk,
                side=said["side"],
                reason=said["reason"],
                at=timezone.now(),
            )
        )

    if request.method == "POST" and carried_out(form, act):
        done(request, _("The appointment was cancelled. Its time is free again."), undo=_undo(events[0]))
        _say_who_would_come_earlier(request)
        return redirect("reception:appointment", found.pk)
    return _page(request, found, form)


@require_POST
@allowed(*BOOK)
def arrived(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Note that the person is here."""
    return _note(
        request, appointment_id, services.note_arrival, _("Noted: has arrived. The colleague sees it on Today.")
    )


@require_POST
@allowed(*BOOK)
def no_show(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Note that nobody came."""
    return _note(request, appointment_id, services.note_no_show, _("Noted: did not come."))


@require_POST
@allowed(*BOOK)
def took_place(request: StaffRequest, appointment_id: UUID) -> HttpResponse:
    """Note that it took place, without a contact."""
    return _note(request, appointment_id, services.note_done, _("Noted: took place."))


def _note(request: StaffRequest, appointment_id: UUID, act: Callable[..., AppointmentEvent], said: str) -> HttpResponse:
    found = _appointment(request, appointment_id)
    try:
        event = act(by=request.member, appointment_id=found.pk, at=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        done(request, said, undo=_undo(event))
    return redirect(_next(request, found))


@require_POST
@allowed(*BOOK)
def undo(request: StaffRequest, event_id: UUID) -> HttpResponse:
    """Take one's own last act back."""
    event = taken_back(
        request,
        lambda: services.undo(by=request.member, event_id=event_id, at=timezone.now()),
        missing=NoSuchAppointment,
    )
    return redirect("reception:appointment", event.appointment_id) if event else redirect("reception:appointments")


def _appointment(request: StaffRequest, appointment_id: UUID) -> Appointment:
    try:
        found = get_appointment(request.member, appointment_id)
    except NoSuchAppointment as missing:
        raise Http404 from missing
    audit.record("view", kind="appointment", object_id=found.pk, person_id=found.person_id)
    return found


def _page(request: StaffRequest, found: Appointment, form: ActForm | None) -> HttpResponse:
    now = timezone.now()
    context = {
        "one": found,
        "form": form,
        "phone": phone_of(found),
        "events": found.events.select_related("by").order_by("-pk"),
        "may_act": request.member.may("appointments.book")
        and (request.member.works_in(found.structure_id) or found.worker_id == request.member.user.pk),
        "is_the_day": local_day(found.starts_at) <= local_day(now),
        "is_over": found.starts_at <= now,
        "would_come_earlier": found.earlier_wishes.filter(closed_at=None).exists(),
    }
    return render(request, "reception/appointments/appointment.html", context, status=status_of_form(request))


def _say_who_would_come_earlier(request: StaffRequest) -> None:
    """Say that a time that became free can be offered to somebody."""
    if offers_to_make(request.member, timezone.now()).offers:
        messages.info(request, _("People asked for an earlier time, and one is free: see “Earlier times”."))


def _chosen(request: StaffRequest, structures: tuple[Structure, ...]) -> Structure | None:
    asked = request.GET.get("structure")
    return next((one for one in structures if one.code == asked), structures[0] if structures else None)


def _asked_day(text: str, today: dt.date) -> dt.date:
    try:
        asked = parse_date(text) or today
    except ValueError:
        return today
    return min(max(asked, today - NEAR), today + NEAR)


def _next(request: StaffRequest, found: Appointment) -> str:
    wanted = our_address(request, request.POST.get("next", ""))
    return wanted or reverse("reception:appointment", args=[found.pk])


def _undo(event: AppointmentEvent) -> str:
    return reverse("reception:undo_appointment", args=[event.pk])
