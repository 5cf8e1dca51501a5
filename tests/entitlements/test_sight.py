"""Who may read of somebody's health in the entitlements: only members of staff with the right of sensitive groups."""

from __future__ import annotations

import copy
import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from openfisca_greece import catalogue, questions, screen

from arogi.accounts.access import member_on, rulebook
from arogi.core.errors import NotAllowed
from arogi.entitlements import slip
from arogi.entitlements.changes import compare
from arogi.entitlements.models import HouseholdFact
from arogi.entitlements.panels import entitlement_panel
from arogi.entitlements.selectors import FactKey, known_facts, outline_of, summary_of
from arogi.entitlements.services import record_facts, run_check
from arogi.entitlements.sight import (
    EVERYTHING,
    HEALTH_FACTS,
    RAISED_LIMITS,
    RAISED_LIMITS_OF_TOWNS,
    WITHOUT_HEALTH,
)
from tests.entitlements.conftest import TODAY
from tests.entitlements.households import NO_OTHER_INCOME, couple_with_two_pupils, person
from tests.factories import membership

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
RECEIVES = FactKey("benefits_received")
PARTIAL = "που αφορούν την υγεία ή την αναπηρία δεν εμφανίζονται"
NO_WORK = {"employment": "inactive", "pension_monthly": "0.00", "student": False}
ILL = {
    "percent": {"disability_percent": 85},
    "half": {"disability_percent": 50},
    "kinds": {"disability_percent": 85, "disability_kinds": ["blind", "haemophilia_hiv", "paraplegia"]},
    "device": {"life_support_device": True},
}


@pytest.fixture
def receptionist(karditsa):
    return member_on(user=membership(karditsa, "reception"), municipality=karditsa, date=dt.date(2026, 11, 22))


@pytest.fixture
def ill(tell, mother):
    """Tell of the mother's health, as a social worker may."""
    return tell(
        {
            FactKey("members.*.disability_percent", mother.pk): 85,
            FactKey("members.*.disability_kinds", mother.pk): ["haemophilia_hiv"],
            FactKey("members.*.life_support_device", mother.pk): True,
            RECEIVES: ["disability_haemophilia_hiv"],
        }
    )


def opened_by(signed_in, town, role, name, *ids):
    with time_machine.travel(NOW, tick=True):
        return signed_in(role, town).get(reverse(f"entitlements:{name}", args=ids))


@pytest.mark.parametrize("role", ["reception", "economist", "pedagogue", "mediator"])
@pytest.mark.parametrize("page", ["check", "past_check", "facts", "facts of a member", "benefits", "what_if", "person"])
def test_no_page_tells_of_health_to_who_has_no_right_to_it(worker, mother, ill, karditsa, signed_in, role, page):
    check = run_check(by=worker, person=mother, today=TODAY)
    with time_machine.travel(NOW, tick=True):
        address = {
            "past_check": lambda: reverse("entitlements:past_check", args=[mother.pk, check.pk]),
            "person": lambda: reverse("desk:person", args=[mother.pk]),
            "facts of a member": lambda: reverse("entitlements:facts", args=[mother.pk]) + f"?open={mother.pk}",
            "benefits": lambda: reverse("entitlements:facts", args=[mother.pk]) + "?open=received",
        }.get(page, lambda: reverse(f"entitlements:{page}", args=[mother.pk]))()
        shown = signed_in(role, karditsa).get(address)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert not re.search(r"\bHIV\b", text)  # a word: form tokens are any letters
    for words in ("disability_kinds", "disability_percent", "answer-disability_", "ποσοστό αναπηρίας"):
        assert words not in text, words


@pytest.mark.parametrize("page", ["check", "what_if"])
def test_page_says_that_something_is_left_out_and_only_where_it_is(worker, mother, ill, karditsa, signed_in, page):
    run_check(by=worker, person=mother, today=TODAY)
    assert PARTIAL in opened_by(signed_in, karditsa, "reception", page, mother.pk).content.decode()
    whole = opened_by(signed_in, karditsa, "social_worker", page, mother.pk).content.decode()
    assert PARTIAL not in whole
    assert page != "check" or "answer-disability_haemophilia_hiv" in whole


def test_colleague_with_the_right_is_asked_for_health(mother, karditsa, signed_in):
    with time_machine.travel(NOW, tick=True):
        address = reverse("entitlements:facts", args=[mother.pk])
        page = signed_in("social_worker", karditsa).get(address, {"open": mother.pk}).content.decode()
    assert f"{mother.pk}.disability_percent" in page


def test_fact_of_health_is_not_taken_from_who_may_not_read_it(receptionist, mother):
    key = FactKey("members.*.disability_percent", mother.pk)
    with pytest.raises(NotAllowed):
        record_facts(by=receptionist, person=mother, told={key: 0}, source="declared", told_on=TODAY, today=TODAY)
    assert not HouseholdFact.objects.exists()


