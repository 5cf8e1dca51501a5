"""Social household electricity tariff (Κοινωνικό Οικιακό Τιμολόγιο) Α, Β and Γ, and the aid for reconnection.

Law: Δ5-ΗΛ/Β/Φ29/16027/6-8-2010 as amended by ΥΠΕΝ/ΥΠΡΓ/892/152/8-1-2018 (Β 242/1-2-2018); Γ from 1-1-2024.
Reconnection: ν.4508/2017 άρθρο 36; ΚΥΑ ΥΠΕΝ/ΔΗΕ/53061/728/2021 and ΥΠΕΝ/ΔΗΕ/124788/2150/2021 (Β 6302).
Sources: deddie.gr; the official table of questions and answers; press. The limits of Β are a table and not a line.
The test of declared interest is not modelled: no figure was found.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import limits, units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, ZERO, Number, Truth, between, choose, larger, number, smaller
from openfisca_greece.programme import (
    Assessment,
    Programme,
    Test,
    at_least,
    at_most,
    for_households,
    holds,
    positive,
    step,
)

FOUR_MONTHS = number(4)
CENTS = number(100)
# Points of a household: two for each adult after the first (and for a lone parent's first child), one for each minor.
INCOME_BY_POINTS = (
    (2, "kot_b.income.2A_or_LP1"),
    (3, "kot_b.income.2A1C_or_LP2"),
    (4, "kot_b.income.3A_or_2A2C_or_LP3"),
    (5, "kot_b.income.3A1C_or_2A3C_or_LP4"),
    (6, "kot_b.income.4A_or_2A4C_or_LP5"),
)
KWH_BY_POINTS = (
    (2, "kot_ab.kwh.2A_or_LP1"),
    (3, "kot_ab.kwh.2A1C_or_LP2"),
    (4, "kot_ab.kwh.3A_or_2A2C_or_LP3"),
    (5, "kot_ab.kwh.3A1C_or_2A3C_or_LP4"),
)


def rule_a(case: Case) -> Assessment:
    """Grant tariff Α to who receives the guaranteed minimum income, without a test of income."""
    tests = (holds("receives_eee", case.truth("receives_eee")), *supply(case), *consumption(case))
    return for_households(tests, discount(case, "kot_a.discount"))


def rule_b(case: Case) -> Assessment:
    """Grant tariff Β by the table of income, property and consumption."""
    tests = (income_test(case), real_estate_test(case), *supply(case), *consumption(case))
    return for_households(tests, discount(case, "kot_b.discount"))


def rule_c(case: Case) -> Assessment:
    """Grant tariff Γ to families with four children and more."""
    law, children = case.law, units.tax_children(case)
    extra = positive(children - law.number("kot_c.children_min"))
    income = smaller(
        law.money("kot_c.income.4_children") + extra * law.money("kot_c.income.per_extra_child"),
        law.money("kot_c.income.cap"),
    )
    most = smaller(
        law.number("kot_c.kwh.4_children") + extra * law.number("kot_c.kwh.per_extra_child"),
        law.number("kot_c.kwh.cap"),
    )
    tests = (
        at_least("children", children, law.number("kot_c.children_min"), "persons"),
        at_most("income", case.number("taxable_income"), income),
        *supply(case),
        at_most("consumption_most", case.number("electricity_kwh_four_months"), most, "kWh"),
    )
    return for_households(tests, discount(case, "kot_c.discount"))


def rule_reconnection(case: Case) -> Assessment:
    """Help to pay the debt of a home that was cut off, within the limits of tariff Β; a committee sets the share."""
    last_day = case.law.date("reconnection.disconnected_by")
    # Who used electricity in the last four months is connected.
    connected = case.number("electricity_kwh_four_months") > ZERO
    tests = (
        holds("cut_off", (case.day_of("electricity_cut_off_on") <= last_day) & ~connected),
        income_test(case),
        real_estate_test(case),
    )
    return for_households(tests)


def supply(case: Case) -> tuple[Test, Test]:
    """The supply is that of the main home and in one's own or the spouse's name."""
    return (
        holds("main_home", case.truth("main_home")),
        holds("electricity_name", case.truth("electricity_in_own_name")),
    )


def counts(case: Case) -> Truth:
    """Persons of the composition: all who live in the home, hosted persons only where a return declared them.

    The law looks at the tax return, in which whoever lives in the home stands as taxpayer, dependant or declared guest.
    """
    return case.notion("kot.counts", lambda: ~case.has_role("hosted") | case.truth("declared_as_hosted"))


def points(case: Case) -> Number:
    """Size of the household in points of the table."""

    def made() -> Number:
        minors = case.count(counts(case) & units.is_minor(case))
        adults = case.count(counts(case) & ~units.is_minor(case))
        lone = ~units.has_spouse(case) & case.any(case.has_role("child", "protected_child") & units.is_minor(case))
        lone = lone & (adults <= ONE)
        return positive(adults - ONE) * number(2) + minors + choose(lone, ONE, ZERO)

    return case.notion("kot.points", made)


def base_limit(case: Case) -> Number:
    """Income limit by the table, in cents, at most the cap."""
    law, size = case.law, points(case)
    single = law.money("kot_b.income.1A")
    # One adult with a minor who is not the adult's child is in no row of the table.
    between_rows = between(single, law.money("kot_b.income.2A_or_LP1"))
    rows = [(1.0, between_rows), *((float(reached), law.money(name)) for reached, name in INCOME_BY_POINTS)]
    last_points, last_name = INCOME_BY_POINTS[-1]
    more = positive(size - number(last_points)) * law.money("kot_b.income.extra_minor")
    rows[-1] = (float(last_points), law.money(last_name) + more)
    return smaller(step(size, rows, single), law.money("kot_b.income.cap"))


def income_limit(case: Case) -> Number:
    """Income limit with the rise for a disabled member or for a device that keeps a member alive, in cents."""
    law = case.law
    disabled = case.any(counts(case) & (case.number("disability_percent") >= law.number("kot.disability_min")))
    device = case.any(counts(case) & case.truth("life_support_device"))
    rise = larger(
        choose(disabled, law.money("kot_b.income.disability_67_bonus"), ZERO),
        choose(device, law.money("kot_b.income.mechanical_support_bonus"), ZERO),
    )
    return base_limit(case) + rise


def income_test(case: Case) -> Test:
    """Income of the return within the table."""
    return at_most("income", case.number("taxable_income"), case.notion("kot.limit", lambda: income_limit(case)))


def real_estate_test(case: Case) -> Test:
    """Real estate within the limit for the number of members."""
    limit = limits.by_members(case, "kot_b.realestate", case.count(counts(case)))
    return at_most("real_estate", case.number("real_estate_value"), limit)


def consumption(case: Case) -> tuple[Test, Test]:
    """Consumption of four months neither too small nor too large for the size of the household."""
    law, used = case.law, case.number("electricity_kwh_four_months")
    rows = [(float(reached), law.number(name)) for reached, name in KWH_BY_POINTS]
    most = step(points(case), rows, law.number("kot_ab.kwh.1A"))
    return (
        at_least("consumption_least", used, law.number("kot_ab.kwh.min"), "kWh"),
        at_most("consumption_most", used, most, "kWh"),
    )


def discount(case: Case, name: str) -> Number:
    """Discount a month, in cents, at the consumption of the last four months."""
    return case.number("electricity_kwh_four_months") * case.law.number(name) * CENTS / FOUR_MONTHS


FIRST_DECISION = dt.date(2010, 8, 6)
FIRST_OF_LARGE_FAMILIES = dt.date(2024, 1, 1)
PROGRAMME_A = Programme("kot_a", {"2018-02-01": rule_a}, exists_since=FIRST_DECISION)
PROGRAMME_B = Programme("kot_b", {"2018-02-01": rule_b}, exists_since=FIRST_DECISION)
PROGRAMME_C = Programme("kot_c", {"2024-01-01": rule_c}, exists_since=FIRST_OF_LARGE_FAMILIES)
RECONNECTION = Programme("power_reconnection", {"2020-07-01": rule_reconnection}, unit="EUR once")
