"""Aid in mountain areas, cash for asylum seekers, free care of the uninsured, medicine without co-payment, food, water.

Law: asylum ΚΥΑ 2857/2021 (Β 3120/29-9-2021); care ν.4368/2016 άρθρο 33, ΚΥΑ Α3(γ)/ΓΠ/οικ.25132/4-4-2016 (Β 908);
food Β 128/2017, ΚΥΑ of March 2026; mountain aid yearly call (oreina.epidomata.gov.gr).
Sources: help.unhcr.org/greece; the ministries' pages; press.
"""

from __future__ import annotations

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.kleene import UNDECIDED, ZERO, Number, Truth, between, choose, counted
from openfisca_greece.programme import Assessment, Programme, Test, at_least, at_most, for_households, holds, step
from openfisca_greece.regions import lives_in

from .disability import is_uninsured
from .eee import counted_income, guaranteed

SIZES = ("1", "2", "3", "4plus")


def rule_mountain(case: Case) -> Assessment:
    """Pay a sum a year by two bands of income."""
    law, income = case.law, case.number("taxable_income")
    low = income <= law.money("mountain.low.income")
    tests = (
        holds("mountain_area", case.truth("mountain_or_less_favoured")),
        at_least("residence", case.number("years_in_settlement"), law.number("mountain.residence_years"), "years"),
        at_most("income", income, law.money("mountain.high.income")),
    )
    return for_households(tests, choose(low, law.money("mountain.low.amount"), law.money("mountain.high.amount")))


def rule_asylum(case: Case) -> Assessment:
    """Pay by the size of the family of asylum seekers, half where meals are given."""
    family = case.count(~case.has_role("hosted"))
    tests = (
        holds("asylum_seeker", case.of_head(case.truth("asylum_seeker"))),
        holds("official_facility", case.truth("living_in_asylum_facility")),
    )
    amount = choose(
        case.truth("meals_provided"), by_size(case, family, "catered"), by_size(case, family, "self_catered")
    )
    return for_households(tests, amount)


def by_size(case: Case, size: Number, kind: str) -> Number:
    """Amount for a family of a size, in cents."""
    rows = [(float(n), case.law.money(f"asylum_cash.{kind}.{name}")) for n, name in enumerate(SIZES, start=1)]
    return step(size, rows)


def uninsured(case: Case) -> Truth:
    """Households whose head and spouse have no insurance of their own; open where the days are too few to tell."""
    insured = units.is_parent(case) & (units.works(case) | (case.number("pension_monthly") > ZERO))
    certainly = case.all(~units.is_parent(case) | is_uninsured(case))
    return ~case.any(insured) & (certainly | UNDECIDED)


def rule_free_care(case: Case) -> Assessment:
    """Open hospitals and medicine to the uninsured; the guaranteed minimum income opens them too."""
    asks = case.of_head(case.truth("asylum_seeker"))
    return for_households((holds("uninsured", uninsured(case) | case.truth("receives_eee") | asks),))


def rule_medicine(case: Case) -> Assessment:
    """Give medicine without co-payment to uninsured persons of small income."""
    income = case.number("taxable_income")
    tests = (
        holds("uninsured", uninsured(case) | case.truth("receives_eee")),
        Test("income", income <= medicine_limit(case), income, medicine_limit(case)),
    )
    return for_households(tests)


def medicine_limit(case: Case) -> Number:
    """Income limit in cents.

    The general one is known for one person and for a family with four children; chronic illness, which opens the higher
    one, is not among the facts, so between the two nothing is decided.
    """
    law = case.law
    prefix = "uninsured_medicine.zero_copay"
    more = law.money(f"{prefix}.listed_groups.per_spouse_dependant")
    others = counted(units.has_spouse(case)) + units.tax_children(case)
    listed_limit = law.money(f"{prefix}.listed_groups.single") + others * more
    rate = case.number("disability_percent")
    listed = case.any((rate > ZERO) & (rate < law.number("uninsured_medicine.listed.disability_below")))
    large_family = units.has_spouse(case) & (units.tax_children(case) >= law.number("large_family.children_min"))
    general = choose(
        large_family, law.money(f"{prefix}.general.family_4_children"), law.money(f"{prefix}.general.single")
    )
    return choose(listed, listed_limit, between(general, listed_limit))


def rule_food(case: Case) -> Assessment:
    """Help with food for who receives the guaranteed minimum income and asked for it.

    Others need a certificate of extreme poverty by the social service: open, unless their income is above the ceiling
    of the guaranteed minimum income.
    """
    poor = counted_income(case) <= guaranteed(case) * case.law.number("eee.income_window")
    certified = poor & ~case.truth("receives_eee") & units.not_known("extreme_poverty")
    tests = (
        holds("receives_eee_or_certified", case.truth("receives_eee") | certified),
        holds("asked_for_food", case.truth("applied_for_food_aid") | certified),
    )
    return for_households(tests)


def rule_water(case: Case) -> Assessment:
    """Give free water of EYDAP with the guaranteed minimum income; that it serves a home is known only for Athens."""
    served = lives_in(case, "athens") | (lives_in(case, "attica") & UNDECIDED)
    tests = (
        holds("receives_eee", case.truth("receives_eee")),
        holds("served_by_eydap", served),
    )
    return for_households(tests)


MOUNTAIN = Programme("mountain_aid", {"2018-01-01": rule_mountain}, unit="EUR/year")
ASYLUM = Programme("asylum_cash", {"2021-07-26": rule_asylum})
FREE_CARE = Programme("free_care_uninsured", {"2016-04-04": rule_free_care}, unit="")
MEDICINE = Programme("medicine_without_copay", {"2016-08-01": rule_medicine}, unit="")
FOOD = Programme("food_support", {"2017-02-01": rule_food}, unit="")
WATER = Programme("water_eydap", {"2017-02-01": rule_water}, unit="")
