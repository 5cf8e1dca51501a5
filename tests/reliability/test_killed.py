"""What was acknowledged is there, once, whatever is killed."""

from __future__ import annotations

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import trust
from tests.reliability.client import Answer, Client
from tests.reliability.conftest import Installation

REGISTRATIONS = 200
WRITERS = 4
# On a quiet machine it takes about a minute; the rest is for crowded ones.
PATIENCE_SECONDS = 400
KILLS = (
    (15, "database"),
    (40, "pages"),
    (65, "database"),
    (90, "both"),
    (115, "database"),
    (140, "database"),
    (165, "both"),
    (185, "database"),
)
_COUNT = "SELECT count(*) FROM people_person WHERE surname = %s"
_COUNT_EACH = "SELECT count(DISTINCT surname) FROM people_person WHERE first_name = 'Δοκιμή'"
_COUNT_ALL = "SELECT count(*) FROM people_person WHERE first_name = 'Δοκιμή'"


def _surnames(number: int) -> list[str]:
    # Names that do not resemble each other: a likely duplicate would be asked about.
    rng = random.Random(7)
    return ["".join(rng.choices("ΑΒΓΔΕΖΘΚΛΜΝΞΠΡΣΤΦΧΨΩ", k=12)).capitalize() for _ in range(number)]


def _register(client: Client, surname: str, *, until: float, given_up: threading.Event) -> Answer:
    """Send one registration until it is acknowledged, always the same form, as a patient person does."""
    form: dict[str, str] = {}
    while time.monotonic() < until and not given_up.is_set():
        try:
            form = form or client.hidden("/people/new/")
            if "submission" not in form:  # the page that says that the database is silent has no form
                form = {}
                time.sleep(0.2)
                continue
            answer = client.post("/people/new/", {**form, "surname": surname, "first_name": "Δοκιμή", "save": "1"})
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
            continue
        if answer.status < 500:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{surname} was not acknowledged in time")


def _kill_both(installation: Installation, acknowledged: list[str], until: float) -> None:
    """Kill the database, the page server or both, each time after some more work; start again what was killed."""
    for number, victims in KILLS:
        while len(acknowledged) < number and time.monotonic() < until:
            time.sleep(0.02)
        if victims != "pages":
            installation.kill_database()
        if victims != "database":
            installation.kill_pages()
        installation.start_database()
        if victims != "database":
            installation.start_pages()


@pytest.mark.slow
@pytest.mark.trust("T27")
def test_every_acknowledged_registration_is_there_once_after_both_servers_were_killed(installation, worker):
    surnames = _surnames(REGISTRATIONS)
    acknowledged: list[str] = []
    until, given_up = time.monotonic() + PATIENCE_SECONDS, threading.Event()

    def work(surname: str) -> None:
        answer = _register(worker, surname, until=until, given_up=given_up)
        assert answer.status == 302, answer.body[-800:]
        acknowledged.append(surname)

    with ThreadPoolExecutor(WRITERS) as writers:
        done = [writers.submit(work, surname) for surname in surnames]
        try:
            _kill_both(installation, acknowledged, until)
        except BaseException:
            given_up.set()
            raise
        for future in done:
            future.result()

    assert sorted(acknowledged) == sorted(surnames)
    assert installation.one(_COUNT_EACH) == REGISTRATIONS
    assert installation.one(_COUNT_ALL) == REGISTRATIONS
    trust.measured("T27", f"{len(KILLS)} kills during {REGISTRATIONS} registrations: 0 lost, 0 doubled")


@pytest.mark.trust("T29")
def test_the_same_form_sent_ten_times_at_once_registers_one_person(installation, worker):
    form = {**worker.hidden("/people/new/"), "surname": "Δεκαπλός", "first_name": "Ένας", "save": "1"}

    with ThreadPoolExecutor(10) as hands:
        answers = list(hands.map(lambda _: worker.post("/people/new/", form), range(10)))

    assert {answer.status for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert installation.one(_COUNT, "Δεκαπλός") == 1


@pytest.mark.trust("T29")
def test_a_form_sent_again_after_both_servers_were_killed_registers_nobody_new(installation, worker):
    form = {**worker.hidden("/people/new/"), "surname": "Επαναληπτικός", "first_name": "Ένας", "save": "1"}
    first = worker.post("/people/new/", form)
    installation.kill_database()
    installation.kill_pages()
    installation.start_database()
    installation.start_pages()

    again = worker.post("/people/new/", form)

    assert (again.status, again.location) == (302, first.location)
    assert installation.one(_COUNT, "Επαναληπτικός") == 1


@pytest.mark.trust("T40")
def test_a_silent_database_is_said_clearly_and_work_goes_on_afterwards(installation, worker):
    installation.kill_database()
    try:
        answer = worker.get("/")
    finally:
        installation.start_database()

    assert answer.status == 503
    assert "<h1" in answer.body
    assert "Traceback" not in answer.body
    assert worker.get("/").status == 200


def test_a_restart_of_the_page_server_signs_nobody_out(installation, worker):
    installation.kill_pages()
    installation.start_pages()

    assert worker.get("/").status == 200


@pytest.mark.trust("T29")
def test_the_number_of_a_form_is_part_of_every_page_that_registers(worker):
    assert "submission" in worker.hidden("/people/new/")
