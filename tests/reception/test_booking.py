import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from uuid_utils.compat import uuid7

from arogi.centres.selectors import ATHENS
from arogi.core.errors import NotAllowed
from arogi.core.models import AccessRecord
from arogi.people.services import merge_persons, undo_merge
from arogi.reception import errors
from arogi.reception.models import Appointment, AppointmentEvent, ReceptionMode, StaffAbsence
from arogi.reception.services import appointments as services
from arogi.reception.services.appointments import WantedTime, phone_of
from tests.factories import member
from tests.factories import structure as another_structure
from tests.reception.factories import contact, line, person, service
from tests.reception.waiting_room import MONDAY, NOW, TODAY, booked, centre, clock, worker

AT_NINE = dt.datetime(2026, 11, 23, 9, 0, tzinfo=ATHENS)
NEXT_YEAR = TODAY.replace(year=2027)


@pytest.fixture
def structure(karditsa):
    return centre()


@pytest.fixture
def anna(karditsa, structure):
    return worker(karditsa, structure)


def move(by, one, time, **changes):
    hour, minute = map(int, time.split(":"))
    wanted = WantedTime(
        date=changes.pop("on", MONDAY), time=dt.time(hour, minute), worker=changes.pop("worker", by.user)
    )
    return services.move(by=by, appointment_id=one.pk, wanted=wanted, side="citizen", at=NOW)


def again(one):
    return Appointment.objects.get(pk=one.pk)


class TestBooking:
    def test_an_appointment_is_kept_in_utc_with_the_length_of_its_kind(self, structure, anna):
        one = again(booked(anna, structure, "9:30", service=service("A2.01")))

        assert one.starts_at == dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC)
        assert one.ends_at - one.starts_at == dt.timedelta(minutes=30)
        assert (one.state, one.worker_id, one.booked_by_id) == ("booked", anna.user.pk, anna.user.pk)

    def test_of_somebody_without_a_file_initials_stand_and_the_phone_is_encrypted(self, structure, anna):
        one = again(booked(anna, structure, initials=" Μ.\u202eΠ. ", phone="697 123 4567"))

        assert (one.who, phone_of(one)) == ("Μ.Π.", "+306971234567")
        assert b"697" not in bytes(one.phone)

    def test_the_same_form_sent_twice_books_once(self, structure, anna):
        form = uuid4()

        assert booked(anna, structure, submission=form) == booked(anna, structure, submission=form)
        assert Appointment.objects.count() == AppointmentEvent.objects.count() == 1

    def test_whoever_is_free_first_receives_where_nobody_is_named(self, structure, anna, karditsa):
        maria = worker(karditsa, structure)
        first = booked(anna, structure, worker=None)
        second = booked(anna, structure, worker=None)

        assert {first.worker_id, second.worker_id} == {anna.user.pk, maria.user.pk}
        with pytest.raises(errors.TimeTaken):
            booked(anna, structure, worker=None)

    def test_a_taken_time_is_refused_with_the_next_free_one(self, structure, anna):
        for time in ("9:00", "9:30"):
            booked(anna, structure, time)

        with translation.override("en"), pytest.raises(errors.TimeTaken) as refusal:
            booked(anna, structure, "9:15")

        assert f"The next free time is Monday 23 November 2026, 10:00 with {anna.user.name}." in str(refusal.value)

    def test_no_free_time_in_two_months_is_said(self, structure, anna):
        booked(anna, structure)
        ReceptionMode.objects.create(
            structure=structure, kind="queue", from_date=MONDAY + dt.timedelta(days=1), until_date=NEXT_YEAR
        )
        for time in ("9:30", "10:00", "10:30"):
            booked(anna, structure, time)

        with translation.override("en"), pytest.raises(errors.TimeTaken, match="no free time in the next two months"):
            booked(anna, structure)

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"time": "8:45"}, errors.OutsideHours),
            ({"time": "10:45"}, errors.OutsideHours),
            ({"on": dt.date(2026, 11, 28)}, errors.ClosedThen),
            ({"on": dt.date(2026, 12, 25)}, errors.ClosedThen),
            ({"on": dt.date(2026, 11, 19)}, errors.TimeIsOver),
            ({"on": dt.date(2027, 11, 29)}, errors.TooFarAhead),
            ({"initials": " "}, errors.WhoIsMissing),
            ({"phone": "κανένα"}, errors.PhoneCannotBeRead),
            ({"on": dt.date(2027, 3, 28), "time": "3:30"}, errors.NoSuchTime),
        ],
    )
    def test_what_cannot_be_is_refused(self, structure, anna, said, refusal):
        with pytest.raises(refusal):
            booked(anna, structure, **said)
        assert not Appointment.objects.exists()

    def test_a_colleague_who_is_away_or_works_elsewhere_is_not_booked(self, structure, anna, karditsa):
        elsewhere = worker(karditsa, another_structure())
        StaffAbsence.objects.create(worker=anna.user, starts_at=AT_NINE, ends_at=AT_NINE + dt.timedelta(minutes=10))

        for who in (anna.user, elsewhere.user):
            with pytest.raises(errors.WorkerAway):
                booked(anna, structure, worker=who)

    def test_a_person_is_not_booked_into_two_places(self, structure, anna, karditsa):
        someone, maria = person(), worker(karditsa, structure)
        booked(anna, structure, person=someone)

        with pytest.raises(errors.OtherAppointmentThen):
            booked(maria, structure, person=someone)

    def test_a_day_for_pending_cases_takes_a_person_with_an_open_request_only(self, structure, anna):
        ReceptionMode.objects.create(structure=structure, kind="pending", from_date=MONDAY, until_date=MONDAY)
        pending, other = person(), person()
        contact(anna, person=pending)

        assert booked(anna, structure, person=pending).state == "booked"
        with pytest.raises(errors.ClosedThen):
            booked(anna, structure, "9:30", person=other)

    def test_whoever_works_elsewhere_or_may_not_books_nothing(self, structure, anna, karditsa):
        with pytest.raises(errors.NotYourAppointments):
            booked(worker(karditsa, another_structure()), structure, worker=anna.user)
        with pytest.raises(NotAllowed):
            booked(member(karditsa, "supervisor"), structure, worker=anna.user)


