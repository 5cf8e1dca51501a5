"""The queue against a real database: what a worker does with the night's jobs, and with those of a killed one."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from arogi.accounts.tasks import BEFORE_MORNING
from arogi.applications import tasks as applications
from arogi.casework import tasks as casework
from arogi.core.acting import acting_in
from arogi.core.tasks import take_up_again
from arogi.documents import tasks as papers
from arogi.outreach import tasks
from arogi.outreach.models import Run
from tests.factories import municipality

NIGHT = 1_790_000_000


@pytest.fixture(scope="module")
def towns(own_database):
    return [municipality("karditsa"), municipality("trikala")]


@pytest.fixture(autouse=True)
def _empty_queue(towns, monkeypatch):
    monkeypatch.setitem(app.periodic_defaults, "max_delay", 0)  # no night is made up for here
    # After each job procrastinate closes connections that are too old; here all are, for the worker's threads end.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def work():
    """Carry out what is in the queue, as the worker does, and come back.

    In a thread of its own: where a browser was driven before, Playwright's event loop rests in this one.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work).result()


def _work():
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="successful")


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def runs(town):
    with acting_in(town.pk):
        return Run.objects.count()


def test_a_night_searches_the_register_of_every_municipality(towns):
    before = [runs(town) for town in towns]
    tasks.every_night.defer(timestamp=NIGHT)

    work()
    work()

    assert [runs(town) for town in towns] == [count + 1 for count in before]
    assert jobs() == []


def test_a_town_whose_search_still_waits_is_not_asked_for_twice(towns):
    waiting = f"register {towns[0].pk}"
    tasks.search_register.configure(queueing_lock=waiting).defer(municipality_id=str(towns[0].pk))
    before = runs(towns[0])
    tasks.every_night.configure(priority=10).defer(timestamp=NIGHT)

    work()

    assert runs(towns[0]) == before + 1


def test_the_job_of_a_killed_worker_is_taken_up_again(towns):
    town = towns[0]
    before = runs(town)
    tasks.search_register.configure(lock=f"register {town.pk}").defer(municipality_id=str(town.pk))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [long_ago()])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]])
    work()
    assert runs(town) == before

    take_up_again.defer(timestamp=NIGHT)
    work()

    assert runs(town) == before + 1
    assert jobs() == []


def long_ago():
    return dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10)


def test_the_queue_knows_nothing_of_people(towns):
    tasks.search_register.defer(municipality_id=str(towns[0].pk))

    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs")
        assert cursor.fetchall() == [(f'{{"municipality_id": "{towns[0].pk}"}}',)]


def test_the_night_and_the_watch_over_killed_workers_are_periodic():
    periodic = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}

    assert periodic == {
        "outreach.every_night": tasks.EVERY_NIGHT,
        "casework.every_night": casework.EVERY_NIGHT,
        "applications.every_night": applications.EVERY_NIGHT,
        "core.take_up_again": "* * * * *",
        "accounts.clear_sessions": BEFORE_MORNING,
        "documents.every_night": papers.AT_NIGHT,
        "documents.scan_waiting": papers.EVERY_TEN_MINUTES,
    }
