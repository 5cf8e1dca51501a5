"""The pages of a household's entitlements, as a member of staff opens them."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from arogi.core.models import AccessRecord
from arogi.entitlements.models import Check, HouseholdFact
from tests.entitlements.conftest import make_person

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def desk(karditsa, mother, signed_in):
    with time_machine.travel(NOW, tick=True):
        yield signed_in("social_worker", karditsa)


def at(name, person, *more):
    return reverse(f"entitlements:{name}", args=[person.pk, *more])


def text(response):
    return response.content.decode()


def sent(**typed):
    return {"source": "declared", "told_on": "2/3/2026", **typed}


def test_before_the_first_check_the_page_offers_one(desk, mother):
    page = text(desk.get(at("check", mother)))
    assert "Δεν έγινε ακόμη έλεγχος" in page
    assert at("check_now", mother) in page


def test_check_is_made_shown_and_kept(desk, mother):
    answer = desk.post(at("check_now", mother))
    assert answer.status_code == 302
    page = text(desk.get(answer.url))
    assert Check.objects.count() == 1
    assert "Ελάχιστο Εγγυημένο Εισόδημα" in page


def test_question_that_decides_most_comes_first_on_the_page_of_facts(desk, mother):
    page = text(desk.get(at("facts", mother)))
    assert "Ρωτήστε πρώτα:" in page
    assert page.index("Ρωτήστε πρώτα:") < page.index("Όλα τα άλλα στοιχεία")


def test_facts_are_saved_and_checked_at_once(desk, mother):
    fields = {f"income.six_months.{kind}": "0" for kind in ("wages", "pensions")}
    answer = desk.post(at("facts", mother), sent(check="1", **fields, **{"assets.deposits": "1.234,56"}))
    assert (answer.status_code, answer.url) == (302, at("check", mother))
    assert set(HouseholdFact.objects.values_list("code", flat=True)) == {
        "income.six_months.wages", "income.six_months.pensions", "assets.deposits",
    }  # fmt: skip
    assert Check.objects.count() == 1
    assert 'value="1234,56"' in text(desk.get(at("facts", mother), {"open": "assets"}))


def test_bad_amount_is_refused_beside_the_field_and_nothing_typed_is_lost(desk, mother):
    answer = desk.post(at("facts", mother), sent(**{"assets.deposits": "πολλά", "dwelling.rent_monthly": "350,5"}))
    page = text(answer)
    assert answer.status_code == 422
    assert "Γράψτε αριθμό, για παράδειγμα 1.234,56." in page
    assert 'value="πολλά"' in page
    assert 'value="350,5"' in page
    assert not HouseholdFact.objects.exists()


def test_history_tells_what_changed_since_the_last_check(desk, mother):
    desk.post(at("check_now", mother))
    desk.post(at("facts", mother), sent(check="1", **{"assets.deposits": "900.000"}))
    page = text(desk.get(at("check", mother)))
    assert "Τι άλλαξε" in page
    assert "Πόσες είναι οι καταθέσεις;" in page
    first = Check.objects.order_by("pk").first()
    older = text(desk.get(at("past_check", mother, first.pk)))
    assert "Υπάρχει νεότερος έλεγχος" in older


def test_persons_page_shows_what_the_household_seems_entitled_to(desk, mother):
    address = reverse("desk:person", args=[mother.pk])
    assert "Έλεγχος δικαιωμάτων τώρα" in text(desk.get(address))
    desk.post(at("check_now", mother))
    page = text(desk.get(address))
    assert "Έλεγχος δικαιωμάτων τώρα" not in page
    assert "Ρωτήστε πρώτα" in page
    assert "Δεν είναι απόφαση" in page


@pytest.mark.parametrize("name", ["check", "facts"])
def test_every_view_leaves_an_access_record(desk, mother, name):
    before = AccessRecord.objects.filter(person_id=mother.pk, verb="view").count()
    desk.get(at(name, mother))
    assert AccessRecord.objects.filter(person_id=mother.pk, verb="view").count() == before + 1


def test_check_of_somebody_else_is_not_shown(desk, mother):
    other = make_person("Άλλη")
    desk.post(at("check_now", other))
    assert desk.get(at("past_check", mother, Check.objects.get().pk)).status_code == 404
    assert desk.get(at("past_check", mother, uuid4())).status_code == 404


def test_supervisor_reads_and_neither_records_nor_checks(karditsa, mother, desk, signed_in):
    supervisor = signed_in("supervisor", karditsa)
    page = text(supervisor.get(at("check", mother)))
    assert at("check_now", mother) not in page
    assert supervisor.post(at("check_now", mother)).status_code == 403
    assert supervisor.get(at("facts", mother)).status_code == 403


def test_no_page_speaks_of_a_decision_of_ours(desk, mother):
    desk.post(at("facts", mother), sent(check="1", **{"income.tax_year.family": "0"}))
    page = text(desk.get(at("check", mother)))
    assert "Φαίνεται ότι δικαιούστε" in page or "φαίνεται" in page
    assert "εγκρίνεται" not in page
    assert "απορρίπτεται" not in page


HOSTILE = ["\u202e600", "x" * 10_000, "😀", "=1+1", "<script>", "1e400", "NaN", "-5", "%s", "{{ 1 }}"]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: ascii(text[:10]))
def test_page_of_facts_never_breaks_on_a_hostile_text(desk, mother, typed):
    names = ["income.six_months.wages", "assets.deposits", "custody_settled", "benefits_received", "version", "source"]
    names += ["told_on", f"{mother.pk}.employment", f"{mother.pk}.disability_kinds", "rest.assets", "no.such"]
    answers = [
        desk.post(at("facts", mother), dict.fromkeys(names, typed)),
        desk.post(at("facts", mother), {**dict.fromkeys(names, typed), "open": typed}),
        desk.get(at("facts", mother), {"open": typed}),
    ]
    assert [answer.status_code for answer in answers] == [422, 200, 200]
    assert "<script>" not in "".join(map(text, answers))
    assert not HouseholdFact.objects.exists()


def test_part_is_unfolded_without_scripts_and_nothing_is_saved_or_lost(desk, mother):
    typed = sent(open="dwelling", **{"assets.deposits": "πολλά", "version": "0" * 32})
    page = text(desk.post(at("facts", mother), typed))
    assert 'value="πολλά"' in page
    assert 'name="dwelling.rent_monthly"' in page
    assert "govuk-error-summary" not in page
    assert not HouseholdFact.objects.exists()


def test_part_is_fetched_alone(desk, mother):
    part = text(desk.get(at("facts", mother), {"open": "dwelling"}, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert 'name="dwelling.rent_monthly"' in part
    assert "assets.deposits" not in part