class TestTheDatabase:
    def row(self, like, **changes):
        columns = ("structure_id", "worker_id", "starts_at", "ends_at", "initials")
        return Appointment(id=uuid7(), **{**{name: getattr(like, name) for name in columns}, **changes})

    def test_it_refuses_a_double_booking_whatever_the_program_does(self, structure, anna):
        one = booked(anna, structure)

        for minutes in (-29, 0, 29):
            by = dt.timedelta(minutes=minutes)
            with pytest.raises(IntegrityError, match="reception_no_double_booking"), transaction.atomic():
                self.row(one, starts_at=one.starts_at + by, ends_at=one.ends_at + by).save(force_insert=True)

    def test_what_follows_at_once_what_was_cancelled_and_other_colleagues_are_no_double_booking(
        self, structure, anna, karditsa
    ):
        one = booked(anna, structure)

        self.row(one, starts_at=one.ends_at, ends_at=one.ends_at + dt.timedelta(minutes=5)).save(force_insert=True)
        self.row(one, state="cancelled", cancelled_by_side="centre").save(force_insert=True)
        self.row(one, state="no_show").save(force_insert=True)
        self.row(one, worker_id=worker(karditsa, structure).user.pk).save(force_insert=True)

        assert Appointment.objects.count() == 5

    def test_the_same_colleague_at_the_same_time_in_another_municipality_is_nobody_elses_business(
        self, structure, anna, karditsa, trikala
    ):
        from arogi.centres.models import Structure
        from arogi.core.acting import acting_in

        one = booked(anna, structure)
        with acting_in(trikala.pk):
            there = Structure.objects.get(code="KK")
            self.row(one, structure_id=there.pk).save(force_insert=True)
            assert Appointment.objects.count() == 1

    def test_the_constraint_begins_with_the_municipality(self, structure):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'reception_no_double_booking'"
            )
            (text,) = cursor.fetchone()

        assert text.startswith("EXCLUDE USING gist (municipality_id WITH =, worker_id WITH =, tstzrange(")


