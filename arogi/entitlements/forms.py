"""The page of a household's facts as one form, of which a page shows as much as it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arogi.core.errors import ChangedMeanwhile, DomainError
from arogi.core.forms import DayField
from arogi.core.shown import day
from arogi.entitlements.asked import AskedFact, household_facts, member_facts
from arogi.entitlements.errors import FactsChangedMeanwhile
from arogi.entitlements.facts import NOTHING_TOLD, FactKey, Known, KnownFact, is_part_of, version_of
from arogi.entitlements.fields import FromFile, field_of, in_words
from arogi.entitlements.homes import Home
from arogi.entitlements.models import HouseholdFact
from arogi.entitlements.sight import EVERYTHING, Sight
from arogi.people.forms.fields import DatedForm

REST = "rest."


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that this household may be asked for, and whose it is."""

    fact: AskedFact
    key: FactKey

    @property
    def part(self) -> str:
        """Give the part of the page in which it stands: a group of the household, or the id of a member."""
        return str(self.key.person_id or self.fact.group)


@dataclass(frozen=True, slots=True)
class FactDifference:
    """A fact of which a colleague has told another value meanwhile."""

    asks: str
    theirs: str
    yours: str


class FactsForm(DatedForm):
    """What may be told of a household, with what the file knows already.

    It has fields only for what is shown and for what was sent: a household of five may be asked for 170 facts.

    Args:
        home: the household.
        known: what was told before.
        sight: what the member of staff may read; what is kept from him or her is neither shown nor asked.

    Attributes:
        differences: facts of which a colleague has told another value since the page was opened.
    """

    # Its fields are named after people.
    is_drawn_anew = True
    source = forms.ChoiceField(
        label=gettext_lazy("How do we know it?"), choices=HouseholdFact.Source.choices, widget=forms.RadioSelect
    )
    told_on = DayField(
        label=gettext_lazy("As of which day does it hold?"),
        error_messages={"required": gettext_lazy("Write the day on which it was told or the paper was seen.")},
    )
    version = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        home: Home,
        known: Known,
        sight: Sight = EVERYTHING,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.home, self.known, self.sight = home, known, sight
        self.differences: tuple[FactDifference, ...] = ()
        self.initial = {
            "source": HouseholdFact.Source.DECLARED,
            "told_on": self.today,
            "version": version_of(known),
            **self.initial,
        }
        self.show(self.data if self.is_bound else ())

    @cached_property
    def planned(self) -> dict[str, Asked]:
        """Give every fact that may be asked here, by the name of its field."""
        every = [Asked(fact, FactKey(fact.path)) for fact in household_facts()]
        for member in self.home.members:
            every += [Asked(fact, FactKey(fact.path, member.id)) for fact in member_facts(member)]
        return {one.key.in_form: one for one in every if one.fact.path not in self.sight.facts}

    @property
    def asked(self) -> dict[str, Asked]:
        """Give the facts for which there is a field."""
        return {name: self.planned[name] for name in self.fields if name in self.planned}

    def show(self, names: Iterable[str]) -> None:
        """Have fields for these facts, too; a name that is none of them is passed over."""
        wanted = frozenset(names)
        for name in self.planned:
            if name in wanted and name not in self.fields:
                self._add(name)
                if self.is_bound and name not in self.data:
                    self._show_in_data([name], self.known)
        for part in dict.fromkeys(self.planned[name].part for name in self.asked):
            self._add_rest(part)
        self.order_fields([*(name for name in self.planned if name in self.fields), "source", "told_on"])

    def names_of(self, fact: str) -> list[str]:
        """Name the fields of a fact that the rules name, or of a block such as `assets`; none of the file's own."""
        return [name for name, one in self.planned.items() if is_part_of(one.key.in_household, fact)]

    def is_known(self, name: str) -> bool:
        """Say whether the file knows the fact of a field."""
        fact = self.known.get(self.planned[name].key)
        return fact is not None and fact.value is not None

    def _add(self, name: str) -> None:
        asked = self.planned[name]
        seen = tuple(code for code in asked.fact.codes if code not in self.sight.programmes)
        self.fields[name] = field_of(replace(asked.fact, codes=seen), self.today)
        if self.is_known(name):
            self._show_known(name, self.known[asked.key])

    def _show_known(self, name: str, known: KnownFact) -> None:
        """Show a value of the file with its source and day; months that have passed since are pointed out."""
        self.initial[name] = FromFile(self._seen(known.value))
        source = HouseholdFact.Source(known.source).label
        self.fields[name].help_text = _("%(source)s, %(day)s") % {"source": source, "day": day(known.told_on)}
        is_of_another_month = (known.told_on.year, known.told_on.month) != (self.today.year, self.today.month)
        if self.planned[name].fact.group == "six_months" and is_of_another_month:
            self.warn(name, [_("Told in an earlier month. The six months are others now: ask again.")])

    def _seen(self, value: Any) -> Any:
        hidden = self.sight.hidden_among(value) if isinstance(value, list) else ()
        return [code for code in value if code not in hidden] if hidden else value

    def _add_rest(self, part: str) -> None:
        """Offer, once for each part of the page, to take what is left empty as no, none or 0."""
        here = [name for name, one in self.asked.items() if one.part == part and one.fact.nothing is not None]
        if any(not self.is_known(name) for name in here):
            label = _("Whatever is left empty here: no, none or 0")
            self.fields[REST + part] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """Fill in what somebody said is no, none or 0; an error stays an error."""
        told: dict[str, Any] = self.cleaned_data
        for name, one in self.asked.items():
            if told.get(REST + one.part) and name in told and told[name] is None:
                told[name] = one.fact.nothing
        return told

    def clean_told_on(self) -> dt.date:
        """Refuse a day that is still to come."""
        told_on: dt.date = self.cleaned_data["told_on"]
        if told_on > self.today:
            raise ValidationError(_("This day has not come yet."), code="future")
        return told_on

    def clean_version(self) -> UUID:
        """Take a form that names no version as one that was shown before anything was told."""
        version: UUID | None = self.cleaned_data["version"]
        return version or NOTHING_TOLD

    def told(self) -> dict[FactKey, Any]:
        """Give the facts of a valid form; the service finds what is new. A field that was not sent says nothing."""
        return {one.key: self.cleaned_data[name] for name, one in self.asked.items() if name in self.data}

    def keep_typed(self, typed: QueryDict) -> None:
        """Show what was typed so far, unchecked, in a form that was not sent to be saved."""
        for name in self.fields:
            if name in typed:
                several = isinstance(self.fields[name], forms.MultipleChoiceField)
                self.initial[name] = typed.getlist(name) if several else typed[name]

    def refuse(self, refusal: DomainError) -> None:
        """Show why the service refused; what a colleague told meanwhile stands beside what was typed."""
        if not isinstance(refusal, FactsChangedMeanwhile):
            super().refuse(refusal)
            return
        self.differences = tuple(self._difference(name, refusal) for name in self._names(refusal.disputed))
        self._start_from(refusal)
        self.add_error(None, str(ChangedMeanwhile.message))

    def _names(self, keys: Iterable[FactKey]) -> list[str]:
        return [name for name, one in self.asked.items() if one.key in keys]

    def _difference(self, name: str, refusal: FactsChangedMeanwhile) -> FactDifference:
        asked = self.planned[name]
        whose = next((member.name for member in self.home.members if member.id == asked.key.person_id), "")
        return FactDifference(
            asks=f"{whose}: {asked.fact.asks}" if whose else asked.fact.asks,
            theirs=in_words(self._seen(refusal.known[asked.key].value), asked.fact),
            yours=in_words(self.cleaned_data[name], asked.fact),
        )

    def _start_from(self, refusal: FactsChangedMeanwhile) -> None:
        """Let the next save start from what is known now: what was typed stays, the rest shows the file as it is."""
        self._show_in_data(self._names(refusal.untouched), refusal.known)
        self._set_in_data({"version": [str(version_of(refusal.known))]})
        self.known = refusal.known

    def _show_in_data(self, names: Iterable[str], known: Known) -> None:
        """Let a form that was sent show facts of the file as if they had been sent with it."""
        sent: dict[str, list[Any]] = {}
        for name in names:
            fact = known.get(self.planned[name].key)
            value = None if fact is None or fact.value is None else FromFile(self._seen(fact.value))
            shown = self.fields[name].prepare_value(value) if value else ""
            sent[name] = shown if isinstance(shown, list) else [shown]
        self._set_in_data(sent)

    def _set_in_data(self, sent: Mapping[str, list[Any]]) -> None:
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, values in sent.items():
            data.setlist(name, values)
        self.data = data


def parts_in(form: FactsForm) -> Mapping[str, list[str]]:
    """Give the names of all fields by the part of the page in which they stand."""
    parts: dict[str, list[str]] = {}
    for name, one in form.planned.items():
        parts.setdefault(one.part, []).append(name)
    return parts
