import datetime as dt
from itertools import pairwise

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from uuid_utils.compat import uuid7

from arogi.core.small_counts import percent, text_of
from arogi.reception import errors
from arogi.reception.earlier import offers_to_make
from arogi.reception.models import Appointment, EarlierOffer, EarlierWish
from arogi.reception.services import appointments, earlier
from tests.reception.waiting_room import MONDAY, NOW, TODAY, booked, centre, clock, worker

TUESDAY = MONDAY + dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def structure(karditsa):
    return centre()


@pytest.fixture
def anna(karditsa, structure):
    return worker(karditsa, structure)


@pytest.fixture
def full(structure, anna):
    """Today and Monday are full; gives Monday's appointments."""
    times = ("9:00", "9:30", "10:00", "10:30")
    for time in times:
        booked(anna, structure, time, on=TODAY)
    return [booked(anna, structure, time) for time in times]


def ask(by, structure, time="9:00", *, on=TUESDAY, at=NOW):
    one = booked(by, structure, time, on=on)
    return earlier.ask_for_earlier(by=by, appointment_id=one.pk, at=at)


def cancel(by, one):
    appointments.cancel(by=by, appointment_id=one.pk, side="citizen", reason="", at=NOW)


def offers(by, at=NOW):
    return [(offer.wish, clock(offer.slot.starts_at)) for offer in offers_to_make(by, at).offers]


def call(by, wish, answer, *, at=NOW):
    (offer,) = [one for one in offers_to_make(by, at).offers if one.wish == wish]
    return earlier.record_offer(
        by=by, wish_id=wish.pk, starts_at=offer.slot.starts_at, worker=offer.slot.worker, answer=answer, at=at
    )


def test_nobody_is_called_while_nothing_earlier_is_free(structure, anna, full):
    ask(anna, structure)

    page = offers_to_make(anna, NOW)
    assert (page.offers, page.waiting) == ((), 1)


def test_a_time_that_becomes_free_is_offered_to_who_asked_first_and_to_nobody_else(structure, anna, full):
    first, second = ask(anna, structure, "9:30"), ask(anna, structure, "9:00", at=NOW + dt.timedelta(minutes=1))
    cancel(anna, full[2])
    assert offers(anna) == [(first, "10:00")]

    cancel(anna, full[3])
    assert offers(anna) == [(first, "10:00"), (second, "10:30")]


def test_who_takes_it_is_moved_at_once_and_the_old_time_is_free(structure, anna, full):
    wish = ask(anna, structure)
    cancel(anna, full[2])
    call(anna, wish, "accepted")

    moved = Appointment.objects.get(pk=wish.appointment_id)
    assert (clock(moved.starts_at), moved.starts_at.date()) == ("10:00", MONDAY)
    assert EarlierWish.objects.get().closed_at == NOW
    assert booked(anna, structure, "9:00", on=TUESDAY).state == "booked"


def test_three_calls_at_most_and_none_within_seven_days(structure, anna, full):
    wish = ask(anna, structure, on=dt.date(2026, 12, 22))
    made = []
    for days in range(30):
        at = NOW + dt.timedelta(days=days)
        if any(offer.wish == wish for offer in offers_to_make(anna, at).offers):
            call(anna, wish, "not_reached", at=at)
            made.append(days)

    assert [later - before for before, later in pairwise(made)] == [7, 7]
    assert len(made) == EarlierWish.MOST_OFFERS
    assert offers_to_make(anna, NOW + dt.timedelta(days=30)).resting == 1


