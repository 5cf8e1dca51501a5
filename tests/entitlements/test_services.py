"""Facts and checks in the database: what is recorded, what the rules are asked, what is kept as it was told."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.utils.translation import override
from openfisca_greece import screen

from arogi.core import audit
from arogi.entitlements.asked import asked_facts
from arogi.entitlements.changes import compare
from arogi.entitlements.errors import ImpossibleFact, NoSuchCheck, NotOfThisHousehold
from arogi.entitlements.homes import home_of
from arogi.entitlements.kept import Kept
from arogi.entitlements.models import Check, HouseholdFact
from arogi.entitlements.selectors import FactKey, described, get_check, known_facts, opened, outline_of, summary_of
from arogi.entitlements.services import run_check
from arogi.people import services as people
from arogi.people.models import Household
from tests.entitlements.conftest import TODAY, make_person

WAGES = FactKey("income.six_months.wages")
FAMILY = FactKey("income.tax_year.family")


def test_file_alone_is_a_household_in_which_the_rest_is_unknown(home, child):
    told = described(home, known_facts(home), TODAY)
    assert [member["role"] for member in told["members"]] == ["head", "child"]
    assert told["members"][1]["birth_date"] == "2019-05-10"
    assert "income" not in told
    assert screen(told)["eee"].verdict == "cannot_say"


def test_told_facts_stand_where_the_rules_look_for_them(home, tell, child):
    new = tell({WAGES: "600.00", FactKey("members.*.school.level", child.pk): "primary"})
    told = described(home, known_facts(home), TODAY)
    assert new == 2
    assert told["income"]["six_months"] == {"wages": "600.00"}
    assert told["members"][1]["school"] == {"level": "primary"}
    assert "school" not in told["members"][0]


def test_newest_fact_wins_and_the_older_one_is_kept(home, tell):
    tell({WAGES: "600.00"})
    tell({WAGES: "0.00"}, source="paper")
    assert known_facts(home)[WAGES].value == "0.00"
    assert known_facts(home)[WAGES].source == "paper"
    assert HouseholdFact.objects.count() == 2


def test_what_is_known_already_is_not_recorded_again(tell):
    tell({WAGES: "600.00"})
    assert tell({WAGES: "600.00", FAMILY: None}) == 0
    assert HouseholdFact.objects.count() == 1


def test_fact_can_become_unknown_again(home, tell):
    tell({WAGES: "600.00"})
    tell({WAGES: None})
    assert "income" not in described(home, known_facts(home), TODAY)


def test_no_value_is_readable_in_the_table(tell):
    tell({WAGES: "61234.00"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM entitlements_householdfact")
        (kept,) = cursor.fetchone()
    assert b"61234" not in bytes(kept)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (FactKey("no.such.fact"), "1"),
        (FactKey("members.*.employment"), "employed"),
        (WAGES, "-1"),
        (WAGES, "a lot"),
        (FactKey("custody_settled"), "yes"),
        (FactKey("dwelling.lease_start"), "2026-02-30"),
    ],
)
def test_fact_that_no_rule_can_read_is_refused(tell, key, value):
    with pytest.raises(ImpossibleFact):
        tell({key: value})
    assert not HouseholdFact.objects.exists()


def test_fact_of_somebody_else_is_refused(tell):
    stranger = make_person("Ξένος")
    with pytest.raises(NotOfThisHousehold):
        tell({FactKey("members.*.student", stranger.pk): True})


def test_person_without_a_household_is_checked_alone(worker, tell, mother):
    alone = make_person("Μόνος", sex="M", birth_date=dt.date(1955, 1, 1))
    tell({WAGES: "0.00"}, person=alone)
    told = opened(run_check(by=worker, person=alone, today=TODAY)).household
    assert [member["id"] for member in told["members"]] == [str(alone.pk)]
    assert told["income"]["six_months"]["wages"] == "0.00"


def test_facts_told_before_there_was_a_household_go_with_the_head(worker, tell, mother):
    alone = make_person("Μόνος", sex="M")
    tell({WAGES: "5.00"}, person=alone)
    people.start_household(by=worker, head_id=alone.pk, on=dt.date(2026, 1, 1))
    home = home_of(alone, TODAY)
    assert home.household_id is not None
    assert known_facts(home)[WAGES].value == "5.00"


def test_household_without_a_head_can_be_checked(worker, mother, home, child):
    people.leave_household(by=worker, membership_id=_membership(mother), on=dt.date(2026, 2, 1))
    check = run_check(by=worker, person=child, today=TODAY)
    assert [member["role"] for member in opened(check).household["members"]] == ["child"]


def _membership(person):
    return person.household_memberships.get().pk


def test_home_of_the_file_answers_until_somebody_tells_otherwise(home, tell, mother):
    Household.objects.update(tenure="rent")
    rented = home_of(mother, TODAY)
    assert described(rented, known_facts(rented), TODAY)["dwelling"] == {"tenure": "rented"}
    tell({FactKey("dwelling.tenure"): "ceded"})
    assert described(rented, known_facts(rented), TODAY)["dwelling"] == {"tenure": "ceded"}


def test_check_is_kept_as_it_was_told(worker, mother, tell):
    tell({FAMILY: "0.00"})
    check = run_check(by=worker, person=mother, today=TODAY)
    kept = opened(Check.objects.get(pk=check.pk))
    assert kept.screening == screen(kept.household)
    assert kept.screening.rules_version == check.rules_version


def test_summary_says_what_the_whole_check_says(worker, mother):
    check = run_check(by=worker, person=mother, today=TODAY)
    summary, told = summary_of(check), opened(check).screening
    assert summary.waiting == sum(one.verdict == "cannot_say" and bool(one.missing) for one in told.answers)
    assert summary.asks is not None


def test_comparison_tells_what_changed_and_why(worker, mother, tell):
    before = outline_of(run_check(by=worker, person=mother, today=TODAY))
    tell({FactKey("assets.deposits"): "900000.00", FactKey("members.*.student", mother.pk): False})
    now = outline_of(run_check(by=worker, person=mother, today=TODAY))
    comparison = compare(now, before)
    assert ("eee", "cannot_say", "not_entitled") in {(one.programme, one.before, one.now) for one in comparison.answers}
    assert comparison.facts == ("assets.deposits", "members.*.student")
    assert not comparison.are_other_rules
    assert not comparison.is_other_household


def test_same_check_twice_changes_nothing(worker, mother):
    first, second = (outline_of(run_check(by=worker, person=mother, today=TODAY)) for _round in range(2))
    comparison = compare(second, first)
    assert (comparison.answers, comparison.facts) == ((), ())


def test_check_of_another_household_is_not_found(worker, mother, home):
    other = make_person("Άλλη")
    check = run_check(by=worker, person=other, today=TODAY)
    with pytest.raises(NoSuchCheck):
        get_check(home, check.pk)


def test_check_of_the_household_is_found_from_the_childs_file(worker, mother, child):
    check = run_check(by=worker, person=mother, today=TODAY)
    assert get_check(home_of(child, TODAY), check.pk).pk == check.pk


def test_access_record_holds_names_of_facts_and_no_values(tell, monkeypatch):
    noted = []
    monkeypatch.setattr(audit, "record", lambda verb, **detail: noted.append((verb, detail)))
    tell({WAGES: "61234.00"})
    assert len(noted) == 1
    assert noted[0][1]["fields"] == ["income.six_months.wages"]
    assert "61234" not in json.dumps(noted, default=str)


def test_every_fact_that_is_asked_has_a_question():
    for language in ("el", "en"):
        with override(language):
            assert all(fact.asks for fact in asked_facts().values())


def test_check_is_read_again_after_the_rules_have_other_fields(worker, mother):
    written = opened(run_check(by=worker, person=mother, today=TODAY)).written()
    told = json.loads(written)
    for answer in told["screening"]["answers"]:
        del answer["passports"]
        answer["a field of long ago"] = 1
    again = Kept.read(json.dumps(told).encode())
    assert {answer.passports for answer in again.screening.answers} == {()}
    assert again.screening.rules_version == Kept.read(written).screening.rules_version


def test_check_of_november_2026_is_read_for_ever():
    told = Kept.read((Path(__file__).parent / "check_as_told_2026_11.json").read_bytes())
    answers = {answer.programme: answer for answer in told.screening.answers}
    assert answers["eee"].amount == Decimal("432.00")
    assert answers["a21"].verdict == "cannot_say"
    assert answers["a21"].missing
    assert all(answer.tests and answer.documents and answer.unverified for answer in answers.values())


def test_outline_says_what_the_whole_check_says(worker, mother):
    check = run_check(by=worker, person=mother, today=TODAY)
    whole, outline = opened(check), outline_of(check)
    assert outline.household == whole.household
    assert {code: (one.title, one.verdict, one.amount, one.unit) for code, one in outline.answers.items()} == {
        one.programme: (one.title, one.verdict, one.amount, one.unit) for one in whole.screening.answers
    }
