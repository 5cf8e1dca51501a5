"""Forms of the desk: a contact with its requests, and networking acts. They read and check; services decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Structure
from arogi.core.forms import ActForm, DayField
from arogi.people.models import Person
from arogi.reception.models import CentreService, Channel, Contact, NetworkingAct, Request
from arogi.reception.services import ActFacts

if TYPE_CHECKING:
    RowChoice = forms.ModelChoiceField[Any]
    FormSet = forms.BaseFormSet["RequestLineForm"]
else:
    RowChoice = forms.ModelChoiceField
    FormSet = forms.BaseFormSet

LINES = 3
MOST_LINES = 10


class ServiceField(RowChoice):
    """The catalogue as one list: the structure's most used services first, then by category."""

    def label_from_instance(self, service: CentreService) -> str:
        """Show code and label, so that both can be typed to find it."""
        return f"{service.label} ({service.code})"


class ContactForm(forms.Form):
    """How, where and when the contact took place."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    structure = RowChoice(queryset=Structure.objects.none(), label=_("Structure"), empty_label=None)
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices, initial=Channel.DESK)
    date = DayField(label=_("Date"))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=600)
    companion = forms.CharField(label=_("Accompanied by"), required=False, max_length=120)
    representative = forms.CharField(
        label=_("Represented by"), required=False, max_length=120, help_text=_("Name, and the authorisation shown.")
    )
    interpreter_language = forms.CharField(label=_("Interpreter's language"), required=False, max_length=8)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by the staff of this structure. No health data."),
    )

    def __init__(self, data: QueryDict | None = None, *, structures: Sequence[Structure], today: dt.date) -> None:
        initial = {"date": today, "structure": structures[0] if structures else None}
        super().__init__(data, initial=initial)
        _tell_day(self, today)
        field = _offer(self, structures)
        if len(structures) == 1:
            field.widget = forms.HiddenInput()


class AnonymousForm(ContactForm):
    """A contact whose person stays unknown: only what can be seen or heard."""

    anonymous_sex = forms.ChoiceField(label=_("Sex"), choices=Person.Sex.choices, required=False)
    anonymous_age = forms.IntegerField(label=_("Age, about"), required=False, min_value=0, max_value=120)


class RequestLineForm(forms.Form):
    """One thing that was asked. A line with nothing in it is no line."""

    is_folded = False

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    service = ServiceField(
        queryset=CentreService.objects.none(), label=_("Service"), required=False, empty_label="", to_field_name="code"
    )
    text = forms.CharField(label=_("In words"), required=False, max_length=2000)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Request.Outcome.choices, required=False)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    next_step_on = DayField(label=_("On"), required=False)

    def __init__(self, *args: Any, services: list[Any], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell_day(self, today)
        field = cast("RowChoice", self.fields["service"])
        field.queryset = CentreService.objects.on(today)
        field.widget.choices = services

    def clean(self) -> dict[str, Any]:
        """Ask for the service of a line that says anything, and for the words of a dated next step."""
        facts = super().clean() or {}
        said = any(facts.get(name) for name in ("text", "outcome", "next_step", "next_step_on"))
        if said and not facts.get("service") and "service" not in self.errors:
            self.add_error("service", _("Choose the service that was asked for."))
        if facts.get("next_step_on") and not facts.get("next_step"):
            self.add_error("next_step", _("Say what is to be done on that day."))
        return facts


class _Lines(FormSet):
    """The lines of one contact; at least one must say something."""

    def clean(self) -> None:
        if any(self.errors):
            return
        if not any(form.cleaned_data.get("service") for form in self.forms):
            # A request without a single line (a form that somebody put together by hand) has no line to mark.
            for first in self.forms[:1]:
                first.add_error("service", _("Choose at least one service."))
            raise forms.ValidationError(_("A contact has at least one request."))

    def filled(self) -> list[dict[str, Any]]:
        """Give the cleaned values of the lines that say something, in order."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("service")]


RequestLines = forms.formset_factory(
    RequestLineForm, formset=_Lines, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES
)


# The registration has one line: what brought the person. More are added on the person's page, which it leads to.
FirstLine = forms.formset_factory(RequestLineForm, formset=_Lines, extra=1, max_num=MOST_LINES, absolute_max=MOST_LINES)
CorrectedLines = forms.formset_factory(
    RequestLineForm, formset=_Lines, extra=1, max_num=MOST_LINES, absolute_max=MOST_LINES
)


class CorrectionForm(ContactForm):
    """A contact that is corrected, with the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason for the correction"), max_length=200)

    def __init__(
        self, data: QueryDict | None = None, *, structures: Sequence[Structure], today: dt.date, contact: Contact
    ) -> None:
        super().__init__(data, structures=structures, today=today)
        shown = (
            "structure",
            "date",
            "channel",
            "minutes",
            "companion",
            "representative",
            "interpreter_language",
            "note",
        )
        self.initial = {**self.initial, **{name: getattr(contact, name) for name in (*shown, "version")}}


class NetworkingActForm(ActForm):
    """An act of the centre that concerns no single person."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    structure = RowChoice(queryset=Structure.objects.none(), label=_("Structure"), empty_label=None)
    date = DayField(label=_("Date"))
    kind = forms.ChoiceField(label=_("Kind"), choices=NetworkingAct.Kind.choices)
    body = forms.CharField(label=_("Body or group"), max_length=160)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=300)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=600)

    def __init__(self, data: QueryDict | None = None, *, structures: Sequence[Structure], today: dt.date) -> None:
        super().__init__(data, initial={"date": today, "structure": structures[0] if structures else None})
        _tell_day(self, today)
        _offer(self, structures)

    def facts(self) -> ActFacts:
        """Turn the checked form into the facts of an act."""
        names = ("structure", "date", "kind", "body", "subject", "minutes")
        return ActFacts(**{name: self.cleaned_data[name] for name in names})


class ReasonForm(ActForm):
    """Why something is cancelled or corrected."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class PostponeForm(ActForm):
    """The new day of a next step."""

    next_step_on = DayField(label=_("New date"))

    def __init__(self, data: QueryDict | None = None, *, today: dt.date) -> None:
        super().__init__(data)
        _tell_day(self, today)


def _offer(form: forms.Form, structures: Sequence[Structure]) -> RowChoice:
    """Offer structures that were read already: drawing the list asks for them no second time."""
    field = cast("RowChoice", form.fields["structure"])
    field.queryset = Structure.objects.filter(pk__in=[structure.pk for structure in structures])
    field.widget.choices = [(str(structure.pk), structure.name) for structure in structures]
    return field


def _tell_day(form: forms.Form, today: dt.date) -> None:
    for field in form.fields.values():
        if isinstance(field, DayField):
            field.told(today)
