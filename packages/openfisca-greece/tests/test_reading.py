from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from households import BASE, child, head, household, person
from openfisca_greece import NotAHousehold, UnknownProgramme, next_question, read_household, screen

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


NO_SUM = [
    "1.200", "1,200.00", "1.200,50", "1e3", "1E3", "1_000", "1 000", " 5", "5 ", "5\n", "+5", "-5", "-0", ".5", "5.",
    "", "0x10", "NaN", "nan", "Infinity", "inf", "١٢٣", "１２", "²", "½", "€5", "5€", "true", "9999999999999.00",
    float("nan"), float("inf"), 1.234, -1, True, [], {},
]  # fmt: skip


@pytest.mark.parametrize("told", NO_SUM)
@pytest.mark.parametrize("field", ["assets.deposits", "income.six_months.wages", "dwelling.rent_monthly"])
def test_what_is_no_sum_in_euros_is_refused_with_its_field(told: Any, field: str) -> None:
    described = household(head(), **{field.replace(".", "__"): told})
    with pytest.raises(NotAHousehold) as refused:
        read_household(described)
    assert refused.value.path == field


@pytest.mark.parametrize("told", ["1e0", "0.4 ", "٠", "0,43", "NaN", "1_0", "-0.1", ""])
def test_what_is_no_number_is_refused_with_its_field(told: str) -> None:
    with pytest.raises(NotAHousehold) as refused:
        read_household(household(head(), dwelling__heating_coefficient=told))
    assert refused.value.path == "dwelling.heating_coefficient"


@pytest.mark.parametrize("told", ["2026-W01-1", "20260301", "2026-3-1", "01/03/2026", "2026-02-30", "٢٠٢٦-٠٣-٠١", ""])
def test_what_is_no_date_is_refused_with_its_field(told: str) -> None:
    with pytest.raises(NotAHousehold) as refused:
        read_household(household(head(told)))
    assert refused.value.path == "members[0].birth_date"


@pytest.mark.parametrize("identity", ["1", 1, "a.b", "", ".", "x.school", "members.*.role", "m2", "m2_", "student"])
def test_a_member_may_have_any_id_and_what_is_unknown_of_it_is_asked(identity: Any) -> None:
    known, unnamed = head(employment=None, birth_date=None), child(birth_date=None, school=None)
    described = household(known, unnamed, person("child", "2016-01-01"))
    for member, name in zip(described["members"], (identity, None, f"{identity}.b"), strict=True):
        member["id"] = name
    told = screen(described)
    missing = {path for answer in told.answers for path in answer.missing}
    assert f"members.{identity}.birth_date" in missing
    assert len([path for path in missing if path.endswith(".birth_date")]) == 2
    question = next_question(told)
    assert question is not None
    assert question.asks.en.endswith("?")


def test_an_id_that_is_made_up_is_nobody_elses() -> None:
    described = household(head(), child(), child())
    for member, name in zip(described["members"], ("m3", None, None), strict=True):
        member["id"] = name
    ids = [member.id for member in read_household(described).members]
    assert ids[:2] == ["m3", "m2"]
    assert len(set(ids)) == 3


def test_what_is_received_may_be_written_in_capitals_and_with_blanks() -> None:
    answers = [screen(household(head(), benefits_received=[word])) for word in ("eee", " EEE ", "Eee")]
    assert [told["kot_a"].verdict for told in answers] == ["entitled"] * 3
    assert [told["eee"].received for told in answers] == [True] * 3


@pytest.mark.parametrize("day", [dt.date(1989, 12, 31), dt.date(2101, 1, 1), dt.date(2018, 5, 9)])
def test_a_household_cannot_be_looked_at_on_a_day_before_its_members_were_born(day: dt.date) -> None:
    described = household(head(), child("2018-05-10"))
    with pytest.raises(NotAHousehold):
        read_household(described).at(day)
    with pytest.raises(NotAHousehold):
        read_household(described, as_of=day)
    with pytest.raises(NotAHousehold):
        screen(described, as_of=day)


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
