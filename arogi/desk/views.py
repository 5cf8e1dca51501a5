"""Pages of the desk: today, search, the person's file, recording what happened."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.unsent import forget, show_again
from arogi.core.errors import DomainError
from arogi.core.http import page_number, status_of_form
from arogi.core.notices import done
from arogi.core.typed import posted
from arogi.core.values.ids import read_id
from arogi.desk import services
from arogi.desk.forms import SearchForm, carried_names
from arogi.desk.selectors import accesses_of, hits, person_page, today_page
from arogi.people.duplicates import Likeness
from arogi.people.forms import RegistrationForm, housemate_asked_for, likely_for
from arogi.people.models import Person
from arogi.people.views.pages import looked_at
from arogi.reception.access import get_appointment
from arogi.reception.entry import ContactEntry, anonymous_entry, contact_entry, registration_entry
from arogi.reception.errors import NoSuchAppointment
from arogi.reception.models import Appointment, Contact
from arogi.reception.services.appointments import note_done

SHOWN_AT_ONCE = 5
SHOWN_IN_ALL = 25


@require_GET
@allowed()
def today(request: StaffRequest) -> HttpResponse:
    """Show what this day holds for the member of staff."""
    page = today_page(request.member, timezone.localdate(), timezone.now())
    return render(request, "desk/today.html", {"page": page, "submission": uuid.uuid4()})


@require_http_methods(["GET", "POST"])
@allowed("people.view")
def search(request: StaffRequest) -> HttpResponse:
    """Find people. The text travels in the body: names and numbers do not belong into addresses and logs.

    A search that is sent is answered with an address, and done when that is opened: one search, one access record.
    """
    is_live = bool(request.htmx)
    if request.method == "POST" and not is_live and (again := show_again(request, reverse("desk:search"))):
        return again
    form = SearchForm(posted(request))
    text = form.cleaned_data["q"] if form.is_valid() else ""
    limit = SHOWN_AT_ONCE if is_live else SHOWN_IN_ALL
    found = hits(text, timezone.localdate(), limit=limit)
    if len(found) == 1 and not is_live:
        return redirect("desk:person", found[0].card.id)
    template = "desk/search.html#results" if is_live else "desk/search.html"
    return render(request, template, {"form": form, "text": text, "found": found, "limit": limit})


@require_GET
@allowed("people.view")
def person(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show a person's file on one page."""
    found = looked_at(request, person_id)
    if found.id != person_id:
        return redirect("desk:person", found.id)
    waiting = posted(request, reverse("desk:record_for_person", args=[found.id]))
    appointment = _appointment(request, found)
    return _show_person(request, found, _entry_for(request, waiting, appointment), appointment)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "contacts.record")
