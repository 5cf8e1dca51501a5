"""Tables that the sources print: each follows from the formulas, or a formula is wrong. Edges one cent either side."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from households import RENTED, child, earning, head, household, person, spouse
from openfisca_greece import figure, screen

Members = tuple[dict[str, Any], ...]
MINORS = [child(f"{year}-03-03") for year in (2018, 2017, 2016, 2015, 2014, 2013)]
ADULTS = [person("sibling", "1990-01-01"), person("parent", "1960-01-01")]


def family(code: str) -> Members:
    """Give the members of a type as the tables write it: 2A1C two adults and a child, LP2 a lone parent of two."""
    if code.startswith("LP"):
        return (head(), *MINORS[: int(code[2:])])
    adults, _, children = code.partition("A")
    grown = [head(), spouse(), *ADULTS][: int(adults)]
    return (*grown, *MINORS[: int(children.rstrip("C") or 0)])


def verdicts(programme: str, members: Members, limit: str, **facts: Any) -> list[str]:
    """Give the verdicts at a limit of taxable income and one cent above it."""
    above = f"{float(limit) + 0.01:.2f}"
    described = [household(*members, **earning(amount), **facts) for amount in (limit, above)]
    return [screen(one, programmes=[programme])[programme].verdict for one in described]


EDGE = ["entitled", "not_entitled"]


@pytest.mark.parametrize(
    ("types", "name"),
    [
        (["1A"], "1A"),
        (["2A", "LP1"], "2A_or_LP1"),
        (["2A1C", "LP2"], "2A1C_or_LP2"),
        (["3A", "2A2C", "LP3"], "3A_or_2A2C_or_LP3"),
    ],
)
@pytest.mark.parametrize("day", ["2023-11-30", "2026-03-01"])
def test_income_ceilings_of_the_guaranteed_income(types: list[str], name: str, day: str) -> None:
    printed = figure(f"eee.six_month_income_max.{name}", dt.date.fromisoformat(day)).value
    for code in types:
        for cents, expected in ((0, "entitled"), (0.01, "not_entitled")):
            income = f"{float(printed or 0) + cents:.2f}"
            described = household(*family(code), as_of=day, income__six_months__pensions=income)
            assert screen(described, programmes=["eee"])["eee"].verdict == expected, code


@pytest.mark.parametrize(
    ("types", "name"),
    [
        (["1A"], "1"),
        (["2A"], "2"),
        (["3A", "2A1C", "LP1"], "3_or_LP1"),
        (["4A", "2A2C", "LP2"], "4_or_LP2"),
        (["2A3C", "2A4C", "LP3", "LP4"], "5plus_or_LP3plus"),
    ],
)
def test_table_of_the_housing_benefit(types: list[str], name: str) -> None:
    day = dt.date(2026, 3, 1)
    limit, monthly = (figure(f"housing.table.{name}.{what}", day).value for what in ("income_max", "monthly"))
    for code in types:
        told = screen(household(*family(code), **earning(f"{limit}.00"), **RENTED), programmes=["housing_benefit"])
        assert told["housing_benefit"].amount == monthly, code
        assert verdicts("housing_benefit", family(code), f"{limit}.00", **RENTED) == EDGE, code


@pytest.mark.parametrize(
    ("types", "limit"),
    [
        (["1A"], "9000.00"),
        (["2A", "LP1"], "13500.00"),
        (["2A1C", "LP2"], "15750.00"),
        (["3A", "2A2C", "LP3"], "18000.00"),
        (["3A1C", "2A3C", "LP4"], "24750.00"),
        (["4A", "2A4C", "LP5"], "27000.00"),
        (["2A5C", "4A1C"], "29250.00"),
        (["4A2C", "4A3C"], "31500.00"),
    ],
)
def test_table_of_tariff_b(types: list[str], limit: str) -> None:
    for code in types:
        assert verdicts("kot_b", family(code), limit, as_of="2025-10-01") == EDGE, code


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("2A1C", ("10500.00", "17500.00", "26250.00")),
        ("2A2C", ("12000.00", "20000.00", "30000.00")),
        ("2A3C", ("13500.00", "22500.00", "33750.00")),
        ("2A4C", ("15000.00", "25000.00", "37500.00")),
        ("LP1", ("9000.00", "15000.00", "22500.00")),
    ],
)
def test_band_edges_of_child_benefit(code: str, limits: tuple[str, str, str]) -> None:
    children = len(family(code)) - (1 if code.startswith("LP") else 2)
    for limit, (each, further) in zip(limits, ((70, 140), (42, 84), (28, 56)), strict=True):
        told = screen(household(*family(code), **earning(limit)), programmes=["a21"])["a21"]
        assert told.amount == each * min(children, 2) + further * max(children - 2, 0)
    assert verdicts("a21", family(code), limits[2]) == EDGE


@pytest.mark.parametrize(
    ("older", "couple", "limit"),
    [
        (0, False, "60000.00"),
        (1, False, "70000.00"),
        (2, False, "80000.00"),
        (0, True, "70000.00"),
        (1, True, "80000.00"),
    ],
)
def test_income_limits_of_the_birth_grant(older: int, couple: bool, limit: str) -> None:
    members = (head(), *([spouse()] if couple else []), child("2026-01-20"), *MINORS[:older])
    assert verdicts("birth_grant", members, limit) == EDGE


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("1A", "16000.00"),
        ("2A", "24000.00"),
        ("2A2C", "34000.00"),
        ("LP1", "29000.00"),
        ("LP3", "39000.00"),
    ],
)
def test_income_limits_of_the_heating_allowance(code: str, limit: str) -> None:
    facts = {"dwelling__heating_fuel": "oil", "dwelling__heating_coefficient": 0.43}
    assert verdicts("heating", family(code), limit, as_of="2025-11-20", **facts) == EDGE


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("1A", "20000.00"),
        ("2A", "28000.00"),
        ("2A2C", "36000.00"),
        ("LP1", "31000.00"),
        ("LP2", "36000.00"),
    ],
)
def test_income_limits_of_the_rent_refund(code: str, limit: str) -> None:
    assert verdicts("rent_refund", family(code), limit, as_of="2025-11-01", **RENTED) == EDGE


@pytest.mark.parametrize(
    ("programme", "code", "limit"),
    [
        ("enfia_half", "1A", "9000.00"),
        ("enfia_half", "2A2C", "12000.00"),
        ("enfia_full", "2A3C", "16000.00"),
        ("enfia_full", "LP3", "15000.00"),
    ],
)
def test_income_limits_of_the_property_tax(programme: str, code: str, limit: str) -> None:
    facts = {"assets__real_estate_value": "85000.00", "assets__buildings_m2": "150"}
    assert verdicts(programme, family(code), limit, **facts) == EDGE


@pytest.mark.parametrize(
    ("days", "two_years", "used", "expected"),
    [
        (124, 0, 0, "not_entitled"),
        (125, 0, 4, "entitled"),
        (125, 0, 5, "not_entitled"),
        (250, 0, 11, "entitled"),
        (0, 200, 4, "entitled"),
        (0, 199, 0, "not_entitled"),
    ],
)
def test_days_of_insurance_give_months_of_unemployment_benefit(
    days: int, two_years: int, used: int, expected: str
) -> None:
    jobless = head(
        employment="unemployed",
        unemployment_card=True,
        insured_days_last_14_months=days,
        insured_days_last_two_years=two_years,
        regular_unemployment_months_used=used,
        previous_monthly_wage="900.00",
    )
    told = screen(household(jobless), programmes=["unemployment_benefit"])["unemployment_benefit"]
    assert told.verdict == expected


@pytest.mark.parametrize(
    ("born", "programme", "facts", "expected"),
    [
        ("1959-03-01", "uninsured_elderly", {}, "entitled"),
        ("1959-03-02", "uninsured_elderly", {}, "not_entitled"),
        ("1959-02-28", "uninsured_elderly", {"legal_residence_years": 14}, "not_entitled"),
        ("1959-02-28", "uninsured_elderly", {"pension_monthly": "398.95"}, "entitled"),
        ("1959-02-28", "uninsured_elderly", {"pension_monthly": "398.96"}, "not_entitled"),
        ("1960-12-31", "november_250", {"pension_monthly": "500.00"}, "entitled"),
        ("1961-01-01", "november_250", {"pension_monthly": "500.00"}, "not_entitled"),
    ],
)
def test_edges_of_age_years_and_pension(born: str, programme: str, facts: dict[str, Any], expected: str) -> None:
    told = screen(household(head(born, **facts)), programmes=[programme])[programme]
    assert told.verdict == expected


@pytest.mark.parametrize(
    ("coefficient", "fuel", "amount"),
    [
        (0.43, "oil", "129.00"),
        (0.9, "pellet", "324.00"),
        (1.0, "oil", "375.00"),
        (1.1, "electricity", "522.50"),
        (0.1, "oil", "100.00"),
    ],
)
def test_amounts_of_the_heating_allowance_by_place_and_fuel(coefficient: float, fuel: str, amount: str) -> None:
    facts = {"dwelling__heating_fuel": fuel, "dwelling__heating_coefficient": coefficient}
    told = screen(household(head(), as_of="2025-11-20", **facts), programmes=["heating"])["heating"]
    assert str(told.amount) == amount


def test_whether_two_rises_of_very_cold_places_compound_is_left_open() -> None:
    facts = {"dwelling__heating_fuel": "oil", "dwelling__heating_coefficient": 1.3}
    told = screen(household(head(), as_of="2025-11-20", **facts), programmes=["heating"])["heating"]
    assert told.verdict == "entitled"
    assert told.amount is None
    assert told.amount_between is not None
    assert [str(bound) for bound in told.amount_between] == ["585.00", "609.38"]


def test_the_aid_of_uninsured_elderly_is_no_income_against_itself() -> None:
    described = household(head("1950-01-01"), benefits_received=["uninsured_elderly"])
    described["income"]["tax_year"]["including_exempt"] = "4794.48"
    assert screen(described, programmes=["uninsured_elderly"])["uninsured_elderly"].verdict == "entitled"
