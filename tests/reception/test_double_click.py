from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from arogi.core.acting import acting_in
from arogi.reception.models import Contact, Request
from arogi.reception.services import record_contact
from tests.factories import TODAY, member, municipality
from tests.reception import factories

CLICKS = 10


@pytest.fixture
def town(own_database):
    return municipality()


def test_ten_clicks_at_the_same_moment_record_one_contact(town):
    form, start = uuid4(), Barrier(CLICKS)
    with acting_in(town.id):
        worker, facts, lines = member(town), factories.facts(), (factories.line(), factories.line("A1.01"))

    def click(_number):
        try:
            start.wait()
            with acting_in(town.id):
                contact = record_contact(by=worker, facts=facts, lines=lines, submission=form, today=TODAY)
                return contact.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLICKS) as pool:
        recorded = set(pool.map(click, range(CLICKS)))

    with acting_in(town.id):
        assert recorded == set(Contact.objects.values_list("pk", flat=True))
        assert Request.objects.count() == 2
