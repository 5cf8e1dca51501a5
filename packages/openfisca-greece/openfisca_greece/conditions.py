"""Programmes without a formula: conditions written as data, with the same three answers.

A condition is a mapping with one of these words, and a `name` under which its text is found:

* `person`: a mapping of {role, age_from, age_to, sex, employment, school_level, nationality, disability, insured_days,
  two_years_days, has, lacks} that one person fulfils; all `person` conditions of a programme hold of the same one, and
  the programme is a right of that person.
* `anyone`: the same mapping; at least one member of the household fulfils all of it.
* `has`, `lacks`: a fact that is a yes or no, or several. `is`: a mapping of a fact to codes.
* `at_most`, `at_least`: a mapping of {fact, limit, unit}. `children`: the least number of dependent children.
* `region`: a place of `regions.yaml`. `municipality`: a code; the packs of municipalities need not say it.
* `any_of`, `all_of`: conditions of which one is enough, or which all must hold.
* `judged`: who decides, where no fact can; the answer stays open.

A limit is a number (euros for money), the name of a figure of law, or a mapping of {of, base, times, per_member,
per_dependant, per_child, per_child_after_sixth, by_children, couple, disabled_member}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from . import units
from .case import Case
from .inputs import BY_NAME
from .kleene import ONE, ZERO, Number, Truth, choose, counted, every, number, some
from .law import CENTS
from .programme import EURO, Assessment, Programme, Rule, Test, for_households, for_persons, holds, positive, step
from .programmes import eee
from .regions import lives_in, lives_in_municipality

Described = Mapping[str, Any]
CENTURY = "2010-01-01"


def programme_of(code: str, described: Described) -> Programme:
    """Make a programme of its description."""
    return Programme(
        code,
        {str(described.get("since", CENTURY)): rule_of(described)},
        unit=str(described.get("unit", "")),
        ends=described.get("ends"),
        exists_since=described.get("exists_since"),
    )


def rule_of(described: Described) -> Rule:
    """Make the rule of a programme that is described by conditions."""
    conditions: Sequence[Described] = described["conditions"]
    of_a_person = any("person" in condition for condition in conditions)
    amount = described.get("amount")

    def rule(case: Case) -> Assessment:
        tests = [test for condition in conditions for test in tests_of(case, condition)]
        paid = None if amount is None else limit_of(case, amount, EURO)
        if not of_a_person:
            return for_households(tests, paid)
        spread = [of_person(test) if is_of_person(test) else to_members(case, test) for test in tests]
        return for_persons(case, spread, None if paid is None else case.to_members(paid))

    return rule


def is_of_person(test: Test) -> bool:
    """Say whether a test came of a `person` condition, hence has one row per person."""
    return test.name.startswith(PERSON_MARK)


PERSON_MARK = "person:"


def to_members(case: Case, test: Test) -> Test:
    """Give each person the household's test."""
    return Test(
        test.name,
        case.to_members(test.passed),
        case.to_members(test.value) if test.value else None,
        case.to_members(test.limit) if test.limit else None,
        test.unit,
    )


def of_person(test: Test) -> Test:
    """Give a test of persons its own name back."""
    return Test(test.name.removeprefix(PERSON_MARK), test.passed, test.value, test.limit, test.unit)


def tests_of(case: Case, condition: Described) -> list[Test]:
    """Make the tests of one condition: a `person` condition makes one per word, any other makes one."""
    if "person" in condition:
        return [
            Test(f"{PERSON_MARK}{name}", passed, value, limit, unit)
            for name, passed, value, limit, unit in person_tests(case, condition["person"])
        ]
    name = str(condition["name"])
    for word in ("at_most", "at_least"):
        if word in condition:
            return [compared(case, name, condition[word], word)]
    return [holds(name, truth_of(case, condition))]


def truth_of(case: Case, condition: Described) -> Truth:
    """Decide a condition that compares nothing, or the outcome of one that does."""
    for word, decide in DECIDED_BY.items():
        if word in condition:
            return decide(case, condition[word])
    word = "at_most" if "at_most" in condition else "at_least"
    return compared(case, "", condition[word], word).passed


def compared(case: Case, name: str, described: Described, word: str) -> Test:
    """Compare a fact with a limit."""
    unit = str(described.get("unit", EURO))
    value = value_of(case, str(described["fact"]))
    limit = limit_of(case, described["limit"], unit)
    return Test(name, value <= limit if word == "at_most" else value >= limit, value, limit, unit)


def value_of(case: Case, name: str) -> Number:
    """Give a fact of the household, or a sum made of facts."""
    if name == "income_per_head":
        return case.number("taxable_income") / positive_number(units.persons(case))
    return case.number(name)


def positive_number(value: Number) -> Number:
    """Give at least one: what is divided by."""
    return Number(np.maximum(value.low, 1.0), np.maximum(value.high, 1.0), value.sources)


Word = Callable[[Case, Any], Truth]


def _anyone(case: Case, described: Described) -> Truth:
    return case.any(every(passed for _, passed, _, _, _ in person_tests(case, described)))


def _is(case: Case, described: Described) -> Truth:
    return every(case.is_one_of(fact, *codes) for fact, codes in described.items())


def _children(case: Case, least: Any) -> Truth:
    return units.tax_children(case) >= limit_of(case, least, "persons")


def _any_of(case: Case, conditions: Sequence[Described]) -> Truth:
    return some(truth_of(case, condition) for condition in conditions)


