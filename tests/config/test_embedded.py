import os
import shutil
import signal
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


def test_a_killed_server_comes_back(house):
    with embedded.running(house.var) as server:
        number = int(next((house.home / "data").glob("postmaster.pid")).read_text().split()[0])
        os.kill(number, signal.SIGKILL)
        assert wait_until(lambda: not Path(f"/proc/{number}").exists(), seconds=10)
        with embedded.running(house.var):
            assert ask(server, "SELECT 1") == 1


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
