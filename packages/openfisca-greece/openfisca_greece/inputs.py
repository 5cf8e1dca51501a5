"""The facts that a rule may ask for, each an OpenFisca variable that is unknown unless given.

Numbers, sums of money (in euros) and yes or no are floating-point columns in which NaN means "not known"; a code's
first value is `unknown`; an unknown date is the first day of the calendar. Nothing is ever taken as zero because it is
absent.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from . import vocabulary
from .entities import Household, Person, TaxFamily

Kind = Literal["money", "number", "truth", "code", "date"]
Level = Literal["member", "household", "tax_family"]

UNKNOWN_DATE = dt.date(1, 1, 1)
ENTITY_OF: dict[Level, Entity] = {"member": Person, "household": Household, "tax_family": TaxFamily}

# Programmes and subsidies of which a rule asks whether they are already received.
RECEIVED = (
    "eee", "uninsured_elderly", "elderly_housing", "housing_benefit", "student_housing", "kot_a", "kot_b", "kot_c",
    "unemployment_benefit", "disability_severe", "disability_deaf", "disability_blind", "disability_movement",
    "disability_dietary", "disability_intellectual", "disability_paraplegia", "disability_thalassaemia",
    "disability_haemophilia_hiv", "kalypsi", "housing_and_work", "helios", "foster_care",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One fact: where it stands in a household's description, and what values it can take.

    `path` is that of the description (`members.*.birth_date`); `largest` bounds a number that is not known.
    """

    path: str
    name: str
    level: Level
    kind: Kind
    largest: float = 1e11
    codes: tuple[str, ...] = ()


def _members(kind: Kind, *names: str, largest: float = 1e11) -> list[Fact]:
    return [Fact(f"members.*.{name}", name, "member", kind, largest) for name in names]


def _code(path: str, name: str, level: Level, codes: tuple[str, ...]) -> Fact:
    return Fact(path, name, level, "code", codes=codes)


def _block(block: str, prefix: str, kind: Kind, *names: str, largest: float = 1e11) -> list[Fact]:
    return [Fact(f"{block}.{name}", f"{prefix}{name}", "household", kind, largest) for name in names]


SIX_MONTHS = (
    "wages", "self_employment", "pensions", "rents", "interest", "a21", "unemployment_benefit", "disability_benefits",
    "other_benefits", "other",
)  # fmt: skip

FACTS: tuple[Fact, ...] = (
    *_members("date", "birth_date"),
    _code("members.*.sex", "sex", "member", vocabulary.SEXES),
    _code("members.*.citizenship", "nationality", "member", vocabulary.NATIONALITIES),
    _code("members.*.employment", "employment", "member", vocabulary.EMPLOYMENTS),
    *_members("number", "legal_residence_years", largest=120),
    *_members("number", "disability_percent", largest=100),
    *_members("number", "insured_days_last_14_months", largest=430),
    *_members("number", "insured_days_last_two_years", largest=735),
    *_members("number", "regular_unemployment_months_used", largest=1200),
    *_members("money", "previous_monthly_wage", "pension_monthly"),
    *_members(
        "truth", "homogenis", "unemployment_card", "life_support_device", "student", "studies_away_from_home",
        "in_closed_care", "conscripted", "asylum_seeker", "declared_as_hosted", "maternity_benefit_received",
    ),
    *_members("date", "birth_month"),
    _code("members.*.school.level", "school_level", "member", vocabulary.SCHOOL_LEVELS),
    Fact("members.*.school.public", "school_public", "member", "truth"),
    Fact("members.*.school.enrolled", "school_enrolled", "member", "truth"),
    *[
        Fact("members.*.disability_kinds", f"disability_kind_{kind}", "member", "truth")
        for kind in vocabulary.DISABILITY_KINDS
    ],
    Fact("custody_settled", "custody_settled", "household", "truth"),
    *_block("income.six_months", "six_months_", "money", *SIX_MONTHS),
    Fact("income.tax_year.family", "taxable_income", "tax_family", "money"),
    Fact("income.tax_year.including_exempt", "income_including_exempt", "tax_family", "money"),
    Fact("income.tax_year.business_gross", "business_gross", "tax_family", "money"),
    Fact("income.tax_year.of_head", "income_of_head", "tax_family", "money"),
    *_block("assets", "", "money", "real_estate_value", "deposits", "vehicles_objective_expense"),
    *_block("assets", "", "number", "buildings_m2", largest=1e7),
    *_block("assets", "", "truth", "luxury_tax", "private_school_fees", "domestic_staff"),
    _code("dwelling.tenure", "tenure", "household", vocabulary.TENURES),
    *_block(
        "dwelling", "", "truth", "main_home", "lease_registered", "lessor_close_relative", "electricity_in_own_name",
        "mountain_or_less_favoured", "evacuated_by_disaster",
    ),
    *_block("dwelling", "", "money", "rent_monthly", "heating_last_season"),
    *_block("dwelling", "", "number", "rent_months_last_year", largest=12),
    *_block("dwelling", "", "date", "lease_start", "electricity_cut_off_on"),
    *_block("dwelling", "", "number", "settlement_residents", largest=1e7),
    *_block("dwelling", "", "number", "years_in_settlement", largest=120),
    *_block("dwelling", "", "number", "electricity_kwh_four_months", largest=1e6),
    *_block("dwelling", "", "number", "heating_coefficient", largest=2),
    _code("dwelling.heating_fuel", "heating_fuel", "household", vocabulary.FUELS),
    *[Fact("benefits_received", f"receives_{code}", "household", "truth") for code in RECEIVED],
    Fact("applied_for_food_aid", "applied_for_food_aid", "household", "truth"),
    Fact("living_in_asylum_facility", "living_in_asylum_facility", "household", "truth"),
    Fact("meals_provided", "meals_provided", "household", "truth"),
    Fact("municipality", "municipality_code", "household", "number", 99999),
)  # fmt: skip

