"""Benefit for pupils of compulsory school, and housing benefit of students.

Law: pupils Υ.Α. 2/37645/0020 (Β 902/17-7-2002); students ν.3220/2004 άρθρο 10, ΚΥΑ 140832/Ζ1/25-8-2017 (Β 2993),
ν.4972/2022 άρθρο 181.
Sources: the ministry's pages; press. Town of study, sharing of the home and border universities are not among the
facts: the amount stays between the amounts of law, and between the two income limits nothing is decided.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, Number, between
from openfisca_greece.programme import Assessment, Programme, Test, at_most, for_persons, holds, positive


def rule_school(case: Case) -> Assessment:
    """Pay for each pupil of a public primary or lower secondary school."""
    law, income = case.law, case.to_members(case.number("taxable_income"))
    level = case.is_one_of("school_level", "primary", "lower_secondary")
    tests = (
        holds("pupil", units.is_child(case) & level & case.truth("school_enrolled")),
        holds("public_school", case.truth("school_public")),
        holds("nationality", units.is_greek_or_eu(case)),
        at_most("income", income, law.money("school_benefit.income_max")),
    )
    return for_persons(case, tests, law.money("school_benefit.amount"))


def rule_student_2023(case: Case) -> Assessment:
    """Pay by town: Athens and Thessaloniki, or elsewhere; more to those who share a home."""
    places = ("student_housing.metro", "student_housing.elsewhere_cohabiting")
    return student(case, between(*(case.law.money(name) for name in places)))


def rule_student_2021(case: Case) -> Assessment:
    """Pay the same in every town; more to those who share a home."""
    places = ("student_housing.flat_any_place", "student_housing.sharing_any_place")
    return student(case, between(*(case.law.money(name) for name in places)))


def rule_student_2017(case: Case) -> Assessment:
    """Pay one amount."""
    return student(case, case.law.money("student_housing.flat"))


def student(case: Case, amount: Number) -> Assessment:
    """Help with the rent of a student who studies away from the family's home."""
    income, limit = case.to_members(case.number("income_including_exempt")), case.to_members(income_limit(case))
    tests = (
        holds("student", case.truth("student")),
        holds("studies_away", case.truth("studies_away_from_home")),
        Test("income", income <= limit, income, limit),
        holds("nationality", units.is_greek_or_eu(case)),
        at_most(
            "buildings",
            case.to_members(case.number("buildings_m2")),
            case.law.number("student_housing.buildings_m2_max"),
            "m2",
        ),
    )
    return for_persons(case, tests, amount)


def income_limit(case: Case) -> Number:
    """Income limit in cents, between that of most universities and that of the border ones."""
    law = case.law
    base = law.money("student_housing.income.base")
    if law.is_known("student_housing.income.base_border_universities"):
        base = between(base, law.money("student_housing.income.base_border_universities"))
    children = case.count(units.is_child(case))
    return base + positive(children - ONE) * law.money("student_housing.income.per_child_after_first")


SCHOOL = Programme("school_benefit", {"2002-07-17": rule_school}, "EUR/year", exists_since=dt.date(2002, 7, 17))
STUDENT_HOUSING = Programme(
    "student_housing",
    {"2017-08-25": rule_student_2017, "2021-09-01": rule_student_2021, "2023-09-01": rule_student_2023},
    unit="EUR/year",
    exists_since=dt.date(2004, 1, 1),
)
