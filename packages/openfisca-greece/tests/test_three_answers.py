from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from households import BASE, child, head, household, person, spouse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openfisca_greece import Screening, next_question, screen

Path = tuple[str | int, ...]
# Without a day there is no household; whatever else it says may be unknown, ids and roles too.
STRUCTURE = {"as_of"}

money = st.sampled_from(["0.00", "9.99", "400.00", "2592.00", "3000.01", "7000.00", "12000.01", "26250.00", "90001.00"])
yes_or_no = st.booleans()
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "birth_date": st.sampled_from(["1945-01-01", "1958-12-31", "1985-06-01", "2002-03-02", "2008-02-29", "2026-01-20"]),
    "sex": st.sampled_from(["F", "M", "X"]),
    "citizenship": st.sampled_from(["GRC", "ALB", "DEU", "CHE", "SYR"]),
    "employment": st.sampled_from(["employed", "self_employed", "unemployed", "pensioner", "inactive"]),
    "legal_residence_years": st.sampled_from([0, 3, 6, 12, 14, 20, 40]),
    "disability_percent": st.sampled_from([0, 50, 67, 80]),
    "disability_kinds": st.sampled_from([[], ["deaf"], ["blind"], ["kidney"], ["something else"]]),
    "insured_days_last_14_months": st.sampled_from([0, 125, 250]),
    "insured_days_last_two_years": st.sampled_from([0, 200, 400]),
    "regular_unemployment_months_used": st.sampled_from([0, 5, 12]),
    "birth_month": st.sampled_from(["2025-09", "2023-01"]),
    "year": st.just(2024),
    "tenure": st.sampled_from(["owned", "rented", "ceded", "homeless"]),
    "heating_fuel": st.sampled_from(["oil", "electricity", "pellet", "none"]),
    "heating_coefficient": st.sampled_from([0.17, 0.43, 1.0, 1.3]),
    "rent_months_last_year": st.integers(0, 12),
    "lease_start": st.sampled_from(["2018-01-01", "2024-01-01"]),
    "buildings_m2": st.sampled_from(["0", "90", "151"]),
    "settlement_residents": st.sampled_from([900, 1600, 40000]),
    "years_in_settlement": st.sampled_from([0, 1, 2, 10]),
    "electricity_kwh_four_months": st.sampled_from([100, 1000, 1750, 2500]),
    "benefits_received": st.sampled_from([[], ["eee"], ["kot_b", "uninsured_elderly"], ["student_housing"]]),
    "municipality": st.sampled_from(["9092", "9186"]),
    "level": st.sampled_from(["none", "primary", "lower_secondary", "upper_secondary"]),
    "role": st.sampled_from(["spouse", "child", "child", "child", "parent", "hosted", "protected_child"]),
}  # fmt: skip


def leaves(described: Any, path: Path = ()) -> Iterator[Path]:
    """Give the path of every fact of a description."""
    items: Any = described.items() if isinstance(described, dict) else enumerate(described)
    for key, value in items:
        if isinstance(value, dict) or (isinstance(value, list) and key == "members"):
            yield from leaves(value, (*path, key))
        elif isinstance(key, str) and key not in STRUCTURE:
            yield (*path, key)
        elif isinstance(key, int):
            yield from leaves(value, (*path, key))


def put(described: Any, path: Path, value: Any) -> None:
    for key in path[:-1]:
        described = described[key]
    described[path[-1]] = value


@st.composite
def households(draw: st.DrawFn) -> dict[str, Any]:
    made = household(*draw(st.permutations([head(), *[child() for _ in range(draw(st.integers(0, 4)))]])))
    made["as_of"] = draw(st.sampled_from(["2018-06-01", "2021-01-10", "2022-12-01", "2025-11-20", "2026-03-01"]))
    for path in list(leaves(made)):
        name = str(path[-1])
        if name == "id" or (name == "role" and _at_exactly(made, path) == "head"):
            continue
        known = yes_or_no if isinstance(_at(BASE, path), bool) else money
        put(made, path, draw(VALUES.get(name, known)))
    for member in made["members"]:
        member["birth_date"] = min(member["birth_date"], made["as_of"])
    return made


def _at_exactly(described: Any, path: Path) -> Any:
    for key in path:
        described = described[key]
    return described


def _at(described: Any, path: Path) -> Any:
    """Give what stands at a path, of any member what stands of the last one."""
    for key in path:
        described = described[-1] if isinstance(key, int) else described[key]
    return described


def decided(screening: Screening) -> dict[str, tuple[str, object]]:
    return {answer.programme: (answer.verdict, answer.amount) for answer in screening.answers}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(described=households(), data=st.data())
def test_learning_a_fact_never_flips_a_decided_answer(described: dict[str, Any], data: st.DataObject) -> None:
    forgotten = copy.deepcopy(described)
    paths = list(leaves(described))
    for path in data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=len(paths), unique=True)):
        put(forgotten, path, None)
    before, after = decided(screen(forgotten)), decided(screen(described))
    for programme, (verdict, amount) in before.items():
        if verdict != "cannot_say":
            assert after[programme][0] == verdict, programme
        if amount is not None:
            assert after[programme][1] == amount, programme


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(described=households())
def test_no_amount_is_negative_and_only_the_entitled_have_one(described: dict[str, Any]) -> None:
    for answer in screen(described).answers:
        assert answer.amount is None or (answer.verdict == "entitled" and answer.amount >= 0)


