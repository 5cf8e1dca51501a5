from __future__ import annotations

import datetime as dt
import time

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from arogi.accounts.middleware import SEEN_AT
from arogi.accounts.tasks import clear_sessions


@pytest.fixture
def client(karditsa, signed_in):
    """A signed-in client whose next request writes its session."""
    client = signed_in("coordinator", karditsa, raise_request_exception=False)
    session = client.session
    session[SEEN_AT] = int(time.time()) - 60
    session.save()
    return client


@pytest.mark.trust("T40")
def test_a_database_that_falls_silent_while_a_session_is_saved_is_an_outage_and_no_bad_request(client):
    def fall_silent(execute, sql, params, many, context):
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fall_silent):
        answer = client.get("/")

    assert answer.status_code == 503
    assert "Ίσως δεν αποθηκεύτηκε" in answer.content.decode()
    assert "Δεν αποθηκεύτηκε τίποτα" not in answer.content.decode()


def test_a_page_that_was_made_for_a_session_that_ended_meanwhile_is_still_given(client):
    def end_it(execute, sql, params, many, context):
        if 'FROM "centres_municipality"' in sql:
            Session.objects.all().delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(end_it):
        answer = client.get("/")

    assert answer.status_code == 200
    assert not Session.objects.exists()
    assert client.get("/").status_code == 302


def test_every_night_sessions_that_are_over_are_deleted_and_no_other(db):
    now = timezone.now()
    for name, minutes in (("old", -1), ("older", -60), ("new", 1)):
        Session.objects.create(session_key=name, expire_date=now + dt.timedelta(minutes=minutes))

    assert clear_sessions(timestamp=0) == 2
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_sessions_are_signed_as_djangos_own(client):
    from django.contrib.sessions.backends import db

    from arogi.accounts.sessions import SessionStore

    assert SessionStore().decode(db.SessionStore().encode({"a": 1})) == {"a": 1}
