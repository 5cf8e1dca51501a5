"""Housing benefit (Επίδομα Στέγασης).

Law: ν.4472/2017 άρθρο 3 (Α 74); ΚΥΑ Β 792/6-3-2019; third-country nationals ν.4659/2020 άρθρο 17.
Sources: ΜΙΤΟΣ 039540; EUROMOD country report Greece 2022-2025; press texts of the ΚΥΑ.
Silent sources: whether the rule for lone parents holds where other adults live in the home (then the sums stay open).
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import limits, units
from openfisca_greece.case import Case
from openfisca_greece.kleene import UNDECIDED, ZERO, Number, Truth, choose, smaller, some
from openfisca_greece.programme import Assessment, Programme, Test, at_most, for_households, holds


def rule(case: Case) -> Assessment:
    """Pay by the number of members, never more than the rent."""
    tests = (
        holds("rents", case.is_one_of("tenure", "rented")),
        holds("main_home", case.truth("main_home")),
        holds("lease", case.truth("lease_registered")),
        holds("lessor", may_be_let_by_its_owner(case)),
        holds("electricity_name", case.truth("electricity_in_own_name")),
        at_most("income", case.number("taxable_income"), limit(case, "housing.income")),
        at_most("real_estate", case.number("real_estate_value"), real_estate_limit(case)),
        at_most("deposits", case.number("deposits"), deposits_limit(case)),
        holds("no_luxury", lives_without_luxury(case)),
        holds("not_student_alone", ~units.is_student_alone(case, "housing.student_single_excluded_to_age")),
        residence(case),
        holds("no_other_rent_subsidy", ~other_rent_subsidy(case)),
    )
    return for_households(tests, smaller(limit(case, "housing.amount"), case.number("rent_monthly")))


def may_be_let_by_its_owner(case: Case) -> Truth:
    """The owner is no close relative, or the lease is older than the rule."""
    is_old = case.day_of("lease_start") < case.law.date("housing.close_relative.lease_before")
    return ~case.truth("lessor_close_relative") | is_old


def is_member(case: Case) -> Truth:
    """All under one roof; hosted persons only where the last return declared them."""
    return ~case.has_role("hosted") | case.truth("declared_as_hosted")


def members(case: Case) -> Number:
    """Number of members."""
    return case.notion("housing.members", lambda: case.count(is_member(case)))


def is_lone_parent(case: Case) -> Truth:
    """A head with minor children and no spouse; open where other adults live in the home."""

    def made() -> Truth:
        minors = case.any(case.has_role("child") & units.is_minor(case))
        family = units.is_head(case) | units.is_minor(case) | ~is_member(case)
        return minors & ~units.has_spouse(case) & (case.all(family) | UNDECIDED)

    return case.notion("housing.is_lone_parent", made)


def limit(case: Case, name: str) -> Number:
    """Income limit or amount, in cents: base, more per member, more again for two kinds of children, a cap."""
    law = case.law
    per_member = law.money(f"{name}.per_member")
    first = law.money(f"{name}.first_child_of_lone_parent") - per_member
    unprotected = law.money("housing.amount.unprotected_child") - law.money("housing.amount.per_member")
    if name != "housing.amount":
        unprotected = per_member
    extra = choose(is_lone_parent(case), first, ZERO) + case.count(case.has_role("protected_child")) * unprotected
    return limits.by_members(case, name, members(case), extra)


def real_estate_limit(case: Case) -> Number:
    """Largest value of real estate, in cents."""
    return limits.by_members(case, "housing.realestate", members(case))


def deposits_limit(case: Case) -> Number:
    """Largest sum of deposits, in cents: the first child of a lone parent counts double."""
    first = choose(is_lone_parent(case), case.law.money("housing.deposits.per_member"), ZERO)
    return limits.by_members(case, "housing.deposits", members(case), first)


def lives_without_luxury(case: Case) -> Truth:
    """No luxury tax and no domestic staff; school fees are allowed up to a sum that the facts do not tell."""
    return ~(limits.pays_for_luxury(case) | (case.truth("private_school_fees") & UNDECIDED))


def residence(case: Case) -> Test:
    """Five years of legal and permanent residence of the head."""
    lived = units.has_residence(case, "housing.residence_years", "housing.third_country.certain_years")
    return holds("legal_residence", case.of_head(lived & ~case.truth("asylum_seeker")))


def other_rent_subsidy(case: Case) -> Truth:
    """Households that already have help with the rent."""
    subsidies = ("student_housing", "elderly_housing", "kalypsi", "housing_and_work", "helios")
    return some(case.truth(f"receives_{code}") for code in subsidies)


PROGRAMME = Programme("housing_benefit", {"2019-01-01": rule}, exists_since=dt.date(2019, 1, 1))
