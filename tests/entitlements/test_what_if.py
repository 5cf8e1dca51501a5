from decimal import Decimal

import pytest
from openfisca_greece import read_household, screen

from arogi.entitlements.charts import chart_of
from arogi.entitlements.presentation import shown
from arogi.entitlements.what_if import what_if
from tests.entitlements.households import NO_OTHER_INCOME, NOTHING, couple_with_two_pupils, nearly_nothing_known


@pytest.fixture(scope="module")
def asked():
    return what_if(read_household(couple_with_two_pupils()))


def earning(wages):
    year = f"{wages * 12}.00"
    income = {
        "six_months": {**NO_OTHER_INCOME, "wages": f"{wages * 6}.00"},
        "tax_year": {
            "year": 2024,
            "family": year,
            "including_exempt": year,
            "business_gross": NOTHING,
            "of_head": year,
        },
    }
    return screen(couple_with_two_pupils(income=income))


@pytest.mark.parametrize("wages", [0, 251, 540, 541, 1000, 1001, 2501])
def test_each_income_gives_what_a_check_at_that_income_gives(asked, wages):
    sums = shown(earning(wages), "el").sums

    assert asked.at(wages).support == pytest.approx(float(sums.per_month + sums.per_year / 12), abs=0.011)


def test_a_cliff_is_where_one_euro_more_loses_support(asked):
    lost = {cliff.wages: cliff for cliff in asked.cliffs}

    assert lost[1000].programmes == ("a21",)
    assert lost[1000].lost == pytest.approx(56)
    assert asked.at(1001).together < asked.at(1000).together
    assert asked.at(lost[1000].back_at).together >= asked.at(1000).together
    assert asked.at(lost[1000].back_at - 1).together < asked.at(1000).together


def test_support_that_falls_euro_by_euro_is_no_cliff(asked):
    assert asked.at(100).support < asked.at(0).support
    assert all(not 0 <= cliff.wages < 250 for cliff in asked.cliffs)


def test_what_cannot_be_said_is_named_and_in_no_sum():
    asked = what_if(read_household(nearly_nothing_known()), highest_wages=50)

    assert "eee" in asked.undecided
    assert not asked.support.any()


def test_what_is_received_already_is_in_the_chart_too(asked):
    receiving = what_if(read_household(couple_with_two_pupils(benefits_received=["a21"])))

    assert receiving.at(0).support == asked.at(0).support


def test_other_income_of_the_tax_year_stays():
    pensions = couple_with_two_pupils()
    pensions["income"]["six_months"]["pensions"] = "3000.00"
    pensions["income"]["tax_year"] |= {"family": "6000.00", "including_exempt": "6000.00", "of_head": "6000.00"}
    asked = what_if(read_household(pensions), highest_wages=600)

    assert 500 in [cliff.wages for cliff in asked.cliffs if cliff.programmes == ("a21",)]


def test_a_chart_of_no_euro_is_refused():
    with pytest.raises(ValueError, match="at least one euro"):
        what_if(read_household(couple_with_two_pupils()), highest_wages=0)


def test_the_chart_numbers_its_cliffs_as_the_table_does(asked):
    chart = chart_of(asked)

    assert [mark.number for mark in chart.marks] == [line.number for line in chart.cliffs]
    assert ",".join(row.fell for row in chart.rows if row.fell).replace(" ", "").split(",") == [
        str(line.number) for line in chart.cliffs
    ]
    assert Decimal(chart.line.split()[0].split(",")[0]) == chart.left