class TestWhatHappens:
    def test_arrived_and_done_with_the_contact_that_it_became(self, structure, anna):
        one = booked(anna, structure, person=person())
        services.note_arrival(by=anna, appointment_id=one.pk, at=AT_NINE)
        assert (again(one).state, again(one).arrived_at) == ("arrived", AT_NINE)

        made = contact(anna, person=one.person, today=MONDAY, date=MONDAY)
        services.note_done(by=anna, appointment_id=one.pk, at=AT_NINE, contact=made)

        assert (again(one).state, again(one).contact_id) == ("done", made.pk)

    def test_a_second_click_changes_nothing(self, structure, anna):
        one = booked(anna, structure)
        events = {services.note_arrival(by=anna, appointment_id=one.pk, at=AT_NINE).pk for _click in range(3)}

        assert len(events) == 1

    def test_nobody_arrives_before_the_day_and_nobody_is_missed_before_the_time(self, structure, anna):
        one = booked(anna, structure)

        for act in (services.note_arrival, services.note_no_show, services.note_done):
            with pytest.raises(errors.NotYet):
                act(by=anna, appointment_id=one.pk, at=NOW)

    def test_who_did_not_come_leaves_the_time_free(self, structure, anna):
        one = booked(anna, structure)
        services.note_no_show(by=anna, appointment_id=one.pk, at=AT_NINE)

        with pytest.raises(errors.NothingAhead):
            services.cancel(by=anna, appointment_id=one.pk, side="citizen", reason="", at=AT_NINE)
        assert booked(anna, structure, moment=AT_NINE).state == "booked"

    def test_moving_keeps_the_length_of_its_kind_and_frees_the_old_time(self, structure, anna):
        one = booked(anna, structure)
        move(anna, one, "9:15")  # over its own old time
        assert (clock(again(one).starts_at), clock(again(one).ends_at)) == ("09:15", "09:45")

        move(anna, one, "10:00")
        assert clock(booked(anna, structure, "9:00").starts_at) == "09:00"

    def test_moving_into_a_taken_time_changes_nothing(self, structure, anna):
        one, other = booked(anna, structure), booked(anna, structure, "10:00")

        with pytest.raises(errors.TimeTaken):
            move(anna, one, "10:00")

        assert clock(again(one).starts_at) == "09:00"
        assert clock(again(other).starts_at) == "10:00"

    def test_cancelling_says_by_whom_and_why_and_frees_the_time(self, structure, anna):
        one = booked(anna, structure)
        event = services.cancel(by=anna, appointment_id=one.pk, side="citizen", reason=" δεν μπορεί ", at=NOW)

        assert (again(one).state, again(one).cancelled_by_side) == ("cancelled", "citizen")
        assert (event.side, event.words) == ("citizen", "δεν μπορεί")
        assert booked(anna, structure).state == "booked"

    def test_the_last_act_can_be_taken_back(self, structure, anna):
        one = booked(anna, structure)
        before = again(one)
        for act in (
            lambda: move(anna, one, "10:00"),
            lambda: services.cancel(by=anna, appointment_id=one.pk, side="centre", reason="", at=NOW),
        ):
            services.undo(by=anna, event_id=act().pk, at=NOW)
            now = again(one)
            assert (now.state, now.starts_at, now.worker_id) == (before.state, before.starts_at, before.worker_id)

    def test_a_booking_that_is_taken_back_is_cancelled(self, structure, anna):
        one = booked(anna, structure)
        services.undo(by=anna, event_id=one.events.get().pk, at=NOW)

        assert again(one).state == "cancelled"

    def test_what_somebody_else_has_meanwhile_is_not_taken_back(self, structure, anna):
        one = booked(anna, structure)
        event = services.cancel(by=anna, appointment_id=one.pk, side="citizen", reason="", at=NOW)
        booked(anna, structure)

        with pytest.raises(errors.TimeTaken):
            services.undo(by=anna, event_id=event.pk, at=NOW)
        assert again(one).state == "cancelled"

    def test_only_the_own_last_act_is_taken_back(self, structure, anna, karditsa):
        one = booked(anna, structure)
        first = one.events.get()
        move(anna, one, "10:00")

        with pytest.raises(errors.AppointmentCannotBeUndone):
            services.undo(by=anna, event_id=first.pk, at=NOW)
        with pytest.raises(errors.NoSuchAppointment):
            services.undo(by=worker(karditsa, structure), event_id=one.events.latest("pk").pk, at=NOW)

    def test_each_act_leaves_one_access_record_that_names_the_person(self, structure, anna, karditsa):
        from arogi.core.acting import acting_in

        with acting_in(karditsa.pk):
            one = booked(anna, structure, person=person())
            move(anna, one, "10:00")
            services.cancel(by=anna, appointment_id=one.pk, side="centre", reason="", at=NOW)

        records = AccessRecord.objects.filter(kind="appointment").order_by("sequence")
        assert [record.verb for record in records] == ["create", "change", "cancel"]
        assert {record.person_id for record in records} == {one.person_id}


def test_the_appointments_of_a_confidential_structure_are_nobody_elses(karditsa):
    branch, anna = centre(code="ROMA"), worker(karditsa, centre())
    mediator = worker(karditsa, branch, "mediator")
    one = booked(mediator, branch)

    for act in (services.note_arrival, services.note_no_show):
        with pytest.raises(errors.NoSuchAppointment):
            act(by=anna, appointment_id=one.pk, at=AT_NINE)


def test_merging_moves_the_appointments_and_undoing_gives_them_back(structure, anna, karditsa):
    kept, absorbed = person(), person()
    one = booked(anna, structure, person=absorbed)
    merge = merge_persons(by=anna, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)
    assert again(one).person_id == kept.pk

    undo_merge(by=anna, merge_id=merge.pk, at=NOW)
    assert again(one).person_id == absorbed.pk


def test_a_line_of_the_catalogue_is_no_longer_than_its_kind(structure, anna):
    from arogi.reception.models import ServiceLength

    ServiceLength.objects.create(structure=structure, category="C1", minutes=60)

    one = booked(anna, structure, service=line("C1.01").service)

    assert clock(one.ends_at) == "10:00"
