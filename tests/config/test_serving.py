import os
import signal
import threading
from http.client import HTTPConnection

import pytest

from tests.config.conftest import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def running(house):
    """The house with its pages served."""
    process = house.start("run", "--no-demo")
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C stops it" in line:
            break
    assert process.poll() is None, "".join(said)
    # Nobody reads on: a full pipe would stop every page that has an error to tell.
    reader = threading.Thread(target=process.stdout.read)
    reader.start()
    yield process
    process.kill()
    process.wait()
    reader.join(timeout=30)
    process.stdout.close()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_stopping_leaves_no_process_behind(house, running, name):
    assert house.answers()

    running.send_signal(getattr(signal, name))

    assert running.wait(timeout=30) == 0
    assert house.processes() == []
    assert not house.answers()


def test_pages_are_served_by_several_processes_that_hold_no_shared_memory(house, running):
    connection = HTTPConnection("127.0.0.1", house.port, timeout=10)
    connection.request("GET", "/health/")
    answer = connection.getresponse()
    connection.close()

    assert answer.status == 200
    assert sum("granian" in words for words in house.processes()) >= 3


def test_a_killed_command_takes_its_page_server_along_and_the_next_start_works(house, running):
    os.kill(running.pid, signal.SIGKILL)
    running.wait()

    assert wait_until(lambda: not house.answers(), seconds=20)
    assert house.arogi("db", "migrate").returncode == 0
    assert wait_until(lambda: house.processes() == [], seconds=20)


@pytest.mark.trust("T40")
def test_a_database_that_was_killed_under_the_pages_is_started_again_by_itself(house, running):
    number = int((house.home / "data" / "postmaster.pid").read_text().split()[0])
    assert status(house) == 302

    os.kill(number, signal.SIGKILL)

    assert wait_until(lambda: number_of_server(house) not in (None, number), seconds=30)
    assert wait_until(lambda: status(house) == 302, seconds=30)
    assert running.poll() is None


@pytest.mark.parametrize("whole", [True, False], ids=["all of it", "its head"])
def test_a_page_server_that_was_killed_is_started_again_by_itself(house, running, whole):
    numbers = sorted(house.numbers_of("granian"))
    head = min(numbers)

    for number in numbers if whole else [head]:
        os.kill(number, signal.SIGKILL)

    assert wait_until(lambda: head not in house.numbers_of("granian") and house.numbers_of("granian"), seconds=30)
    assert wait_until(lambda: house.answers() and status(house) == 302, seconds=60)
    assert running.poll() is None


def number_of_server(house):
    file = house.home / "data" / "postmaster.pid"
    return int(file.read_text().split()[0]) if file.exists() else None


def status(house):
    """Ask for a page that reads the database."""
    connection = HTTPConnection("127.0.0.1", house.port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Cookie": f"arogi={'a' * 32}"})  # a session has to be looked up
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_demo_whose_loading_was_killed_is_completed_at_the_next_start(empty_house):
    loading = empty_house.start("demo", "load", "--centres", "palamas,drama", AROGI_DEMO="1")
    for line in loading.stdout:
        if " contacts, " in line:
            break
    loading.kill()
    loading.wait()
    loading.stdout.close()

    process = empty_house.start("run", AROGI_DEMO="1")
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C stops it" in line:
            break
    process.terminate()
    process.wait()
    process.stdout.close()

    assert "The demo was not loaded to its end: loading what is missing (drama) ...\n" in said
    assert "  social.worker@drama.example\n" in said


def test_a_worker_runs_beside_the_pages_and_is_started_again_when_it_is_killed(house, running):
    assert wait_until(lambda: house.numbers_of("arogi.config.working"), seconds=30)
    before = house.numbers_of("arogi.config.working")
    (number,) = before

    os.kill(number, signal.SIGKILL)

    assert wait_until(lambda: house.numbers_of("arogi.config.working") - before, seconds=60)
    assert running.poll() is None