def test_a_fourth_call_and_one_too_soon_are_refused_by_the_service_and_a_fourth_by_the_database(structure, anna, full):
    wish = ask(anna, structure, on=dt.date(2026, 12, 22))
    cancel(anna, full[0])
    offer = call(anna, wish, "refused")
    said = {"by": anna, "wish_id": wish.pk, "starts_at": offer.starts_at, "worker": anna.user, "answer": "refused"}

    with pytest.raises(errors.OfferedLately):
        earlier.record_offer(**said, at=NOW + WEEK - dt.timedelta(minutes=1))
    row = {"wish": wish, "starts_at": NOW, "worker": anna.user, "answer": "refused", "made_at": NOW}
    for number in (1, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            EarlierOffer.objects.create(id=uuid7(), number=number, **row)


def test_a_time_that_was_taken_meanwhile_moves_nobody_and_counts_no_call(structure, anna, full):
    wish = ask(anna, structure)
    cancel(anna, full[2])
    (offer,) = offers_to_make(anna, NOW).offers
    booked(anna, structure, "10:00")

    with pytest.raises(errors.TimeTaken):
        earlier.record_offer(
            by=anna,
            wish_id=wish.pk,
            starts_at=offer.slot.starts_at,
            worker=offer.slot.worker,
            answer="accepted",
            at=NOW,
        )
    assert not EarlierOffer.objects.exists()
    assert Appointment.objects.get(pk=wish.appointment_id).starts_at.date() == TUESDAY


def test_asking_twice_is_one_wish_and_it_can_be_taken_back(structure, anna, full):
    wish = ask(anna, structure)
    assert earlier.ask_for_earlier(by=anna, appointment_id=wish.appointment_id, at=NOW) == wish

    earlier.take_wish_back(by=anna, appointment_id=wish.appointment_id, at=NOW)
    cancel(anna, full[0])
    assert offers(anna) == []


def test_the_list_takes_as_many_queries_for_ten_as_for_one(structure, anna, full, django_assert_num_queries):
    for number in range(10):
        time = ("9:00", "9:30", "10:00", "10:30")[number % 4]
        ask(anna, structure, time, on=dt.date(2026, 12, 1) + dt.timedelta(days=number // 4))
    with django_assert_num_queries(9):
        offers_to_make(anna, NOW)


class TestPages:
    @pytest.fixture
    def browser(self, signed_in, karditsa, structure, anna):
        with time_machine.travel(NOW, tick=False):
            yield signed_in(anna.user, karditsa)

    def test_from_the_appointment_to_the_call_to_the_new_time(self, browser, structure, anna, full):
        one = booked(anna, structure, on=TUESDAY)
        browser.post(reverse("reception:wish_earlier", args=[one.pk]))
        answer = browser.post(
            reverse("reception:cancel_appointment", args=[full[1].pk]), {"side": "citizen"}, follow=True
        )
        assert "ζήτησαν νωρίτερη ώρα" in answer.content.decode()

        page = browser.get(reverse("reception:earlier")).content.decode()
        assert "Δευτέρα 23 Νοεμβρίου 2026, 09:30" in page
        (offer,) = offers_to_make(anna, NOW).offers
        sent = {"starts_at": offer.slot.starts_at.isoformat(), "worker": str(anna.user.pk), "answer": "accepted"}
        browser.post(reverse("reception:offer_earlier", args=[offer.wish.pk]), sent)
        assert clock(Appointment.objects.get(pk=one.pk).starts_at) == "09:30"

    @pytest.mark.parametrize(
        "changed", [{"starts_at": "x"}, {"starts_at": "2026-11-23T09:30"}, {"worker": "'"}, {"answer": "perhaps"}]
    )
    def test_nonsense_moves_nobody(self, browser, structure, anna, full, changed):
        wish = ask(anna, structure)
        cancel(anna, full[0])
        (offer,) = offers_to_make(anna, NOW).offers
        sent = {"starts_at": offer.slot.starts_at.isoformat(), "worker": str(anna.user.pk), "answer": "accepted"}
        browser.post(reverse("reception:offer_earlier", args=[wish.pk]), {**sent, **changed})

        assert not EarlierOffer.objects.exists()

    def test_missed_appointments_are_counted_without_small_numbers(self, browser, structure, anna, full):
        Appointment.objects.update(state="no_show")
        with time_machine.travel(NOW + dt.timedelta(days=5), tick=False):
            page = browser.get(reverse("reception:missed")).content.decode()

        assert "1-7" in page or "Δεν υπήρξε" not in page


def test_shares_are_told_of_large_numbers_only():
    assert percent(3, 100) == percent(5, 6) == ""
    assert percent(10, 100) == "10 %"
    assert percent(0, 50) == "0 %"
    assert text_of(7) == "1-7"
