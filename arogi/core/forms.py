"""Fields that read what people type the way Greeks write it, and forms that one service answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Protocol, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError
from arogi.core.values.checked import Checked, UnreadableValue
from arogi.core.values.dates import read_birth_date, read_date
from arogi.core.values.partial_date import PartialDate, Precision


class DayField(forms.Field):
    """A whole date in one text box: `3/5/2026`, `3.5.26`, `03052026`, `3 Μαΐου 2026`, `2026-05-03`.

    Args:
        today: how two-digit years are settled; set on the bound field's form with `told(today)`.
    """

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "govuk-input--width-10"})
    default_error_messages = {"whole": _("Write the whole date: day, month and year, for example 3/5/2026.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.today = dt.date.max

    def told(self, today: dt.date) -> None:
        """Tell the field which day it is."""
        self.today = today

    def to_python(self, value: str | dt.date | None) -> dt.date | None:
        """Read the text.

        Raises:
            ValidationError: it is no whole date; the message says what to write.
        """
        if isinstance(value, dt.date) or not (value or "").strip():
            return value or None  # type: ignore[return-value]
        try:
            read = read_date(str(value), on=self.today).value
        except UnreadableValue as unreadable:
            raise ValidationError(str(unreadable), code="unreadable") from unreadable
        if read.date is None or read.precision != Precision.DAY:
            raise ValidationError(self.error_messages["whole"], code="whole")
        return read.date

    def prepare_value(self, value: Any) -> Any:
        """Show a date in the short form of the screen's language; show typed text as it was typed."""
        if isinstance(value, dt.date):
            return date_format(value, "SHORT_DATE_FORMAT")
        return value


class BirthDateField(forms.Field):
    """A date of birth with whatever is known of it; gives `Checked[PartialDate]`, warnings and all."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "govuk-input--width-10"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.today = dt.date.max

    def told(self, today: dt.date) -> None:
        """Tell the field which day it is."""
        self.today = today

    def to_python(self, value: Any) -> Checked[PartialDate]:
        """Read the text; nothing typed is an unknown date.

        Raises:
            ValidationError: there is no such day, or the text is no date.
        """
        try:
            return read_birth_date(str(value or ""), on=self.today)
        except UnreadableValue as unreadable:
            raise ValidationError(str(unreadable), code="unreadable") from unreadable

    def validate(self, value: Any) -> None:
        """Accept every reading: warnings are shown, they never block."""


class ActForm(forms.Form):
    """A form that one service answers.

    Attributes:
        service_names: the form's fields by the names that the service calls them, where these differ.
    """

    service_names: ClassVar[Mapping[str, str]] = {}

    def offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Set what a field lets people choose from."""
        cast("forms.ChoiceField", self.fields[name]).choices = list(choices)

    def refuse(self, refusal: DomainError) -> None:
        """Show why the service refused, beside the field that it concerns."""
        said = refusal.shown_at or ""
        at = self.service_names.get(said, said)
        self.add_error(at if at in self.fields else None, str(refusal.shown))


class Refusable(Protocol):
    """A form that can show a refusal of its service."""

    def is_valid(self) -> bool:
        """Check what was typed."""

    def refuse(self, refusal: DomainError) -> None:
        """Show the refusal."""


def carried_out(form: Refusable, act: Callable[[], object]) -> bool:
    """Do what a form asks for, if it is in order and the service does not refuse; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    return True
