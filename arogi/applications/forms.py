"""The filter of the list, the wish for an application, and one form for each act, made from what the act asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arogi.applications.law import Act, Platform
from arogi.applications.models import Application
from arogi.applications.selectors import OPEN, VIEWS, ApplicationFilter
from arogi.applications.services import Facts, Told, Wish
from arogi.core.forms import ActForm, DayField
from arogi.entitlements.asked import AskedFact
from arogi.entitlements.fields import UnknownNumberField

ORDERS = (
    ("newest", _("Last moved first")),
    ("oldest", _("Longest waiting first")),
    ("check", _("Next check first")),
    ("end", _("Ends soonest first")),
    ("name", _("By name")),
)
Choices = Iterable[tuple[str, str]]
LARGEST_AMOUNT = AskedFact(path="amount", kind="money", largest=9_999_999)


class FilterForm(forms.Form):
    """What of the list is wanted; what cannot be read is not asked for."""

    code = forms.CharField(
        label=_("External code"), required=False, max_length=60, help_text=_("Its beginning is enough.")
    )
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    structure = forms.ChoiceField(label=_("Structure"), required=False)
    worker = forms.ChoiceField(label=_("Worker"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    view = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(view, view) for view in VIEWS])

    def __init__(self, asked: QueryDict, *, programmes: Choices, structures: Choices, workers: Choices) -> None:
        super().__init__(asked)
        self._offer("programme", _("All programmes"), programmes)
        self._offer("state", _("All states"), ((str(code), str(label)) for code, label in Application.State.choices))
        self._offer("structure", _("All structures"), structures)
        self._offer("worker", _("All colleagues"), workers)

    def _offer(self, name: str, everything: object, choices: Choices) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]

    def wanted(self) -> ApplicationFilter:
        """Give what is asked for."""
        self.is_valid()
        said = self.cleaned_data
        return ApplicationFilter(
            view=said.get("view") or OPEN,
            state=said.get("state", ""),
            programme=said.get("programme", ""),
            structure_id=_id(said.get("structure")),
            worker_id=_id(said.get("worker")),
            code=said.get("code", ""),
            order=said.get("order") or "newest",
        )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


class WishForm(ActForm):
    """What somebody applies for, and where it is recorded."""

    is_drawn_anew = True

    programme = forms.ChoiceField(label=_("Programme"))
    structure = forms.ChoiceField(label=_("Structure"))
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    check = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, programmes: Choices, structures: Choices, first: Any = None) -> None:
        super().__init__(data, initial=first)
        self.offer("programme", [("", _("Choose a programme")), *programmes])
        self.offer("structure", structures)

    @property
    def wish(self) -> Wish:
        """Give what was chosen."""
        said = self.cleaned_data
        return Wish(
            programme=said["programme"],
            structure_id=UUID(said["structure"]),
            check_id=said["check"],
            note=said["note"],
        )


class EurosField(UnknownNumberField):
    """An amount as Greeks write it; gives a decimal number, or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(LARGEST_AMOUNT, **options)

    def to_python(self, value: Any) -> Any:
        """Read the text as `UnknownNumberField` does."""
        read = super().to_python(value)
        return None if read is None else Decimal(str(read))


class ActOnForm(ActForm):
    """Date, note and what one act asks for; the other fields are taken out when the form is made."""

    is_drawn_anew = True

    on = DayField(label=_("Date of the act"))
    submitter = forms.ChoiceField(
        label=_("Who submitted it"), widget=forms.RadioSelect, choices=Application.Submitter.choices
    )
    external_code = forms.CharField(
        label=_("External code"), required=False, max_length=60, help_text=_("As the payer's platform gives it.")
    )
    decision_number = forms.CharField(label=_("Number of the decision"), required=False, max_length=60)
    decision_reason = forms.CharField(label=_("Reason that the payer gives"), required=False, max_length=300)
    amount = EurosField(label=_("Amount in euros"))
    amount_unit = forms.ChoiceField(
        label=_("How often"), required=False, choices=[("", "-"), *Application.Rhythm.choices]
    )
    granted_from = DayField(label=_("Granted from"), required=False)
    granted_until = DayField(label=_("Granted until"), required=False)
    objection_until = DayField(
        label=_("Objection until"),
        required=False,
        help_text=_("The last day, as the decision says it. No general number of days was confirmed."),
    )
    payer_word = forms.ChoiceField(label=_("What the payer calls it"), required=False)
    next_check_on = DayField(
        label=_("Look at it again on"), required=False, help_text=_("You are reminded on this day.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, data: QueryDict | None, *, act: Act, platform: Platform, today: dt.date, first: Any) -> None:
        super().__init__(data, initial={"on": today, **first})
        wanted = {"on", "note", *act.asks}
        words = platform.words_for(act.target)
        for name in [name for name in self.fields if name not in wanted or (name == "payer_word" and len(words) < 2)]:
            del self.fields[name]
        for name, field in self.fields.items():
            field.required = field.required or name in act.must
            if isinstance(field, DayField):
                field.told(today)
        if "payer_word" in self.fields:
            self.offer("payer_word", [(word, word) for word in words])
        if "external_code" in self.fields and platform.sample:
            hint = gettext("As the payer's platform gives it, for example %(sample)s.")
            self.fields["external_code"].help_text = hint % {"sample": platform.sample}

    @property
    def told(self) -> Told:
        """Give what was told; what the act does not ask for keeps its default."""
        return Told(**self.cleaned_data)


class FactsForm(ActForm):
    """What may be changed at any time."""

    is_drawn_anew = True

    worker = forms.ChoiceField(label=_("Worker who looks after it"), required=False)
    external_code = forms.CharField(label=_("External code"), required=False, max_length=60)
    next_check_on = DayField(label=_("Look at it again on"), required=False)
    members = forms.MultipleChoiceField(
        label=_("Who applies along"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: QueryDict | None, *, workers: Choices, members: Choices, today: dt.date, first: Any
    ) -> None:
        super().__init__(data, initial=first)
        self.offer("worker", [("", _("Nobody")), *workers])
        members = list(members)
        self.offer("members", members)
        if not members:
            del self.fields["members"]
        cast("DayField", self.fields["next_check_on"]).told(today)

    @property
    def facts(self) -> Facts:
        """Give what was told."""
        said = self.cleaned_data
        return Facts(
            worker_id=_id(said["worker"]),
            external_code=said["external_code"],
            next_check_on=said["next_check_on"],
            member_ids=tuple(UUID(one) for one in said.get("members", ())),
        )


class NotNeededForm(ActForm):
    """Why a paper is not needed."""

    reason = forms.CharField(label=_("Why it is not needed"), max_length=200)
