"""The empty forms of the desk are drawn once: nobody's words come into another's page, and what is new is there."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from arogi.centres.models import Settlement
from arogi.core.acting import acting_in
from arogi.core.templatetags import drawn_once
from tests.factories import structure

NEW = "desk:new_person"
SUBMISSION = re.compile(r'name="submission"[^>]*value="([0-9a-f-]{36})"')


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(drawn_once, "_kept", {})


def page_of(client, **query):
    return client.get(reverse(NEW), query).content.decode()


def test_each_page_has_a_number_of_its_own(karditsa, signed_in):
    client = signed_in("social_worker", karditsa)
    numbers = [SUBMISSION.findall(page_of(client)) for _ in range(3)]
    assert [len(found) for found in numbers] == [1, 1, 1]
    assert len({found[0] for found in numbers}) == 3


def test_empty_registration_is_the_same_for_the_next_member_and_holds_no_word_of_the_first(karditsa, signed_in):
    first, second = signed_in("social_worker", karditsa), signed_in("social_worker", karditsa)
    first.post(reverse(NEW), {"surname": "Ζαχαρίου", "first_name": "Μυστική", "save": "1"})
    page_of(first)
    shown = page_of(second)
    assert "Μυστική" not in shown
    assert "Ζαχαρίου" not in shown


def test_names_that_were_searched_for_are_carried_into_one_page_only(karditsa, signed_in):
    client, other = signed_in("social_worker", karditsa), signed_in("social_worker", karditsa)
    carried = client.post(reverse(NEW), {"q": "Ζαχαρίου Μυστική", "carry": "1"}, follow=True).content.decode()
    assert "Ζαχαρίου" in carried
    assert "Ζαχαρίου" not in page_of(other)


def test_sensitive_groups_are_offered_only_to_those_with_the_right(karditsa, signed_in):
    worker, desk = signed_in("social_worker", karditsa), signed_in("reception", karditsa)
    whole, part = page_of(worker), page_of(desk)
    assert whole.count('name="target_groups"') > part.count('name="target_groups"')
    assert page_of(worker).count('name="target_groups"') == whole.count('name="target_groups"')


def test_settlement_and_structure_that_are_new_stand_in_the_next_page(karditsa, signed_in):
    client = signed_in("coordinator", karditsa)
    before = page_of(client)
    with acting_in(karditsa.pk):
        Settlement.objects.create(name="Νέο Χωριό")
        structure("NEW")
    after = page_of(client)
    assert "Νέο Χωριό" not in before
    assert "Νέο Χωριό" in after
    assert "Δομή NEW" in after


def test_page_speaks_the_language_of_whoever_opens_it(karditsa, signed_in):
    greek, english = signed_in("social_worker", karditsa), signed_in("social_worker", karditsa)
    english.user.language = "en"
    english.user.save()
    assert "Επώνυμο" in page_of(greek)
    shown = page_of(english)
    assert "Surname" in shown
    assert "Επώνυμο" not in shown
