"""The page of a household's facts as one form: empty means that it is not known, never zero."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from openfisca_greece import catalogue

from arogi.core.forms import DayField
from arogi.core.shown import day, number
from arogi.core.values.checked import UnreadableValue
from arogi.core.values.typed_text import plain_or_empty
from arogi.entitlements.asked import AskedFact, household_facts, member_facts
from arogi.entitlements.homes import Home
from arogi.entitlements.models import HouseholdFact
from arogi.entitlements.selectors import FactKey, Known, KnownFact
from arogi.entitlements.sight import EVERYTHING, Sight
from arogi.entitlements.words import code_words
from arogi.people.forms.fields import DatedForm

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
        choices = [(NONE_OF_THESE, _("None of these")), *((code, _title(code)) for code in fact.codes)]
        super().__init__(required=False, choices=choices, **options)

    def clean(self, value: Any) -> Any:
        """Give the list of codes, or None.

        Raises:
            ValidationError: none and some are ticked, or a code is no choice.
        """
        codes = super().clean(value)
        if NONE_OF_THESE in codes and len(codes) > 1:
            raise ValidationError(_("Tick either “None of these” or the others."), code="both")
        return sorted(code for code in codes if code != NONE_OF_THESE) if codes else None

    def prepare_value(self, value: Any) -> Any:
        """Show what is in the file."""
        return (value.value or [NONE_OF_THESE]) if isinstance(value, FromFile) else value


def _title(code: str) -> str:
    about = catalogue().get(code)
    if about is None:
        return code_words(code)
    return about.title.el if get_language() == "el" else about.title.en


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


def _field(fact: AskedFact, **options: Any) -> forms.Field:
    if fact.kind in ("money", "number"):
        return UnknownNumberField(fact, **options)
    if fact.kind == "truth":
        return UnknownTruthField(**options)
    if fact.kind == "code":
        return UnknownCodeField(fact, **options)
    if fact.kind == "codes":
        return UnknownCodesField(fact, **options)
    return UnknownMonthField(**options) if fact.kind == "month" else UnknownDayField(required=False, **options)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some fields of the form under one heading.

    Attributes:
        wanted: how many of them an answer waits for.
        is_open: shown unfolded.
        rest: the box that takes whatever is left empty as no, none or 0; None where nothing can be taken so.
    """

    id: str
    title: str
    hint: str
    fields: tuple[forms.BoundField, ...]
    wanted: int
    known: int
    is_open: bool
    rest: forms.BoundField | None


