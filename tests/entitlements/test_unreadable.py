"""A file that the rules cannot read: every page says so in a sentence, and the fact can be put right."""

from __future__ import annotations

import pytest
from django.urls import reverse
from uuid_utils.compat import uuid7

from arogi.entitlements import sealing
from arogi.entitlements.errors import UnreadableFile
from arogi.entitlements.facts import FactKey
from arogi.entitlements.models import Check, HouseholdFact
from arogi.entitlements.selectors import known_facts
from arogi.entitlements.services import run_check, screening_today
from tests.entitlements.conftest import TODAY
from tests.entitlements.test_views import at, desk, sent, text  # noqa: F401 - a fixture

SENTENCE = "Οι κανόνες δεν μπορούν να διαβάσουν"


@pytest.fixture
def broken(mother, home, worker):
    """Write a fact into the table that no rule can read, as rules of another year might have let it in."""

    def broken_(code, value, person=None):
        row_id = uuid7()
        return HouseholdFact.objects.create(
            id=row_id,
            household_id=None if person else home.household_id,
            person=person,
            code=code,
            value=sealing.sealed(sealing.FACTS, "value", row_id, value),
            source="declared",
            told_on=TODAY,
            recorded_by=worker.user,
        )

    return broken_


@pytest.mark.parametrize("name", ["facts", "what_if"])
def test_page_names_the_fact_that_cannot_be_read(desk, mother, broken, name):  # noqa: F811
    broken("members.*.previous_monthly_wage", "-1", person=mother)
    answer = desk.get(at(name, mother))
    assert answer.status_code == 200
    assert SENTENCE in text(answer)
    assert "Δοκιμίδου Δοκιμή: " in text(answer)


@pytest.mark.parametrize(
    ("code", "value"),
    [("income.six_months.wages", "-1"), ("benefits_received", "a21"), ("dwelling.lease_start", "soon"),
     ("custody_settled", [1])],
)  # fmt: skip
def test_no_page_breaks_on_what_it_cannot_read(desk, mother, broken, code, value):  # noqa: F811
    desk.post(at("check_now", mother))
    broken(code, value)
    shown = [at(name, mother) for name in ("check", "facts", "what_if")] + [reverse("desk:person", args=[mother.pk])]
    assert [desk.get(address).status_code for address in shown] == [200, 200, 200, 200]
    refused = desk.post(at("check_now", mother), follow=True)
    assert (refused.status_code, Check.objects.count()) == (200, 1)
    assert SENTENCE in text(refused)


def test_fact_that_cannot_be_read_is_put_right_on_the_page_of_facts(desk, mother, home, broken):  # noqa: F811
    broken("income.six_months.wages", "-1")
    broken("assets.deposits", "-1")
    answer = desk.post(at("facts", mother), sent(check="1", version="f" * 32, **{"income.six_months.wages": "600"}))
    assert answer.status_code == 302
    assert known_facts(home)[FactKey("income.six_months.wages")].value == "600.00"
    assert SENTENCE in text(desk.get(at("facts", mother), {"open": "assets"}))


def test_household_as_a_whole_that_cannot_be_read_is_refused_in_words(worker, mother, home, monkeypatch):
    monkeypatch.setattr("openfisca_greece.household.MOST_MEMBERS", 1)
    with pytest.raises(UnreadableFile, match="διαβάσουν τι γράφει ο φάκελος για αυτό το νοικοκυριό"):
        screening_today(home, TODAY)
    with pytest.raises(UnreadableFile):
        run_check(by=worker, person=mother, today=TODAY)
    assert not Check.objects.exists()
