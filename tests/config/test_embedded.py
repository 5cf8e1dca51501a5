import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import psycopg
import pytest

from arogi.config import embedded
from tests.config.conftest import wait_until

pytestmark = pytest.mark.slow


def ask(server, question):
    with psycopg.connect(server.url) as connection:
        return connection.execute(question).fetchone()[0]


def test_the_server_runs_until_the_last_user_leaves(house):
    with embedded.running(house.var) as outer:
        with embedded.running(house.var):
            pass
        assert ask(outer, "SELECT 1") == 1

    assert house.processes() == []


def test_the_server_listens_on_no_network_and_asks_for_a_password(house):
    with embedded.running(house.var) as server:
        listens = ask(server, "SHOW listen_addresses")
        without_password = server.url.replace(server.password, "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(without_password)

    assert listens == ""


def test_the_server_knows_greek_capitals_and_keeps_checksums(house):
    with embedded.running(house.var) as server:
        assert ask(server, "SELECT lower('ΟΔΟΣΆ') = 'οδοσά'") is True
        assert ask(server, "SHOW data_checksums") == "on"
        assert ask(server, "SHOW fsync") == "on"


def kill(house):
    """End the server as a power cut does; its process may stay unburied for as long as its parent likes."""
    number = int((house.home / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(number, signal.SIGKILL)
    assert wait_until(lambda: _has_ended(number), seconds=10)


def _has_ended(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.mark.trust("T27")
def test_a_killed_server_comes_back_before_its_process_is_buried(house):
    with embedded.running(house.var) as server:
        kill(house)
        with embedded.running(house.var):
            assert ask(server, "SELECT 1") == 1


@pytest.mark.trust("T27")
def test_a_server_that_is_just_being_killed_does_not_pass_for_a_living_one(house):
    with embedded.running(house.var):
        server = embedded._Server.of(house.var)
        for _ in range(20):
            os.kill(int((house.home / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            assert server.state() == ""
            with embedded.running(house.var) as started:
                assert ask(started, "SELECT 1") == 1


def test_a_keeper_starts_a_dead_server_and_leaves_a_living_one_alone(house):
    with embedded.running(house.var) as server:
        keeper = embedded.Keeper.of(house.var)
        assert keeper.revive() is False
        kill(house)

        assert keeper.revive() is True
        assert ask(server, "SELECT 1") == 1


def test_a_second_user_waits_for_a_server_that_is_still_starting(house):
    with embedded.running(house.var):
        pidfile = house.home / "data" / "postmaster.pid"
        lines = pidfile.read_text().splitlines()
        pidfile.write_text("\n".join([*lines[:7], "starting", ""]))
        ready = threading.Timer(1, pidfile.write_text, ["\n".join([*lines[:7], "ready   ", ""])])
        ready.start()
        began = time.monotonic()
        with embedded.running(house.var) as server:
            assert time.monotonic() - began > 0.9
            assert ask(server, "SELECT 1") == 1
        ready.join()


def test_a_server_that_cannot_start_says_why_in_its_own_words(empty_house):
    with embedded.running(empty_house.var):
        pass
    (empty_house.home / "data" / "PG_VERSION").write_text("9.1\n")

    with (
        pytest.raises(embedded.EmbeddedServerFailed, match=r"did not start(.|\n)*9\.1"),
        embedded.running(empty_house.var),
    ):
        pass


def test_a_program_that_cannot_even_run_is_quoted(empty_house, monkeypatch):
    with embedded.running(empty_house.var):
        pass
    said = subprocess.CompletedProcess([], 1, "", "pg_ctl: cannot open shared object file\n")
    monkeypatch.setattr(embedded._Server, "_run", lambda *words: said)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    with pytest.raises(embedded.EmbeddedServerFailed, match="shared object"), embedded.running(empty_house.var):
        pass


def test_a_moved_folder_still_works(house):
    elsewhere = house.var.with_name("elsewhere")
    house.var.rename(elsewhere)
    try:
        with embedded.running(elsewhere) as server:
            assert str(server.socket_folder).startswith(str(elsewhere))
            assert ask(server, "SELECT 1") == 1
    finally:
        elsewhere.rename(house.var)


def test_data_whose_passwords_are_gone_are_put_aside_and_not_deleted(empty_house):
    with embedded.running(empty_house.var):
        pass
    (empty_house.var / "postgres.password").unlink()

    with embedded.running(empty_house.var) as server:
        assert ask(server, "SELECT 1") == 1

    assert (empty_house.home / "abandoned-1" / "PG_VERSION").exists()


def test_a_number_that_another_program_has_now_does_not_pass_for_the_server(empty_house):
    with embedded.running(empty_house.var):
        pidfile = (empty_house.home / "data" / "postmaster.pid").read_text().splitlines()
    (empty_house.home / "data" / "postmaster.pid").write_text("\n".join([str(os.getpid()), *pidfile[1:]]) + "\n")
    shutil.chown(empty_house.home / "data" / "postmaster.pid", *_owner(empty_house.home))

    with embedded.running(empty_house.var) as server:
        assert ask(server, "SELECT 1") == 1


def _owner(folder):
    status = folder.stat()
    return status.st_uid, status.st_gid
