"""Heating allowance (Επίδομα Θέρμανσης).

Law: yearly ΚΥΑ (ΓΔΟΥ 125/27-10-2023, Β 6238; electricity ΥΠΕΝ/ΓρΥφΠΕΝ/135405/1603, Β 7253/21-12-2023).
Sources: press of each season; the worked examples of Athens (2025-26) and Kozani (2020-21).
Silent sources: whether the two rises for cold places are added or compounded (then the amount stays between both),
limits of property of couples before 2025, base amounts of 2021-23, income limits of 2019-21 (then nothing is decided by
them).
"""

from __future__ import annotations

from functools import reduce

from openfisca_greece import limits, units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, Number, Truth, between, choose, larger, number, smaller, some
from openfisca_greece.programme import Assessment, Programme, Test, at_most, for_households, holds

MOST_CHILDREN_COMPOUNDED = 12
BASES = {
    "oil": "heating.base.oil_kerosene_lpg",
    "natural_gas": "heating.base.natural_gas",
    "district": "heating.base.district_or_firewood",
    "firewood": "heating.base.district_or_firewood",
    "pellet": "heating.base.pellet",
    "electricity": "heating.base.electricity",
}


def rule(case: Case) -> Assessment:
    """Pay for a season by fuel, place and children."""
    law = case.law
    amount = base(case) * case.number("heating_coefficient") * (
        ONE + units.tax_children(case) * law.number("heating.child_supplement")
    )  # fmt: skip
    raised = smaller(amount * rise(case), ceiling(case))
    tests = (
        *common_tests(case),
        at_most("business_gross", case.number("business_gross"), law.money("heating.business_gross_max")),
        at_most("real_estate", case.number("real_estate_value"), real_estate_limit(case)),
        holds("no_social_tariff", ~(case.is_one_of("heating_fuel", "electricity") & receives_social_tariff(case))),
    )
    return for_households(tests, larger(raised, law.money("heating.min")))


def rule_2020(case: Case) -> Assessment:
    """Season 2020-21: the supplement for children compounds; floor and ceiling were not found."""
    factor = ONE + case.law.number("heating.child_supplement")
    children = units.tax_children(case)
    rows = [choose(children >= number(n), factor, ONE) for n in range(1, MOST_CHILDREN_COMPOUNDED + 1)]
    oil = choose(case.is_one_of("heating_fuel", "oil"), case.law.money("heating.base.oil"), base(case))
    amount = reduce(Number.__mul__, rows, oil * case.number("heating_coefficient"))
    return for_households(common_tests(case), amount)


def rule_2017(case: Case) -> Assessment:
    """Seasons 2017-18 and 2018-19: zones, whose amounts were not found."""
    return for_households(common_tests(case))


def common_tests(case: Case) -> tuple[Test, ...]:
    """A fuel to heat with, and the income limit."""
    return (
        holds("fuel", case.is_one_of("heating_fuel", *BASES)),
        at_most("income", case.number("taxable_income"), income_limit(case)),
    )


def income_limit(case: Case) -> Number:
    """Income limit in cents: a lone parent's has its own start, and the rise only after the first child."""
    law = case.law
    per_child = law.money("heating.income.per_child")
    return limits.of_tax_family(
        case,
        couple=law.money("heating.income.couple") + units.tax_children(case) * per_child,
        lone_parent=law.money("heating.income.lone_parent") + limits.children_after_first(case) * per_child,
        single=law.money("heating.income.single"),
    )


def real_estate_limit(case: Case) -> Number:
    """Largest value of real estate, in cents."""
    law = case.law
    more = units.tax_children(case) * law.money("heating.realestate.per_child")
    family = law.money("heating.realestate.couple_or_lone") + more
    single = law.money("heating.realestate.single")
    return limits.of_tax_family(case, couple=family, lone_parent=family, single=single)


def base(case: Case) -> Number:
    """Base amount of the fuel, in cents."""
    amount = case.law.money(BASES["oil"])
    for fuel, name in BASES.items():
        amount = choose(case.is_one_of("heating_fuel", fuel), case.law.money(name), amount)
    return amount


def rise(case: Case) -> Number:
    """Factor of cold places; with both rises between the two added and the two compounded."""
    law = case.law
    first, second = law.number("heating.boost_coef_ge_1"), law.number("heating.boost_coef_ge_1_2")
    both = between(ONE + first + second, (ONE + first) * (ONE + second))
    return choose(is_place(case, "very_cold"), both, choose(is_place(case, "cold"), ONE + first, ONE))


def is_place(case: Case, how_cold: str) -> Truth:
    """Homes in a place whose coefficient reaches that of cold or very cold places."""
    return case.number("heating_coefficient") >= case.law.number(f"heating.{how_cold}.coefficient_from")


def ceiling(case: Case) -> Number:
    """Largest amount, in cents, by place."""
    law = case.law
    cold = choose(is_place(case, "cold"), law.money("heating.max_coef_ge_1"), law.money("heating.max"))
    return choose(is_place(case, "very_cold"), law.money("heating.max_coef_ge_1_2"), cold)


def receives_social_tariff(case: Case) -> Truth:
    """Households with a social electricity tariff."""
    return some(case.truth(f"receives_kot_{letter}") for letter in "abc")


PROGRAMME = Programme(
    "heating", {"2017-10-01": rule_2017, "2020-10-01": rule_2020, "2021-10-01": rule}, unit="EUR/season"
)
