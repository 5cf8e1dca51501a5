from __future__ import annotations

import threading
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from arogi.core.acting import acting_in
from arogi.people import services
from arogi.people.errors import CannotBeMerged, DomainError
from arogi.people.models import NameToken, Person
from tests.factories import member, municipality
from tests.people.factories import NOW, TODAY, new_person, person

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(scope="module")
def town(own_database):
    return municipality()


def _all_at_once(town, *acts):
    def run(act):
        with acting_in(town.id):
            act()
        connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_ten_who_register_at_once_get_ten_numbers_and_a_double_click_gets_one(town):
    with acting_in(town.id):
        worker = member(town)
    form, numbers = uuid4(), []

    def register(submission):
        made = services.register_person(by=worker, new=new_person(), today=TODAY, submission=submission)
        numbers.append(made.card_number)

    forms = [form, form, form, *(uuid4() for _other in range(7))]
    _all_at_once(town, *(partial(register, one) for one in forms))

    first = min(numbers)
    assert sorted(set(numbers)) == list(range(first, first + 8))
    with acting_in(town.id):
        assert Person.objects.filter(submission__in=forms).count() == 8


def test_two_who_merge_the_same_files_at_once_merge_them_once(town):
    with acting_in(town.id):
        worker = member(town)
        first, second = person(worker, "Πρώτος"), person(worker, "Δεύτερος")
    refused = []

    def merge(kept, absorbed):
        try:
            services.merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)
        except CannotBeMerged as refusal:
            refused.append(refusal)

    _all_at_once(town, lambda: merge(first, second), lambda: merge(second, first))

    with acting_in(town.id):
        rows = Person.objects.filter(pk__in=[first.pk, second.pk])
        assert sorted(row.merged_into_id is None for row in rows) == [False, True]
    assert len(refused) == 1


def test_a_correction_and_a_merge_at_once_lose_nothing(town):
    with acting_in(town.id):
        worker = member(town)
        kept, absorbed = person(worker, "Κρατημένος"), person(worker, "Απορροφημένος")

    def correct():
        try:
            services.change_status(by=worker, person_id=absorbed.pk, status="moved", reason="", at=NOW)
        except DomainError as refusal:
            said.append(refusal)

    said: list[DomainError] = []
    merge = {"kept_id": kept.pk, "absorbed_id": absorbed.pk, "choices": {}, "at": NOW}
    _all_at_once(town, correct, lambda: services.merge_persons(by=worker, **merge))

    with acting_in(town.id):
        row = Person.objects.get(pk=absorbed.pk)
        assert (row.status == "moved") is (not said)
        assert NameToken.objects.filter(person=absorbed).count() == 0
