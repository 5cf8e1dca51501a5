"""Regular unemployment benefit and the benefit for long-term unemployed (ΔΥΠΑ).

Law: ν.1545/1985 and later [article from memory].
Sources: dypa.gov.gr; ΜΙΤΟΣ 356865; EUROMOD country report Greece 2022-2025; star.gr 20-1-2026; tanea.gr.
Among the facts are neither the reason why work ended nor the days of each year of a first claim: they stand in the text
of the answer. The new scheme (pilot of 2025, announced for 1-4-2026) is not confirmed and switched off.
"""

from __future__ import annotations

import datetime as dt

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, UNDECIDED, ZERO, Number, Truth, between, choose, larger
from openfisca_greece.programme import Assessment, Programme, Test, at_least, at_most, for_persons, holds, step

DURATION_BY_DAYS = (125, 150, 180, 220, 250)
DURATION_BY_TWO_YEARS = (200, 250, 300)
FULL = "ui.amount.full"


def rule(case: Case) -> Assessment:
    """Pay by the former wage, a tenth more for each dependant, for as long as the days of insurance allow."""
    law = case.law
    days, two_years = case.number("insured_days_last_14_months"), case.number("insured_days_last_two_years")
    least = law.number("ui.days_14_months_min")
    enough = (days >= least) | (two_years >= law.number("ui.days_two_years_min"))
    used, months = case.number("regular_unemployment_months_used"), duration(case)
    tests = (
        holds("unemployed", is_unemployed(case)),
        holds("unemployment_card", case.truth("unemployment_card")),
        Test("insured_days", enough, larger(days, ZERO), least, "days"),
        Test("months_left", used < months, used, months, "months"),
    )
    return for_persons(case, tests, amount(case))


def is_unemployed(case: Case) -> Truth:
    """Persons of working age who are unemployed."""
    grown = units.age(case) >= case.law.number("unemployment_card.age_min")
    return case.is_one_of("employment", "unemployed") & grown


def duration(case: Case) -> Number:
    """Months of benefit that the days of insurance give."""
    law = case.law
    days = case.number("insured_days_last_14_months")
    months = step(days, [(d, law.number(f"ui.duration.days_from_{d}")) for d in DURATION_BY_DAYS])
    older = units.age(case) >= law.number("ui.long_insurance.age")
    long_insured = older & (days >= law.number("ui.long_insurance.days"))
    months = choose(long_insured, law.number("ui.duration.days_from_250"), months)
    other = step(
        case.number("insured_days_last_two_years"),
        [(d, law.number(f"ui.duration_alt.{d}_days_2_years")) for d in DURATION_BY_TWO_YEARS],
    )
    return larger(months, other)


def amount(case: Case) -> Number:
    """Amount a month, in cents."""
    supplement = dependants(case) * case.law.number("ui.dependant_supplement")
    return amount_by_wage(case) * (ONE + supplement)


def amount_by_wage(case: Case) -> Number:
    """Amount for the former wage: from the minimum wage on the full one, for small wages a part of it."""
    law, wage = case.law, case.number("previous_monthly_wage")
    minimum_wage = law.money("minimum_wage.monthly")
    # Who was insured had a wage: none at all tells nothing.
    wage = choose(wage > ZERO, wage, between(ZERO, minimum_wage))
    small = wage < minimum_wage
    base = law.money(FULL)
    for part in ("three_quarters", "half"):
        base = choose(small & (wage <= largest_wage(case, part)), partial_amount(case, part), base)
    return base


def largest_wage(case: Case, part: str) -> Number:
    """Largest wage that gives a part of the amount; a figure older than the full amount's may have risen like that."""
    law = case.law
    figure, since = law.money(f"ui.{part}.wage_max"), law.since(f"ui.{part}.wage_max")
    if since is None:
        return figure
    return between(figure, figure * law.money(FULL) / law.on(since).money(FULL))


def partial_amount(case: Case, part: str) -> Number:
    """A part of the full amount, in cents: its figure, which is rounded; where that is older, up to the share."""
    law = case.law
    figure, share = law.money(f"ui.amount.{part}"), law.money(FULL) * law.number(f"ui.share.{part}")
    if not law.is_known(f"ui.amount.{part}"):
        return between(ZERO, share)
    return figure if law.since(f"ui.amount.{part}") == law.since(FULL) else between(figure, share)


def dependants(case: Case) -> Number:
    """Number of family members who raise each person's benefit.

    Of partners who work, of other relatives, and of the family of somebody who is neither head nor spouse it stays
    open who is registered as a dependant.
    """

    def made() -> Number:
        idle, parents = ~units.works(case), units.is_parent(case)
        open_partner = idle | UNDECIDED
        children = case.count(units.is_child(case) & is_young_dependant(case))
        relatives = case.count(case.has_role("parent", "grandchild", "sibling") & UNDECIDED)
        of_head = children + relatives + case.count(units.is_spouse(case) & open_partner)
        of_spouse = children + case.count(units.is_head(case) & open_partner)
        of_others = case.count(parents & idle & UNDECIDED) + relatives
        ours = choose(units.is_head(case), case.to_members(of_head), case.to_members(of_spouse))
        return choose(parents, ours, case.to_members(of_others))

    return case.notion("ui.dependants", made)


def is_young_dependant(case: Case) -> Truth:
    """Children under 18, students under 26, unemployed under 24."""
    law, age = case.law, units.age(case)
    return (
        (age < law.number("ui.dependants.minor_age"))
        | (case.truth("student") & (age < law.number("ui.dependants.student_age")))
        | (case.is_one_of("employment", "unemployed") & (age < law.number("ui.dependants.unemployed_age")))
    )


def rule_long_term(case: Case) -> Assessment:
    """Pay 200 euros for twelve months after twelve months of regular benefit."""
    law, age = case.law, units.age(case)
    limit = law.money("ltu.income.base") + case.count(units.is_minor_child(case)) * law.money("ltu.income.per_minor")
    income = case.number("taxable_income")
    tests = (
        holds("unemployed", is_unemployed(case)),
        holds("unemployment_card", case.truth("unemployment_card")),
        Test(
            "age",
            (age >= law.number("ltu.age_min")) & (age <= law.number("ltu.age_max")),
            age,
            law.number("ltu.age_max"),
            "years",
        ),
        at_least(
            "regular_benefit_used_up",
            case.number("regular_unemployment_months_used"),
            law.number("ltu.months_of_regular"),
            "months",
        ),
        at_most("income", units.told_of_return(case, income), case.to_members(limit)),
        holds("nationality", units.is_greek_or_eu(case)),
    )
    return for_persons(case, tests, law.money("ltu.amount"))


REGULAR = Programme("unemployment_benefit", {"2010-01-01": rule}, exists_since=dt.date(1985, 1, 1))
LONG_TERM = Programme("long_term_unemployed", {"2014-01-01": rule_long_term})
