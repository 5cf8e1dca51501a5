import datetime as dt

import pytest
from django.utils import translation

from arogi.accounts.models import Membership
from arogi.centres import services as centres
from arogi.centres.models import Municipality, OpeningHours
from arogi.centres.selectors import ATHENS, Range
from arogi.reception.errors import NoSuchTime
from arogi.reception.models import ReceptionMode, ServiceLength, StaffAbsence
from arogi.reception.slots import minutes_for, moment_of, timetable
from tests.factories import membership
from tests.reception.waiting_room import MONDAY, NOW, booked, centre, clock, worker

pytestmark = pytest.mark.trust("F46")


@pytest.fixture
def structure(karditsa):
    return centre()


@pytest.fixture
def anna(karditsa, structure):
    return worker(karditsa, structure)


def times(structure, on=MONDAY, *, minutes=30, after=NOW, **asked):
    table = timetable(structure, on, on)
    return [clock(slot.starts_at) for slot in table.free(on, minutes=minutes, after=after, **asked)]


def mode(structure, kind, **changes):
    return ReceptionMode.objects.create(structure=structure, kind=kind, **{"from_date": dt.date(2026, 1, 1), **changes})


def test_times_follow_each_other_within_the_hours(structure, anna):
    assert times(structure) == ["09:00", "09:30", "10:00", "10:30"]
    assert times(structure, minutes=45) == ["09:00", "09:45"]


def test_a_booked_time_is_not_free_and_the_next_begins_when_it_ends(structure, anna):
    booked(anna, structure, "9:10")

    assert times(structure, minutes=30) == ["09:40", "10:10"]


def test_each_colleague_has_times_of_their_own(structure, anna, karditsa):
    maria = worker(karditsa, structure)
    booked(anna, structure, "9:00")

    assert times(structure).count("09:00") == 1
    assert times(structure, worker_id=maria.user.pk)[0] == "09:00"
    assert times(structure, worker_id=anna.user.pk)[0] == "09:30"


def test_times_that_are_over_are_not_offered(structure, anna):
    assert times(structure, after=dt.datetime(2026, 11, 23, 9, 40, tzinfo=ATHENS)) == ["10:00", "10:30"]


def test_whoever_is_away_has_no_free_time(structure, anna):
    StaffAbsence.objects.create(
        worker=anna.user,
        starts_at=dt.datetime(2026, 11, 23, 9, 30, tzinfo=ATHENS),
        ends_at=dt.datetime(2026, 11, 23, 10, 30, tzinfo=ATHENS),
    )

    assert times(structure) == ["09:00", "10:30"]


def test_whoever_leaves_has_no_time_after_the_last_day(structure, anna):
    Membership.objects.filter(user=anna.user).update(valid_until=MONDAY)

    assert times(structure) == []
    assert times(structure, dt.date(2026, 11, 20)) != []


def test_where_a_structure_has_no_staff_of_its_own_the_municipalitys_receive(structure, karditsa):
    lawyer = membership(karditsa, "lawyer")
    membership(karditsa, "auditor")

    assert [one.pk for one in timetable(structure, MONDAY, MONDAY).workers_on(MONDAY)] == [lawyer.pk]


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("2027-04-30", "Good Friday"),
        ("2027-05-03", "Easter Monday"),
        ("2027-03-15", "Green Monday"),
        ("2027-03-25", "Independence Day"),
        ("2026-11-30", "Local holiday"),
        ("2026-12-01", "Strike"),
        ("2026-11-28", "closed on this day of the week"),
    ],
)
def test_holidays_the_patrons_day_and_closures_have_no_times_and_say_why(structure, anna, karditsa, date, why):
    Municipality.objects.filter(pk=karditsa.pk).update(patron_day="11-30")
    day = dt.date.fromisoformat(date)
    centres.close(structure=structure, from_date=dt.date(2026, 12, 1), until_date=dt.date(2026, 12, 1), reason="Strike")

    with translation.override("en"):
        found = timetable(structure, day, day).day(day)

    assert found.spans == ()
    assert why in found.closed_because


def test_the_29th_of_february_is_a_day_like_others_and_a_patrons_day_of_it_moves_to_the_28th(structure, anna, karditsa):
    assert times(structure, dt.date(2028, 2, 29)) == ["09:00", "09:30", "10:00", "10:30"]
    Municipality.objects.filter(pk=karditsa.pk).update(patron_day="02-29")

    assert times(structure, dt.date(2028, 2, 29)) == []
    assert times(structure, dt.date(2028, 2, 25)) != []
    assert times(structure, dt.date(2029, 2, 28)) == []


