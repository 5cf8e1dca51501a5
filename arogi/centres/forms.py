"""What staff type about structures."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Structure
from arogi.centres.selectors import Range
from arogi.core.forms import ActForm, DayField

if TYPE_CHECKING:
    _StructureField = forms.ModelChoiceField[Structure]
else:
    _StructureField = forms.ModelChoiceField

_RANGE = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?$", re.ASCII)


class RangesField(forms.CharField):
    """The hours of one day in one box: `8:00-14:00, 17-20`; empty for a closed day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, required=False, **options)

    def clean(self, value: Any) -> list[Range]:
        """Read the ranges.

        Raises:
            ValidationError: the text is no list of hours.
        """
        parts = [part.strip() for part in re.split(r"[,;]", super().clean(value)) if part.strip()]
        return [self._read(part) for part in parts]

    @staticmethod
    def _read(text: str) -> Range:
        match = _RANGE.match(text)
        if match is None:
            raise ValidationError(_("Write hours like 8:00-14:00, 17:00-20:00."), code="unreadable")
        hour, minute, last_hour, last_minute = (int(part or 0) for part in match.groups())
        try:
            return Range(opens=dt.time(hour, minute), closes=dt.time(last_hour, last_minute))
        except ValueError as impossible:
            raise ValidationError(_("A day has hours from 0:00 to 23:59."), code="impossible") from impossible

    def prepare_value(self, value: Any) -> Any:
        """Write ranges as they are typed."""
        if isinstance(value, list):
            return ", ".join(f"{hours.opens:%H:%M}-{hours.closes:%H:%M}" for hours in value)
        return value


class HoursForm(ActForm):
    """The hours of a week, and from when on they hold."""

    on = DayField(label=_("From this day on"))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(DayField, self.fields["on"]).told(today)
        for weekday, name in WEEKDAYS.items():
            self.fields[f"day_{weekday}"] = RangesField(label=name)

    @property
    def days(self) -> list[forms.BoundField]:
        """Give the seven boxes."""
        return [self[f"day_{weekday}"] for weekday in WEEKDAYS]

    @property
    def week(self) -> dict[int, list[Range]]:
        """Give what was typed, by weekday."""
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in WEEKDAYS}


class StructureForm(forms.Form):
    """The facts of a structure."""

    name_el = forms.CharField(label=_("Name in Greek"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    phones = forms.CharField(label=_("Phones"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    serves_also = forms.CharField(label=_("Other municipalities it serves"), max_length=300, required=False)
    source = forms.CharField(
        label=_("Where these facts come from"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClosureForm(ActForm):
    """Days on which a structure, or everything, stays closed."""

    structure = _StructureField(
        queryset=None,  # the form sets it inside the municipality
        required=False,
        empty_label=_("All structures of the municipality"),
        label=_("What stays closed"),
    )
    from_date = DayField(label=_("First closed day"))
    until_date = DayField(label=_("Last closed day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(_StructureField, self.fields["structure"]).queryset = Structure.objects.order_by("code")
        for name in ("from_date", "until_date"):
            cast(DayField, self.fields[name]).told(today)