@pytest.mark.parametrize("told", [[], ["a21"], None])
def test_benefit_that_is_not_shown_is_not_lost(receptionist, mother, ill, home, told):
    record_facts(by=receptionist, person=mother, told={RECEIVES: told}, source="declared", told_on=TODAY, today=TODAY)
    assert known_facts(home)[RECEIVES].value == sorted([*(told or []), "disability_haemophilia_hiv"])


def test_panel_neither_names_nor_counts_benefits_of_health(worker, receptionist, mother, child, tell):
    well, blind = ((0, []), (85, ["blind"]))
    told = {RECEIVES: []}
    for member, (percent, kinds) in ((mother, blind), (child, well)):
        told[FactKey("members.*.disability_percent", member.pk)] = percent
        told[FactKey("members.*.disability_kinds", member.pk)] = kinds
    told |= {FactKey(f"members.*.{name}", mother.pk): value for name, value in NO_WORK.items()}
    tell(told)
    run_check(by=worker, person=mother, today=TODAY)
    whole, part = (entitlement_panel(member, mother, []) for member in (worker, receptionist))
    assert whole.per_month > part.per_month
    assert whole.seems_due
    assert not {code for code, _title in part.seems_due} & WITHOUT_HEALTH.programmes


def test_summary_of_a_check_of_before_keeps_its_sums_from_who_may_not_read_them(worker, mother, ill):
    summary = summary_of(run_check(by=worker, person=mother, today=TODAY))
    old = type(summary).of_json({name: one for name, one in summary.to_json().items() if name != "without_health"})
    assert WITHOUT_HEALTH.of_summary(old).per_month == "0"
    assert WITHOUT_HEALTH.of_summary(old).asks is None


def test_slip_of_who_may_not_read_of_health_leaves_it_out_and_says_where_to_ask(monkeypatch):
    household = couple_with_two_pupils()
    household["members"][0] |= ILL["kinds"]
    printed = []
    monkeypatch.setattr("typst.compile", lambda _page, **given: printed.append(given["sys_inputs"]["slip"]) or b"")
    for sight in (EVERYTHING, WITHOUT_HEALTH):
        slip.slip_pdf(screen(household), language="en", heading=slip.Heading(), sight=sight)
    assert "HIV" in printed[0]
    assert "HIV" not in printed[1]
    assert "Ask our social worker" in printed[1]


def test_what_changed_does_not_name_facts_of_health(worker, mother, tell):
    before = outline_of(run_check(by=worker, person=mother, today=TODAY))
    tell({FactKey("members.*.disability_percent", mother.pk): 85})
    now = outline_of(run_check(by=worker, person=mother, today=TODAY))
    comparison = compare(now, before, WITHOUT_HEALTH)
    assert comparison.facts == ()
    assert comparison.has_hidden_facts
    assert not {one.programme for one in comparison.answers} & WITHOUT_HEALTH.programmes


@pytest.mark.parametrize("illness", ILL.values(), ids=list(ILL))
@pytest.mark.parametrize("born", ["1940-06-01", "1985-06-01"])
def test_what_is_told_is_the_same_whoever_is_ill(illness, born):
    """The set of programmes is whole: a rule that newly asks for a disability fails here until somebody decides."""
    earned = {"six_months": NO_OTHER_INCOME | {"wages": "6000.00"}, "tax_year": dict.fromkeys(
        ("family", "including_exempt", "of_head"), "12000.00") | {"year": 2024, "business_gross": "0.00"}}  # fmt: skip
    well = couple_with_two_pupils(income=earned, members=[person("p1", "head", born), person("p2", "spouse", born)])
    ill = copy.deepcopy(well)
    ill["members"][0] |= illness
    assert _told(ill) == _told(well)


def _told(household):
    seen = WITHOUT_HEALTH.of(screen(household, programmes=list(catalogue())))
    return {one.programme: [_of_test(one.programme, test) for test in one.tests] for one in seen.answers}


def _of_test(programme, test):
    is_raised = programme in RAISED_LIMITS or programme.endswith(RAISED_LIMITS_OF_TOWNS)
    return test.name, test.value, test.limit, None if is_raised else test.passed


def test_every_fact_and_programme_that_is_kept_back_exists():
    assert set(questions()) >= HEALTH_FACTS
    assert set(catalogue()) >= WITHOUT_HEALTH.programmes


def test_right_of_the_groups_is_the_right_of_health():
    without = {role for role, rights in rulebook().roles.items() if "people.sensitive" not in rights}
    assert {"reception", "economist", "pedagogue", "mediator"} <= without
