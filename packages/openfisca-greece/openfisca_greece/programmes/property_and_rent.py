"""Reduction of the property tax ΕΝΦΙΑ by all or by half, and the refund of one rent.

Law: ΕΝΦΙΑ, limits unchanged since 2015 (the text was not read); rent refund paid every November from 2025.
Sources: press of 2020 and 2026 (which agree), EUROMOD country report Greece 2022-2025; skai.gr, flash.gr for the
refund. The rent of students who study away from their family is not among the facts.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import limits, units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, UNDECIDED, ZERO, Number, Truth, between, choose, counted, number, smaller
from openfisca_greece.programme import Assessment, Programme, Test, at_most, for_households, holds


def rule_full(case: Case) -> Assessment:
    """Free families with three dependent children, or with a member of 80 % disability, from the tax."""
    tests = (
        holds("children_or_disability", has_many_children(case) | has_disabled_member(case)),
        tax_income_test(case, "enfia.full.income"),
        area(case),
        owns(case),
    )
    return for_households(tests)


def rule_half(case: Case) -> Assessment:
    """Halve the tax of small owners."""
    tests = (
        tax_income_test(case, "enfia.half.income"),
        area(case),
        at_most("real_estate", case.number("real_estate_value"), value_limit(case)),
        owns(case),
    )
    return for_households(tests)


def has_many_children(case: Case) -> Truth:
    """Three dependent children or more."""
    return units.tax_children(case) >= case.law.number("enfia.full.children_min")


def has_disabled_member(case: Case) -> Truth:
    """Taxpayer, spouse or a dependent child with a disability of 80 %."""
    member = units.is_parent(case) | units.is_tax_child(case)
    return case.any(member & (case.number("disability_percent") >= case.law.number("enfia.full.disability_min")))


def tax_income_test(case: Case, base: str) -> Test:
    """Family income within a base and a rise for the spouse and each dependent child."""
    law = case.law
    others = counted(units.has_spouse(case)) + units.tax_children(case)
    limit = law.money(base) + others * law.money("enfia.income.per_spouse_dependant")
    return at_most("income", case.number("taxable_income"), limit)


def area(case: Case) -> Test:
    """Buildings within the largest area."""
    return at_most("buildings", case.number("buildings_m2"), case.law.number("enfia.area_max"), "m2")


def owns(case: Case) -> Test:
    """There is property to be taxed."""
    return holds("owns_property", (case.number("real_estate_value") > ZERO) | (case.number("buildings_m2") > ZERO))


def value_limit(case: Case) -> Number:
    """Largest value of property for the half, in cents."""
    law, children = case.law, units.tax_children(case)
    large = law.money("enfia.half.value.couple_children_or_lone2plus")
    middle = law.money("enfia.half.value.couple_or_lone1")
    return limits.of_tax_family(
        case,
        couple=choose(units.has_tax_children(case), large, middle),
        lone_parent=choose(children >= number(2), large, middle),
        single=law.money("enfia.half.value.single"),
    )


def rule_refund(case: Case) -> Assessment:
    """Refund a twelfth of last year's rent, up to a sum that rises with the children in a main home.

    The home of a student who studies away is refunded besides, without a test of property: its rent is no fact, so a
    family with such a student is not refused for its own home.
    """
    law = case.law
    rent = case.number("rent_monthly") * case.number("rent_months_last_year")
    students = case.count(units.is_tax_child(case) & case.truth("student") & case.truth("studies_away_from_home"))
    student_rents = (students >= ONE) & UNDECIDED
    value, most = case.number("real_estate_value"), refund_value_limit(case)
    rents, paid, owns_little = case.is_one_of("tenure", "rented"), rent >= ONE, value <= most
    tests = (
        holds("rents", rents | student_rents),
        Test("rent_paid", paid | student_rents, rent, ONE),
        at_most("income", case.number("taxable_income"), refund_income_limit(case)),
        Test("real_estate", owns_little | student_rents, value, most),
    )
    of_own_home = choose(rents & paid & owns_little, refund_of_main_home(case, rent), ZERO)
    return for_households(tests, of_own_home + between(ZERO, students * law.money("rent_refund.student_cap")))


def refund_of_main_home(case: Case, rent: Number) -> Number:
    """Refund for the family's own home, in cents; only a main home's rises with the children."""
    law = case.law
    more = choose(case.truth("main_home"), units.tax_children(case) * law.money("rent_refund.cap_per_child"), ZERO)
    return smaller(rent * law.number("rent_refund.share"), law.money("rent_refund.cap") + more)


def refund_income_limit(case: Case) -> Number:
    """Income limit in cents: a lone parent's has its own start and rises after the first child."""
    law = case.law
    of_couple = units.tax_children(case) * law.money("rent_refund.income.per_child")
    of_lone = limits.children_after_first(case) * law.money("rent_refund.income.lone_parent_per_next_child")
    return limits.of_tax_family(
        case,
        couple=law.money("rent_refund.income.couple") + of_couple,
        lone_parent=law.money("rent_refund.income.lone_parent") + of_lone,
        single=law.money("rent_refund.income.single"),
    )


def refund_value_limit(case: Case) -> Number:
    """Largest value of property, in cents."""
    law = case.law
    return law.money("rent_refund.realestate.base") + (units.tax_members(case) - ONE) * law.money(
        "rent_refund.realestate.per_member"
    )


ENFIA_FULL = Programme("enfia_full", {"2015-01-01": rule_full}, unit="EUR/year")
ENFIA_HALF = Programme("enfia_half", {"2015-01-01": rule_half}, unit="EUR/year")
RENT_REFUND = Programme("rent_refund", {"2025-11-01": rule_refund}, "EUR once", exists_since=dt.date(2025, 11, 1))
