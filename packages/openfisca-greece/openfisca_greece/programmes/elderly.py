"""Aid for uninsured elderly persons, help with their rent, and the 250 euros of November.

Law: ν.4387/2016 άρθρο 93 (from 12-5-2016; older cases ν.1296/1982); rent ΚΥΑ 30105/2021; November ν.5217/2025.
Sources: EUROMOD country report Greece 2022-2025; opeka.gr (Greek minority of Albania); MPI pension maps; press.
The benefit itself does not count as income: its sum of a year is above its own limit.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import limits, units
from openfisca_greece.case import Case
from openfisca_greece.kleene import UNDECIDED, ZERO, Number, Truth, choose, larger, number, smaller, some
from openfisca_greece.law import EPOCH
from openfisca_greece.programme import (
    Assessment,
    Programme,
    Test,
    at_least,
    at_most,
    for_households,
    for_persons,
    holds,
    positive,
)

YEAR = number(12)
MAY_RECEIVE_DISABILITY = (
    "disability_severe", "disability_deaf", "disability_blind", "disability_movement", "disability_dietary",
    "disability_intellectual", "disability_paraplegia", "disability_thalassaemia", "disability_haemophilia_hiv",
)  # fmt: skip


def rule(case: Case) -> Assessment:
    """Pay the full amount less any pension, in proportion to the years of residence below 35."""
    law = case.law
    years = case.number("legal_residence_years")
    greek_minority = case.truth("homogenis")
    least = law.number("uninsured_elderly.residence_years_min")
    pension = case.number("pension_monthly")
    amount = full_amount(case, years, greek_minority) - pension
    smallest = choose(pension > ZERO, law.money("uninsured_elderly.min_difference_paid"), ZERO)
    tests = (
        at_least("age", units.age(case), law.number("uninsured_elderly.age"), "years"),
        Test("legal_residence", greek_minority | (years >= least), years, least, "years"),
        Test("pension", amount >= smallest, pension, full_amount(case, years, greek_minority) - smallest),
        income_test(case, "uninsured_elderly"),
        at_most(
            "real_estate",
            units.told_of_return(case, case.number("real_estate_value")),
            law.money("uninsured_elderly.realestate_max"),
        ),
        vehicles(case),
    )
    return for_persons(case, tests, positive(amount))


def full_amount(case: Case, years: Number, greek_minority: Truth) -> Number:
    """Amount without a pension, in cents: in proportion to the years, whole for the Greek minority of Albania."""
    full = case.law.number("uninsured_elderly.residence_years_full")
    whole = case.law.money("uninsured_elderly.amount")
    return choose(greek_minority, whole, whole * smaller(years, full) / full)


def income_test(case: Case, name: str) -> Test:
    """Income of the year, of a couple together; it has a limit of its own for couples."""
    limit = limits.of_couple_or_single(case, f"{name}.income")
    return at_most("income", units.told_of_return(case, yearly_income(case)), case.to_members(limit))


def yearly_income(case: Case) -> Number:
    """Counted income: the taxable one and some of the exempt; which of the exempt was not told.

    The exempt part does not count where the benefit itself, which the household receives, explains all of it.
    """

    def made() -> Number:
        taxable = case.number("taxable_income")
        everything = case.number("income_including_exempt")
        some_of_it = Number(taxable.low, larger(taxable, everything).high, taxable.sources | everything.sources)
        year = case.law.money("uninsured_elderly.amount") * YEAR * case.count(units.is_parent(case))
        itself = case.truth("receives_uninsured_elderly") & (everything - taxable <= year)
        return choose(itself, taxable, some_of_it)

    return case.notion("elderly.income", made)


def vehicles(case: Case) -> Test:
    """Vehicles within the limit; the limit was read only for the Greek minority of Albania, so more leaves it open."""
    value = units.told_of_return(case, case.number("vehicles_objective_expense"))
    limit = case.law.money("uninsured_elderly.vehicles_max")
    return Test("vehicles", (value <= limit) | UNDECIDED, value, limit)


def rule_housing(case: Case) -> Assessment:
    """Pay the agreed rent, up to a sum, for uninsured elderly who live alone or as a couple."""
    law = case.law
    uninsured = units.is_parent(case) & (case.number("pension_monthly") <= ZERO)
    old = units.age(case) >= law.number("uninsured_housing.age")
    tests = (
        holds("age", case.any(units.is_parent(case) & old)),
        holds("uninsured", case.any(uninsured & old)),
        holds("alone_or_couple", case.all(units.is_parent(case))),
        holds("rents", case.is_one_of("tenure", "rented")),
        at_most("income", yearly_income(case), limits.of_couple_or_single(case, "uninsured_housing.income")),
    )
    return for_households(tests, smaller(case.number("rent_monthly"), law.money("uninsured_housing.amount_max")))


def rule_november(case: Case) -> Assessment:
    """Pay once a year to pensioners of 65, uninsured elderly, and persons with a disability benefit or pension."""
    law = case.law
    income, property_ = (limits.of_couple_or_single(case, f"nov250.{what}") for what in ("income", "realestate"))
    earned = units.told_of_return(case, case.number("income_including_exempt"))
    owned = units.told_of_return(case, case.number("real_estate_value"))
    tests = (
        holds("group", belongs_to_a_group(case)),
        at_most("income", earned, case.to_members(income)),
        at_most("real_estate", owned, case.to_members(property_)),
    )
    return for_persons(case, tests, law.money("nov250.amount"))


def belongs_to_a_group(case: Case) -> Truth:
    """Persons of one of the groups; of whose disability a pension or benefit is paid is not always among the facts."""
    pension = case.number("pension_monthly") > ZERO
    disabled = case.number("disability_percent") > ZERO
    severely = case.number("disability_percent") >= case.law.number("kepa.disability_min")
    elderly = units.age(case) >= case.law.number("uninsured_elderly.age")
    aided = case.to_members(case.truth("receives_uninsured_elderly"))
    benefit = case.to_members(some(case.truth(f"receives_{code}") for code in MAY_RECEIVE_DISABILITY))
    return (
        (pension & was_of_age(case))
        | (aided & elderly)
        | (benefit & disabled)
        | (pension & severely)
        | (pension & disabled & UNDECIDED)
        | case.to_members(case.truth("receives_foster_care") & UNDECIDED)
    )


def was_of_age(case: Case) -> Truth:
    """Persons who had the age by 31 December of the year before."""
    last_day = dt.date(case.day.year - 1, 12, 31)
    years = int(case.law.number("nov250.age").low)
    born_by = dt.date(last_day.year - years, 12, 31)
    return case.day_of("birth_date") <= number((born_by - EPOCH).days, "law:nov250.age")


# Older cases are those of ν.1296/1982, whose rules were not found.
PROGRAMME = Programme("uninsured_elderly", {"2016-05-12": rule}, exists_since=dt.date(1982, 1, 1))
HOUSING = Programme("elderly_housing", {"2021-01-01": rule_housing})
NOVEMBER = Programme("november_250", {"2025-11-01": rule_november}, "EUR/year", exists_since=dt.date(2025, 11, 1))
