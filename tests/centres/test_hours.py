import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from arogi.centres import services
from arogi.centres.holidays import easter_sunday, holiday_on, holidays_between
from arogi.centres.models import Closure, Municipality, Structure
from arogi.centres.selectors import Range, calendar, holiday_words, is_open, structures_at, working_days
from arogi.core.acting import acting_in

ATHENS = ZoneInfo("Europe/Athens")
MORNING = Range(opens=dt.time(8), closes=dt.time(14))
EVENING = Range(opens=dt.time(17), closes=dt.time(20))
LONG_AGO = dt.date(2020, 1, 1)


def at(year, month, day, hour, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=ATHENS)


@pytest.fixture
def centre(karditsa):
    Municipality.objects.filter(pk=karditsa.pk).update(patron_day="11-20", patron_name="Πολιούχος")
    found = Structure.objects.get(code="KK")
    week = {weekday: [MORNING] for weekday in range(5)} | {2: [MORNING, EVENING]}
    services.set_hours(structure_id=found.pk, week=week, on=LONG_AGO)
    return found


@pytest.mark.parametrize("easter", ["2025-04-20", "2026-04-12", "2027-05-02", "2028-04-16", "2029-04-08", "2030-04-28"])
def test_the_days_that_move_with_orthodox_easter(easter):
    sunday = dt.date.fromisoformat(easter)
    moving = {
        "Green Monday": sunday - dt.timedelta(days=48),
        "Good Friday": sunday - dt.timedelta(days=2),
        "Easter Monday": sunday + dt.timedelta(days=1),
        "Pentecost Monday": sunday + dt.timedelta(days=50),
    }

    assert easter_sunday(sunday.year) == sunday
    assert {name: holiday_on(day).name for name, day in moving.items()} == {name: name for name in moving}


@pytest.mark.parametrize("year", range(2025, 2031))
def test_a_year_has_twelve_holidays_and_only_a_moved_may_day_more(year):
    days = holidays_between(dt.date(year, 1, 1), dt.date(year, 12, 31))

    assert len([day for day in days if not day.is_expected]) == 12
    assert {day.name for day in days if day.is_expected} <= {"Labor Day"}


def test_may_day_of_2027_falls_on_holy_saturday_and_is_expected_to_move_to_the_tuesday():
    moved = holiday_on(dt.date(2027, 5, 4))

    assert moved.is_expected
    with translation.override("el"):
        assert holiday_words(moved) == "Πρωτομαγιά (αναμένεται· επιβεβαιώνεται με υπουργική απόφαση)"


def test_the_local_patron_has_a_day_and_29_february_every_year():
    assert holiday_on(dt.date(2026, 11, 20), patron_day="11-20", patron_name="Άγιος").name == "Άγιος"
    assert holiday_on(dt.date(2027, 2, 28), patron_day="02-29", patron_name="Άγιος") is not None
    assert holiday_on(dt.date(2032, 2, 28), patron_day="02-29", patron_name="Άγιος") is None
    assert holiday_on(dt.date(2032, 2, 29), patron_day="02-29", patron_name="Άγιος") is not None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(2026, 11, 18, 8, 0), True),
        (at(2026, 11, 18, 7, 59), False),
        (at(2026, 11, 18, 13, 59), True),
        (at(2026, 11, 18, 14, 0), False),
        (at(2026, 11, 18, 18, 0), True),  # Wednesday evening
        (at(2026, 11, 19, 18, 0), False),
        (at(2026, 11, 20, 9, 0), False),  # the patron's day
        (at(2026, 11, 21, 9, 0), False),  # Saturday
        (at(2026, 10, 28, 9, 0), False),
        (dt.datetime(2026, 11, 18, 7, 0, tzinfo=dt.UTC), True),  # nine o'clock in Athens
        (dt.datetime(2026, 11, 17, 22, 30, tzinfo=dt.UTC), False),  # after midnight in Athens
    ],
)
def test_a_structure_is_open_within_its_hours(centre, moment, expected):
    assert is_open(centre, moment) is expected


def test_a_moment_without_time_zone_is_refused(centre):
    with pytest.raises(ValueError, match="time zone"):
        is_open(centre, dt.datetime(2026, 11, 18, 9))  # noqa: DTZ001  (that is the point)


