"""Welfare benefits of disabled persons (προνοιακές αναπηρικές παροχές, ΟΠΕΚΑ).

Law: the welfare benefits of ΟΠΕΚΑ; +8 % from 1-5-2023; deaf persons ΚΥΑ 6133/30-4-2025 (Β 2086/2025), without age
limits.
Sources: opeka.gr (questions and answers), tayfe.gr 5-4-2023, ΜΙΤΟΣ 148578, 735410, 321375.
No test of income. Only 178.20 and 390.96 were read; the other amounts are 8 % arithmetic. Normally one benefit per
cause.
"""

from __future__ import annotations

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.inputs import RECEIVED
from openfisca_greece.kleene import UNDECIDED, ZERO, Truth, choose, number, some
from openfisca_greece.programme import Assessment, Programme, Rule, at_least, for_persons, holds

OTHERS = tuple(code for code in RECEIVED if code.startswith("disability_") and code != "disability_severe")


def rule_severe(case: Case) -> Assessment:
    """Pay to persons with 67 % who have no other benefit; who has a pension may have it for the same cause: open."""
    other = some(case.truth(f"receives_{code}") for code in OTHERS)
    pension = (case.number("pension_monthly") > ZERO) & UNDECIDED
    tests = (
        at_least(
            "disability", case.number("disability_percent"), case.law.number("disability.severe.rate_min"), "percent"
        ),
        holds("no_other_benefit", case.to_members(~other) & ~pension),
    )
    return for_persons(case, tests, case.law.money("disability.severe_67"))


def rule_deaf(case: Case) -> Assessment:
    """Pay to deaf persons of every age."""
    return of_kind(case, "deaf", "disability.deaf.rate_min", "disability.deaf.amount")


def rule_deaf_2018(case: Case) -> Assessment:
    """Pay to deaf persons within age limits that were not found."""
    return of_kind(case, "deaf", "disability.severe.rate_min", "disability.deaf.amount", age_known=UNDECIDED)


def rule_blind(case: Case) -> Assessment:
    """Pay to blind persons, more to those who work, study or have a pension."""
    law = case.law
    active = units.works(case) | case.truth("student") | (case.number("pension_monthly") > ZERO)
    tests = (
        holds("kind", has_kind(case, "blind")),
        at_least("disability", case.number("disability_percent"), law.number("disability.blind.rate_min"), "percent"),
    )
    amount = choose(active, law.money("disability.blind_higher"), law.money("disability.blind_basic"))
    return for_persons(case, tests, amount)


def rule_dietary(case: Case) -> Assessment:
    """Pay to persons with a kidney, heart or liver condition whom a certificate names."""
    tests = (holds("kind", has_kind(case, "dietary")),)
    return for_persons(case, tests, case.law.money("disability.dietary_kidney_heart_liver"))


def rule_paraplegia(case: Case) -> Assessment:
    """Pay to uninsured persons with para- or tetraplegia; half in an institution; insurance of others is not a fact."""
    law = case.law
    tests = (
        holds("kind", has_kind(case, "paraplegia")),
        holds("uninsured", ~(case.number("pension_monthly") > ZERO) & (is_uninsured(case) | UNDECIDED)),
    )
    amount = choose(
        case.truth("in_closed_care"),
        law.money("disability.para_tetraplegia_institution"),
        law.money("disability.para_tetraplegia_full"),
    )
    return for_persons(case, tests, amount)


def is_uninsured(case: Case) -> Truth:
    """Persons without a day of insurance in two years and without a pension."""
    days = case.number("insured_days_last_two_years") <= ZERO
    return days & ~units.works(case) & (case.number("pension_monthly") <= ZERO)


def has_kind(case: Case, kind: str) -> Truth:
    """Persons with a kind of disability."""
    return case.truth(f"disability_kind_{kind}")


def of_kind(case: Case, kind: str, rate: str, amount: str, age_known: Truth | None = None) -> Assessment:
    """Pay to persons with a kind of disability from a rate on."""
    tests = [
        holds("kind", has_kind(case, kind)),
        at_least("disability", case.number("disability_percent"), case.law.number(rate), "percent"),
    ]
    if age_known is not None:
        tests.append(holds("age_limits", age_known | (units.age(case) < number(0))))
    return for_persons(case, tests, case.law.money(amount))


def by_kind(kind: str, rate: str, amount: str) -> Rule:
    """Make the rule of a benefit for a kind of disability."""
    return lambda case: of_kind(case, kind, rate, amount)


SINCE = "2018-01-01"
ALL = (
    Programme("disability_severe", {SINCE: rule_severe}),
    Programme("disability_deaf", {SINCE: rule_deaf_2018, "2025-04-30": rule_deaf}),
    Programme("disability_blind", {SINCE: rule_blind}),
    Programme(
        "disability_movement",
        {SINCE: by_kind("movement", "disability.movement.rate_min", "disability.movement.amount")},
    ),
    Programme("disability_dietary", {SINCE: rule_dietary}),
    Programme(
        "disability_intellectual",
        {SINCE: by_kind("intellectual", "disability.intellectual.rate_min", "disability.intellectual_severe")},
    ),
    Programme("disability_paraplegia", {SINCE: rule_paraplegia}),
    Programme(
        "disability_thalassaemia",
        {SINCE: by_kind("thalassaemia", "disability.severe.rate_min", "disability.thalassaemia")},
    ),
    Programme(
        "disability_haemophilia_hiv",
        {SINCE: by_kind("haemophilia_hiv", "disability.hiv_etc.rate_min", "disability.haemophilia_hiv")},
    ),
)
