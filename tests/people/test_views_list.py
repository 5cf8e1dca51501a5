from __future__ import annotations

import datetime as dt
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arogi.core.models import AccessRecord
from arogi.people import services
from arogi.people.listing import PAGE, ListFilter, persons_page
from arogi.people.models import Person
from arogi.people.panels import person_panels
from tests.factories import TODAY, member
from tests.people.factories import NOW, person


def names_of(cards):
    return [card.name for card in cards]


@pytest.fixture
def sixty(worker):
    return [person(worker, f"Παππάς{chr(0x391 + number % 17)}", f"Νίκος{number:02d}") for number in range(60)]


def test_the_pages_lead_through_everybody_once_forwards_and_back(worker, sixty):
    pages, after = [], None
    while not pages or after:
        page = persons_page(ListFilter(after=after), today=TODAY)
        pages.append(names_of(page.cards))
        after, last = page.next_after, page
    back = persons_page(ListFilter(before=last.previous_before), today=TODAY)

    everybody = [name for page in pages for name in page]
    assert len(everybody) == 60 == len(set(everybody))
    assert everybody == [one.full_name for one in Person.objects.order_by("sort_key", "id")]
    assert [len(page) for page in pages] == [PAGE, PAGE, 10]
    assert names_of(back.cards) == pages[1]


def test_the_first_page_has_nothing_before_it_even_when_reached_backwards(sixty):
    second = persons_page(ListFilter(after=persons_page(ListFilter(), today=TODAY).next_after), today=TODAY)
    first = persons_page(ListFilter(before=second.previous_before), today=TODAY)

    assert first.previous_before is None
    assert first.next_after is not None


def test_namesakes_are_neither_lost_nor_repeated(worker):
    for _number in range(PAGE + 5):
        person(worker, "Παπαδόπουλος", "Γεώργιος")

    first = persons_page(ListFilter(), today=TODAY)
    second = persons_page(ListFilter(after=first.next_after), today=TODAY)

    assert len({card.id for card in (*first.cards, *second.cards)}) == PAGE + 5


def test_a_letter_narrows_the_list_with_and_without_accents(worker):
    for surname in ("Άνθης", "ανδρέου", "Βλάχος", "Smith"):
        person(worker, surname, "Νίκος")

    assert len(persons_page(ListFilter(letter="Α"), today=TODAY).cards) == 2
    assert names_of(persons_page(ListFilter(letter="A-Z"), today=TODAY).cards) == ["Smith Νίκος"]


def test_my_people_are_those_i_follow(social_worker, worker, karditsa):
    mine = person(worker, "Δικός", "Μου", key_worker_id=social_worker.user.pk)
    person(worker, "Άλλου", "Ξένος")

    page = social_worker.get(reverse("people:list"), {"mine": "1"})

    assert [card.id for card in page.context["page"].cards] == [mine.pk]


def test_merged_files_are_not_listed(worker):
    kept, absorbed = person(worker, "Α", "Α"), person(worker, "Α", "Α")
    services.merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)

    assert [card.id for card in persons_page(ListFilter(), today=TODAY).cards] == [kept.pk]


def test_a_hidden_address_is_not_listed(officer, worker):
    person(worker, "Κρυφή", "Διεύθυνση", settlement="Μυστικό", hide_address=True)

    assert "Μυστικό" not in officer.get(reverse("people:list")).content.decode()


def test_the_list_asks_as_many_questions_for_one_person_as_for_many(officer, worker, sixty):
    person(worker, "Ωραίος", "Μόνος")
    # The clock stands: every few seconds a session notes that somebody is still there.
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False):
        officer.get(reverse("people:list"))

        with CaptureQueriesContext(connection) as many:
            officer.get(reverse("people:list"))
        with CaptureQueriesContext(connection) as one:
            officer.get(reverse("people:list"), {"letter": "Ω"})

    assert len(many) == len(one) <= 12


def test_the_list_is_small_and_leaves_one_record(officer, sixty):
    page = officer.get(reverse("people:list"))

    assert len(page.content) < 60 * 1024
    assert AccessRecord.objects.filter(kind="person_list", actor_id=officer.user.pk).count() == 1


@pytest.mark.parametrize("query", ["after=x", "letter=ΑΒ", "letter=%27", "after=01a20113-efae-74ed-b7c3-6f13de1c4c32"])
def test_an_address_that_makes_no_sense_shows_the_first_page(officer, anna, query):
    page = officer.get(f"{reverse('people:list')}?{query}")

    assert names_of(page.context["page"].cards) == ["Παπαδοπούλου Άννα"]


def test_no_name_stands_in_an_address_of_the_list(officer, sixty):
    page = officer.get(reverse("people:list")).content.decode()

    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not any("Παππ" in unquote(link) for link in links)


def test_who_may_not_see_people_sees_no_list(signed_in, karditsa):
    assert signed_in("auditor", karditsa).get(reverse("people:list")).status_code == 403


# The panels of the person's page


def test_the_panels_ask_as_many_questions_for_much_as_for_little(worker, anna):
    bare = person(worker, "Μόνος", "Του")
    home = services.start_household(by=worker, head_id=anna.pk, on=TODAY)
    for number in range(12):
        child = person(worker, "Παππά", f"Παιδί{number}")
        services.join_household(by=worker, household_id=home.pk, person_id=child.pk, relation="child", on=TODAY)
        services.add_phone(by=worker, person_id=anna.pk, facts=phone(number))

    with CaptureQueriesContext(connection) as little:
        person_panels(worker, bare, TODAY)
    with CaptureQueriesContext(connection) as much:
        shown = person_panels(worker, anna, TODAY)

    assert len(little) == len(much) <= 6
    assert len(shown.households[0].members) == 13
    assert shown.households[0].members[0].is_head


def test_the_panels_say_what_the_member_may_see(karditsa, worker, anna):
    services.declare_target_group(by=worker, person_id=anna.pk, group="roma", source="declared", on=TODAY)
    officer = member(karditsa, "reception")

    assert [line.masked for line in person_panels(officer, anna, TODAY).papers] == ["*******9997"]
    assert person_panels(officer, anna, TODAY).groups == ()
    assert len(person_panels(worker, anna, TODAY).groups) == 1
    assert not person_panels(officer, anna, TODAY).may_reveal


def test_what_is_not_safe_is_said_in_words(worker):
    hidden = person(
        worker, "Παππά", "Ελένη", do_not_phone=True, hide_address=True, alert="Ο σύζυγος διαβάζει τα μηνύματα"
    )

    identity = person_panels(worker, hidden, TODAY).identity

    assert len(identity.marks) == 2
    assert identity.alert == "Ο σύζυγος διαβάζει τα μηνύματα"


def test_an_age_that_is_not_certain_is_said_so(worker):
    assert person_panels(worker, person(worker, "Α", "Β", born="1984"), TODAY).identity.age == "41-42"


def phone(number):
    from arogi.people.facts import PhoneFacts

    return PhoneFacts(number=f"69712345{number:02d}")
