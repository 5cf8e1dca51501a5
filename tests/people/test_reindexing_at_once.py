from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection, connections

from arogi.core.acting import acting_in
from arogi.people.models import NameToken, Person
from arogi.people.search import find_people
from arogi.people.services import reindexing
from arogi.people.services.reindexing import Renewed, renew_words
from tests.factories import member, municipality
from tests.people.factories import TODAY, person

pytestmark = pytest.mark.usefixtures("own_database")


def words():
    return set(NameToken.objects.values_list("person", "sound", "is_own"))


@pytest.fixture(scope="module")
def town(own_database):
    town = municipality("beside", "Δίπλα", "Beside")
    with acting_in(town.pk):
        worker = member(town)
        for surname in ("Παπαδόπουλος", "Ξανθόπουλος", "Καραγιάννης", "Οικονόμου"):
            person(worker, surname)
    return town


def test_stopped_in_the_middle_the_first_part_is_done(town, monkeypatch):
    with acting_in(town.pk):
        right = words()
        NameToken.objects.all().delete()
    renewed, renew = [], reindexing._renew

    def stop_at_the_third(rows):
        if len(renewed) == 2:
            raise KeyboardInterrupt
        renewed.append(renew(rows))
        return renewed[-1]

    monkeypatch.setattr(reindexing, "PORTION", 1)
    with monkeypatch.context() as patch:
        patch.setattr(reindexing, "_renew", stop_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            renew_words(town.pk)

    assert renew_words(town.pk) == Renewed(persons=4, changed=2)
    with acting_in(town.pk):
        assert words() == right


def test_a_name_that_is_changed_meanwhile_is_waited_for_and_read_again(town):
    with acting_in(town.pk):
        someone = Person.objects.get(surname="Οικονόμου")
        NameToken.objects.filter(person=someone).delete()
    done = []

    def reindex():
        done.append(renew_words(town.pk))
        connections.close_all()

    other = threading.Thread(target=reindex)
    with acting_in(town.pk):
        Person.objects.filter(pk=someone.pk).update(surname="Αλεξίου")
        other.start()
        assert _somebody_waits_for_a_row()
        assert done == []
    other.join(timeout=20)

    assert done == [Renewed(persons=4, changed=1)]
    with acting_in(town.pk):
        assert [one.card.id for one in find_people("Αλεξίου", today=TODAY)] == [someone.pk]
        assert find_people("Οικονόμου", today=TODAY) == []


def _somebody_waits_for_a_row():
    settings = connection.settings_dict
    parts = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"], "dbname": settings["NAME"]}
    question = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%%FOR NO KEY UPDATE%%'"
    )
    with psycopg.connect(**parts, password=settings["PASSWORD"], autocommit=True) as watcher:
        for _ in range(100):
            if watcher.execute(question).fetchone()[0]:
                return True
            watcher.execute("SELECT pg_sleep(0.1)")
    return False