def test_a_household_of_which_nothing_is_known_gets_no_decided_benefit() -> None:
    bare = screen({"as_of": "2026-03-01", "members": [{}]})
    assert {answer.verdict for answer in bare.answers} <= {"cannot_say", "not_entitled"}
    assert bare["eee"].verdict == "cannot_say"


def test_one_failed_test_decides_whatever_else_is_unknown() -> None:
    rich = {"as_of": "2026-03-01", "members": [{"role": "head"}], "assets": {"real_estate_value": "999999.00"}}
    assert screen(rich)["eee"].verdict == "not_entitled"


def test_an_unknown_birth_date_does_not_matter_where_no_age_could_change_the_answer() -> None:
    members = [head(), spouse(), child() | {"birth_date": None}]
    far_above = household(*members, income__six_months__pensions="9000.00")
    assert screen(far_above)["eee"].verdict == "not_entitled"


def test_the_missing_facts_of_an_answer_are_named_by_their_path() -> None:
    described = household(head(), child() | {"birth_date": None}, income=None)
    answer = screen(described)["eee"]
    assert answer.missing == ("income.six_months", "members.m1.birth_date")


def test_the_next_question_is_the_fact_that_most_answers_wait_for() -> None:
    described = household(head(), spouse(), child(), income__tax_year__family=None)
    question = next_question(screen(described))
    assert question is not None
    assert question.fact == "income.tax_year.family"
    assert "a21" in question.decides
    assert question.asks.el.endswith(";")


def test_no_question_is_asked_when_nothing_waits_for_a_fact() -> None:
    described = household(head(), dwelling__heating_fuel="none")
    assert next_question(screen(described, programmes=["eee", "heating"])) is None


def test_an_entitled_household_is_told_which_fact_its_amount_waits_for() -> None:
    described = household(head(), as_of="2025-11-20", dwelling__heating_fuel="oil", dwelling__heating_coefficient=None)
    answer = screen(described)["heating"]
    assert (answer.verdict, answer.amount) == ("entitled", None)
    assert answer.missing == ("dwelling.heating_coefficient",)


def test_the_sum_a_month_counts_one_of_several_benefits_for_one_cause() -> None:
    deaf = head(disability_percent=80, disability_kinds=["deaf"])
    told = screen(household(deaf), programmes=["disability_severe", "disability_deaf"])
    assert [str(answer.amount) for answer in told.answers] == ["338.04", "390.96"]
    assert str(told.per_month) == "390.96"


def test_of_a_grandmother_in_the_house_the_income_is_not_that_of_the_head() -> None:
    grandmother = person("grandparent", "1950-01-01")
    told = screen(household(head(), grandmother, income__tax_year__family="20000.00"))["uninsured_elderly"]
    assert told.verdict == "cannot_say"
    assert told.person == "m1"


def test_too_much_taxable_income_decides_though_the_exempt_is_unknown() -> None:
    described = household(head("1950-01-01"), income__tax_year__family="4320.01")
    described["income"]["tax_year"]["including_exempt"] = None
    assert screen(described)["uninsured_elderly"].verdict == "not_entitled"


def test_only_facts_that_can_change_the_answer_are_missing() -> None:
    alone = household(head(legal_residence_years=None, homogenis=None, disability_percent=None))
    alone["custody_settled"] = None
    alone["income"]["six_months"]["wages"] = None
    assert screen(alone)["eee"].missing == ("income.six_months.wages",)


def test_a_fact_that_matters_only_together_with_another_is_missing_too() -> None:
    jobless = head(employment=None, unemployment_card=None, insured_days_last_14_months=None)
    missing = screen(household(jobless))["social_tourism"].missing
    assert {path.rpartition(".")[2] for path in missing} == {
        "employment",
        "unemployment_card",
        "insured_days_last_14_months",
    }


def test_who_is_the_head_is_open_while_nobody_is_told_to_be() -> None:
    seeker, settled = head(asylum_seeker=True, citizenship="SYR"), person("sibling", "1990-01-01")
    described = household(seeker | {"role": None}, settled | {"role": None}, living_in_asylum_facility=True)
    assert screen(described)["asylum_cash"].verdict == "cannot_say"
    for role, verdict in (("head", "entitled"), ("sibling", "cannot_say")):
        described["members"][0]["role"] = role
        assert screen(described)["asylum_cash"].verdict == verdict
    described["members"][1]["role"] = "head"
    assert screen(described)["asylum_cash"].verdict == "not_entitled"


def test_custody_is_asked_for_where_a_lone_parent_has_a_child() -> None:
    described = household(head(), child(), custody_settled=None, income__six_months__pensions="1800.00")
    assert screen(described)["eee"].missing == ("custody_settled",)
