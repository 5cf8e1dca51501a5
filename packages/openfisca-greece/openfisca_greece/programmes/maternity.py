"""Special protection of maternity (ΔΥΠΑ), and the nannies of the neighbourhood.

Law: ν.3655/2008 άρθρο 142 [from memory], ν.4808/2021 άρθρο 36, ν.5078/2023 (self-employed and farmers, births from
24-9-2023).
Nannies: programme "Νταντάδες της Γειτονιάς", nationwide from spring 2026.
Sources: dypa.gov.gr (parentalbenefits.dypa.gov.gr), ntantades.gov.gr, star.gr 714085.
"""

from __future__ import annotations

from openfisca_greece import units
from openfisca_greece.case import OLDEST, Case
from openfisca_greece.kleene import NO, UNDECIDED, Number, Truth, choose, number
from openfisca_greece.law import beginning_of, full_months
from openfisca_greece.programme import Assessment, Programme, Test, for_persons, holds, positive

EMPLOYEE = "maternity_special.months.employee"
SELF_EMPLOYED = "maternity_special.months.selfemployed_farmer"
DAYS_OF_A_MONTH = number(31)
WEEKS_OF_A_MONTH = number(52 / 12)
WORK = ("employed", "employed_part_time", "self_employed")


def rule(case: Case) -> Assessment:
    """Pay the minimum wage after the maternity allowance of e-EFKA."""
    tests = (
        holds("mother", case.is_one_of("sex", "female")),
        holds("works", works(case)),
        holds("maternity_benefit_received", case.truth("maternity_benefit_received")),
        holds("recent_birth", recent_birth(case)),
    )
    return for_persons(case, tests, case.law.money("maternity_special.monthly"))


def works(case: Case) -> Truth:
    """Employees; self-employed mothers for births since the law for them."""
    employee = case.is_one_of("employment", "employed", "employed_part_time")
    return employee | (case.is_one_of("employment", "self_employed") & gave_birth_since_law(case))


def gave_birth_since_law(case: Case) -> Truth:
    """Births since self-employed mothers have the right; of its first month the day of the birth is not told.

    Later than that every birth that is recent enough (the test of its own) is one of them.
    """
    first_day = beginning_of(SELF_EMPLOYED)
    if case.day < first_day:
        return NO
    since, month = case.law.begins(SELF_EMPLOYED), case.day_of("birth_month")
    told = (month >= since) | ((month > since - DAYS_OF_A_MONTH) & UNDECIDED)
    infant = case.any(units.is_child(case) & (case.day_of("birth_date") >= since))
    every_recent = number(full_months(first_day, case.day)) > months_of_protection(case)
    return told | (units.is_parent(case) & case.to_members(infant)) | every_recent


def months_of_protection(case: Case) -> Number:
    """Months from the birth to the end of the protection: the weeks of e-EFKA after it, then those of the programme."""
    law = case.law
    months = choose(case.is_one_of("employment", "self_employed"), law.number(SELF_EMPLOYED), law.number(EMPLOYEE))
    return months + law.number("maternity_efka.weeks_after") / WEEKS_OF_A_MONTH


def recent_birth(case: Case) -> Truth:
    """A birth so short ago that the weeks after it and the months of protection are not over.

    Told by the month of the birth, or by a child of that age in the household.
    """
    months = months_of_protection(case)
    told = case.months_since("birth_month") <= months
    youngest = case.to_members(months_of_youngest(case))
    return told | (units.is_parent(case) & (youngest <= months))


def months_of_youngest(case: Case) -> Number:
    """Full months of the household's youngest child; very many where there is none."""
    return case.smallest(choose(units.is_child(case), units.months_of_infant(case), number(OLDEST * 12)))


def rule_nannies(case: Case) -> Assessment:
    """Pay for a nanny of a small child: more to mothers in full work."""
    law = case.law
    months = units.months_of_infant(case)
    small = units.is_child(case) & (months >= law.number("nanny.child_age_months_min"))
    small = small & (months <= law.number("nanny.child_age_months_max"))
    full_time = case.is_one_of("employment", "employed", "self_employed")
    income, limit = own_income(case), law.money("nanny.individual_income_max")
    many = case.to_members(units.tax_children(case) >= law.number("nanny.no_income_test_from_children"))
    tests = (
        holds("mother", case.is_one_of("sex", "female") & units.is_parent(case)),
        holds("small_child", case.to_members(case.any(small))),
        holds("works_or_looks_for_work", case.is_one_of("employment", *WORK, "unemployed")),
        Test("own_income", (income <= limit) | many, income, limit),
        holds("no_maternity_benefit", ~case.truth("maternity_benefit_received")),
    )
    amount = choose(full_time, law.money("nanny.full_time"), law.money("nanny.part_time_or_unemployed"))
    return for_persons(case, tests, amount)


def own_income(case: Case) -> Number:
    """Own income of the head, and of the spouse as what the family has besides."""
    of_head, family = case.number("income_of_head"), case.number("taxable_income")
    rest = positive(family - of_head)
    return choose(units.is_head(case), case.to_members(of_head), case.to_members(rest))


SPECIAL = Programme("special_maternity", {"2008-01-01": rule})
NANNIES = Programme("neighbourhood_nannies", {"2026-03-01": rule_nannies})