def record_for_person(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Record a contact from the person's page and come back to it."""
    found = looked_at(request, person_id)
    if request.method == "GET":
        return redirect("desk:person", found.id)  # Back, or Reload, of the page that answered with errors
    appointment, entry = _appointment(request, found), _entry_for(request, request.POST)
    contact = entry.record(found) if entry.is_valid() else None
    if contact is None:
        return _show_person(request, found, entry, appointment, status=422)
    _settle(request, appointment, contact)
    _say_recorded(request, contact)
    return redirect("desk:person", found.id)


@require_http_methods(["GET", "POST"])
@allowed("people.edit", "people.view")
def new_person(request: StaffRequest) -> HttpResponse:
    """Register a person and, in the same act, what he or she came for.

    What is searched for (`carry`) and a likely duplicate are answered with an address of this page, so that Back finds
    it; see `accounts.unsent`.
    """
    sent, own_address = posted(request), reverse("desk:new_person")
    page = _registration(request, sent)
    if request.method == "POST" and (page.likely or "carry" in request.POST):
        if again := show_again(request, own_address):
            return again
    elif request.method == "POST" and page.is_valid():
        registered = services.receive_new_person(
            form=page.form, entry=page.entry, member=request.member, today=timezone.localdate()
        )
        if registered is not None:
            forget(request, own_address)
            messages.success(request, _("%(name)s was registered.") % {"name": registered.full_name})
            return redirect("desk:person", registered.id)
    return render(request, "desk/new_person.html", vars(page), status=status_of_form(request))


@dataclass(frozen=True, kw_only=True)
class _Registration:
    """A registration being typed, with the contact that brings the person and whom he or she resembles."""

    form: RegistrationForm
    entry: ContactEntry
    likely: Sequence[Likeness]
    look: Hashable | None

    def is_valid(self) -> bool:
        """Check both parts: a registration may come without a contact; one that was begun is checked with it."""
        return _all_valid(self.form, self.entry)


def _registration(request: StaffRequest, sent: QueryDict | None) -> _Registration:
    today_ = timezone.localdate()
    begun = sent or QueryDict()
    data = None if "carry" in begun else sent
    housemate = housemate_asked_for(request.GET.get("with", ""), member=request.member)
    form = RegistrationForm(data, today=today_, member=request.member, lives_with=housemate)
    form.initial.update(carried_names(begun.get("q", "")[:200]))
    entry = registration_entry(data, member=request.member, today=today_)
    likely = likely_for(form) if form.is_bound and _all_valid(form, entry) else ()
    # After a second click, whom it resembles is the person that the first one made.
    return _Registration(
        form=form,
        entry=entry,
        likely=() if likely and services.was_received(entry) else likely,
        look=None if begun or housemate else (entry.look, form.look, request.member.rights),
    )


def _all_valid(form: RegistrationForm, entry: ContactEntry) -> bool:
    # A registration may come without a contact; a contact that was begun is checked with it.
    entry.form.is_valid()
    return all([form.is_valid(), not entry.says_something() or entry.is_valid()])


@require_http_methods(["GET", "POST"])
@allowed("contacts.record")
def anonymous_contact(request: StaffRequest) -> HttpResponse:
    """Record a contact whose person stays unknown."""
    today_, appointment = timezone.localdate(), _appointment(request, None)
    entry = anonymous_entry(posted(request), member=request.member, today=today_, appointment=appointment)
    if request.method == "POST":
        contact = entry.record(None) if entry.is_valid() else None
        if contact is not None:
            _settle(request, appointment, contact)
            _say_recorded(request, contact)
            return redirect("desk:today")
    return render(request, "desk/anonymous_contact.html", {"entry": entry}, status=status_of_form(request))


@require_POST
@allowed("contacts.record")
def quick_information(request: StaffRequest) -> HttpResponse:
    """Count one anonymous piece of information with one click."""
    contact = services.note_information(member=request.member, today=timezone.localdate(), wanted=request.POST.dict())
    if contact is None:
        messages.warning(request, _("This could not be recorded. Use the whole form."))
        return redirect("desk:anonymous_contact")
    _say_recorded(request, contact)
    return redirect("desk:today")


@require_GET
@allowed("people.view")
def who_opened(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show who opened a person's file, when and why, in words that a citizen can read."""
    found = looked_at(request, person_id)
    page = accesses_of(found, number=page_number(request))
    return render(request, "desk/who_opened.html", {"person": found, "page": page})


@require_GET
@allowed()
def keyboard(request: StaffRequest) -> HttpResponse:
    """List the keys that this program understands."""
    return render(request, "desk/keyboard.html")


def _show_person(
    request: StaffRequest, found: Person, entry: ContactEntry, appointment: Appointment | None, *, status: int = 200
) -> HttpResponse:
    now, today_, number = timezone.now(), timezone.localdate(), page_number(request)
    page = person_page(request.member, found, today_, now, timeline_page=number)
    context = {"person": found, "page": page, "entry": entry, "appointment": appointment}
    return render(request, "desk/person.html", context, status=status)


def _entry_for(request: StaffRequest, data: QueryDict | None, appointment: Appointment | None = None) -> ContactEntry:
    return contact_entry(data, member=request.member, today=timezone.localdate(), appointment=appointment)


def _appointment(request: StaffRequest, person: Person | None) -> Appointment | None:
    """Give the appointment that the address says the contact comes of: one that is ahead, of this very person."""
    asked = read_id(request.GET.get("appointment", ""))
    try:
        found = get_appointment(request.member, asked) if asked else None
    except NoSuchAppointment:
        found = None
    if found is None:
        return None
    is_theirs = found.person_id == (person.pk if person else None)
    return found if found.is_ahead and is_theirs else None


def _settle(request: StaffRequest, appointment: Appointment | None, contact: Contact) -> None:
    if appointment is None:
        return
    try:
        note_done(by=request.member, appointment_id=appointment.pk, at=timezone.now(), contact=contact)
    except DomainError as refusal:
        messages.warning(request, str(refusal))


def _say_recorded(request: StaffRequest, contact: Contact) -> None:
    done(request, _("The contact was recorded."), undo=reverse("reception:undo_contact", args=[contact.pk]))
