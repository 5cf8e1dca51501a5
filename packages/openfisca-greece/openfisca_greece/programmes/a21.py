"""Child benefit Α21 (Επίδομα Παιδιού).

Law: ν.4512/2018 άρθρο 214 (Α 5), from 1-1-2018; changed by ν.4659/2020 (school and residence).
Sources: EUROMOD country report Greece 2022-2025; opengov.gr/minlab/?p=4352; ΜΙΤΟΣ 375051; pelop.gr 10-2-2026 (school).
The years of residence of third-country nationals since 2020 were not found: under 12 years no answer is given.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, UNDECIDED, Number, Truth, choose, number, smaller
from openfisca_greece.programme import Assessment, Programme, Test, for_households, holds, positive

TWO = number(2)
MAY_START_SCHOOL_LATER = ONE


def rule(case: Case) -> Assessment:
    """Pay per child by the band of the equivalent income."""
    children = dependent_children(case)
    scale = units.equivalence_scale(case, children)
    income = case.number("taxable_income")
    tests = (
        holds("children", case.any(is_dependent(case))),
        holds("school", case.any(is_dependent(case) & meets_school_rule(case))),
        equivalent_income(case, "a21.threshold.C"),
        residence(case),
    )
    paid = case.count(is_dependent(case) & meets_school_rule(case))
    return for_households(tests, amount(case, income, scale, paid))


def is_dependent(case: Case) -> Truth:
    """Children under 18; under 19 in secondary school; students under 24; children with a disability of 67 %."""

    def made() -> Truth:
        law, age = case.law, units.age(case)
        pupil = case.is_one_of("school_level", "lower_secondary", "upper_secondary") & case.truth("school_enrolled")
        dependent = (
            (age < law.number("a21.age.child"))
            | (pupil & (age < law.number("a21.age.secondary_pupil")))
            | (case.truth("student") & (age < law.number("a21.age.student")))
            | (case.number("disability_percent") >= law.number("a21.disabled_child_rate"))
        )
        return units.is_child(case) & dependent

    return case.notion("a21.is_dependent", made)


def dependent_children(case: Case) -> Number:
    """Number of dependent children."""
    return case.notion("a21.children", lambda: case.count(is_dependent(case)))


def meets_school_rule(case: Case) -> Truth:
    """Children of compulsory school age are enrolled.

    At the first age a child may start school only in the coming September, and the last age is compulsory only in part:
    a child of those ages that is not enrolled stays open.
    """
    law, age = case.law, units.age(case)
    first, last = law.number("a21.school.age_from"), law.number("a21.school.age_to")
    certainly = (age >= first + MAY_START_SCHOOL_LATER) & (age < last)
    perhaps = (age >= first) & (age <= last)
    return case.truth("school_enrolled") | ~(certainly | (perhaps & UNDECIDED))


def equivalent_income(case: Case, limit: str) -> Test:
    """Test the family's income divided by the scale, without dividing: the edge is exact to the cent."""
    scale = units.equivalence_scale(case, dependent_children(case))
    income = case.number("taxable_income")
    largest = case.law.money(limit)
    return Test("income", income <= largest * scale, income, largest * scale)


def residence(case: Case) -> Test:
    """Legal and permanent residence of one of the parents."""
    lived = units.has_residence(case, "a21.residence_years", "a21.third_country.certain_years")
    return holds("legal_residence", units.one_parent_has(case, lived & ~case.truth("asylum_seeker")))


def amount(case: Case, income: Number, scale: Number, children: Number) -> Number:
    """Amount a month in cents: by band, the first two children and each further one."""
    low, middle = (income <= case.law.money(f"a21.threshold.{band}") * scale for band in "AB")

    def per_child(which: str) -> Number:
        a, b, c = (case.law.money(f"a21.amount.{band}.{which}") for band in "ABC")
        return choose(low, a, choose(middle, b, c))

    further = positive(children - TWO)
    return smaller(children, TWO) * per_child("child_1_2") + further * per_child("child_3_plus")


PROGRAMME = Programme("a21", {"2018-01-01": rule}, exists_since=dt.date(2018, 1, 1))
