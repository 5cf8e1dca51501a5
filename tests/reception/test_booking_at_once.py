from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import translation

from arogi.core.acting import acting_in
from arogi.reception.errors import TimeTaken
from arogi.reception.models import Appointment
from tests.factories import municipality
from tests.reception.waiting_room import booked, centre, clock, worker

CITIZENS = 50


@pytest.fixture
def town(own_database):
    return municipality()


def all_at_once(town, act):
    """Let fifty connections begin at the same moment; give what each came to."""
    start = Barrier(CITIZENS)

    def one(number):
        try:
            start.wait(timeout=60)
            with translation.override("en"), acting_in(town.pk):
                return act(number)
        except TimeTaken as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CITIZENS) as pool:
        return list(pool.map(one, range(CITIZENS)))


@pytest.mark.trust("T29")
def test_of_fifty_who_book_one_time_exactly_one_wins_and_49_are_told_the_next(town):
    with acting_in(town.pk):
        structure = centre()
        anna = worker(town, structure)

    said = all_at_once(town, lambda _number: booked(anna, structure).pk)

    refused = [words for words in said if isinstance(words, str)]
    assert len(refused) == CITIZENS - 1
    assert set(refused) == {
        f"This time is taken. The next free time is Monday 23 November 2026, 09:30 with {anna.user.name}."
    }
    with acting_in(town.pk):
        assert Appointment.objects.count() == 1


def test_of_fifty_who_book_whoever_is_free_as_many_win_as_there_are_colleagues(town):
    with acting_in(town.pk):
        structure = centre()
        anna, *_others = [worker(town, structure) for _colleague in range(3)]

    said = all_at_once(town, lambda _number: booked(anna, structure, worker=None).pk)

    assert sum(not isinstance(words, str) for words in said) == 3
    with acting_in(town.pk):
        taken = Appointment.objects.all()
        assert len({one.worker_id for one in taken}) == 3
        assert {clock(one.starts_at) for one in taken} == {"09:00"}


def test_fifty_clicks_on_one_form_book_once(town):
    with acting_in(town.pk):
        structure = centre()
        anna = worker(town, structure)
    form = uuid4()

    said = all_at_once(town, lambda _number: booked(anna, structure, submission=form).pk)

    assert len(set(said)) == 1