class FactsForm(DatedForm):
    """Everything that may be told of a household, with what the file knows already.

    Args:
        home: the household.
        known: what was told before.
        waits: by path (with members' ids): the programmes that wait for a fact.
        sight: what the member of staff may read; what is kept from him or her is neither shown nor asked.
    """

    source = forms.ChoiceField(
        label=gettext_lazy("How do we know it?"), choices=HouseholdFact.Source.choices, widget=forms.RadioSelect
    )
    told_on = DayField(
        label=gettext_lazy("As of which day does it hold?"),
        error_messages={"required": gettext_lazy("Write the day on which it was told or the paper was seen.")},
    )

    def __init__(
        self,
        *args: Any,
        home: Home,
        known: Known,
        waits: Mapping[str, tuple[str, ...]],
        sight: Sight = EVERYTHING,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.home, self.known, self.waits, self.sight = home, known, waits, sight
        self.initial = {"source": HouseholdFact.Source.DECLARED, "told_on": self.today, **self.initial}
        self.keys: dict[str, FactKey] = {}
        self.facts: dict[str, AskedFact] = {}
        for fact in household_facts():
            self._add(fact, FactKey(fact.path), fact.path)
        for member in home.members:
            for fact in member_facts(member):
                self._add(fact, FactKey(fact.path, member.id), f"{member.id}.{fact.name}")
        self._add_rests()
        self.order_fields([*self.keys, "source", "told_on"])

    def _add(self, fact: AskedFact, key: FactKey, name: str) -> None:
        if fact.path in self.sight.facts:
            return
        fact = replace(fact, codes=tuple(code for code in fact.codes if code not in self.sight.programmes))
        language = "el" if get_language() == "el" else "en"
        field = _field(fact, label=fact.asks(language))
        if isinstance(field, DayField):
            field.told(self.today)
        self.fields[name], self.keys[name], self.facts[name] = field, key, fact
        if key in self.known and self.known[key].value is not None:
            self._show_known(name, self.known[key])

    def _show_known(self, name: str, known: KnownFact) -> None:
        """Show a value of the file with its source and day; months that have passed since are pointed out."""
        self.initial[name] = FromFile(self._seen(known.value))
        source = HouseholdFact.Source(known.source).label
        self.fields[name].help_text = _("%(source)s, %(day)s") % {"source": source, "day": day(known.told_on)}
        is_of_another_month = (known.told_on.year, known.told_on.month) != (self.today.year, self.today.month)
        if self.facts[name].group == "six_months" and is_of_another_month:
            self.warn(name, [_("Told in an earlier month. The six months are others now: ask again.")])

    def _seen(self, value: Any) -> Any:
        hidden = self.sight.hidden_among(value) if isinstance(value, list) else ()
        return [code for code in value if code not in hidden] if hidden else value

    def _add_rests(self) -> None:
        """Offer, once for each group and each member, to take what is left empty as no, none or 0."""
        label = _("Whatever is left empty here: no, none or 0")
        for name, fact in self.facts.items():
            if fact.nothing is not None and name not in self.initial:
                self.fields[self._rest(name)] = forms.BooleanField(label=label, required=False)

    def _rest(self, name: str) -> str:
        return f"rest.{self.keys[name].person_id or self.facts[name].group}"

    def clean(self) -> dict[str, Any]:
        """Fill in what somebody said is no, none or 0; an error stays an error."""
        told: dict[str, Any] = self.cleaned_data
        for name, fact in self.facts.items():
            if told.get(self._rest(name)) and name in told and told[name] is None:
                told[name] = fact.nothing
        return told

    def clean_told_on(self) -> dt.date:
        """Refuse a day that is still to come."""
        told_on: dt.date = self.cleaned_data["told_on"]
        if told_on > self.today:
            raise ValidationError(_("This day has not come yet."), code="future")
        return told_on

    def told(self) -> dict[FactKey, Any]:
        """Give the facts of a valid form; the service finds what is new. A field that was not sent says nothing."""
        sent = (name for name in self.keys if name in self.data or isinstance(self.fields[name], UnknownCodesField))
        return {self.keys[name]: self.cleaned_data[name] for name in sent}

    def names_of(self, fact: str) -> list[str]:
        """Give the fields of a fact that the rules name, or of a block such as `assets`; none of the file's own."""
        paths = {name: _path(name, key) for name, key in self.keys.items()}
        return [name for name, path in paths.items() if path == fact or path.startswith(f"{fact}.")]

    def block(self, id: str, title: str, names: Iterable[str], *, hint: str = "", is_open: bool = False) -> Block:
        """Give some fields as a block; one with an error is open."""
        bound = tuple(self[name] for name in names)
        wanted = [field for field in bound if self.programmes_for(field.name) and field.name not in self.initial]
        refused = any(field.errors for field in bound)
        known = sum(field.name in self.initial for field in bound)
        rests = {self._rest(field.name) for field in bound if self.facts[field.name].nothing is not None}
        return Block(
            id=id,
            title=title,
            hint=hint,
            fields=bound,
            wanted=len(wanted),
            known=known,
            is_open=is_open or refused,
            rest=next((self[rest] for rest in rests if rest in self.fields and len(bound) > 1), None),
        )

    def programmes_for(self, name: str) -> tuple[str, ...]:
        """Give the programmes that wait for a field's fact, or for the block in which it stands."""
        path = _path(name, self.keys[name])
        return next((codes for fact, codes in self.waits.items() if path == fact or path.startswith(f"{fact}.")), ())


def _path(name: str, key: FactKey) -> str:
    return f"members.{name}" if key.person_id else name


def member_names(form: FactsForm, person_id: UUID) -> list[str]:
    """Give the fields of one member."""
    return [name for name, key in form.keys.items() if key.person_id == person_id]


def group_names(form: FactsForm, group: str) -> list[str]:
    """Give the fields of one group of the household."""
    groups = {fact.path: fact.group for fact in household_facts()}
    return [name for name, key in form.keys.items() if key.person_id is None and groups[key.path] == group]
