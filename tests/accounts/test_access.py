"""What a member of staff is on a date."""

from __future__ import annotations

import datetime as dt

import pytest

from arogi.accounts.access import member_on
from arogi.accounts.models import Membership
from tests.factories import user

START, END = dt.date(2026, 3, 1), dt.date(2026, 6, 1)


@pytest.mark.parametrize("until", [END, None])
@pytest.mark.parametrize("days", range(-1, 2))
@pytest.mark.parametrize("edge", [START, END])
def test_plain_statement_of_every_request_says_what_the_model_says(karditsa, edge, days, until):
    account = user()
    Membership.objects.create(user=account, role="lawyer", valid_from=START, valid_until=until)
    date = edge + dt.timedelta(days)
    holds = Membership.objects.on(date).filter(user=account).exists()
    assert (member_on(user=account, municipality=karditsa, date=date) is not None) == holds
    assert holds == (date >= START and (until is None or date < until))


def test_roles_of_another_municipality_are_not_added(karditsa, trikala):
    account = user()
    Membership.objects.create(user=account, role="lawyer", valid_from=START)
    assert member_on(user=account, municipality=trikala, date=END) is None
    assert member_on(user=account, municipality=karditsa, date=END).roles == {"lawyer"}
