"""What is typed to find a free time, to book it, and to move or cancel an appointment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.core.forms import ActForm
from arogi.people.forms.fields import CleanTextField
from arogi.reception.forms.days import NearDayField
from arogi.reception.models import Appointment

Choices = list[tuple[str, Any]]


class FinderForm(forms.Form):
    """Which free times are wanted: where, for what, with whom, from which day on."""

    structure = forms.ChoiceField(label=_("Structure"))
    service = forms.ChoiceField(label=_("Service"), required=False)
    worker = forms.ChoiceField(label=_("Colleague"), required=False)
    date = NearDayField(label=_("From"), required=False)

    def __init__(self, asked: Mapping[str, Any], *, structures: Choices, services: Choices, today: dt.date) -> None:
        super().__init__(asked)
        cast("NearDayField", self.fields["date"]).told(today)
        cast("forms.ChoiceField", self.fields["structure"]).choices = structures
        cast("forms.ChoiceField", self.fields["service"]).choices = services

    def offer_workers(self, workers: Choices) -> None:
        """Say who works in the structure."""
        cast("forms.ChoiceField", self.fields["worker"]).choices = [("", _("Whoever is free first")), *workers]


class TimeForm(ActForm):
    """The day and time of an appointment."""

    date = NearDayField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))

    def __init__(self, data: Mapping[str, Any] | None, *, today: dt.date, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        cast("NearDayField", self.fields["date"]).told(today)


class BookingForm(TimeForm):
    """An appointment of a person with a file; where, for what and with whom was chosen before."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    structure = forms.CharField(widget=forms.HiddenInput, max_length=20)
    service = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    worker = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    note = CleanTextField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("Read by the staff of this structure. No health data."),
    )


class NamelessBookingForm(BookingForm):
    """An appointment of somebody without a file: initials, and a phone if there is one."""

    initials = CleanTextField(label=_("Initials"), max_length=12, help_text=_("No name is kept."))
    phone = CleanTextField(label=_("Phone"), required=False, max_length=60)


class MovingForm(TimeForm):
    """Another time, and whose wish it is."""

    worker = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    side = forms.ChoiceField(
        label=_("Who asked for it"), choices=Appointment.Side.choices, widget=forms.RadioSelect, initial="citizen"
    )


class CancellingForm(ActForm):
    """Whose wish it is that nothing comes of it, and why."""

    side = forms.ChoiceField(label=_("Who cancels"), choices=Appointment.Side.choices, widget=forms.RadioSelect)
    reason = CleanTextField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Read by the staff of this structure. No health data."),
    )
