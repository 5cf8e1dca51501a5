"""Form fields for facts of a household: empty means that it is not known, never zero."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arogi.core.forms import DayField
from arogi.core.shown import day, number
from arogi.core.values.checked import UnreadableValue
from arogi.core.values.typed_text import plain_or_empty
from arogi.entitlements.asked import AskedFact
from arogi.entitlements.words import code_words

NONE_OF_THESE = "none"
LONGEST = 40
_EURO_SIGN = re.compile(r"\s*(€|ευρώ|ευρω|euros?|eur)\.?\s*$", re.IGNORECASE)
_GREEK = re.compile(r"\d{1,3}(\.\d{3})+(,\d*)?|\d+(,\d*)?")
_ENGLISH = re.compile(r"\d{1,3}(,\d{3})+\.\d*|\d+\.\d{0,2}|\d+")


class UnknownNumberField(forms.Field):
    """A number, or nothing for what is not known; gives a decimal text as a household's description has it.

    `1.234,56`, `1234,5`, `1.234` (thousands), `1234.56` and `1 234,56 €` are read.

    Args:
        fact: says the largest value and whether there are decimals.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})

    def __init__(self, fact: AskedFact, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.fact = fact

    def to_python(self, value: Any) -> str | int | None:
        """Read the text.

        Raises:
            ValidationError: it is no number, or none that can be.
        """
        amount = _amount(_plain(value))
        if amount is None:
            return None
        if amount > Decimal(str(self.fact.largest)):
            largest = number(Decimal(str(self.fact.largest)), 0)
            raise ValidationError(_("Write a number up to %(largest)s.") % {"largest": largest}, code="large")
        if not self.fact.is_whole:
            return f"{amount:.2f}"
        if amount != int(amount):
            raise ValidationError(_("Write a whole number."), code="whole")
        return int(amount)

    def prepare_value(self, value: Any) -> Any:
        """Show what is in the file as people write it; typed text stays as it was typed."""
        if isinstance(value, FromFile):
            return _written(value.value)
        return value


@dataclass(frozen=True, slots=True)
class FromFile:
    """A value of the file, told apart from a text that somebody typed."""

    value: Any


def _written(value: Any) -> str:
    """Write a decimal text of the file as it is typed: without grouping, with a comma; cents only where there are."""
    amount = Decimal(str(value))
    text = str(int(amount)) if amount == int(amount) else f"{amount:.2f}"
    return formats.localize_input(Decimal(text)) if "." not in text else text.replace(".", _decimal_sign())


def _decimal_sign() -> str:
    return str(formats.get_format("DECIMAL_SEPARATOR"))


def _plain(value: Any) -> str:
    text = str(value or "")
    if len(text) > LONGEST:
        raise ValidationError(_("This is too long for a number."), code="long")
    try:
        return plain_or_empty(text)
    except UnreadableValue as unreadable:
        raise ValidationError(str(unreadable), code="unreadable") from unreadable


def _amount(text: str) -> Decimal | None:
    """Read an amount as Greeks write it, or as a bank's page does.

    Raises:
        ValidationError: it is none.
    """
    bare = _EURO_SIGN.sub("", text).replace(" ", "").replace("'", "")
    if not bare:
        return None
    if bare.startswith(("-", "−", "–")):
        raise ValidationError(_("Write a number that is not below zero."), code="negative")
    try:
        if _GREEK.fullmatch(bare):
            return Decimal(bare.replace(".", "").replace(",", ".").rstrip(".")).quantize(Decimal("0.01"))
        if _ENGLISH.fullmatch(bare):
            return Decimal(bare.replace(",", "").rstrip(".")).quantize(Decimal("0.01"))
    except InvalidOperation:
        pass
    raise ValidationError(_("Write a number, for example 1.234,56."), code="unreadable")


class UnknownTruthField(forms.ChoiceField):
    """Yes, no, or not known."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        choices = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("", gettext_lazy("Not known"))]
        super().__init__(required=False, choices=choices, **options)

    def clean(self, value: Any) -> Any:
        """Give True, False or None."""
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """Show what is in the file."""
        return ("yes" if value.value else "no") if isinstance(value, FromFile) else value or ""


class UnknownCodeField(forms.ChoiceField):
    """One of a list, or not known."""

    def __init__(self, fact: AskedFact, **options: Any) -> None:
        choices = [("", _("Not known")), *((code, code_words(code)) for code in fact.codes)]
        super().__init__(required=False, choices=choices, **options)

    def clean(self, value: Any) -> Any:
        """Give the code or None."""
        return super().clean(value) or None

    def prepare_value(self, value: Any) -> Any:
        """Show what is in the file."""
        return value.value if isinstance(value, FromFile) else value


class UnknownCodesField(forms.MultipleChoiceField):
    """Several of a list, or none of them; nothing ticked is not known."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, fact: AskedFact, **options: Any) -> None:
        choices = [(NONE_OF_THESE, _("None of these")), *((code, code_words(code)) for code in fact.codes)]
        super().__init__(required=False, choices=choices, **options)

    def clean(self, value: Any) -> Any:
        """Give the list of codes, or None.

        Raises:
            ValidationError: none and some are ticked, or a code is no choice.
        """
        # A page sends an empty text along: a group of boxes of which none is ticked would not be sent at all.
        codes = super().clean([code for code in value or () if code])
        if NONE_OF_THESE in codes and len(codes) > 1:
            raise ValidationError(_("Tick either “None of these” or the others."), code="both")
        return sorted(code for code in codes if code != NONE_OF_THESE) if codes else None

    def prepare_value(self, value: Any) -> Any:
        """Show what is in the file."""
        return (value.value or [NONE_OF_THESE]) if isinstance(value, FromFile) else value


class UnknownDayField(DayField):
    """A day, or nothing for what is not known; gives ISO text."""

    def clean(self, value: Any) -> Any:
        """Give the day as ISO text, or None."""
        read = super().clean(_plain(value))
        return read.isoformat() if read else None

    def prepare_value(self, value: Any) -> Any:
        """Show what is in the file."""
        return super().prepare_value(dt.date.fromisoformat(value.value) if isinstance(value, FromFile) else value)


class UnknownMonthField(forms.Field):
    """A month with its year (`3/2026`), or nothing; gives `2026-03`."""

    widget = forms.TextInput(attrs={"inputmode": "text", "class": "govuk-input--width-5"})
    _read = re.compile(r"(\d{1,2})[/.\- ]+(\d{4})|(\d{4})-(\d{1,2})")

    def clean(self, value: Any) -> Any:
        """Read the text.

        Raises:
            ValidationError: it is no month.
        """
        text = _plain(value)
        if not text:
            return None
        match = self._read.fullmatch(text)
        if match:
            month, year = (match[1], match[2]) if match[1] else (match[4], match[3])
            if 1 <= int(month) <= 12 and 1900 <= int(year) <= 2100:
                return f"{int(year)}-{int(month):02}"
        raise ValidationError(_("Write the month and the year, for example 3/2026."), code="unreadable")

    def prepare_value(self, value: Any) -> Any:
        """Show what is in the file."""
        if isinstance(value, FromFile):
            year, _dash, month = value.value.partition("-")
            return f"{int(month)}/{year}"
        return value


def field_of(fact: AskedFact, today: dt.date, label: str = "") -> forms.Field:
    """Make the field that asks for a fact; without a label it asks as the rules do."""
    label = label or fact.asks
    if fact.kind == "month":
        return UnknownMonthField(label=label, required=False)
    if fact.kind == "date":
        return day_field(label, today)
    if fact.kind == "truth":
        return UnknownTruthField(label=label)
    kinds = {"code": UnknownCodeField, "codes": UnknownCodesField}
    return kinds.get(fact.kind, UnknownNumberField)(fact, label=label)


def day_field(label: str, today: dt.date) -> UnknownDayField:
    """Make a field for a day that may be unknown; two-digit years are settled by today."""
    field = UnknownDayField(label=label, required=False)
    field.told(today)
    return field


def in_words(value: Any, fact: AskedFact) -> str:
    """Say a value of a household's description as people read it."""
    if value is None:
        return _("Not known")
    if fact.kind == "truth":
        return _("Yes") if value else _("No")
    if fact.kind in ("code", "codes"):
        return _codes_in_words(value)
    if fact.kind == "date":
        return day(dt.date.fromisoformat(value))
    return str(UnknownMonthField().prepare_value(FromFile(value))) if fact.kind == "month" else _written(value)


def _codes_in_words(value: str | list[str]) -> str:
    codes = [value] if isinstance(value, str) else value
    return ", ".join(code_words(code) for code in codes) or _("None of these")
