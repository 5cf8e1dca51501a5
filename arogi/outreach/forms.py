"""The filter of the list, and the three acts that need a word more than a button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arogi.core.forms import ActForm, DayField
from arogi.outreach.models import Line, LineEvent
from arogi.outreach.selectors import TO_DO, VIEWS, LineFilter

ORDERS = (
    ("sum", _("Largest sum a month first")),
    ("programme", _("By programme")),
    ("newest", _("Newest first")),
    ("oldest", _("Longest waiting first")),
)
LARGEST_LEAST = 100_000


class FilterForm(forms.Form):
    """What of the list is wanted; what cannot be read is not asked for."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    structure = forms.ChoiceField(label=_("Structure"), required=False)
    worker = forms.ChoiceField(label=_("Worker"), required=False)
    cause = forms.ChoiceField(label=_("Why new"), required=False)
    least = forms.IntegerField(
        label=_("At least (€ a month)"), required=False, min_value=0, max_value=LARGEST_LEAST, widget=forms.TextInput
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    view = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(view, view) for view in VIEWS])

    def __init__(
        self,
        asked: QueryDict,
        *,
        programmes: Iterable[tuple[str, str]],
        structures: Iterable[tuple[str, str]],
        workers: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(asked)
        self._offer("programme", _("All programmes"), programmes)
        self._offer("structure", _("All structures"), structures)
        self._offer("worker", _("All colleagues"), workers)
        self._offer("cause", _("All reasons"), ((str(code), str(label)) for code, label in Line.Cause.choices))

    def _offer(self, name: str, everything: object, choices: Iterable[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]

    def wanted(self) -> LineFilter:
        """Give what is asked for."""
        self.is_valid()
        said = self.cleaned_data
        return LineFilter(
            view=said.get("view") or TO_DO,
            programme=said.get("programme", ""),
            structure_id=_id(said.get("structure")),
            worker_id=_id(said.get("worker")),
            cause=said.get("cause", ""),
            least=said.get("least"),
            order=said.get("order") or "sum",
        )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


class CallForm(ActForm):
    """What came of a call."""

    result = forms.ChoiceField(
        label=_("What came of the call"),
        widget=forms.RadioSelect,
        choices=[choice for choice in LineEvent.Result.choices if choice[0]],
    )


class PostponeForm(ActForm):
    """Until when a line waits."""

    until = DayField(label=_("Postpone until"), help_text=_("It comes back to the list on that day."))

    def __init__(self, data: QueryDict | None = None, *, today: dt.date) -> None:
        super().__init__(data)
        cast("DayField", self.fields["until"]).told(today)


class RefuseForm(ActForm):
    """Why a line is not followed."""

    refusal = forms.ChoiceField(
        label=_("Why it is not followed"),
        widget=forms.RadioSelect,
        choices=[choice for choice in LineEvent.Refusal.choices if choice[0]],
    )
    words = forms.CharField(label=_("In your words"), required=False, max_length=200)

    def clean(self) -> dict[str, object]:
        """Ask for words where no reason of the list fits."""
        said = super().clean() or {}
        if said.get("refusal") == LineEvent.Refusal.OTHER and not said.get("words"):
            self.add_error("words", _("Write the reason."))
        return said
