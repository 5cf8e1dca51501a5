from __future__ import annotations

import datetime as dt
import gc
import weakref

import numpy as np
import pytest
from households import child, earning, head, household, person, spouse
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_greece import Batch, catalogue, read_household, screen, screen_many, survey, survey_columns
from random_columns import forget, random_columns

DAYS = [
    dt.date.fromisoformat(day)
    for day in ("2018-06-01", "2021-01-10", "2022-12-01", "2023-02-01", "2025-11-20", "2026-03-01")
]
MEANS_TESTED = (
    "eee", "a21", "housing_benefit", "kot_b", "kot_c", "heating", "rent_refund", "enfia_half", "mountain_aid",
    "school_benefit", "long_term_unemployed", "uninsured_elderly",
)  # fmt: skip
HOUSEHOLDS = 500


def assert_nothing_flips(before: Batch, after: Batch) -> None:
    for code in before.codes:
        decided = before.verdicts[code] != 0
        assert (before.verdicts[code][decided] == after.verdicts[code][decided]).all(), code
        known = ~np.isnan(before.amounts[code]) & decided
        assert np.array_equal(before.amounts[code][known], after.amounts[code][known]), code


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS), share=st.sampled_from([0.02, 0.1, 0.4, 0.9]))
def test_learning_facts_flips_no_decided_answer_of_any_household(seed: int, day: dt.date, share: float) -> None:
    known = random_columns(HOUSEHOLDS, seed, day)
    half_known = forget(known, seed + 1, share)
    barely_known = forget(half_known, seed + 2, share)
    first, second, third = (survey_columns(columns) for columns in (barely_known, half_known, known))
    assert_nothing_flips(first, second)
    assert_nothing_flips(second, third)


@pytest.mark.parametrize("day", DAYS)
def test_no_amount_is_negative(day: dt.date) -> None:
    batch = survey_columns(random_columns(HOUSEHOLDS, 7, day))
    for code in batch.codes:
        assert not (batch.amounts[code] < 0).any(), code


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_more_income_never_opens_or_raises_a_means_tested_benefit(seed: int) -> None:
    poor = random_columns(HOUSEHOLDS, seed, dt.date(2026, 3, 1))
    richer = random_columns(HOUSEHOLDS, seed, dt.date(2026, 3, 1))
    for name in ("taxable_income", "income_including_exempt", "six_months_pensions"):
        richer.facts[name] = np.round(poor.facts[name] + 123.45, 2)
    before, after = survey_columns(poor), survey_columns(richer)
    for code in MEANS_TESTED:
        assert not ((before.verdicts[code] == 2) & (after.verdicts[code] == 1)).any(), code
        assert not (np.nan_to_num(after.amounts[code]) > np.nan_to_num(before.amounts[code], nan=1e9)).any(), code


def test_a_survey_and_a_screening_say_the_same() -> None:
    described = [household(head(), spouse(), child(), **earning(amount)) for amount in ("0.00", "9000.00", "30000.00")]
    batch = next(iter(survey(described, as_of=dt.date(2026, 3, 1))))
    for row, one in enumerate(described):
        alone = screen(one)
        assert batch.screening(row) == alone
        assert {answer.programme: answer.verdict for answer in alone.answers} == {
            code: ("cannot_say", "entitled", "not_entitled")[batch.verdicts[code][row]]
            for code in batch.codes
            if catalogue()[code].municipality in {None, "9092"}
        }


def test_a_household_is_answered_the_same_alone_and_among_others() -> None:
    others = [read_household(household(head(), *[child() for _ in range(n)], **earning("5000.00"))) for n in range(5)]
    batch = next(iter(survey(others, as_of=dt.date(2026, 3, 1))))
    assert [batch.screening(row) for row in range(5)] == [screen(one) for one in others]


def test_homes_without_a_head_change_nothing_for_their_neighbours() -> None:
    rng = np.random.default_rng(11)
    roles = ("head", None, None, "sibling", "hosted", "parent", "child", "spouse")
    described = []
    for _ in range(40):
        role = roles[rng.integers(len(roles))]
        others = [person(str(rng.choice(["sibling", "child", "hosted"])), "1990-01-01") for _ in range(rng.integers(3))]
        income = earning(f"{int(rng.integers(0, 30000))}.00")
        described.append(household(head() | {"role": role}, *others, **income))
    assert list(screen_many(described)) == [screen(one) for one in described]


def test_a_screening_leaves_nothing_behind() -> None:
    simulation = weakref.ref(survey_columns(random_columns(3, 1, DAYS[0])).case.population.simulation)
    gc.collect()
    assert simulation() is None


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_one_cent_of_income_moves_no_amount_by_more_than_a_cent(seed: int) -> None:
    poor, richer = (random_columns(HOUSEHOLDS, seed, dt.date(2026, 3, 1)) for _ in range(2))
    for name in ("taxable_income", "six_months_pensions", "rent_monthly"):
        richer.facts[name] = np.round(poor.facts[name] + 0.01, 2)
    before, after = survey_columns(poor), survey_columns(richer)
    for code in ("eee", "housing_benefit", "heating", "rent_refund", "elderly_housing"):
        paid = (before.verdicts[code] == 1) & (after.verdicts[code] == 1)
        moved = np.abs(after.amounts[code] - before.amounts[code])[paid]
        assert not (moved > 0.0101).any(), code