@pytest.mark.trust("F46")
def test_the_night_in_which_an_hour_comes_twice_is_no_problem(centre):
    services.set_hours(structure_id=centre.pk, week={6: [Range(opens=dt.time(3), closes=dt.time(4))]}, on=LONG_AGO)

    assert is_open(centre, dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC))
    assert is_open(centre, dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC))


def test_a_closure_of_the_structure_closes_it_alone(centre):
    branch = Structure.objects.get(code="ROMA")
    day = dt.date(2026, 11, 18)
    services.set_hours(structure_id=branch.pk, week={2: [MORNING]}, on=LONG_AGO)
    services.close(structure=branch, from_date=day, until_date=day, reason="Πλημμύρα")

    assert is_open(centre, at(2026, 11, 18, 9))
    assert not is_open(branch, at(2026, 11, 18, 9))
    assert calendar(day, day).day_of(branch, day).closed_because == "Πλημμύρα"


def test_a_closure_of_the_municipality_closes_everything(centre):
    services.close(structure=None, from_date=dt.date(2026, 11, 17), until_date=dt.date(2026, 11, 18), reason="Απεργία")

    assert not is_open(centre, at(2026, 11, 18, 9))
    assert is_open(centre, at(2026, 11, 19, 9))


def test_working_days_leave_out_weekends_holidays_and_closures(centre):
    services.close(structure=None, from_date=dt.date(2026, 11, 17), until_date=dt.date(2026, 11, 17), reason="Απεργία")

    days = working_days(dt.date(2026, 11, 14), dt.date(2026, 11, 22))

    assert [day.day for day in days] == [16, 18, 19]
    assert working_days(dt.date(2026, 11, 22), dt.date(2026, 11, 14)) == []


def test_holy_week_has_the_right_working_days(centre):
    days = working_days(dt.date(2027, 4, 26), dt.date(2027, 5, 7))

    assert [f"{day:%d-%m}" for day in days] == ["26-04", "27-04", "28-04", "29-04", "05-05", "06-05", "07-05"]


def test_new_hours_hold_from_their_day_and_the_old_ones_stay_known(centre):
    services.set_hours(structure_id=centre.pk, week={0: [EVENING]}, on=dt.date(2026, 11, 23))

    assert is_open(centre, at(2026, 11, 16, 9))
    assert not is_open(centre, at(2026, 11, 23, 9))
    assert is_open(centre, at(2026, 11, 23, 18))


def test_hours_that_are_set_twice_for_one_day_are_there_once(centre):
    for _ in range(2):
        services.set_hours(structure_id=centre.pk, week={0: [MORNING]}, on=LONG_AGO)

    assert centre.hours.count() == 1


@pytest.mark.parametrize(
    "ranges", [[EVENING, MORNING], [Range(opens=dt.time(14), closes=dt.time(8))], [MORNING, MORNING]]
)
def test_hours_that_overlap_are_refused(centre, ranges):
    with pytest.raises(services.HoursOverlap):
        services.set_hours(structure_id=centre.pk, week={0: ranges}, on=LONG_AGO)


def test_a_structure_that_does_not_exist_yet_or_any_more_is_closed(centre):
    centre.opened_on, centre.closed_on = dt.date(2026, 11, 18), dt.date(2026, 11, 19)

    assert [is_open(centre, at(2026, 11, day, 9)) for day in (17, 18, 19)] == [False, True, False]


@pytest.mark.trust("T39")
def test_the_list_asks_the_same_questions_for_any_number_of_structures(centre, django_assert_num_queries):
    for number in range(20):
        services.open_structure(code=f"M{number}", kind="mobile_unit", name_el=f"Μονάδα {number}", parent=centre)

    with django_assert_num_queries(4):
        assert len(structures_at(at(2026, 11, 18, 9))) == 22


def test_the_hours_of_another_municipality_are_its_own(centre, trikala):
    with acting_in(trikala.id):
        services.close(structure=None, from_date=LONG_AGO, until_date=dt.date(2030, 1, 1), reason="Ξένο")

    assert is_open(centre, at(2026, 11, 18, 9))
    assert not Closure.objects.exists()
