import socket
import stat

import pytest

from arogi.config import embedded
from arogi.config.environment import read_environment


def sentence(done):
    """The one line that an operator is told; nothing like a traceback."""
    assert "Traceback" not in done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("arogi: ")]
    assert len(lines) == 1
    return lines[0]


def test_the_version_and_the_help_start_no_server(empty_house):
    assert empty_house.arogi("--version").stdout.startswith("Arogi 0.")
    assert "serve the pages" in empty_house.arogi("help").stdout
    assert "serve the pages" in empty_house.arogi().stdout
    assert not (empty_house.var / "postgres").exists()


def test_an_unknown_word_is_unusable_input(house):
    done = house.arogi("frobnicate")

    assert done.returncode == 2
    assert "invalid choice" in done.stderr


def test_the_secrets_of_an_installation_are_readable_by_its_user_only(house):
    secrets = [house.var / name for name in ("database.json", "master.key", "secret.key", "postgres.password")]

    assert [stat.S_IMODE(file.stat().st_mode) for file in secrets] == [0o600] * 4


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "mysql://user:very-secret@server/x"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgresql://user:very-secret@127.0.0.1:1/x"}, "Check that the server runs"),
        ({"AROGI_PORT": "many"}, "AROGI_PORT"),
        ({"AROGI_WORKERS": "0"}, "AROGI_WORKERS"),
        ({"AROGI_VAR": "/proc/nowhere"}, "/proc/nowhere"),
        ({"AROGI_HOST": "192.0.2.1", "AROGI_ALLOWED_HOSTS": "arogi.example.gr"}, "cannot be used"),
        ({"AROGI_HOST": "0.0.0.0"}, "AROGI_ALLOWED_HOSTS="),
        ({"AROGI_HOST": "0.0.0.0", "AROGI_DEBUG": "1"}, "AROGI_DEBUG=1 shows"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(value),
)
@pytest.mark.trust("F60")
def test_what_an_operator_can_put_right_is_said_in_one_sentence(house, variables, words):
    done = house.arogi("run", "--no-demo", **variables)

    assert done.returncode == 1
    assert words in sentence(done)
    assert "very-secret" not in done.stderr


@pytest.mark.parametrize(
    ("variables", "is_demo"),
    [
        ({}, True),
        ({"AROGI_HOST": "0.0.0.0"}, False),
        ({"AROGI_HTTPS": "1"}, False),
        ({"AROGI_HTTPS": "1", "AROGI_DEMO": "1"}, True),
    ],
)
def test_synthetic_people_with_known_passwords_are_for_this_machine_alone(monkeypatch, variables, is_demo):
    for name in ("AROGI_HOST", "AROGI_HTTPS", "AROGI_DEMO"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert read_environment().demo is is_demo


def test_a_taken_port_is_said_with_the_way_out(house):
    with socket.create_server(("127.0.0.1", house.port)):
        done = house.arogi("run", "--no-demo")

    assert done.returncode == 1
    assert "AROGI_PORT=" in sentence(done)


def test_a_lost_master_key_is_not_replaced_while_there_are_municipalities(house):
    with embedded.running(house.var):
        house.python(
            "import django; django.setup()",
            "from arogi.centres.services import open_municipality",
            "open_municipality(slug='drama', name_el='Δράμα', name_en='Drama')",
        )
    key, aside = house.var / "master.key", house.var / "aside"
    key.rename(aside)

    done = house.arogi("db", "migrate")

    assert not key.exists()
    aside.rename(key)
    assert done.returncode == 1
    assert "safe copy" in sentence(done)


def test_a_command_leaves_no_server_behind(house):
    assert house.arogi("db", "migrate").returncode == 0

    assert house.processes() == []
