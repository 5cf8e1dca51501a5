"""Phones and addresses as forms."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Settlement
from arogi.core.forms import ActForm, DayField
from arogi.core.values import phone as phones
from arogi.core.values.checked import UnreadableValue
from arogi.people.errors import NoPlace
from arogi.people.facts import AddressFacts, PhoneFacts
from arogi.people.forms.fields import CleanTextField, DatedForm
from arogi.people.models import Address, Phone
from arogi.people.origins import folded


def phone_number(label: Any, *, required: bool = False) -> CleanTextField:
    """Make the field of one phone number."""
    widget = forms.TextInput(attrs={"inputmode": "tel"})
    return CleanTextField(label=label, required=required, max_length=60, widget=widget)


def phone_owner() -> forms.ChoiceField:
    """Make the field that says whose a phone is."""
    return forms.ChoiceField(label=_("Whose it is"), required=False, choices=Phone.Owner.choices)


def phone_owner_name() -> CleanTextField:
    """Make the field that names the owner of a phone."""
    return CleanTextField(label=_("Name of the owner"), required=False, max_length=80)


def not_safe_to_call() -> forms.BooleanField:
    """Make the mark that a call would betray the person."""
    return forms.BooleanField(label=_("Not safe to call"), required=False)


def not_safe_to_text() -> forms.BooleanField:
    """Make the mark that a text message would betray the person."""
    return forms.BooleanField(label=_("Not safe to text"), required=False)


def phone_facts(read: dict[str, Any], name: str) -> PhoneFacts:
    """Turn the fields of one phone, which all begin with the same name, into facts."""
    return PhoneFacts(
        number=read[name],
        owner=read.get(f"{name}_owner") or Phone.Owner.OWN,
        owner_name=read.get(f"{name}_owner_name", ""),
        safe_to_call=not read.get(f"{name}_no_calls"),
        safe_to_text=not read.get(f"{name}_no_texts"),
    )


def settlement_field() -> CleanTextField:
    """Make the field of the settlement: any text, with the municipality's settlements as a list under the box."""
    widget = forms.TextInput(attrs={"list": "list-of-settlements"})
    return CleanTextField(label=_("Settlement"), required=False, max_length=120, widget=widget)


def street_field() -> CleanTextField:
    """Make the field of street and number."""
    return CleanTextField(label=_("Street and number"), required=False, max_length=160)


def postcode_field() -> CleanTextField:
    """Make the field of the postcode."""
    return CleanTextField(
        label=_("Postcode"), required=False, max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


def no_fixed_abode_field() -> forms.BooleanField:
    """Make the mark that the person lives nowhere for long."""
    return forms.BooleanField(label=_("No fixed abode"), required=False)


class Places:
    """The settlements of the municipality, asked for once."""

    @cached_property
    def names(self) -> list[str]:
        """Give their names, for the list under the box."""
        return [name for name, _id in self._settlements]

    def facts(self, read: dict[str, Any]) -> AddressFacts:
        """Turn the fields of an address into facts; a settlement that is typed like one of the list is that one."""
        typed = read.get("settlement", "")
        settlement_id = self._by_name.get(folded(typed)) if typed else None
        return AddressFacts(
            settlement_id=settlement_id,
            settlement_text="" if settlement_id else typed,
            street=read.get("street", ""),
            postcode=read.get("postcode", ""),
            no_fixed_abode=bool(read.get("no_fixed_abode")),
            from_date=read.get("from_date"),
        )

    @cached_property
    def _settlements(self) -> list[tuple[str, UUID]]:
        return list(Settlement.objects.order_by("name").values_list("name", "pk"))

    @cached_property
    def _by_name(self) -> dict[str, UUID]:
        return {folded(name): settlement_id for name, settlement_id in self._settlements}


class PhoneForm(DatedForm):
    """One phone of a person."""

    number = phone_number(_("Phone"), required=True)
    number_owner = phone_owner()
    number_owner_name = phone_owner_name()
    number_no_calls = not_safe_to_call()
    number_no_texts = not_safe_to_text()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    service_names = {"owner": "number_owner", "owner_name": "number_owner_name"}

    def clean(self) -> dict[str, Any]:
        """Warn of a number that breaks a rule, once."""
        read = super().clean() or {}
        if read.get("number"):
            self._check(read)
        return read

    def facts(self) -> PhoneFacts:
        """Turn the form into facts."""
        return phone_facts(self.cleaned_data, "number")

    def _check(self, read: dict[str, Any]) -> None:
        try:
            checked = phones.check(read["number"])
        except UnreadableValue as unreadable:
            self.add_error("number", str(unreadable))
            return
        self.warn("number", (warning.message for warning in checked.warnings))
        if checked.needs_reason and read.get("seen") != read["number"]:
            self.add_error("number", _("If this is really the number, save once more."))


def phone_initial(phone: Phone, number: str) -> dict[str, Any]:
    """Give what the form of a known phone shows at first."""
    return {
        "number": phones.display(number),
        "number_owner": phone.owner,
        "number_owner_name": phone.owner_name,
        "number_no_calls": not phone.safe_to_call,
        "number_no_texts": not phone.safe_to_text,
        "version": phone.version,
    }


class AddressForm(DatedForm):
    """An address of a person, with the day it holds from."""

    settlement = settlement_field()
    street = street_field()
    postcode = postcode_field()
    no_fixed_abode = no_fixed_abode_field()
    from_date = DayField(label=_("Since"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    service_names = {"settlement_text": "settlement", "on": "from_date"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = Places()

    def clean(self) -> dict[str, Any]:
        """Ask for a place, or for the mark that there is none."""
        read = super().clean() or {}
        if not self.errors and not self.facts():
            self.add_error("settlement", str(NoPlace.message))
        return read

    def facts(self) -> AddressFacts:
        """Turn the form into facts."""
        return self.places.facts(self.cleaned_data)


def address_initial(address: Address) -> dict[str, Any]:
    """Give what the form of a known address shows at first."""
    same = ("street", "postcode", "no_fixed_abode", "from_date", "version")
    return {"settlement": address.place, **{name: getattr(address, name) for name in same}}


class VersionForm(ActForm):
    """Nothing to type: the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
