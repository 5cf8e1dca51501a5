from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path
from typing import Any

import openfisca_greece
import pytest
from households import CASES, child, head, household, person
from openfisca_greece import catalogue, changes, figure, figures, history, screen, screen_many
from openfisca_greece.law import tree

PACKAGE = Path(openfisca_greece.__file__).parent
VALUES = list(csv.DictReader((CASES / "values.csv").read_text(encoding="utf-8").splitlines()))
PREFIXES = {name.split(".")[0] for name in tree()}


def name_in_tree(identity: str) -> str:
    return identity if identity in tree() else f"{identity}.amount"


def test_history_of_a_figure_is_every_dated_value_newest_first() -> None:
    dated = history("eee.guaranteed.base_single")
    assert [(one.value, one.since) for one in dated] == [(216, dt.date(2023, 12, 1)), (200, dt.date(2017, 2, 1))]
    with pytest.raises(KeyError):
        history("eee.nothing")


def test_every_dated_value_of_the_list_is_in_the_tree_with_its_marks() -> None:
    assert len({row["id"] for row in VALUES}) >= 397
    for row in VALUES:
        told = figure(name_in_tree(row["id"]), dt.date.fromisoformat(row["from"]))
        assert str(told.value) == row["value"], row
        assert told.confidence == row["confidence"], row
        assert told.from_is_assumed == bool(int(row["from_is_assumed"])), row


def test_a_value_that_ended_is_unknown_on_the_next_day() -> None:
    for row in (row for row in VALUES if row["to"]):
        day = dt.date.fromisoformat(row["to"]) + dt.timedelta(days=1)
        told = figure(name_in_tree(row["id"]), day)
        replaced = any(other["id"] == row["id"] and row["from"] < other["from"] <= day.isoformat() for other in VALUES)
        assert told.value is None or replaced, row


def names_in(text: str) -> set[str]:
    found = re.findall(r"(?<![\w/.-])([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+)", text)
    return {name for name in found if name.split(".")[0] in PREFIXES}


def test_every_figure_that_a_rule_names_exists() -> None:
    files = [*PACKAGE.glob("programmes/*.py"), PACKAGE / "units.py", *PACKAGE.glob("data/conditions/*.yaml")]
    named: set[str] = set()
    for file in files:
        quoted = re.sub(r'notion\(\s*"[^"]+"', "", file.read_text(encoding="utf-8"))
        quoted = " ".join(re.findall(r'"([a-z0-9_.A-Z]+)"', quoted)) if file.suffix == ".py" else quoted
        named |= names_in(quoted)
    unknown = {name for name in named if name not in tree() and not any(key.startswith(f"{name}.") for key in tree())}
    assert len(named) > 150
    assert not unknown


def test_every_figure_has_a_source_and_a_month_of_the_last_look() -> None:
    for told in figures(dt.date(2026, 3, 1)):
        assert told.checked_on, told.name
        assert told.value is None or told.source, told.name


def test_the_least_certain_figures_come_first() -> None:
    order = [told.confidence for told in figures(dt.date(2026, 3, 1))]
    assert order == sorted(order, key=["none", "low", "medium", "high"].index)


@pytest.mark.parametrize(
    ("as_of", "amount"),
    [("2017-02-01", "200.00"), ("2023-11-30", "200.00"), ("2023-12-01", "216.00"), ("2026-03-01", "216.00")],
)
def test_the_guaranteed_income_is_that_of_the_day(as_of: str, amount: str) -> None:
    assert str(screen(household(head(), as_of=as_of), programmes=["eee"])["eee"].amount) == amount


@pytest.mark.parametrize(
    ("programme", "as_of"),
    [
        ("eee", "2014-10-31"), ("a21", "2017-12-31"), ("housing_benefit", "2018-12-31"), ("birth_grant", "2019-12-31"),
        ("kot_a", "2010-08-05"), ("kot_c", "2023-12-31"), ("november_250", "2025-10-31"), ("rent_refund", "2025-10-31"),
        ("school_benefit", "2002-07-16"), ("student_housing", "2003-12-31"), ("dentist_pass", "2023-05-23"),
    ],
)  # fmt: skip
def test_a_programme_does_not_exist_before_its_law(programme: str, as_of: str) -> None:
    answer = screen(household(head("1970-01-01"), as_of=as_of), programmes=[programme])[programme]
    assert (answer.verdict, [test.name for test in answer.tests]) == ("not_entitled", ["in_force"])
    assert answer.state == "closed"


