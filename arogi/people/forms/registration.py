"""The registration of a person: one page, four groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.core import audit, shown
from arogi.core.errors import DomainError
from arogi.core.forms import DayField
from arogi.core.values import labelled
from arogi.core.values import phone as phones
from arogi.core.values.checked import UnreadableValue
from arogi.core.values.identifier_kinds import KINDS, MISSING_REASONS
from arogi.core.values.ids import read_id
from arogi.people.access import get_person
from arogi.people.cards import Card
from arogi.people.duplicates import Likeness, likely_duplicates
from arogi.people.errors import NoSuchPerson
from arogi.people.facts import (
    HouseholdLink,
    IdentifierFacts,
    NewPerson,
    PhoneFacts,
    TargetGroupFacts,
)
from arogi.people.forms.facts import NAMES, PersonFactsForm
from arogi.people.forms.fields import CleanTextField, empty_first
from arogi.people.forms.numbers import accepts_number
from arogi.people.forms.papers import offered_groups
from arogi.people.forms.reaching import (
    Places,
    no_fixed_abode_field,
    not_safe_to_call,
    not_safe_to_text,
    phone_facts,
    phone_number,
    phone_owner,
    phone_owner_name,
    postcode_field,
    settlement_field,
    street_field,
)
from arogi.people.models import HouseholdMembership, Person
from arogi.people.search import Found, find_people
from arogi.people.services.papers import declared_by

PHONES = ("phone_1", "phone_2")
NUMBERS = ("amka", "afm", "other_number")
SHOWN_AT_MOST = 5
_ALONE = ("amka", "afm")
_NOT_THE_HEAD = [choice for choice in HouseholdMembership.Relation.choices if choice[0] != "head"]


# The order in which the page shows the fields: the error summary follows it.
PAGE_ORDER = (
    *NAMES,
    *("sex", "born", "birth_place", "citizenships", "languages", "needs_interpreter"),
    *("amka", "amka_reason", "afm", "afm_reason"),
    *("other_kind", "other_number", "other_number_reason", "other_expires_on", "no_identifier_reason"),
    *(f"{name}{part}" for name in PHONES for part in ("", "_owner", "_owner_name", "_no_calls", "_no_texts")),
    *("settlement", "street", "postcode", "no_fixed_abode", "lives_with", "lives_with_id", "relation"),
)


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """One typed number with the field it stands in."""

    field: str
    facts: IdentifierFacts


class RegistrationForm(PersonFactsForm):
    """Everything that a registration may bring along; a name or what the person is called is enough.

    Args:
        member: who registers; decides which target groups are offered and who may be lived with.
        lives_with: a person whose household the new one joins, when the page was opened from there.

    Attributes:
        found: the people that the text "lives with" can mean, to choose from.
    """

    amka = CleanTextField(label=_("AMKA"), required=False, max_length=60)
    amka_reason = CleanTextField(label=_("Why this AMKA is kept as it is"), required=False, max_length=200)
    afm = CleanTextField(label=_("AFM"), required=False, max_length=60)
    afm_reason = CleanTextField(label=_("Why this AFM is kept as it is"), required=False, max_length=200)
    other_kind = forms.ChoiceField(label=_("Another paper"), required=False)
    other_number = CleanTextField(label=_("Its number"), required=False, max_length=100)
    other_number_reason = CleanTextField(label=_("Why this number is kept as it is"), required=False, max_length=200)
    other_expires_on = DayField(label=_("Holds until"), required=False)
    no_identifier_reason = forms.ChoiceField(label=_("If there is no number at all: why"), required=False)

    phone_1 = phone_number(_("Phone"))
    phone_1_owner = phone_owner()
    phone_1_owner_name = phone_owner_name()
    phone_1_no_calls = not_safe_to_call()
    phone_1_no_texts = not_safe_to_text()
    phone_2 = phone_number(_("Second phone"))
    phone_2_owner = phone_owner()
    phone_2_owner_name = phone_owner_name()
    phone_2_no_calls = not_safe_to_call()
    phone_2_no_texts = not_safe_to_text()

    settlement = settlement_field()
    street = street_field()
    postcode = postcode_field()
    no_fixed_abode = no_fixed_abode_field()

    lives_with = CleanTextField(
        label=_("Lives with"),
        required=False,
        max_length=200,
        help_text=_("Somebody who has a file: name, number, phone or card number."),
    )
    lives_with_id = forms.ChoiceField(label=_("The person meant"), required=False, widget=forms.RadioSelect)
    relation = forms.ChoiceField(
        label=_("Relation to the head of the household"), required=False, choices=empty_first(_NOT_THE_HEAD)
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Target groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the person says of himself or herself."),
    )

    field_order = PAGE_ORDER

    def __init__(
        self, data: QueryDict | None = None, *, member: Member, today: dt.date, lives_with: Person | None = None
    ) -> None:
        super().__init__(data, today=today)
        self.member = member
        self.known_housemate = lives_with
        self.found: list[Found] = []
        self.places = Places()
        self._typed: list[_Typed] = []
        kinds = [choice for choice in labelled.choices(KINDS) if choice[0] not in _ALONE]
        self.offer("other_kind", empty_first(kinds))
        self.offer("no_identifier_reason", empty_first(labelled.choices(MISSING_REASONS)))
        self.offer("target_groups", offered_groups(member))
        self._take_housemates()

    # Reading

    def clean_lives_with_id(self) -> Person | None:
        """Give the known person himself; nobody when none was chosen."""
        chosen = str(self.cleaned_data["lives_with_id"])
        return get_person(self.member, UUID(chosen)) if chosen else None

    def clean(self) -> dict[str, Any]:
        """Check the numbers against what is said of the person, and ask who it is that he or she lives with."""
        read = super().clean()
        self._check_kind(read)
        self._check_numbers(read)
        self._check_housemate(read)
        return read

    def new_person(self, registered_at_id: UUID | None = None) -> NewPerson:
        """Turn what could be read into a registration; after `is_valid()` that is all of it."""
        read = self.cleaned_data
        numbers = tuple(typed.facts for typed in self._typed)
        return NewPerson(
            facts=self.facts(),
            identifiers=numbers,
            no_identifier_reason="" if numbers else read.get("no_identifier_reason", ""),
            phones=tuple(self._phones(read)),
            address=self.places.facts(read) or None,
            target_groups=tuple(TargetGroupFacts(group=group) for group in read.get("target_groups", ())),
            household=self._household(read),
            registered_at_id=registered_at_id,
        )

    # The names by which the services speak of these fields.
    service_names = {
        "number": "phone_2",
        "value": "other_number",
        "settlement_text": "settlement",
        "person": "lives_with",
    }

    def refuse(self, refusal: DomainError) -> None:
        """Show why the registration was refused, beside the field that it concerns."""
        position = getattr(refusal, "position", None)
        if position is not None and position < len(self._typed):
            self.add_error(self._typed[position].field, str(refusal.shown))
        else:
            super().refuse(refusal)

    @property
    def look(self) -> Hashable:
        """Name everything that the empty form looks like follows from."""
        groups = tuple(code for code, _label in offered_groups(self.member))
        return self.today, tuple(self.places.names), groups

    @property
    def has_second_phone(self) -> bool:
        """Say whether the second phone has to be unfolded."""
        return any(self[name].value() for name in self.fields if name.startswith(PHONES[1]) and "owner" not in name)

    # Duplicates

    @property
    def says_enough_to_look(self) -> bool:
        """Say whether somebody can be looked for: a surname with a first name, or any number."""
        read = self.cleaned_data
        named = read.get("surname") and read.get("first_name")
        latin = read.get("latin_surname") and read.get("latin_first_name")
        return bool(named or latin or self._typed or any(read.get(name) for name in PHONES))

    @property
    def dismissed(self) -> frozenset[str]:
        """Give the ids of the likely duplicates of which somebody said that it is none of these."""
        return frozenset(self.data.get("none_of_these", "").split(","))

    # Parts

    def _take_housemates(self) -> None:
        """Accept as "lives with" whom the page offered: the person it was opened from, or one that was searched for."""
        if self.known_housemate:
            self.initial["lives_with_id"] = str(self.known_housemate.pk)
            self.offer("lives_with_id", [(str(self.known_housemate.pk), str(self.known_housemate))])
            return
        person = housemate_asked_for(self.data.get("lives_with_id", ""), member=self.member)
        self.offer("lives_with_id", [(str(person.pk), str(person))] if person else [])

    def _check_kind(self, read: dict[str, Any]) -> None:
        if read.get("other_number") and not read.get("other_kind") and "other_kind" not in self.errors:
            self.add_error("other_kind", _("Say what paper this number is of."))

    def _check_numbers(self, read: dict[str, Any]) -> None:
        typed = [_Typed(field=name, facts=facts) for name in NUMBERS if (facts := self._number(name, read))]
        declared = declared_by(self.facts(), tuple(one.facts for one in typed))
        self._typed = [one for one in typed if accepts_number(self, one.field, one.facts, declared)]

    @staticmethod
    def _number(name: str, read: dict[str, Any]) -> IdentifierFacts | None:
        is_other = name == "other_number"
        kind = read.get("other_kind", "") if is_other else name
        if not read.get(name) or not kind:
            return None
        return IdentifierFacts(
            kind=kind,
            value=read[name],
            override_reason=read.get(f"{name}_reason", ""),
            expires_on=read.get("other_expires_on") if is_other else None,
        )

    def _warn_further(self, read: dict[str, Any]) -> None:
        for name in PHONES:
            try:
                self._warn_of(name, phones.check(read[name]) if read.get(name) else None)
            except UnreadableValue as unreadable:
                self.add_error(name, str(unreadable))

    def _check_housemate(self, read: dict[str, Any]) -> None:
        if read.get("lives_with_id"):
            if not read.get("relation") and "relation" not in self.errors:
                self.add_error("relation", _("Say how they are related."))
        elif read.get("lives_with"):
            self._look_for_housemate(read["lives_with"])

    def _look_for_housemate(self, text: str) -> None:
        self.found = find_people(text, today=self.today, limit=SHOWN_AT_MOST)
        self.offer("lives_with_id", [(str(one.card.id), _told_apart(one.card)) for one in self.found])
        if self.found:
            self.add_error("lives_with_id", _("Choose who it is."))
        else:
            self.add_error("lives_with", _("Nobody is found by this. Write it otherwise, or leave it empty."))

    @staticmethod
    def _phones(read: dict[str, Any]) -> Iterator[PhoneFacts]:
        return (phone_facts(read, name) for name in PHONES if read.get(name))

    def _household(self, read: dict[str, Any]) -> HouseholdLink | None:
        housemate, relation = read.get("lives_with_id"), read.get("relation")
        return HouseholdLink(with_person_id=housemate.pk, relation=relation) if housemate and relation else None


def likely_for(form: RegistrationForm) -> Sequence[Likeness]:
    """Give the files that may be the same person's, with reasons; without those that were said to be somebody else.

    The form must have been read (`is_valid()` was called); what is wrong in it is left out of the comparison. Showing
    them leaves one access record.
    """
    if not form.says_enough_to_look:
        return ()
    likely = likely_duplicates(form.new_person(), today=form.today)[:SHOWN_AT_MOST]
    if all(str(one.found.card.id) in form.dismissed for one in likely):
        return ()
    audit.record("search", kind="person", hits=len(likely), asked="likely_duplicates")
    return likely


def housemate_asked_for(text: str, *, member: Member) -> Person | None:
    """Give the person whose id an address names as the one lived with; nobody when there is none who may be seen."""
    person_id = read_id(text)
    try:
        return get_person(member, person_id) if person_id else None
    except NoSuchPerson:
        return None


def _told_apart(card: Card) -> str:
    parts = (card.name, card.father_name, shown.day(card.born), card.settlement, str(card.card_number or ""))
    return ", ".join(part for part in parts if part)
