import datetime as dt
from uuid import uuid4

import pytest

from arogi.applications import services
from arogi.applications.errors import NoStructure, NotAppliedFor, NotOfTheHousehold, NotRenewable, OpenAlready
from arogi.applications.models import Application, ApplicationEvent
from arogi.centres.models import Structure
from arogi.core.errors import NotAllowed
from arogi.core.models import AccessRecord
from arogi.entitlements.services import run_check
from arogi.people.models import Person
from arogi.reception.models import Contact, Request
from tests.applications.conftest import NOW
from tests.factories import TODAY, member
from tests.outreach.families import settle
from tests.reception.factories import contact


def test_an_application_answers_the_open_request_of_the_person(open_, worker, head):
    asked = contact(worker, "A2.01", person=head).requests.get()

    application = open_("eee")

    assert application.request == asked
    assert not application.request_made_along
    assert Request.objects.count() == 1


def test_without_a_request_one_is_made_along_in_the_contact_of_the_day(open_, head):
    first, second = open_("eee"), open_("housing_benefit")

    assert first.request.service.programme == "eee"
    assert second.request.service.programme == "housing_benefit"
    assert first.request.contact == second.request.contact
    assert Contact.objects.get().person == head
    assert first.request_made_along


def test_a_programme_without_a_service_of_its_own_is_applied_for_on_behalf_of_the_citizen(open_):
    assert open_("childcare_voucher").request.service.code == "A2.13"
    assert open_("student_housing").request.service.code == "A3.05"


def test_everybody_of_the_programmes_unit_applies_along(open_, head):
    along = {one.person.first_name for one in open_("eee").co_applicants.select_related("person")}
    alone = open_("unemployment_benefit").co_applicants

    assert along == {"p2", "c1", "c2"}
    assert not alone.exists()


def test_a_second_open_application_for_the_same_is_refused_with_a_way_to_the_first(open_):
    first = open_("eee")

    with pytest.raises(OpenAlready) as refusal:
        open_("eee")

    assert refusal.value.first_id == first.pk
    assert Application.objects.count() == 1


def test_the_database_itself_refuses_a_second_open_application(open_):
    first = open_("eee")
    copy = {field.attname: getattr(first, field.attname) for field in Application._meta.concrete_fields}

    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="applications_one_open_per_programme"), transaction.atomic():
        Application(**copy | {"id": uuid4()}).save(force_insert=True)


def test_after_an_answer_the_same_can_be_applied_for_again(open_, do):
    do(open_("eee"), "submit", "reject")

    assert open_("eee").state == Application.State.DRAFT


def test_the_papers_are_those_of_the_rules_and_say_whose_they_are(open_):
    papers = open_("eee").papers.select_related("person")
    owners = {}
    for paper in papers:
        owners.setdefault(paper.kind, set()).add(paper.person.first_name)

    assert owners["identity"] == {"p1", "p2", "c1", "c2"}
    assert owners["consent"] == {"p1", "p2"}
    assert owners["school_attendance"] == {"c1", "c2"}
    assert owners["iban"] == {"p1"}


def test_an_application_carries_the_check_from_which_it_was_opened(open_, worker, head):
    check = run_check(by=worker, person=head, today=TODAY)

    application = open_("eee", check_id=check.pk)

    assert application.entitlement_check == check
    assert application.papers.filter(kind="consent").count() == 2


@pytest.mark.parametrize("programme", ["november_250", "no_such", "", "athens_fees"])
def test_nobody_applies_for_what_is_not_applied_for_here(open_, programme):
    with pytest.raises(NotAppliedFor):
        open_(programme)


def test_who_reads_nothing_of_health_opens_nothing_that_tells_of_it(open_, receptionist):
    with pytest.raises(NotAppliedFor):
        open_("disability_blind", by=receptionist)


def test_who_may_not_record_opens_nothing(open_, karditsa):
    with pytest.raises(NotAllowed):
        open_("eee", by=member(karditsa, "supervisor"))


def test_nobody_from_outside_the_household_applies_along(open_, worker):
    stranger = settle(worker, "Άλλος", today=TODAY, told=False)

    with pytest.raises(NotOfTheHousehold):
        open_("eee", member_ids=(stranger.pk,))


def test_nothing_is_recorded_in_a_structure_where_one_does_not_work(open_, karditsa):
    branch = Structure.objects.get(code="ROMA")
    here = member(karditsa, "social_worker", at=Structure.objects.get(code="KK"))

    with pytest.raises(NoStructure):
        open_("eee", by=here, structure_id=branch.pk)


def test_opening_leaves_one_event_and_one_access_record(open_, head):
    from arogi.core import audit

    application = open_("eee", note="=1+1")
    audit.write_pending()

    event = application.events.get()
    assert (event.act, event.note) == (ApplicationEvent.Kind.OPENED, "=1+1")
    assert AccessRecord.objects.get(kind="application", verb="create").person_id == head.pk


def test_the_next_application_follows_a_granted_one_with_those_who_still_live_there(open_, do, worker, head):
    first = open_("eee")
    do(first, "submit", "approve", granted_from=dt.date(2026, 6, 1))
    left = Person.objects.get(first_name="c2")
    left.household_memberships.update(left_on=TODAY)

    second = services.renew(by=worker, application_id=first.pk, today=TODAY, at=NOW)

    assert second.former == first
    assert {one.person.first_name for one in second.co_applicants.all()} == {"p2", "c1"}
    assert second.events.get().act == ApplicationEvent.Kind.RENEWED
    with pytest.raises(NotRenewable):
        services.renew(by=worker, application_id=first.pk, today=TODAY, at=NOW)


def test_what_was_not_granted_is_not_renewed(open_, worker):
    with pytest.raises(NotRenewable):
        services.renew(by=worker, application_id=open_("eee").pk, today=TODAY, at=NOW)


def test_two_files_of_one_person_are_merged_with_their_applications(open_, worker, karditsa):
    from arogi.people.services import merge_persons, undo_merge

    kept, absorbed = (settle(worker, name, today=TODAY, told=False) for name in ("Πρώτου", "Δευτέρου"))
    mine, same, other = open_("eee", person=kept), open_("eee", person=absorbed), open_("a21", person=absorbed)
    coordinator = member(karditsa, "coordinator")

    merge = merge_persons(by=coordinator, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)

    # Two open applications for one programme: the second stays where it is, and is seen from there.
    assert set(Application.objects.filter(person=kept)) == {mine, other}
    assert set(Application.objects.filter(person=absorbed)) == {same}
    undo_merge(by=coordinator, merge_id=merge.pk, at=NOW)
    assert set(Application.objects.filter(person=absorbed)) == {same, other}


def test_an_application_opened_by_mistake_is_withdrawn_with_the_request_made_along(open_, worker):
    application = open_("eee")

    services.undo(by=worker, event_id=application.events.get().pk, today=TODAY, at=NOW)

    application.refresh_from_db()
    assert application.state == Application.State.WITHDRAWN
    assert Request.objects.get().is_cancelled
    assert open_("eee").state == Application.State.DRAFT
