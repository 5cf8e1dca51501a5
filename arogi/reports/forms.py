"""The form that asks for an activity report: a period by word, a structure, what to break down by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Structure
from arogi.core.forms import DayField
from arogi.reports.activity import Question
from arogi.reports.dimensions import DIMENSIONS, LOCAL
from arogi.reports.periods import FREE, Period

MOST_DIMENSIONS = 4


class ActivityForm(forms.Form):
    """A question to the activity report; always bound, to the address or to what is asked first."""

    period = forms.ChoiceField(label=_("Period"))
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False, help_text=_("The last day is counted too."))
    structure = forms.ChoiceField(label=_("Structure"), required=False)
    by = forms.MultipleChoiceField(
        label=_("Break down by"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(
        self, asked: QueryDict, *, periods: Sequence[Period], structures: Sequence[Structure], today: dt.date
    ) -> None:
        first = QueryDict(mutable=True)
        first.update({"period": periods[2].code, "by": "structure"})
        super().__init__(asked or first)
        self.periods: Mapping[str, Period] = {period.code: period for period in periods}
        self.structures = {structure.code: structure for structure in structures}
        self._choose("period", [*((period.code, period.name) for period in periods), (FREE, _("Other dates"))])
        named = [(structure.code, f"{structure.name} ({structure.code})") for structure in structures]
        self._choose("structure", [("", _("All structures")), *named])
        self._choose("by", [(code, str(DIMENSIONS[code].label)) for code in LOCAL])
        for name in ("since", "until"):
            field = self.fields[name]
            assert isinstance(field, DayField)  # noqa: S101 - for the type checker
            field.told(today)

    @property
    def dates_open(self) -> bool:
        """Say whether the two dates matter, so that they are not folded away."""
        return bool(self["period"].value() == FREE)

    def clean(self) -> dict[str, Any]:
        """Ask for both dates where the period is given by dates, in their order."""
        cleaned = super().clean() or {}
        if cleaned.get("period") == FREE:
            self._check_dates(cleaned)
        if len(cleaned.get("by") or ()) > MOST_DIMENSIONS:
            self.add_error("by", _("Choose at most four."))
        return cleaned

    def question(self, *, everything: bool) -> Question:
        """Give the question of a valid form.

        Args:
            everything: the member sees all structures, so that none has to be named when none is chosen.
        """
        chosen = self.structures.get(self.cleaned_data["structure"])
        allowed = None if everything else frozenset(structure.pk for structure in self.structures.values())
        period = self.periods.get(self.cleaned_data["period"])
        return Question(
            since=period.since if period else self.cleaned_data["since"],
            until=period.until if period else self.cleaned_data["until"],
            by=tuple(self.cleaned_data["by"]),
            structure_ids=frozenset({chosen.pk}) if chosen else allowed,
        )

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        for name in ("since", "until"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Write the date, for example 3/5/2026."))
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("The period ends before it begins."))
