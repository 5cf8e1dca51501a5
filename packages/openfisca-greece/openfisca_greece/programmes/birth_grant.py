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
from openfisca_greece.law import beginning_of
from openfisca_greece.programme import Assessment, Programme, for_households, holds, positive

from .a21 import equivalent_income

ANY_ORDER = "birth.amount.any_order"
ORDERS = tuple(f"birth.amount.{order}" for order in ("order_1", "order_2", "order_3", "order_4plus"))


def rule(case: Case) -> Assessment:
    """Pay once per newborn child by the order of its birth."""
    tests = (
        holds("newborn", case.any(is_newborn(case))),
        equivalent_income(case, "birth.income_equivalent_max"),
        holds("residence", units.one_parent_has(case, may_apply(case))),
    )
    return for_households(tests, amount(case))


def is_newborn(case: Case) -> Truth:
    """Children born since the law, of whom the grant can still be asked for: until the same day three months later."""

    def made() -> Truth:
        since_law = case.day_of("birth_date") >= case.law.begins(ANY_ORDER)
        in_time = case.is_within_months("birth_date", case.law.number("birth.application_deadline"))
        return units.is_child(case) & since_law & in_time

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
    """Sum over the newborn, in cents, by the law of the day of birth: once one sum, since then by the order."""
    newborn = case.count(is_newborn(case))
    older = case.count(units.is_child(case) & ~is_newborn(case))
    since = case.day_of("birth_date") >= case.law.begins(ORDERS[0])
    raised = case.any(is_newborn(case) & since)
    return choose(raised, by_order(case, older, newborn), newborn * amount_before_orders(case))


def amount_before_orders(case: Case) -> Number:
    """Amount for a child of any order, on the last day of that law."""
    return case.law.on(beginning_of(ORDERS[0]) - dt.timedelta(days=1)).money(ANY_ORDER)


def by_order(case: Case, older: Number, newborn: Number) -> Number:
    """Sum for the children after the older ones: what is due up to the last less what was due up to the older."""
    return positive(due_up_to(case, older + newborn) - due_up_to(case, older))


def due_up_to(case: Case, children: Number) -> Number:
    """Sum of the amounts of the first so many children, in cents."""
    amounts = [case.law.money(name) for name in ORDERS]
    first = total(choose(children >= number(place), due, ZERO) for place, due in enumerate(amounts, start=1))
    return first + positive(children - number(len(amounts))) * amounts[-1]


PROGRAMME = Programme("birth_grant", {"2020-01-01": rule}, "EUR once", exists_since=dt.date(2020, 1, 1))
