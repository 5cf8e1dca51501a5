import argparse
import re

import pytest

from arogi.accounts import commands
from arogi.accounts.models import Membership, User
from arogi.core.acting import acting_in
from tests.factories import PASSWORD, membership


def run(*words):
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    arguments = parser.parse_args(["staff", *words])
    return arguments.handle(arguments)


def test_the_operator_invites_the_first_member_of_staff(client, trikala, capsys):
    status = run("invite", "first@example.gr", "--name", "Πρώτη", "--municipality", "trikala")
    path = re.search(r"/invitation/\S+", capsys.readouterr().out).group(0)
    answer = client.post(path, {"password": PASSWORD, "again": PASSWORD})

    assert (status, answer.status_code) == (0, 302)
    with acting_in(trikala.id):
        assert Membership.objects.get(user__email="first@example.gr").role == "coordinator"


def test_the_operator_resets_a_password(client, trikala, capsys):
    with acting_in(trikala.id):
        account = membership(trikala)

    status = run("reset", account.email.upper())

    account.refresh_from_db()
    assert status == 0
    assert not account.has_usable_password()
    assert "/invitation/trikala/" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("invite", "a@example.gr", "--name", "x", "--municipality", "nowhere"),
        ("invite", "no address", "--name", "x", "--municipality", "trikala"),
        ("reset", "nobody@example.gr"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(trikala, capsys, words):
    assert run(*words) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not User.objects.exists()