@pytest.mark.parametrize(
    ("programme", "as_of"),
    [
        ("eee", "2014-11-01"), ("eee", "2017-01-31"), ("kot_a", "2018-01-31"), ("kot_b", "2010-08-06"),
        ("uninsured_elderly", "2016-05-11"), ("elderly_housing", "2020-12-31"), ("unemployment_benefit", "2009-12-31"),
        ("long_term_unemployed", "2013-12-31"), ("student_housing", "2017-08-24"), ("mountain_aid", "2017-12-31"),
        ("asylum_cash", "2021-07-25"), ("enfia_half", "2014-12-31"), ("disability_deaf", "2017-12-31"),
        ("power_reconnection", "2020-06-30"), ("heating", "2017-09-30"), ("camps", "2024-05-01"),
    ],
)  # fmt: skip
def test_of_a_day_whose_rules_were_not_found_nothing_can_be_said(programme: str, as_of: str) -> None:
    answer = screen(household(head("1970-01-01"), as_of=as_of), programmes=[programme])[programme]
    assert (answer.verdict, [test.name for test in answer.tests]) == ("cannot_say", ["rules_of_the_time"])
    assert answer.waits_for_judgement
    assert answer.state == "in_force"
    assert answer.state_says is not None


def test_every_programme_by_formula_tells_nothing_of_days_before_it_knows_a_rule() -> None:
    for code, about in catalogue().items():
        day = about.programme.begins - dt.timedelta(days=1)
        if day.year < 1990:
            continue
        answer = screen(household(head("1970-01-01"), as_of=day.isoformat()), programmes=[code])[code]
        existed = about.programme.exists_since is None or about.programme.exists_since <= day
        assert answer.verdict == ("cannot_say" if existed else "not_entitled"), code


def marks_of(programme: str, described: Any) -> dict[str, tuple[str, tuple[str, ...]]]:
    told = screen(described, programmes=[programme])[programme].unverified
    return {mark.what: (mark.reason, mark.used_by) for mark in told}


def test_an_unverified_figure_is_marked_in_the_answer_with_the_test_that_rests_on_it() -> None:
    marks = marks_of("eee", household(head(), child()))
    assert marks["eee.deposits.single"] == ("confidence_medium", ("deposits",))
    assert {name for _, tests in marks.values() for name in tests} >= {"deposits"}
    assert not [tests for _, tests in marks.values() if not tests]


def test_a_cap_that_is_not_reached_is_not_marked() -> None:
    adults = [person("sibling", "1990-01-01") for _ in range(5)]
    assert "eee.deposits.cap" not in marks_of("eee", household(head()))
    assert marks_of("eee", household(head(), *adults))["eee.deposits.cap"] == ("from_is_assumed", ("deposits",))


def test_of_a_benefit_refused_only_the_figures_that_it_was_refused_by_are_marked() -> None:
    marks = marks_of("eee", household(head(), assets__vehicles_objective_expense="6000.01", assets__deposits="99.00"))
    assert {tests for _, tests in marks.values()} <= {("vehicles",)}


def test_only_the_fuel_and_the_place_of_a_home_are_marked() -> None:
    facts = {"dwelling__heating_fuel": "pellet", "dwelling__heating_coefficient": "0.43", "as_of": "2025-11-20"}
    marks = set(marks_of("heating", household(head(), **facts)))
    assert "heating.base.pellet" not in marks or figure("heating.base.pellet", dt.date(2025, 11, 20)).unverified
    assert not [what for what in marks if what.startswith("heating.base.") and what != "heating.base.pellet"]
    assert not [what for what in marks if "coef_ge" in what or "child" in what or "couple" in what]


def test_a_person_for_whom_the_price_of_children_is_nothing_rests_on_no_figure_of_it() -> None:
    with_children = marks_of("kot_b", household(head(), child(), as_of="2025-10-01"))
    alone = marks_of("kot_b", household(head(), as_of="2025-10-01"))
    assert "kot_b.income.2A_or_LP1" in with_children
    assert "kot_b.income.2A_or_LP1" not in alone
    assert "kot_b.income.1A" in alone


def test_a_figure_that_only_the_amount_rests_on_names_no_test() -> None:
    marks = marks_of("kot_b", household(head(), as_of="2025-10-01"))
    assert marks["kot_b.discount"] == ("confidence_medium", ())


def test_among_other_households_no_mark_is_lost() -> None:
    described = [household(head(), *[child()] * n, dwelling__heating_fuel="oil") for n in range(4)]
    for one, among_others in zip(described, screen_many(described), strict=True):
        for answer in screen(one).answers:
            marked = {mark.what for mark in among_others[answer.programme].unverified}
            assert {mark.what for mark in answer.unverified} <= marked, answer.programme


def test_whatever_lies_after_the_last_look_is_marked() -> None:
    answer = screen(household(head(), as_of="2026-06-01"), programmes=["school_benefit"])["school_benefit"]
    assert "after_last_seen" in {mark.reason for mark in answer.unverified}


def test_the_figures_that_changed_between_two_days_are_told() -> None:
    changed = {
        after.name: (before.value, after.value)
        for before, after in changes(dt.date(2023, 11, 30), dt.date(2023, 12, 1))
    }
    assert changed["eee.guaranteed.base_single"] == (200, 216)
    assert "a21.threshold.A" not in changed
