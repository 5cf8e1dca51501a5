"""Regular unemployment benefit and the benefit for long-term unemployed (ΔΥΠΑ).

Law: ν.1545/1985 and later [article from memory].
Sources: dypa.gov.gr; ΜΙΤΟΣ 356865; EUROMOD country report Greece 2022-2025; star.gr 20-1-2026; tanea.gr.
Among the facts are neither the reason why work ended nor the days of each year of a first claim: they stand in the text
of the answer. The new scheme (pilot of 2025, announced for 1-4-2026) is not confirmed and switched off.
"""

from __future__ import annotations

from openfisca_greece import units
from openfisca_greece.case import Case
from openfisca_greece.kleene import ONE, UNDECIDED, ZERO, Number, Truth, between, choose, larger, number
from openfisca_greece.programme import Assessment, Programme, Test, at_least, at_most, for_persons, holds, step

DURATION_BY_DAYS = (125, 150, 180, 220, 250)
DURATION_BY_TWO_YEARS = (200, 250, 300)


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
    law, wage = case.law, case.number("previous_monthly_wage")
    partial = [(name, law.money(f"ui.{name}.wage_max")) for name in ("half", "three_quarters")]
    base = law.money("ui.amount.full")
    # Who was insured had a wage: none at all tells nothing.
    wage = choose(wage > ZERO, wage, between(ZERO, partial[-1][1] + ONE))
    for name, most in reversed(partial):
        base = choose(wage <= most, partial_amount(case, name), base)
    return base * (ONE + case.to_members(dependants(case)) * law.number("ui.dependant_supplement"))


def partial_amount(case: Case, name: str) -> Number:
    """A partial amount, in cents: its figure is older than the full one's, so it lies between it and the share."""
    share = {"half": number(0.5), "three_quarters": number(0.75)}[name]
    figure, of_full = case.law.money(f"ui.amount.{name}"), case.law.money("ui.amount.full") * share
    return between(figure, of_full)


def dependants(case: Case) -> Number:
    """Number of family members who raise the benefit; of spouses who work and of other relatives it stays open."""

    def made() -> Number:
        law, age = case.law, units.age(case)
        young = (
            (age < law.number("ui.dependants.minor_age"))
            | (case.truth("student") & (age < law.number("ui.dependants.student_age")))
            | (case.is_one_of("employment", "unemployed") & (age < law.number("ui.dependants.unemployed_age")))
        )
        works = case.is_one_of("employment", "employed", "employed_part_time", "self_employed", "pensioner")
        spouse = units.is_spouse(case) & (~works | UNDECIDED)
        relative = case.has_role("parent", "grandchild", "sibling") & UNDECIDED
        return case.count((units.is_child(case) & young) | spouse | relative)

    return case.notion("ui.dependants", made)


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


REGULAR = Programme("unemployment_benefit", {"2010-01-01": rule})
LONG_TERM = Programme("long_term_unemployed", {"2014-01-01": rule_long_term})
