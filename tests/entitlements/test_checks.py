"""Checks that were told: made once, read without being opened, named and compared as they were."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arogi.core.models import AccessRecord
from arogi.entitlements.changes import compare
from arogi.entitlements.facts import FactKey
from arogi.entitlements.homes import home_of
from arogi.entitlements.models import Check
from arogi.entitlements.pages import changes_shown
from arogi.entitlements.panels import entitlement_panel
from arogi.entitlements.selectors import checks_of_home, outline_of
from arogi.entitlements.services import run_check
from arogi.people import services as people
from arogi.people.household_lines import households_today
from arogi.people.models import HouseholdMembership
from tests.entitlements.conftest import TODAY, make_person
from tests.entitlements.test_views import NOW, at, desk, sent, text  # noqa: F401 - a fixture

WAGES = FactKey("income.six_months.wages")


def test_check_that_is_sent_twice_is_one_check(desk, mother):  # noqa: F811
    for _press in range(2):
        assert desk.post(at("check_now", mother)).status_code == 302
    assert Check.objects.count() == 1
    assert AccessRecord.objects.filter(verb="create", kind="check").count() == 1


def test_check_of_other_facts_another_day_or_other_rules_is_another_check(worker, mother, tell, monkeypatch):
    made = [run_check(by=worker, person=mother, today=TODAY)]
    tell({WAGES: "600.00"})
    made.append(run_check(by=worker, person=mother, today=TODAY))
    made.append(run_check(by=worker, person=mother, today=TODAY + dt.timedelta(days=1)))
    monkeypatch.setattr("arogi.entitlements.services.rules_version", lambda: "of tomorrow")
    made.append(run_check(by=worker, person=mother, today=TODAY + dt.timedelta(days=1)))
    assert len({check.pk for check in made}) == 4


def test_list_of_checks_does_not_read_what_they_said(worker, mother, home):
    run_check(by=worker, person=mother, today=TODAY)
    with CaptureQueriesContext(connection) as asked:
        list(checks_of_home(home))
    assert '"content"' not in asked[0]["sql"]


def test_pages_ask_as_many_questions_for_one_check_as_for_twelve(desk, mother, tell):  # noqa: F811
    counts = []
    for more in (2, 10):
        for number in range(more):
            tell({WAGES: f"{more * 100 + number}.00"})
            desk.post(at("check_now", mother))
        desk.get(at("check", mother))  # a session that was not used for a while writes when it was seen
        with CaptureQueriesContext(connection) as asked:
            desk.get(at("check", mother))
        counts.append(len(asked))
    assert Check.objects.count() == 12
    assert counts[0] == counts[1] < 30


def test_member_who_left_is_named_in_the_checks_of_before(desk, mother, worker, child):  # noqa: F811
    desk.post(at("check_now", mother))
    stay = HouseholdMembership.objects.get(person=child)
    people.leave_household(by=worker, membership_id=stay.pk, on=dt.date(2026, 2, 1))
    page = text(desk.get(at("check", mother), {"why": "school_benefit"}))
    assert "Δοκιμίδης Δοκιμή" in page
    assert f"{child.pk}:" not in page


def test_household_that_one_joined_last_is_the_one_of_panel_and_page(worker, mother, child):
    other = make_person("Γιαγιά", birth_date=dt.date(1950, 1, 1))
    second = people.start_household(by=worker, head_id=other.pk, on=dt.date(2019, 1, 1))
    people.join_household(by=worker, household_id=second.pk, person_id=child.pk, relation="grandchild", on=None)
    check = run_check(by=worker, person=mother, today=TODAY)
    run_check(by=worker, person=other, today=TODAY)
    home = home_of(child, TODAY)
    panel = entitlement_panel(worker, child, households_today(child, TODAY))
    assert [one.pk for one in checks_of_home(home)] == [check.pk]
    assert panel.checked_on == TODAY
    assert {member.id for member in home.members} == {mother.pk, child.pk}


def test_amounts_of_different_rhythm_are_never_taken_for_each_other(worker, mother, tell):
    tell({FactKey("income.tax_year.family"): "0.00"})
    now = outline_of(run_check(by=worker, person=mother, today=TODAY))
    code, answer = next((code, one) for code, one in now.answers.items())
    monthly = replace(answer, verdict="entitled", amount=Decimal(100), unit="EUR/month")
    once = replace(monthly, unit="EUR once")
    before, after = (replace(now, answers={code: one}) for one in (monthly, once))
    (line,) = changes_shown(compare(after, before), Check(checked_at=NOW)).lines
    assert line.before.endswith("100 € τον μήνα")
    assert line.now.endswith("100 € μία φορά")


def test_page_says_when_facts_were_told_after_the_check(desk, mother):  # noqa: F811
    desk.post(at("check_now", mother))
    assert "ειπώθηκαν άλλα στοιχεία" not in text(desk.get(at("check", mother)))
    desk.post(at("facts", mother), sent(**{"assets.deposits": "5"}))
    assert "ειπώθηκαν άλλα στοιχεία" in text(desk.get(at("check", mother)))


def test_what_an_answer_rests_on_is_fetched_alone_and_shown_without_scripts_too(desk, mother):  # noqa: F811
    desk.post(at("check_now", mother))
    part = text(desk.get(at("check", mother), {"why": "eee"}, headers={"HX-Request": "true"}))
    whole = text(desk.get(at("check", mother), {"why": "eee"}))
    assert "<html" not in part
    assert part.count("<h3") > 2
    assert (part.count("Οι έλεγχοι"), whole.count("Οι έλεγχοι")) == (1, 1)
    assert "ν.4387/2016" in part or "Νόμος" in part


@pytest.mark.parametrize("why", ["", "no.such", "\u202e", "<script>", "x" * 10_000])
def test_answer_that_nobody_has_is_the_whole_page(desk, mother, why):  # noqa: F811
    desk.post(at("check_now", mother))
    answer = desk.get(at("check", mother), {"why": why}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" in text(answer)
    assert "<script>" not in text(answer)


@pytest.mark.parametrize("name", ["check", "facts"])
def test_pages_of_a_household_of_which_little_is_known_stay_under_sixty_kib(desk, mother, name):  # noqa: F811
    desk.post(at("facts", mother), sent(check="1", **{"income.tax_year.family": "0"}))
    assert len(desk.get(at(name, mother)).content) < 60 * 1024


def test_question_is_answered_on_the_page_of_the_check(desk, mother):  # noqa: F811
    desk.post(at("check_now", mother))
    page = text(desk.get(at("check", mother)))
    assert "Ρωτήστε πρώτα:" in page
    assert "Με όσα ξέρουμε ως τώρα" in page
    assert f'action="{at("facts", mother)}"' in page
    assert page.index("Με όσα ξέρουμε ως τώρα") < page.index("Ρωτήστε πρώτα:") < page.index('id="entitled-title"')


def test_who_only_reads_sees_the_question_and_no_form(desk, karditsa, mother, signed_in):  # noqa: F811
    desk.post(at("check_now", mother))
    with time_machine.travel(NOW, tick=True):
        page = text(signed_in("supervisor", karditsa).get(at("check", mother)))
    assert "Η επόμενη ερώτηση:" in page
    assert reverse("entitlements:facts", args=[mother.pk]) not in page
