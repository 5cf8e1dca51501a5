from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from households import child, earning, head, household, spouse
from openfisca_core.reforms import Reform
from openfisca_greece import columns_of, figure, read_household, survey_columns, with_figures_of
from openfisca_greece.simulation import simulate, system

DAY = dt.date(2026, 3, 1)


class HigherGuarantee(Reform):  # type: ignore[misc]
    """A guaranteed income of 240 euros."""

    def apply(self) -> None:
        self.modify_parameters(modifier_function=raised)


def raised(parameters: Any) -> Any:
    parameters.eee.guaranteed.base_single.update(start="2026-01-01", value=240)
    return parameters


def test_a_reform_of_a_figure_changes_the_amounts_and_nothing_else() -> None:
    columns = columns_of([read_household(household(head())), read_household(household(head(), spouse()))], DAY)
    today, tomorrow = survey_columns(columns), survey_columns(columns, rules=HigherGuarantee(system()))
    assert list(today.amounts["eee"]) == [216.0, 324.0]
    assert list(tomorrow.amounts["eee"]) == [240.0, 348.0]
    assert list(today.amounts["kot_b"]) == list(tomorrow.amounts["kot_b"])


def test_a_later_day_shows_which_households_a_new_value_concerns() -> None:
    described = [household(head("1957-01-01"), **earning("0.00")), household(head(), child())]
    amounts = [
        survey_columns(columns_of([read_household(one, as_of=day) for one in described], day)).amounts[
            "uninsured_elderly"
        ]
        for day in (dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    ]
    assert [list(column) for column in amounts] == [[409.13, 0.0], [418.95, 0.0]]


def test_a_clone_with_other_facts_has_answers_of_its_own() -> None:
    columns = columns_of([read_household(household(head()))], DAY)
    period = DAY.isoformat()
    first = simulate(columns)
    assert first.calculate("eee_amount", period)[0] == 216
    second = first.clone()
    second.delete_arrays("six_months_pensions")
    second.set_input("six_months_pensions", period, np.array([600.0]))
    for name in ("eee", "eee_amount"):
        second.delete_arrays(name)
    assert second.calculate("eee_amount", period)[0] == 116


def test_figures_of_another_day_change_amounts_and_leave_ages_as_they_are() -> None:
    turned_67 = household(head("1959-02-01"), **earning("0.00"))
    columns = columns_of([read_household(one) for one in (household(head()), turned_67)], DAY)
    now = survey_columns(columns)
    before = survey_columns(columns, rules=with_figures_of(dt.date(2023, 11, 30), on=DAY))
    assert before.amounts["eee"][0] == 200.0
    assert now.amounts["eee"][0] == 216.0
    assert list(before.verdicts["uninsured_elderly"]) == list(now.verdicts["uninsured_elderly"])
    assert before.amounts["uninsured_elderly"][1] < now.amounts["uninsured_elderly"][1]


def test_figures_of_the_same_day_are_the_rules_themselves() -> None:
    assert with_figures_of(DAY, on=DAY) is system()


def test_a_figure_that_was_not_known_then_leaves_the_amount_open() -> None:
    day = dt.date(2016, 1, 1)
    assert figure("eee.guaranteed.base_single", day).value is None
    columns = columns_of([read_household(household(head()))], DAY)
    assert np.isnan(survey_columns(columns, rules=with_figures_of(day, on=DAY)).amounts["eee"][0])