def _has(case: Case, names: str | list[str]) -> Truth:
    return every(case.truth(name) for name in ([names] if isinstance(names, str) else names))


def _lacks(case: Case, names: str | list[str]) -> Truth:
    return every(~case.truth(name) for name in ([names] if isinstance(names, str) else names))


def _all_of(case: Case, conditions: Sequence[Described]) -> Truth:
    return every(truth_of(case, condition) for condition in conditions)


def _judged(case: Case, who: str) -> Truth:
    return units.not_known(who)


DECIDED_BY: dict[str, Word] = {
    "anyone": _anyone, "is": _is, "children": _children, "municipality": lives_in_municipality, "any_of": _any_of,
    "all_of": _all_of, "region": lives_in, "has": _has, "lacks": _lacks, "judged": _judged,
}  # fmt: skip

PersonTest = tuple[str, Truth, Number | None, Number | None, str]


def person_tests(case: Case, described: Described) -> list[PersonTest]:
    """Make one test per word about a person: name, outcome, value, limit, unit."""
    return [PERSON_WORDS[word](case, wanted) for word, wanted in described.items()]


def _age(case: Case, described: Any, word: str) -> PersonTest:
    age, limit = units.age(case), limit_of(case, described, "years")
    return (word, age >= limit if word == "age_from" else age <= limit, age, limit, "years")


def _disability(case: Case, described: Any) -> PersonTest:
    rate, limit = case.number("disability_percent"), limit_of(case, described, "percent")
    return ("disability", rate >= limit, rate, limit, "percent")


def _insured_days(case: Case, described: Any) -> PersonTest:
    days, limit = case.number("insured_days_last_14_months"), limit_of(case, described, "days")
    return ("insured_days", days >= limit, days, limit, "days")


def _two_years_days(case: Case, described: Any) -> PersonTest:
    days, limit = case.number("insured_days_last_two_years"), limit_of(case, described, "days")
    return ("insured_days", days >= limit, days, limit, "days")


def _coded(fact: str) -> Callable[[Case, Any], PersonTest]:
    return lambda case, codes: (fact, case.is_one_of(fact, *codes), None, None, "")


PERSON_WORDS: dict[str, Callable[[Case, Any], PersonTest]] = {
    "role": lambda case, roles: ("role", case.has_role(*roles), None, None, ""),
    "age_from": lambda case, wanted: _age(case, wanted, "age_from"),
    "age_to": lambda case, wanted: _age(case, wanted, "age_to"),
    "disability": _disability,
    "insured_days": _insured_days,
    "two_years_days": _two_years_days,
    "sex": _coded("sex"),
    "employment": _coded("employment"),
    "school_level": _coded("school_level"),
    "nationality": _coded("nationality"),
    "has": lambda case, names: (_first(names), _has(case, names), None, None, ""),
    "lacks": lambda case, names: (f"not_{_first(names)}", _lacks(case, names), None, None, ""),
}


def _first(names: str | list[str]) -> str:
    return names if isinstance(names, str) else names[0]


def limit_of(case: Case, described: Any, unit: str) -> Number:
    """Give a limit or an amount; money in cents."""
    scale = CENTS if unit == EURO else 1
    if isinstance(described, str):
        return case.law.money(described) if unit == EURO else case.law.number(described)
    if isinstance(described, Mapping):
        return _composed(case, described, unit)
    return number(float(described) * scale)


def _composed(case: Case, described: Described, unit: str) -> Number:
    def part(name: str) -> Number:
        return limit_of(case, described[name], unit)

    total = _start(case, described, unit)
    for name, how_many in COUNTED.items():
        if name in described:
            total = total + how_many(case) * part(name)
    if "disabled_member" in described:
        disabled = case.any(case.number("disability_percent") >= case.law.number("kepa.disability_min"))
        total = total + choose(disabled, part("disabled_member"), ZERO)
    return total * limit_of(case, described.get("times", 1), "times")


def _start(case: Case, described: Described, unit: str) -> Number:
    if "of" in described:
        return NOTIONS[described["of"]](case)
    if "by_children" in described:
        rows = [(float(n), limit_of(case, limit, unit)) for n, limit in sorted(described["by_children"].items())]
        return step(units.tax_children(case), rows, rows[0][1])
    start = limit_of(case, described["base"], unit)
    if "couple" in described:
        start = choose(units.has_spouse(case), limit_of(case, described["couple"], unit), start)
    return start


COUNTED: dict[str, Callable[[Case], Number]] = {
    "per_member": lambda case: positive(units.persons(case) - ONE),
    "per_dependant": lambda case: counted(units.has_spouse(case)) + units.tax_children(case),
    "per_child": units.tax_children,
    "per_child_after_sixth": lambda case: positive(units.tax_children(case) - number(6)),
}

# Sums of national programmes that the rules of a municipality may refer to; in cents a month.
NOTIONS: dict[str, Callable[[Case], Number]] = {"eee_guaranteed": eee.guaranteed}


def facts_named(condition: Described) -> set[str]:
    """Give the names of facts that a condition speaks of and that do not exist; for the check of the data."""
    names = {str(described["fact"]) for word in ("at_most", "at_least") if (described := condition.get(word))}
    for word in ("has", "lacks"):
        told = condition.get(word, [])
        names |= {told} if isinstance(told, str) else set(told)
    return names - set(BY_NAME) - {"income_per_head"}