class TestNightsOnWhichTheClocksChange:
    NIGHT = Range(opens=dt.time(2), closes=dt.time(6))

    @pytest.fixture
    def open_at_night(self, karditsa):
        structure = centre(week={6: [self.NIGHT]})
        worker(karditsa, structure)
        return structure

    def test_a_night_of_23_hours_has_one_hour_less(self, open_at_night):
        found = times(open_at_night, dt.date(2027, 3, 28), minutes=60)

        assert found == ["02:00", "04:00", "05:00"]

    def test_a_night_of_25_hours_has_one_hour_more(self, open_at_night):
        night = dt.date(2027, 10, 31)
        free = timetable(open_at_night, night, night).free(night, minutes=60, after=NOW)

        assert [clock(slot.starts_at) for slot in free] == ["02:00", "03:00", "03:00", "04:00", "05:00"]
        assert len({slot.starts_at for slot in free}) == 5

    def test_a_time_that_the_clocks_jump_over_is_refused(self):
        with pytest.raises(NoSuchTime):
            moment_of(dt.date(2027, 3, 28), dt.time(3, 30))

    def test_the_same_time_is_another_moment_in_summer_and_in_winter(self):
        assert moment_of(dt.date(2027, 3, 26), dt.time(9)).hour == 7
        assert moment_of(dt.date(2027, 3, 29), dt.time(9)).hour == 6

    def test_an_opening_in_the_lost_hour_is_its_end(self, karditsa):
        structure = centre(week={6: [Range(opens=dt.time(3), closes=dt.time(6))]})
        worker(karditsa, structure)

        assert times(structure, dt.date(2027, 3, 28), minutes=60)[0] == "04:00"


class TestWaysOfReceiving:
    def test_without_appointments_there_are_no_times_and_the_notice_says_why(self, structure, anna):
        mode(structure, "letters", letters=["Α-Δ"])
        mode(structure, "suspended", notice_el="Κλειστά λόγω φόρτου.", from_date=MONDAY, until_date=MONDAY)

        with translation.override("el"):
            found = timetable(structure, MONDAY, MONDAY).day(MONDAY)

        assert found.spans == ()
        assert "Κλειστά λόγω φόρτου." in found.closed_because

    def test_an_exception_holds_on_its_days_only(self, structure, anna):
        mode(structure, "appointments")
        mode(structure, "queue", from_date=MONDAY, until_date=MONDAY)

        assert times(structure) == []
        assert times(structure, MONDAY + dt.timedelta(days=1)) != []

    def test_of_what_holds_until_further_notice_the_latest_holds(self, structure, anna):
        mode(structure, "queue")
        mode(structure, "mixed", from_date=MONDAY)

        assert times(structure) != []
        assert times(structure, dt.date(2026, 11, 20)) == []

    def test_days_for_pending_cases_are_open_for_these(self, structure, anna):
        mode(structure, "pending")

        assert times(structure) == []
        assert times(structure, has_open_case=True) == ["09:00", "09:30", "10:00", "10:30"]

    def test_appointments_may_have_shorter_hours_than_the_structure(self, structure, anna):
        mode(structure, "mixed", appointments_from=dt.time(10), appointments_until=dt.time(20))

        assert times(structure) == ["10:00", "10:30"]

    def test_where_no_hours_are_written_down_the_hours_of_appointments_stand_alone(self, structure, anna):
        OpeningHours.objects.all().delete()
        assert times(structure) == []
        mode(structure, "mixed", appointments_from=dt.time(9), appointments_until=dt.time(10))

        assert times(structure) == ["09:00", "09:30"]
        assert times(structure, dt.date(2026, 12, 25)) == []
        assert times(structure, dt.date(2026, 11, 28)) == []


def test_a_length_holds_for_its_kind_of_service_and_structure(structure):
    ServiceLength.objects.create(structure=structure, category="C1", minutes=60)

    assert minutes_for(structure, "C1") == 60
    assert minutes_for(structure, "A2") == minutes_for(structure, "") == 30


def test_a_timetable_of_two_months_takes_as_many_queries_as_one_of_a_day(structure, anna, django_assert_num_queries):
    for time in ("9:00", "9:30", "10:00"):
        booked(anna, structure, time)

    with django_assert_num_queries(7):
        table = timetable(structure, MONDAY, MONDAY + dt.timedelta(days=60))
        slot = table.first_free(minutes=30, after=NOW)

    assert clock(slot.starts_at) == "10:30"
