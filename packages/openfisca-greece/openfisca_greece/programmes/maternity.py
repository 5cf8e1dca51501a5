"""Special protection of maternity (ΔΥΠΑ), and the nannies of the neighbourhood.

Law: ν.3655/2008 άρθρο 142 [from memory], ν.4808/2021 άρθρο 36, ν.5078/2023 (self-employed and farmers, births from
24-9-2023).
Nannies: programme "Νταντάδες της Γειτονιάς", nationwide from spring 2026.
Sources: dypa.gov.gr (parentalbenefits.dypa.gov.gr), ntantades.gov.gr, star.gr 714085.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.kleene import Number, Truth, choose, number
from openfisca_greece.programme import Assessment, Programme, Test, for_persons, holds, positive

BIRTHS_OF_SELF_EMPLOYED = number((dt.date(2023, 9, 24) - dt.date(1970, 1, 1)).days)
WEEKS_OF_A_MONTH = number(52 / 12)
WORK = ("employed", "employed_part_time", "self_employed")


def rule(case: Case) -> Assessment:
    """Pay the minimum wage after the maternity allowance of e-EFKA."""
    own = case.is_one_of("employment", "employed", "employed_part_time")
    self_employed = case.is_one_of("employment", "self_employed") & (case.day_of("birth_month") >= month_of_the_law())
    if case.day < dt.date(2023, 9, 24):
        self_employed = self_employed & ~self_employed
    tests = (
        holds("mother", case.is_one_of("sex", "female")),
        holds("works", own | self_employed),
        holds("maternity_benefit_received", case.truth("maternity_benefit_received")),
        holds("recent_birth", recent_birth(case)),
    )
    return for_persons(case, tests, case.law.money("maternity_special.monthly"))


def month_of_the_law() -> Number:
    """First day of the month of the first births that count for self-employed mothers."""
    return BIRTHS_OF_SELF_EMPLOYED - number(23)


def recent_birth(case: Case) -> Truth:
    """A birth so short ago that the weeks after it and the months of protection are not over.

    Told by the month of the birth, or by a child of that age in the household.
    """
    law = case.law
    months = law.number("maternity_special.months.employee") + (
        law.number("maternity_efka.weeks_after") / WEEKS_OF_A_MONTH
    )
    told = case.months_since("birth_month") <= months
    infant = case.any(units.is_child(case) & (units.months_of_infant(case) <= months))
    return told | (units.is_parent(case) & case.to_members(infant))


def rule_nannies(case: Case) -> Assessment:
    """Pay for a nanny of a small child: more to mothers in full work."""
    law = case.law
    months = units.months_of_infant(case)
    small = units.is_child(case) & (months >= law.number("nanny.child_age_months_min"))
    small = small & (months <= law.number("nanny.child_age_months_max"))
    full_time = case.is_one_of("employment", "employed", "self_employed")
    income, limit = own_income(case), law.money("nanny.individual_income_max")
    many = case.to_members(units.tax_children(case) >= number(3))
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
