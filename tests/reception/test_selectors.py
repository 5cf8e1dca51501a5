import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arogi.centres.models import Structure
from arogi.reception.models import Request
from arogi.reception.selectors import (
    PAGE,
    contacts_on,
    day_figures,
    my_people,
    next_steps,
    offered_elsewhere,
    responsible_staff,
    services_for_desk,
    timeline,
    waiting_of,
)
from arogi.reception.services import adopt_catalogue, cancel_contact, complete_next_step, record_contact, set_offer
from tests.factories import TODAY, member, structure
from tests.reception import factories

NOW = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)


@pytest.fixture
def worker(karditsa):
    return member(karditsa)


def days_ago(count):
    return TODAY - dt.timedelta(days=count)


def promised(worker, *, on, person=None):
    contact = record_contact(
        by=worker,
        facts=factories.facts(person=person, date=days_ago(30)),
        lines=(factories.line(next_step="φέρνει Ε1", next_step_on=on),),
        submission=uuid4(),
        today=TODAY,
    )
    return Request.objects.get(contact=contact)


def test_the_timeline_is_newest_first_and_page_by_page(worker):
    person = factories.person()
    contacts = [factories.contact(worker, person=person, date=days_ago(number)) for number in range(PAGE + 3)]

    first, second = timeline(worker, person), timeline(worker, person, page=2)

    assert [contact.pk for contact in (*first.contacts, *second.contacts)] == [contact.pk for contact in contacts]
    assert (first.has_next, second.has_next) == (True, False)


def test_a_long_timeline_takes_as_many_queries_as_a_short_one(worker):
    person, other = factories.person(), factories.person()
    factories.contact(worker, person=person)
    for number in range(10):
        factories.contact(worker, "A2.01", "A1.01", person=other, date=days_ago(number))

    taken = []
    for somebody in (person, other):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for contact in timeline(worker, somebody).contacts:
                assert contact.structure.name
                assert [line.service.label for line in contact.requests.all()]
        taken.append(len(queries))

    assert taken == [3, 2]  # the structures of the municipality are read once


def test_contacts_of_the_branch_are_no_part_of_what_the_centre_sees(karditsa, worker):
    person = factories.person()
    factories.contact(worker, "R1", person=person, at="ROMA")
    reception = member(karditsa, "reception", at=Structure.objects.get(code="KK"))

    assert timeline(reception, person).contacts == ()
    assert contacts_on(reception, TODAY).contacts == ()
    assert waiting_of(reception, person).steps == ()
    figures = day_figures(reception, TODAY).today
    assert (figures.contacts, figures.requests) == (0, 0)


def test_next_steps_are_mine_and_overdue_ones_come_first(karditsa, worker):
    late, soon, far = (promised(worker, on=TODAY + dt.timedelta(days=days)) for days in (-3, 2, 40))
    promised(member(karditsa), on=TODAY)
    done = promised(worker, on=TODAY)
    complete_next_step(by=worker, request_id=done.pk, at=NOW)

    assert [step.pk for step in next_steps(worker, until=TODAY + dt.timedelta(days=7))] == [late.pk, soon.pk]
    assert far.pk in {step.pk for step in next_steps(worker, until=TODAY + dt.timedelta(days=60))}


def test_a_step_of_a_cancelled_contact_is_nobodys_anymore(worker):
    person = factories.person()
    step = promised(worker, on=TODAY, person=person)
    assert [row.pk for row in waiting_of(worker, person).steps] == [step.pk]

    cancel_contact(by=worker, contact_id=step.contact_id, reason="λάθος", at=NOW)

    assert waiting_of(worker, person).steps == ()
    assert next_steps(worker, until=TODAY) == []


def test_the_figures_compare_this_week_with_last_week_up_to_the_same_day(worker):
    person = factories.person()
    factories.contact(worker, "A2.01", "A1.01", person=person)
    factories.contact(worker, person=person)
    factories.contact(worker)
    factories.contact(worker, date=days_ago(7))
    factories.contact(worker, date=days_ago(6))  # the Saturday after: not yet reached this week

    figures = day_figures(worker, TODAY)

    assert (figures.today.contacts, figures.today.requests, figures.today.persons, figures.today.anonymous) == (
        3,
        4,
        1,
        1,
    )
    assert figures.this_week == figures.today
    assert (figures.last_week.contacts, figures.last_week.requests) == (1, 1)


def test_my_people_are_those_i_received_last_seen_first(karditsa, worker):
    first, second, theirs = factories.person(), factories.person(), factories.person()
    factories.contact(worker, person=first, date=days_ago(1))
    factories.contact(worker, person=second, date=days_ago(2))
    factories.contact(worker, person=first, date=days_ago(5))
    factories.contact(worker, person=second, date=days_ago(90))
    factories.contact(member(karditsa), person=theirs)

    people = my_people(worker, since=days_ago(60))

    assert [(person.pk, person.seen_on) for person in people] == [(first.pk, days_ago(1)), (second.pk, days_ago(2))]


def test_the_most_used_services_come_first(worker):
    for code, times in (("A3.01", 3), ("A2.02", 2), ("A1.01", 1)):
        for _time in range(times):
            factories.contact(worker, code)
    for _time in range(4):
        factories.contact(worker, "A1.02", date=days_ago(400))

    most_used, offered = services_for_desk(Structure.objects.get(code="KK"), TODAY)

    assert [service.code for service in most_used] == ["A3.01", "A2.02", "A1.01"]
    assert {"A1.02", "A3.01"} <= {service.code for service in offered}
    assert "R1" not in {service.code for service in offered}


def test_what_is_not_offered_says_where_to_go(worker):
    centre = Structure.objects.get(code="KK")
    set_offer(structure=centre, service=factories.service("A2.13"), is_offered=False, instead="ΚΕΠ")

    assert [(item.service.code, item.instead) for item in offered_elsewhere(centre, TODAY)] == [("A2.13", "ΚΕΠ")]


def test_a_social_service_offers_everything(worker):
    adopt_catalogue()

    _most_used, offered = services_for_desk(structure("SS", Structure.Kind.SOCIAL_SERVICE), TODAY)

    assert {"A2.01", "R1", "M1"} <= {service.code for service in offered}


def test_whoever_works_there_can_be_responsible(karditsa, worker):
    centre = Structure.objects.get(code="KK")
    here = member(karditsa, "reception", at=centre)
    elsewhere = member(karditsa, "mediator", at=Structure.objects.get(code="ROMA"))

    staff = set(responsible_staff(centre, TODAY))

    assert {here.user, worker.user} <= staff
    assert elsewhere.user not in staff
