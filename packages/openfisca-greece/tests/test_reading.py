from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from households import BASE, child, head, household
from openfisca_greece import NotAHousehold, UnknownProgramme, read_household, screen

BAD: list[tuple[Any, str]] = [
    (None, ""),
    ([], ""),
    ("not json", ""),
    ("[" * 100_000, ""),
    ("3", ""),
    ({"members": [{}]}, "as_of"),
    ({"as_of": "1-3-2026", "members": [{}]}, "as_of"),
    ({"as_of": "1850-01-01", "members": [{}]}, "as_of"),
    ({"as_of": "2026-03-01"}, "members"),
    ({"as_of": "2026-03-01", "members": []}, "members"),
    ({"as_of": "2026-03-01", "members": [{}] * 61}, "members"),
    ({"as_of": "2026-03-01", "members": ["x"]}, "members[0]"),
    ({"as_of": "2026-03-01", "members": [{"role": "boss"}]}, "members[0].role"),
    ({"as_of": "2026-03-01", "members": [{"role": ["head"]}]}, "members[0].role"),
    ({"as_of": "2026-03-01", "members": [{"id": "a"}, {"id": "a"}]}, "members"),
    ({"as_of": "2026-03-01", "members": [{"id": {}}]}, "members[0].id"),
    ({"as_of": "2026-03-01", "members": [{"role": "head"}, {"role": "head"}]}, "members"),
    ({"as_of": "2026-03-01", "members": [{"birth_date": "31-02-2020"}]}, "members[0].birth_date"),
    ({"as_of": "2026-03-01", "members": [{"birth_date": "2026-03-02"}]}, "members[0].birth_date"),
    ({"as_of": "2026-03-01", "members": [{"disability_percent": 101}]}, "members[0].disability_percent"),
    ({"as_of": "2026-03-01", "members": [{"disability_kinds": "deaf"}]}, "members[0].disability_kinds"),
    ({"as_of": "2026-03-01", "members": [{"student": "yes"}]}, "members[0].student"),
    ({"as_of": "2026-03-01", "members": [{"school": []}]}, "members[0].school"),
    ({"as_of": "2026-03-01", "members": [{}], "income": "much"}, "income"),
    ({"as_of": "2026-03-01", "members": [{}], "income": {"tax_year": {"family": "1,5"}}}, "income.tax_year.family"),
    ({"as_of": "2026-03-01", "members": [{}], "income": {"tax_year": {"family": "-1.00"}}}, "income.tax_year.family"),
    ({"as_of": "2026-03-01", "members": [{}], "income": {"tax_year": {"family": "1.234"}}}, "income.tax_year.family"),
    ({"as_of": "2026-03-01", "members": [{}], "income": {"tax_year": {"family": True}}}, "income.tax_year.family"),
    ({"as_of": "2026-03-01", "members": [{}], "assets": {"deposits": "NaN"}}, "assets.deposits"),
    ({"as_of": "2026-03-01", "members": [{}], "assets": {"deposits": 10**400}}, "assets.deposits"),
    ({"as_of": "2026-03-01", "members": [{}], "assets": {"deposits": "9" * 10_000}}, "assets.deposits"),
    ({"as_of": "2026-03-01", "members": [{}], "benefits_received": ["eee", 3]}, "benefits_received"),
    ({"as_of": "2026-03-01", "members": [{}], "dwelling": {"tenure": 3}}, "dwelling.tenure"),
    ({"as_of": "2026-03-01", "members": [{}], "municipality": {}}, "municipality"),
]  # fmt: skip


@pytest.mark.parametrize(("described", "path"), BAD)
def test_what_is_no_household_is_refused_on_one_line_with_the_path(described: Any, path: str) -> None:
    with pytest.raises(NotAHousehold) as refused:
        read_household(described)
    assert refused.value.path == path
    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("words", ["\0", "\u202e", "𝔘" * 10_000, "=1+1", "\ud800", "👩‍👧"])
def test_hostile_words_are_unknown_codes_and_never_an_error(words: str) -> None:
    member = head(id=words, citizenship=words, employment=words, disability_kinds=[words])
    described = household(municipality=words, dwelling__tenure=words, benefits_received=[words])
    described["members"] = [member]
    answers = screen(described).answers
    assert json.dumps([answer.to_json() for answer in answers])


def test_an_absent_fact_and_a_null_one_are_both_unknown() -> None:
    absent, null = copy.deepcopy(BASE), copy.deepcopy(BASE)
    del absent["income"]["six_months"]["wages"]
    null["income"]["six_months"]["wages"] = None
    assert screen(absent) == screen(null)
    assert screen(absent)["eee"].missing == ("income.six_months.wages",)


def test_facts_that_no_rule_knows_change_nothing() -> None:
    more = household() | {"favourite_colour": "blue"}
    more["members"][0]["shoe_size"] = 44
    assert screen(more) == screen(household())


def test_amounts_may_be_texts_or_numbers() -> None:
    as_text = household(income__six_months__pensions="100.10")
    as_number = household(income__six_months__pensions=100.1)
    assert screen(as_text) == screen(as_number)


def test_the_day_may_be_given_apart_from_the_household() -> None:
    earlier = screen(household(head()), as_of=dt.date(2022, 3, 1), programmes=["eee"])
    assert str(earlier["eee"].amount) == "200.00"


def test_an_unknown_programme_is_refused() -> None:
    with pytest.raises(UnknownProgramme):
        screen(household(), programmes=["no_such_benefit"])


def test_words_of_other_registers_are_understood() -> None:
    told = household(head(employment="retired"), child(), dwelling__tenure="tenant", dwelling__heating_fuel="wood")
    usual = household(
        head(employment="pensioner"), child(), dwelling__tenure="rented", dwelling__heating_fuel="firewood"
    )
    assert screen(told) == screen(usual)
