"""What is typed about how a structure receives people, how long appointments take and who is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from arogi.centres.selectors import ATHENS
from arogi.core.forms import ActForm
from arogi.people.forms.fields import CleanTextField
from arogi.reception.forms.days import NearDayField
from arogi.reception.letters import UnreadableLetters, read_letters
from arogi.reception.models import ReceptionMode
from arogi.reception.services.receiving import ModeFacts

DAYS_WITH_LETTERS = range(6)
LONGEST, SHORTEST = 240, 5


class LettersField(CleanTextField):
    """Letters of surnames: `Α-Δ, Ζ`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 60, **options})

    def to_python(self, value: Any) -> str:
        """Write them one way.

        Raises:
            ValidationError: they are no letters.
        """
        try:
            return read_letters(super().to_python(value)[:60])
        except UnreadableLetters as unreadable:
            raise ValidationError(_("Write letters like Α-Δ, Ζ."), code="unreadable") from unreadable


class ModeForm(ActForm):
    """How a structure receives from a day on."""

    kind = forms.ChoiceField(label=_("How people are received"), choices=ReceptionMode.Kind.choices)
    from_date = NearDayField(label=_("From this day on"))
    until_date = NearDayField(label=_("Until"), required=False, help_text=_("Only for an exception: its last day."))
    appointments_from = forms.TimeField(label=_("Appointments from"), required=False)
    appointments_until = forms.TimeField(label=_("Appointments until"), required=False)
    notice_el = CleanTextField(label=_("Notice in Greek"), required=False, max_length=300)
    notice_en = CleanTextField(label=_("Notice in English"), required=False, max_length=300)

    def __init__(self, data: Mapping[str, Any] | None, *, today: dt.date) -> None:
        super().__init__(data, initial={"from_date": today})
        for name in ("from_date", "until_date"):
            cast("NearDayField", self.fields[name]).told(today)
        for weekday in DAYS_WITH_LETTERS:
            self.fields[f"letters_{weekday}"] = LettersField(label=WEEKDAYS[weekday])

    @property
    def letter_boxes(self) -> list[forms.BoundField]:
        """Give the boxes of the days with letters."""
        return [self[f"letters_{weekday}"] for weekday in DAYS_WITH_LETTERS]

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of the hours, and the last day after the first."""
        said = super().clean() or {}
        first, last = said.get("appointments_from"), said.get("appointments_until")
        if (first is None) != (last is None) or (first and last and last <= first):
            self.add_error("appointments_until", _("Write from when until when, for example 9:00 and 13:00."))
        if said.get("until_date") and said.get("from_date") and said["until_date"] < said["from_date"]:
            self.add_error("until_date", _("The last day lies before the first one."))
        return said

    def facts(self) -> ModeFacts:
        """Turn the checked form into the facts of a way of receiving."""
        said = self.cleaned_data
        is_by_letters = said["kind"] == ReceptionMode.Kind.LETTERS
        letters = tuple(said[f"letters_{weekday}"] for weekday in DAYS_WITH_LETTERS) if is_by_letters else ()
        names = ("kind", "from_date", "until_date", "appointments_from", "appointments_until", "notice_el", "notice_en")
        return ModeFacts(letters=letters, **{name: said[name] for name in names})


class LengthsForm(ActForm):
    """How many minutes an appointment takes, for each kind of service."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, kinds: Iterable[tuple[str, str]], now: Mapping[str, int]
    ) -> None:
        super().__init__(data, initial=dict(now))
        for code, words in kinds:
            self.fields[code] = forms.IntegerField(
                label=words, required=False, min_value=SHORTEST, max_value=LONGEST, widget=forms.TextInput
            )

    def minutes(self) -> dict[str, int | None]:
        """Give the minutes by kind; None where the usual length holds."""
        return dict(self.cleaned_data)


class AbsenceForm(ActForm):
    """When a colleague receives nobody; whole days where no time is written."""

    worker = forms.ChoiceField(label=_("Colleague"))
    from_date = NearDayField(label=_("First day"))
    from_time = forms.TimeField(label=_("From"), required=False, help_text=_("Empty for the whole day."))
    until_date = NearDayField(label=_("Last day"), required=False, help_text=_("Empty for one day."))
    until_time = forms.TimeField(label=_("Until"), required=False, help_text=_("Empty for the whole day."))

    def __init__(
        self, data: Mapping[str, Any] | None, *, today: dt.date, workers: Iterable[tuple[str, str]], own: UUID
    ) -> None:
        super().__init__(data, initial={"worker": str(own), "from_date": today})
        self.offer("worker", workers)
        for name in ("from_date", "until_date"):
            cast("NearDayField", self.fields[name]).told(today)

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Give from which moment until which."""
        said = self.cleaned_data
        last = said["until_date"] or said["from_date"]
        starts_at = dt.datetime.combine(said["from_date"], said["from_time"] or dt.time.min, ATHENS)
        if said["until_time"] is not None:
            return starts_at, dt.datetime.combine(last, said["until_time"], ATHENS)
        return starts_at, dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, ATHENS)
