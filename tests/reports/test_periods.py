import datetime as dt

import pytest
from django.utils import translation

from arogi.reports.periods import offered_periods, period_name

TODAY = dt.date(2026, 1, 15)
NAMES = {
    ("2026-01-01", "2026-03-31"): "α΄ τρίμηνο 2026",
    ("2017-10-01", "2017-12-31"): "δ΄ τρίμηνο 2017",
    ("2026-07-01", "2026-12-31"): "β΄ εξάμηνο 2026",
    ("2024-02-01", "2024-02-29"): "Φεβρουάριος 2024",
    ("2026-01-01", "2026-12-31"): "Έτος 2026",
    ("2017-12-01", "2018-02-28"): "1 Δεκεμβρίου 2017 έως 28 Φεβρουαρίου 2018",
    ("2026-02-01", "2026-04-30"): "1 Φεβρουαρίου 2026 έως 30 Απριλίου 2026",
    ("2026-01-01", "2027-12-31"): "1 Ιανουαρίου 2026 έως 31 Δεκεμβρίου 2027",
    ("2026-03-03", "2026-03-03"): "3 Μαρτίου 2026 έως 3 Μαρτίου 2026",
}


@pytest.mark.parametrize(("days", "name"), NAMES.items(), ids=["_".join(days) for days in NAMES])
def test_a_span_of_days_is_called_as_a_municipality_calls_it(days, name):
    assert period_name(*map(dt.date.fromisoformat, days)) == name


def test_english_counts_in_digits():
    with translation.override("en"):
        assert period_name(dt.date(2026, 1, 1), dt.date(2026, 3, 31)) == "Quarter 1 of 2026"


def test_the_periods_of_january_reach_back_into_the_year_before():
    codes = [period.code for period in offered_periods(TODAY, first_day=dt.date(2017, 12, 1))]

    assert codes == [
        "2026-01",
        "2025-12",
        *("2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1"),
        *("2026-H1", "2025-H2", "2025-H1"),
        *("2026", "2025", "2024"),
        "start",
    ]


def test_each_period_is_whole_and_since_the_start_ends_today():
    periods = {
        period.code: (period.since, period.until) for period in offered_periods(TODAY, first_day=dt.date(2017, 12, 1))
    }

    assert periods["2025-12"] == (dt.date(2025, 12, 1), dt.date(2025, 12, 31))
    assert periods["2025-Q1"] == (dt.date(2025, 1, 1), dt.date(2025, 3, 31))
    assert periods["2025-H2"] == (dt.date(2025, 7, 1), dt.date(2025, 12, 31))
    assert periods["start"] == (dt.date(2017, 12, 1), TODAY)


def test_since_the_start_is_today_where_nothing_was_recorded():
    assert offered_periods(TODAY, first_day=None)[-1].since == TODAY
