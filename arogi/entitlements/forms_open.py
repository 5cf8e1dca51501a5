"""The anonymous check: a short form that makes a household of nobody, and the next question. Nothing is stored.

What was told travels with the page (`Told`), never in an address.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openfisca_greece import ROLES, Household, questions, read_household

from arogi.entitlements.asked import asked_facts
from arogi.entitlements.facts import OF_MEMBER, is_part_of, parted
from arogi.entitlements.fields import UnknownTruthField, day_field, field_of
from arogi.entitlements.words import words_of
from arogi.people.models import HouseholdMembership, Person

LONGEST_TOLD = 60_000
MOST_PEOPLE = 20
OLDEST = 120
SIX = 6
# The birthday is taken to be half a year ago: whoever says an age is somewhere inside that year.
HALF_A_YEAR = dt.timedelta(days=182)
CITIZENSHIP = f"{OF_MEMBER}citizenship"
OTHER_KINDS = (
    "self_employment", "rents", "interest", "a21", "unemployment_benefit", "disability_benefits", "other_benefits",
)  # fmt: skip
ORDER = (
    "adults", "couple", "children", "at_school", "nothing_special", "citizenship", "residence", "employment", "wages",
    "pensions", "pays_nothing_else", "family", "deposits", "nothing_owned", "tenure", "rent", "receives_nothing",
)  # fmt: skip
# From which age on a child is at which school.
SCHOOLS = ((15, "upper_secondary"), (12, "lower_secondary"), (6, "primary"), (4, "kindergarten"))
NOTHING_SPECIAL: Mapping[str, Any] = {
    "disability_percent": 0, "disability_kinds": [], "life_support_device": False, "student": False,
    "studies_away_from_home": False, "in_closed_care": False, "conscripted": False, "asylum_seeker": False,
}  # fmt: skip
# The rules ask for the group of law alone; one country stands for each.
_CITIZENSHIPS = {"greek": "GRC", "eu": "BGR", "other": "ALB"}
_NATIONALITIES = (
    ("", gettext_lazy("Not known")),
    ("greek", gettext_lazy("Greek")),
    ("eu", gettext_lazy("Of another country of the European Union")),
    ("other", gettext_lazy("Of another country")),
)


class UnreadableTold(ValueError):
    """What came back with the page is not what the page had sent."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A household of nobody as it was told so far, and the questions that nobody could answer."""

    household: dict[str, Any]
    skipped: tuple[str, ...] = ()

    def to_text(self) -> str:
        """Write it for the page's hidden field."""
        return json.dumps({"household": self.household, "skipped": self.skipped})

    @classmethod
    def of_text(cls, text: str) -> Told:
        """Read what a page's hidden field sent.

        Raises:
            UnreadableTold: it is not the description of a household.
        """
        try:
            kept = json.loads(text if len(text) <= LONGEST_TOLD else "")
            # JSON may spell half a sign, which no page can show.
            json.dumps(kept, ensure_ascii=False).encode()
            told = cls(household=dict(kept["household"]), skipped=tuple(map(str, kept["skipped"])))
            told.read()
        except (ValueError, TypeError, KeyError, RecursionError) as problem:
            raise UnreadableTold from problem
        return told

    def read(self) -> Household:
        """Give the household to the rules.

        Raises:
            NotAHousehold: the rules cannot read it.
        """
        return read_household(self.household)

    def with_answers(self, answers: Mapping[str, Any]) -> Told:
        """Add answers by their paths; what stays unknown is not asked again."""
        household = json.loads(json.dumps(self.household))
        for path, value in answers.items():
            if value is not None:
                for one in _all_of(household, path):
                    _put(household, one, value)
        skipped = tuple(path for path, value in answers.items() if value is None)
        return Told(household=household, skipped=(*self.skipped, *skipped))

    @property
    def names(self) -> dict[str, str]:
        """Give what to call the members, in the active language."""
        words = {"a": _("Adult %(number)s"), "c": _("Child %(number)s")}
        ids = [str(member.get("id", "")) for member in self.household.get("members", ())]
        return {id_: words[id_[0]] % {"number": id_[1:]} for id_ in ids if id_[:1] in words and id_[1:].isdigit()}


def _all_of(household: dict[str, Any], path: str) -> list[str]:
    """Give a fact's path; of the nationality, which is asked of the household, the paths of all who have none yet."""
    if parted(path).pattern != CITIZENSHIP:
        return [path]
    ids = [one.get("id") for one in household["members"] if one.get("citizenship") is None]
    return [CITIZENSHIP.replace("*", str(id_)) for id_ in ids]


