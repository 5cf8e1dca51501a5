from __future__ import annotations

import pytest
from django.urls import reverse

from arogi.people import services
from arogi.people.household_lines import households_with_history
from arogi.people.models import Household, HouseholdMembership
from tests.people.factories import TODAY, person


def address_of(name, *arguments):
    return reverse(f"people:{name}", args=arguments)


@pytest.fixture
def maria(worker):
    return person(worker, "Παππά", "Μαρία")


@pytest.fixture
def home(worker, anna, maria):
    started = services.start_household(by=worker, head_id=anna.pk, on=TODAY)
    services.join_household(by=worker, household_id=started.pk, person_id=maria.pk, relation="child", on=TODAY)
    return started


def relations(household):
    rows = HouseholdMembership.objects.filter(household=household, left_on=None)
    return dict(rows.values_list("person__first_name", "relation"))


def test_a_person_without_a_household_gets_one(officer, anna):
    page = officer.get(address_of("household", anna.pk))
    answer = officer.post(address_of("start_household", anna.pk), {"tenure": "rent", "on": "20/11/2026"})

    assert address_of("start_household", anna.pk) in page.content.decode()
    assert answer.url == address_of("household", anna.pk)
    assert Household.objects.get().tenure == "rent"


def test_somebody_is_found_by_search_and_added(officer, anna, home, worker):
    child = person(worker, "Παππάς", "Νίκος")

    found = officer.post(address_of("choose_member", anna.pk, home.pk), {"q": "παππας νικος"}, follow=True)
    way = address_of("join_household", anna.pk, home.pk, child.pk)
    answer = officer.post(way, {"relation": "child", "on": "20/11/2026"})

    assert way in found.content.decode()
    assert answer.status_code == 302
    assert relations(home)["Νίκος"] == "child"


def test_a_second_head_is_refused_beside_the_relation(officer, anna, home, worker):
    second = person(worker, "Παππάς", "Νίκος")

    refused = officer.post(
        address_of("join_household", anna.pk, home.pk, second.pk), {"relation": "head", "on": "20/11/2026"}
    )

    assert "relation" in refused.context["form"].errors


def test_a_member_leaves_and_stays_in_the_history(officer, anna, maria, home):
    membership = HouseholdMembership.objects.get(person=maria)

    officer.post(address_of("leave_household", anna.pk, membership.pk), {"on": "20/11/2026"})

    lines = households_with_history(anna, TODAY)[0]
    assert [line.name for line in lines.former] == ["Παππά Μαρία"]


def test_nobody_leaves_before_he_or_she_came(officer, anna, maria, home):
    membership = HouseholdMembership.objects.get(person=maria)

    refused = officer.post(address_of("leave_household", anna.pk, membership.pk), {"on": "1/1/2020"})

    assert "on" in refused.context["form"].errors


def test_a_relation_is_changed(officer, anna, maria, home):
    membership = HouseholdMembership.objects.get(person=maria)

    officer.post(address_of("change_relation", anna.pk, membership.pk), {"relation": "grandchild", "on": "21/11/2026"})

    assert relations(home)["Μαρία"] == "grandchild"


def test_another_member_becomes_the_head(officer, anna, maria, home):
    officer.post(
        address_of("change_head", anna.pk, home.pk),
        {"head": str(maria.pk), "relation_of_former": "parent", "on": "21/11/2026"},
    )

    assert relations(home) == {"Μαρία": "head", "Άννα": "parent"}


def test_the_new_head_of_those_who_leave_must_be_one_of_them(officer, anna, maria, home):
    refused = officer.post(
        address_of("split_household", anna.pk, home.pk),
        {"leaving": [str(maria.pk)], "head": str(anna.pk), "on": "21/11/2026"},
    )

    assert "head" in refused.context["form"].errors


def test_a_household_is_split(officer, anna, maria, home):
    officer.post(
        address_of("split_household", anna.pk, home.pk),
        {"leaving": [str(maria.pk)], "head": str(maria.pk), "on": "21/11/2026"},
    )

    assert relations(home) == {"Άννα": "head"}
    assert HouseholdMembership.objects.get(person=maria, left_on=None).household_id != home.pk


def test_the_home_is_described(officer, anna, home):
    officer.post(address_of("describe_household", anna.pk, home.pk), {"tenure": "informal", "note": "χωρίς νερό"})

    assert Household.objects.get(pk=home.pk).note == "χωρίς νερό"


def test_a_household_in_which_the_person_never_lived_does_not_exist_there(officer, worker, home):
    stranger = person(worker, "Άλλος", "Κάποιος")

    assert officer.get(address_of("describe_household", stranger.pk, home.pk)).status_code == 404
    membership = HouseholdMembership.objects.filter(household=home).first()
    assert officer.get(address_of("leave_household", stranger.pk, membership.pk)).status_code == 404


@pytest.mark.parametrize("name", ["choose_member", "change_head", "describe_household", "split_household"])
def test_who_may_only_look_changes_no_household(signed_in, karditsa, anna, home, name):
    supervisor = signed_in("supervisor", karditsa)

    assert supervisor.get(address_of("household", anna.pk)).status_code == 200
    assert supervisor.post(address_of(name, anna.pk, home.pk), {}).status_code == 403
