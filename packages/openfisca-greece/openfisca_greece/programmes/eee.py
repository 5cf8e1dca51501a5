"""Guaranteed Minimum Income (Ελάχιστο Εγγυημένο Εισόδημα; until 2020 ΚΕΑ).

Law: ν.4389/2016 άρθρο 235; ν.4445/2016 άρθρο 22; ν.4659/2020 άρθρο 29; ν.4756/2020 άρθρα 4, 9, 15; ΚΥΑ Β 128/24-1-2017,
Β 2281/15-6-2018, Β 3359/2021, Β 6456/13-11-2023.
Sources: opeka.gr (law list, formula, lone-parent rule), EUROMOD country report Greece 2022-2025, press for the assets
table.
Not modelled, because the sources are silent: the test of declared interest, the own conditions of hosted persons.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import limits, units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, UNDECIDED, ZERO, Number, Truth, choose, larger, number, smaller, total
from openfisca_greece.programme import Assessment, Programme, Test, at_most, for_households, holds, positive


def rule(case: Case) -> Assessment:
    """Pay the difference between the guaranteed amount and the income of the six months before."""
    months = case.law.number("eee.income_window")
    ceiling = guaranteed(case) * months
    income = counted_income(case)
    tests = (
        at_most("income", income, ceiling),
        at_most("real_estate", case.number("real_estate_value"), real_estate_limit(case)),
        at_most("deposits", case.number("deposits"), deposits_limit(case)),
        at_most(
            "vehicles",
            case.number("vehicles_objective_expense"),
            case.law.money("eee.vehicles.objective_expense_max"),
        ),
        holds("no_luxury", lives_without_luxury(case)),
        holds("not_student_alone", ~units.is_student_alone(case, "eee.student_single_person_excluded_to_age")),
        residence(case),
        holds("lives_at_home", case.any(lives_here(case))),
    )
    amount = positive(ceiling - income) / months
    return for_households(tests, larger(amount, case.law.money("eee.minimum_payment")))


def counted_income(case: Case) -> Number:
    """Counted income of six months, in cents: wages less a fifth, no disability benefits, all else whole."""
    wages = case.number("six_months_wages") * (ONE - case.law.number("eee.earnings_disregard"))
    others = (
        "self_employment", "pensions", "rents", "interest", "a21", "unemployment_benefit", "other_benefits", "other",
    )  # fmt: skip
    return wages + total(case.number(f"six_months_{kind}") for kind in others)


def lives_here(case: Case) -> Truth:
    """Persons of the unit: not those in closed care or in military service."""
    return case.notion("eee.lives_here", lambda: ~(case.truth("in_closed_care") | case.truth("conscripted")))


def counts_as_adult(case: Case) -> Truth:
    """Adults, and children without protection who were given into the household's care by court."""
    return ~units.is_minor(case) | case.has_role("protected_child")


def adults_and_minors(case: Case) -> tuple[Number, Number]:
    """Number of adults and of minors of the unit, before the rule for lone parents."""
    adult = counts_as_adult(case)
    return case.count(lives_here(case) & adult), case.count(lives_here(case) & ~adult)


def is_lone_parent_family(case: Case) -> Truth:
    """A lone parent whose custody is settled, with nobody else in the household than the minor children.

    An adult child is somebody else, but a disabled one may be under guardianship (circular 63719/6-7-2022): then it
    stays open.
    """

    def made() -> Truth:
        disabled = case.number("disability_percent") >= case.law.number("tax_family.disability_min")
        adult_child = case.has_role("child") & ~units.is_minor(case)
        family = units.is_head(case) | (case.has_role("child") & units.is_minor(case))
        nobody_else = case.all(family | (adult_child & disabled & UNDECIDED))
        has_minor = case.any(case.has_role("child") & units.is_minor(case) & lives_here(case))
        return nobody_else & has_minor & case.truth("custody_settled")

    return case.notion("eee.is_lone_parent_family", made)


def guaranteed(case: Case) -> Number:
    """Guaranteed amount a month, in cents."""

    def made() -> Number:
        law = case.law
        adults, minors = adults_and_minors(case)
        rise = law.money("eee.guaranteed.extra_adult") - law.money("eee.guaranteed.minor")
        amount = law.money("eee.guaranteed.base_single") + people(case, adults, minors, "eee.guaranteed.extra_adult",
                                                                  "eee.guaranteed.minor")  # fmt: skip
        amount = amount + choose(is_lone_parent_family(case), rise, ZERO)
        return smaller(amount, law.money("eee.guaranteed.cap"))

    return case.notion("eee.guaranteed", made)


def people(case: Case, adults: Number, minors: Number, per_adult: str, per_minor: str) -> Number:
    """What the further persons add, in cents: the first person, an adult where there is one, is in the base."""
    law = case.law
    without_adults = positive(number(1) - adults)
    return positive(adults - ONE) * law.money(per_adult) + positive(minors - without_adults) * law.money(per_minor)


def real_estate_limit(case: Case) -> Number:
    """Largest value of real estate, in cents."""
    return limits.by_members(case, "eee.realestate", case.count(lives_here(case)))


def deposits_limit(case: Case) -> Number:
    """Largest sum of deposits, in cents; whether a lone parent's oldest child counts as an adult here was not found."""
    law = case.law
    adults, minors = adults_and_minors(case)
    rise = law.money("eee.deposits.extra_adult") - law.money("eee.deposits.minor")
    limit = law.money("eee.deposits.single") + people(case, adults, minors, "eee.deposits.extra_adult",
                                                      "eee.deposits.minor")  # fmt: skip
    limit = limit + choose(is_lone_parent_family(case) & UNDECIDED, rise, ZERO)
    return smaller(limit, law.money("eee.deposits.cap"))


def lives_without_luxury(case: Case) -> Truth:
    """No luxury tax, no fees of private schools, no domestic staff."""
    return ~(limits.pays_for_luxury(case) | case.truth("private_school_fees"))


def residence(case: Case) -> Test:
    """Legal and permanent residence of the head; less than a full year stays open, asylum seekers have none yet."""
    greek = case.is_one_of("nationality", "greek") | case.truth("homogenis")
    settled = greek | (case.number("legal_residence_years") >= number(1)) | UNDECIDED
    return holds("legal_residence", case.of_head(settled & ~case.truth("asylum_seeker")))


# The pilot of 2014 and the first phase of 2016, in some municipalities each, had rules that were not found.
PROGRAMME = Programme("eee", {"2017-02-01": rule}, exists_since=dt.date(2014, 11, 1))