# Of whom a fact is asked: of children, of who is not in the tax return, of who is old enough to work or to study.
ASKED_OF_CHILDREN = frozenset({"school_level", "school_public", "school_enrolled"})
ASKED_OF_GUESTS = frozenset({"declared_as_hosted"})
ASKED_FROM_AGE = 15
ASKED_OF_ADULTS = frozenset(
    {
        "employment", "unemployment_card", "insured_days_last_14_months", "insured_days_last_two_years",
        "regular_unemployment_months_used", "previous_monthly_wage", "pension_monthly", "student",
        "studies_away_from_home", "conscripted", "maternity_benefit_received", "birth_month",
    }
)  # fmt: skip

BY_NAME: dict[str, Fact] = {fact.name: fact for fact in FACTS}

OF_MEMBER = "members.*."
ROLE = f"{OF_MEMBER}role"
# What is known of a member, as the end of a path: no one of them is the end of another, so that what stands before it
# is the member's id, whatever signs that has.
ENDS_OF_MEMBER = tuple(
    dict.fromkeys(["role", *[fact.path.removeprefix(OF_MEMBER) for fact in FACTS if fact.level == "member"]])
)


def path_of_member(identity: str, end: str) -> str:
    """Give the path of a fact of one member."""
    return f"members.{identity}.{end}"


def pattern_of(path: str) -> str:
    """Give the path of a fact with any member in place of one: `members.maria.student` is `members.*.student`."""
    if not path.startswith("members."):
        return path
    return OF_MEMBER + next(end for end in ENDS_OF_MEMBER if path.endswith(f".{end}"))


class Figure(Variable):
    """A number that may be unknown (NaN), kept in double precision: cents of large sums must not be lost."""

    def __init__(self, baseline_variable: Any = None) -> None:
        super().__init__(baseline_variable)
        self.dtype = np.float64


@cache
def codes_of(name: str) -> type[Enum]:
    """Give the list of codes of a fact as OpenFisca wants it."""
    codes = BY_NAME[name].codes
    made: type[Enum] = Enum(name, {code: code for code in codes})
    return made


def variables() -> list[type[Variable]]:
    """Make one OpenFisca variable per fact."""
    return [variable_of(fact) for fact in FACTS]


def variable_of(fact: Fact) -> type[Variable]:
    """Make the OpenFisca variable of a fact; facts hold on the day for which a household is screened."""
    about: dict[str, Any] = {
        "entity": ENTITY_OF[fact.level],
        "definition_period": DateUnit.DAY,
        "label": f"{fact.name.replace('_', ' ').capitalize()} ({fact.path})",
        "is_period_size_independent": True,
    }
    if fact.kind == "code":
        codes = codes_of(fact.name)
        about |= {"value_type": Enum, "possible_values": codes, "default_value": codes["unknown"]}
        return type(fact.name, (Variable,), about)
    if fact.kind == "date":
        about |= {"value_type": dt.date, "default_value": UNKNOWN_DATE}
        return type(fact.name, (Variable,), about)
    about |= {"value_type": float, "default_value": float("nan"), "unit": "EUR" if fact.kind == "money" else fact.kind}
    return type(fact.name, (Figure,), about)
