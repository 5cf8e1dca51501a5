"""Birth grant (Επίδομα Γέννησης).

Law: ν.4659/2020 (Α 21/3-2-2020) άρθρα 1-8; ΚΥΑ Δ11οικ.8523/236/2020; amounts raised early 2024 for births from
1-1-2023.
Sources: ΜΙΤΟΣ 525354; EUROMOD country report Greece 2022-2025; opengov.gr/minlab/?p=4358 (draft of article 7).
The order of a birth is counted among the children of the household: children who live elsewhere are not among the
facts.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ZERO, Number, Truth, choose, number, total
from openfisca_greece.programme import Assessment, Programme, for_households, holds, positive

from .a21 import equivalent_income

RAISED = number((dt.date(2023, 1, 1) - dt.date(1970, 1, 1)).days)
FIRST_YEAR_OF_ORDERS = 2023
# Cents; the parameter birth.amount.any_order on its last day.
AMOUNT_UP_TO_2022 = 200_000
ORDERS = ("order_1", "order_2", "order_3", "order_4plus")


def rule(case: Case) -> Assessment:
    """Pay once per newborn child by the order of its birth."""
    tests = (
        holds("newborn", case.any(is_newborn(case))),
        equivalent_income(case, "birth.income_equivalent_max"),
        holds("residence", units.one_parent_has(case, may_apply(case))),
    )
    return for_households(tests, amount(case))


def is_newborn(case: Case) -> Truth:
    """Children of whom the grant can still be asked for: three months from the birth."""

    def made() -> Truth:
        months = units.months_of_infant(case)
        return units.is_child(case) & (months < case.law.number("birth.application_deadline"))

    return case.notion("birth.is_newborn", made)


def may_apply(case: Case) -> Truth:
    """Greeks, citizens of the EU, the EEA and Switzerland; others after 12 years of legal residence.

    For births up to 2023 the law asked for residence since 2012, counted here in years up to the day.
    """
    free = units.is_greek_or_eu(case) | case.is_one_of("nationality", "eea_or_swiss")
    years = case.law.number("birth.tcn_residence_years")
    if not case.law.is_known("birth.tcn_residence_years"):
        years = number(case.day.year) - case.law.number("birth.tcn_resident_since")
    return free | (case.number("legal_residence_years") >= years)


def amount(case: Case) -> Number:
    """Sum over the newborn, in cents: one sum for births up to 2022, by the order of the birth from 2023."""
    newborn = case.count(is_newborn(case))
    older = case.count(units.is_child(case) & ~is_newborn(case))
    risen = by_order(case, older, newborn)
    if case.day.year > FIRST_YEAR_OF_ORDERS:
        return risen
    raised = case.any(is_newborn(case) & (case.day_of("birth_date") >= RAISED))
    return choose(raised, risen, newborn * law_of_2020(case))


def law_of_2020(case: Case) -> Number:
    """Amount for any order; at the start of 2023 for children born before, whose law is no longer that of the day."""
    figure = case.law.money("birth.amount.any_order")
    return figure if case.law.is_known("birth.amount.any_order") else number(AMOUNT_UP_TO_2022, *figure.sources)


def by_order(case: Case, older: Number, newborn: Number) -> Number:
    """Sum for the children after the older ones: what is due up to the last less what was due up to the older."""
    return positive(due_up_to(case, older + newborn) - due_up_to(case, older))


def due_up_to(case: Case, children: Number) -> Number:
    """Sum of the amounts of the first so many children, in cents."""
    amounts = [case.law.money(f"birth.amount.{order}") for order in ORDERS]
    first = total(choose(children >= number(place), due, ZERO) for place, due in enumerate(amounts, start=1))
    return first + positive(children - number(len(amounts))) * amounts[-1]


PROGRAMME = Programme("birth_grant", {"2020-01-01": rule}, unit="EUR once")
