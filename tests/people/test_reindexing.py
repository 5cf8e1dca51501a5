from __future__ import annotations

import pytest
from django.db import connection

from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from arogi.people import services
from arogi.people.models import NameToken, Person
from arogi.people.search import find_people
from arogi.people.services import reindexing
from arogi.people.services.findable import keep_findable
from arogi.people.services.reindexing import Renewed, renew_words
from tests.factories import member
from tests.people.factories import NOW, TODAY, person


def words():
    return set(NameToken.objects.values_list("person", "sound", "is_own"))


@pytest.fixture
def people(karditsa):
    worker = member(karditsa)
    return [person(worker, surname) for surname in ("Παπαδόπουλος", "Ξανθόπουλος", "Καραγιάννης")]


def test_words_that_are_right_are_left_as_they_are(karditsa, people):
    before = set(NameToken.objects.values_list("pk", flat=True))

    assert renew_words(karditsa.pk) == Renewed(persons=3, changed=0)

    assert set(NameToken.objects.values_list("pk", flat=True)) == before


def test_missing_surplus_and_wrong_words_are_put_right(karditsa, people):
    right, here = words(), karditsa.pk
    first, second, third = people
    NameToken.objects.filter(person=first).delete()
    NameToken.objects.filter(person=second).update(is_own=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_nametoken (id, municipality_id, person_id, sound, is_own)"
            " VALUES (gen_random_uuid(), %s, %s, 'OLDSOUND', true)",
            [here, third.pk],
        )

    assert renew_words(here) == Renewed(persons=3, changed=3)

    assert words() == right
    assert renew_words(here).changed == 0


@pytest.mark.parametrize("portion", [1, 2, 3, 4])
def test_a_portion_ends_nowhere_in_particular(karditsa, people, monkeypatch, portion):
    monkeypatch.setattr(reindexing, "PORTION", portion)
    right = words()
    NameToken.objects.all().delete()

    assert renew_words(karditsa.pk) == Renewed(persons=3, changed=3)

    assert words() == right


def test_the_words_of_files_merged_one_into_the_other_find_the_last(karditsa, people):
    worker = member(karditsa)
    first, second, third = people
    services.merge_persons(by=worker, kept_id=second.pk, absorbed_id=first.pk, choices={}, at=NOW)
    services.merge_persons(by=worker, kept_id=third.pk, absorbed_id=second.pk, choices={}, at=NOW)
    NameToken.objects.all().delete()

    assert renew_words(karditsa.pk).changed == 1

    for text in ("Παπαδόπουλος", "Ξανθόπουλος", "Καραγιάννης"):
        assert [one.card.id for one in find_people(text, today=TODAY)] == [third.pk], text
    keep_findable(Person.objects.get(pk=third.pk))
    assert [one.card.id for one in find_people("Παπαδόπουλος", today=TODAY)] == [third.pk]


def test_it_is_recorded_with_numbers_alone(karditsa, people):
    renew_words(karditsa.pk)

    with acting_in(karditsa.pk):
        assert AccessRecord.objects.get(verb="reindex").detail == {"persons": 3, "changed": 0}
