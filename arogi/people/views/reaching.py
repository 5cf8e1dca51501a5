"""Phones and addresses of one person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arogi.accounts.http import StaffRequest, allowed
from arogi.core.forms import carried_out
from arogi.core.typed import posted
from arogi.people import services
from arogi.people.forms.reaching import AddressForm, PhoneForm, VersionForm, address_initial, phone_initial
from arogi.people.models import Address, Person, Phone
from arogi.people.sealing import PHONES, unseal
from arogi.people.selectors import current_address
from arogi.people.views.pages import of_person, show, start_from, to_person


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def add_phone(request: StaffRequest, person: Person) -> HttpResponse:
    """Add a phone, with whose it is and whether it is safe."""
    form = PhoneForm(posted(request), today=timezone.localdate())
    if request.method == "POST" and carried_out(
        form, lambda: services.add_phone(by=request.member, person_id=person.pk, facts=form.facts())
    ):
        return to_person(person, _("The phone was added."), request=request)
    return show(request, person, "people/phone.html", form=form, title=_("Add a phone"))


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def change_phone(request: StaffRequest, person: Person, phone_id: UUID) -> HttpResponse:
    """Correct a phone; the former one stays in the history."""
    phone = _phone(person, phone_id)
    initial = phone_initial(phone, unseal(PHONES, phone.pk, phone.value))
    form = PhoneForm(posted(request), initial=initial, today=timezone.localdate())
    if request.method == "POST" and carried_out(
        form,
        lambda: services.change_phone(
            by=request.member,
            phone_id=phone.pk,
            version=form.cleaned_data["version"] or 0,
            facts=form.facts(),
            at=timezone.now(),
        ),
    ):
        return to_person(person, _("The phone was corrected."), request=request)
    if request.method == "POST":
        start_from(form, phone.version)
    now = initial["number"]
    return show(request, person, "people/phone.html", form=form, title=_("Correct the phone"), now=now, phone=phone)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def remove_phone(request: StaffRequest, person: Person, phone_id: UUID) -> HttpResponse:
    """Take a phone out of the file, after one look at which it is."""
    phone = _phone(person, phone_id)
    form = VersionForm(posted(request), initial={"version": phone.version})
    if request.method == "POST" and carried_out(
        form,
        lambda: services.remove_phone(
            by=request.member, phone_id=phone.pk, version=form.cleaned_data["version"], at=timezone.now()
        ),
    ):
        return to_person(person, _("The phone was removed."), request=request)
    if request.method == "POST":
        start_from(form, phone.version)
    now = phone_initial(phone, unseal(PHONES, phone.pk, phone.value))["number"]
    context = {"title": _("Remove the phone"), "submit": _("Remove"), "is_grave": True}
    return show(request, person, "people/act.html", form=form, now=now, **context)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def move(request: StaffRequest, person: Person) -> HttpResponse:
    """Record where the person lives now; the former address is kept with its end."""
    today = timezone.localdate()
    address = current_address(person)
    form = AddressForm(posted(request), initial={"from_date": today}, today=today)
    if request.method == "POST" and carried_out(
        form,
        lambda: services.move(
            by=request.member,
            person_id=person.pk,
            address=form.facts(),
            on=form.cleaned_data["from_date"] or today,
        ),
    ):
        return to_person(person, _("The address was recorded."), request=request)
    title = _("New address")
    return show(request, person, "people/address.html", form=form, title=title, now=address)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def correct_address(request: StaffRequest, person: Person, address_id: UUID) -> HttpResponse:
    """Correct an address that was written wrongly; the former writing stays in the history."""
    address = Address.objects.select_related("settlement").filter(person=person, pk=address_id).first()
    if address is None:
        raise Http404
    form = AddressForm(posted(request), initial=address_initial(address), today=timezone.localdate())
    if request.method == "POST" and carried_out(
        form,
        lambda: services.correct_address(
            by=request.member,
            address_id=address.pk,
            version=form.cleaned_data["version"] or 0,
            address=form.facts(),
            at=timezone.now(),
        ),
    ):
        return to_person(person, _("The address was corrected."), request=request)
    if request.method == "POST":
        start_from(form, address.version)
    title = _("Correct the address")
    return show(request, person, "people/address.html", form=form, title=title, now=address)


def _phone(person: Person, phone_id: UUID) -> Phone:
    phone: Phone | None = Phone.objects.filter(person=person, pk=phone_id).first()
    if phone is None:
        raise Http404
    return phone