def _put(household: dict[str, Any], path: str, value: Any) -> None:
    """Write a value to its path; of a member who is not there nothing is written."""
    content: Any = household
    told = parted(path)
    if told.member:
        content = next((one for one in household["members"] if one.get("id") == told.member), {})
    *blocks, name = told.pattern.removeprefix(OF_MEMBER).split(".")
    for block in blocks:
        if not isinstance(content.get(block), dict):
            content[block] = {}
        content = content[block]
    content[name] = value


class AgesField(forms.CharField):
    """Ages in years with commas or spaces between them; gives a list of whole numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=200, **options)

    def clean(self, value: Any) -> list[int]:
        """Read the ages.

        Raises:
            ValidationError: one of them is no age.
        """
        words = super().clean(value).replace(",", " ").replace(";", " ").split()
        if any(not (word.isascii() and word.isdigit() and len(word) < 4 and int(word) <= OLDEST) for word in words):
            raise ValidationError(_("Write ages in years with commas between them, for example 41, 39."), code="ages")
        if len(words) > MOST_PEOPLE:
            raise ValidationError(_("These are too many people for one household."), code="many")
        return [int(word) for word in words]


class OpenHouseholdForm(forms.Form):
    """The facts that decide most; whatever is left empty stays unknown.

    Args:
        today: the day to screen for.
        municipality: the code of the municipality whose own rules are asked; None asks for none.
    """

    adults = AgesField(
        label=gettext_lazy("Ages of the adults"),
        help_text=gettext_lazy("For example 41, 39. The first is the one who applies."),
    )
    couple = UnknownTruthField(label=gettext_lazy("Are the first two a couple?"))
    children = AgesField(
        label=gettext_lazy("Ages of the children under 18"),
        help_text=gettext_lazy("For example 7, 6. Leave it empty when there are none."),
        required=False,
    )
    citizenship = forms.ChoiceField(
        label=gettext_lazy("Nationality of the household"),
        choices=_NATIONALITIES,
        required=False,
    )
    pays_nothing_else = UnknownTruthField(
        label=gettext_lazy("Is that all the income? (no own work, rents, interest, benefits)")
    )
    nothing_owned = UnknownTruthField(
        label=gettext_lazy("No property, no car, no luxury tax, no private school, no domestic staff?")
    )
    at_school = UnknownTruthField(label=gettext_lazy("Do all children of school age go to a public school?"))
    nothing_special = UnknownTruthField(
        label=gettext_lazy(
            "Nobody has a disability, studies, serves in the army, lives in an institution or is an asylum seeker?"
        )
    )
    receives_nothing = UnknownTruthField(label=gettext_lazy("Does the household receive no benefit yet?"))

    def __init__(self, *args: Any, today: dt.date, municipality: str | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.municipality = today, municipality
        labels = {
            "residence": ("members.*.legal_residence_years", _("For how many years do they live legally in Greece?")),
            "employment": ("members.*.employment", _("Does the first adult work?")),
            "wages": ("income.six_months.wages", _("Wages of the household a month, in euros")),
            "pensions": ("income.six_months.pensions", _("Pensions of the household a month, in euros")),
            "family": ("income.tax_year.family", _("Family income of the last tax assessment")),
            "deposits": ("assets.deposits", _("Deposits in banks, in euros")),
            "tenure": ("dwelling.tenure", _("How do they live?")),
            "rent": ("dwelling.rent_monthly", _("Rent a month, in euros")),
        }
        for name, (path, label) in labels.items():
            self.fields[name] = field_of(asked_facts()[path], today, label)
        self.order_fields(ORDER)

    def clean_adults(self) -> list[int]:
        """Ask for one adult at least."""
        ages: list[int] = self.cleaned_data["adults"]
        if not ages or min(ages) < 15:
            raise ValidationError(_("Write the age of one adult at least."), code="adults")
        return ages

    def told(self) -> Told:
        """Give the household of a valid form."""
        said = self.cleaned_data
        household: dict[str, Any] = {
            "as_of": self.today.isoformat(),
            "municipality": self.municipality,
            "members": [*self._adults(), *self._children()],
            "income": {"six_months": self._income(), "tax_year": self._tax_year()},
            "assets": {**self._assets(), "deposits": said["deposits"]},
            "dwelling": {"tenure": said["tenure"], "rent_monthly": said["rent"]},
        }
        if said["receives_nothing"]:
            household["benefits_received"] = []
        return Told(household=household)

    def _adults(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        second = "spouse" if said["couple"] else "other_relative" if said["couple"] is False else None
        roles = ["head", second, *["other_relative"] * MOST_PEOPLE]
        adults = [self._person(f"a{place + 1}", age, roles[place]) for place, age in enumerate(said["adults"])]
        adults[0]["employment"] = said["employment"]
        return adults

    def _children(self) -> list[dict[str, Any]]:
        ages = enumerate(self.cleaned_data["children"], start=1)
        return [self._person(f"c{place}", age, "child") | self._school(age) for place, age in ages]

    def _school(self, age: int) -> dict[str, Any]:
        level = next((level for first, level in SCHOOLS if age >= first), None)
        if level is None:
            return {"school": {"level": "none", "enrolled": False}}
        if not self.cleaned_data["at_school"]:
            return {}
        return {"school": {"level": level, "public": True, "enrolled": True}}

    def _person(self, id_: str, age: int, role: str | None) -> dict[str, Any]:
        years = self.cleaned_data["residence"]
        return {
            "id": id_,
            "role": role,
            "birth_date": born(age, self.today).isoformat(),
            "citizenship": _CITIZENSHIPS.get(self.cleaned_data["citizenship"]),
            "legal_residence_years": None if years is None else min(int(years), age),
            # Where nobody has a pension, each of them has none.
            **({"pension_monthly": "0.00"} if _is_zero(self.cleaned_data["pensions"]) else {}),
            **(NOTHING_SPECIAL if self.cleaned_data["nothing_special"] else {}),
        }

    def _income(self) -> dict[str, Any]:
        said = self.cleaned_data
        income = {"wages": _six_months(said["wages"]), "pensions": _six_months(said["pensions"])}
        return income | dict.fromkeys((*OTHER_KINDS, "other"), "0.00") if said["pays_nothing_else"] else income

    def _tax_year(self) -> dict[str, Any]:
        family = self.cleaned_data["family"]
        if not self.cleaned_data["pays_nothing_else"]:
            return {"family": family}
        return {"family": family, "including_exempt": family, "business_gross": "0.00"}

    def _assets(self) -> dict[str, Any]:
        if not self.cleaned_data["nothing_owned"]:
            return {}
        sums = dict.fromkeys(("real_estate_value", "buildings_m2", "vehicles_objective_expense"), "0.00")
        return {**sums, "luxury_tax": False, "private_school_fees": False, "domestic_staff": False}


@dataclass(frozen=True)
class AnswerForm:
    """The next question as a form; a question for a block, such as all the income, has a field for each fact of it."""

    form: forms.Form = field(default_factory=forms.Form)
    paths: tuple[str, ...] = ()

    def answers(self) -> dict[str, Any]:
        """Give the answers of a valid form by their paths; None is not known."""
        said = self.form.cleaned_data
        return {path: None if said[path] == "" else said[path] for path in self.paths}


def answer_form(fact: str, today: dt.date, data: Any = None) -> AnswerForm:
    """Make the form that asks for a fact of the rules (`members.a1.student`, `income.six_months`).

    It has no field for what is no fact, or none that somebody at the desk can tell.
    """
    form = forms.Form(data)
    form.fields |= _fields_of(fact, today)
    return AnswerForm(form, tuple(form.fields))


def _fields_of(fact: str, today: dt.date) -> dict[str, forms.Field]:
    pattern = parted(fact).pattern
    if pattern in _OF_THE_FILE:
        return {fact: _OF_THE_FILE[pattern](words_of(questions()[pattern]), today)}
    if pattern.startswith(OF_MEMBER):
        asked = asked_facts().get(pattern)
        return {fact: field_of(asked, today)} if asked else {}
    every = asked_facts().items()
    return {path: field_of(one, today) for path, one in every if not one.is_of_member and is_part_of(path, fact)}


class _NationalityField(forms.ChoiceField):
    """The nationality of a household; gives the country that stands for it."""

    def clean(self, value: Any) -> str | None:
        """Give the country, or None."""
        return _CITIZENSHIPS.get(super().clean(value))


def _sex(label: str, _today: dt.date) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", _("Not known")), *Person.Sex.choices], required=False)


def _nationality(_label: str, _today: dt.date) -> forms.Field:
    return _NationalityField(label=_("Nationality of the household"), choices=_NATIONALITIES, required=False)


def _relation(label: str, _today: dt.date) -> forms.Field:
    relations = [
        choice for choice in HouseholdMembership.Relation.choices if choice[0] in ROLES and choice[0] != "head"
    ]
    return forms.ChoiceField(label=label, choices=[("", _("Not known")), *relations], required=False)


# What a file would say; somebody without a name is asked.
_OF_THE_FILE = {
    f"{OF_MEMBER}sex": _sex,
    CITIZENSHIP: _nationality,
    f"{OF_MEMBER}role": _relation,
    f"{OF_MEMBER}birth_date": day_field,
}


def _six_months(monthly: str | None) -> str | None:
    return None if monthly is None else f"{float(monthly) * SIX:.2f}"


def _is_zero(sum_: str | None) -> bool:
    return sum_ is not None and float(sum_) == 0


def born(age: int, today: dt.date) -> dt.date:
    """Give a birth date of somebody who says this age: the middle of the year in which it can lie."""
    birthday = today - HALF_A_YEAR
    return dt.date(birthday.year - age, birthday.month, min(birthday.day, 28))
