import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest

from arogi.centres.models import Operation, Structure, SubProject
from arogi.core.acting import acting_in
from arogi.core.actor import Actor
from arogi.core.errors import NotAllowed
from arogi.core.models import AccessRecord
from arogi.reception.access import ContactNotFound, RequestNotFound, get_contact, visible_contacts
from arogi.reception.models import Contact, Correction, NetworkingAct, Request
from arogi.reception.services import (
    ActFacts,
    birth_date_of_age,
    cancel_contact,
    cancel_networking_act,
    cancel_request_line,
    complete_next_step,
    contacts,
    correct_contact,
    corrections,
    networking,
    next_steps,
    postpone_next_step,
    record_contact,
    record_networking_act,
    set_offer,
    undo_contact,
)
from tests.factories import TODAY, member, structure
from tests.reception import factories

NOW = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def worker(karditsa):
    return member(karditsa)


def correct(by, contact, *, facts=None, lines=(), version=None, reason="λάθος"):
    return correct_contact(
        by=by,
        contact_id=contact.pk,
        version=version or contact.version,
        facts=facts or factories.facts(),
        lines=lines,
        reason=reason,
        at=NOW,
        today=TODAY,
    )


def positions(contact):
    rows = Request.objects.filter(contact=contact).order_by("position")
    return [(row.position, row.service.code, row.is_cancelled) for row in rows]


def test_a_contact_keeps_its_requests_in_order(worker):
    person = factories.person()

    contact = factories.contact(worker, "A2.01", "A1.01", person=person)

    assert positions(contact) == [(1, "A2.01", False), (2, "A1.01", False)]
    assert set(Request.objects.values_list("person_id", "date")) == {(person.pk, TODAY)}


def test_the_same_form_sent_twice_records_one_contact(worker):
    form = uuid4()
    sent = [
        record_contact(by=worker, facts=factories.facts(), lines=(factories.line(),), submission=form, today=TODAY)
        for _click in range(10)
    ]

    assert {contact.pk for contact in sent} == {Contact.objects.get().pk}
    assert Request.objects.count() == 1


def test_a_form_whose_contact_was_cancelled_is_used_up(worker):
    form = uuid4()
    contact = record_contact(
        by=worker, facts=factories.facts(), lines=(factories.line(),), submission=form, today=TODAY
    )
    cancel_contact(by=worker, contact_id=contact.pk, reason="λάθος", at=NOW)

    with pytest.raises(contacts.FormUsedUp):
        record_contact(by=worker, facts=factories.facts(), lines=(factories.line(),), submission=form, today=TODAY)


def test_the_sub_project_that_pays_on_that_day_is_found(worker):
    centre = Structure.objects.get(code="KK")
    for mis, start, end in (("5001", 2017, 2023), ("6002", 2024, None)):
        operation = Operation.objects.create(
            mis_code=mis,
            title_el="Πράξη",
            valid_from=dt.date(start, 1, 1),
            valid_until=end and dt.date(end, 12, 31),
        )
        SubProject.objects.create(operation=operation, number="1", structure=centre)

    contact = factories.contact(worker, date=dt.date(2020, 5, 5))

    assert contact.sub_project.operation.mis_code == "5001"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"date": TODAY + dt.timedelta(days=1)}, contacts.DateInTheFuture),
        ({"minutes": 5000}, contacts.ImpossibleMinutes),
        ({"note": "nul\0"}, contacts.UnreadableText),
        ({"note": "\ud800"}, contacts.UnreadableText),
        ({"companion": "α" * 121}, contacts.UnreadableText),
        ({"anonymous_birth_date": TODAY + dt.timedelta(days=1)}, contacts.BornAfterContact),
        ({"channel": "pigeon"}, contacts.ContactRefused),
        ({"anonymous_sex": "Q"}, contacts.ContactRefused),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else value.__name__,
)
def test_what_cannot_be_so_is_refused(worker, changes, refusal):
    with pytest.raises(refusal):
        factories.contact(worker, **changes)

    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"next_step_on": TODAY}, contacts.NextStepWithoutWords),
        ({"next_step": "τηλέφωνο", "next_step_on": YESTERDAY}, contacts.NextStepInThePast),
        ({"outcome": "magic"}, contacts.ContactRefused),
        ({"text": "α" * 10_001}, contacts.UnreadableText),
    ],
    ids=["no words", "past", "outcome", "long"],
)
def test_a_line_that_makes_no_sense_is_refused(worker, changes, refusal):
    with pytest.raises(refusal):
        record_contact(
            by=worker,
            facts=factories.facts(),
            lines=(factories.line(**changes),),
            submission=uuid4(),
            today=TODAY,
        )


def test_a_contact_without_a_request_is_refused(worker):
    with pytest.raises(contacts.NothingAsked):
        record_contact(by=worker, facts=factories.facts(), lines=(), submission=uuid4(), today=TODAY)


def test_a_service_of_the_roma_branch_cannot_be_asked_at_the_centre(worker):
    with pytest.raises(contacts.ServiceNotOffered):
        factories.contact(worker, "R1")


def test_a_service_that_the_structure_said_no_to_is_refused(worker):
    set_offer(
        structure=Structure.objects.get(code="KK"),
        service=factories.service("A2.13"),
        is_offered=False,
        instead="ΚΕΠ",
    )

    with pytest.raises(contacts.ServiceNotOffered):
        factories.contact(worker, "A2.13")


def test_a_service_beyond_its_kind_can_be_offered(worker):
    set_offer(structure=Structure.objects.get(code="KK"), service=factories.service("R1"), is_offered=True)

    assert factories.contact(worker, "R1").pk


def test_nobody_records_where_he_or_she_does_not_work(karditsa):
    mediator = member(karditsa, "mediator", at=Structure.objects.get(code="ROMA"))

    with pytest.raises(contacts.NotYourStructure):
        factories.contact(mediator)


def test_a_supervisor_reads_and_does_not_record(karditsa):
    with pytest.raises(NotAllowed):
        factories.contact(member(karditsa, "supervisor"))


def test_a_structure_of_another_municipality_is_none(worker, trikala):
    with acting_in(trikala.id):
        theirs = Structure.objects.get(code="KK")

    with pytest.raises(contacts.UnknownStructure):
        factories.contact(worker, structure=theirs)


def test_nothing_is_recorded_before_the_structure_opened_or_after_it_closed(worker):
    late = structure("NEW")
    Structure.objects.filter(pk=late.pk).update(opened_on=YESTERDAY, closed_on=TODAY)

    for date in (YESTERDAY - dt.timedelta(days=1), TODAY):
        with pytest.raises(contacts.StructureNotOpen):
            factories.contact(worker, at="NEW", date=date)
    assert factories.contact(worker, at="NEW", date=YESTERDAY).pk


def test_a_file_that_was_merged_takes_no_new_contact(worker):
    kept = factories.person()
    absorbed = factories.person(merged_into=kept)

    with pytest.raises(contacts.PersonMerged):
        factories.contact(worker, person=absorbed)


def test_facts_of_somebody_anonymous_do_not_stand_beside_a_person(worker):
    with pytest.raises(contacts.PersonNeeded):
        factories.contact(worker, person=factories.person(), anonymous_sex="F")


def test_a_person_remembers_the_last_standing_contact(worker):
    person = factories.person()
    factories.contact(worker, person=person, date=YESTERDAY)
    today = factories.contact(worker, person=person)
    person.refresh_from_db()
    assert person.last_contact_on == TODAY

    cancel_contact(by=worker, contact_id=today.pk, reason="λάθος", at=NOW)

    person.refresh_from_db()
    assert person.last_contact_on == YESTERDAY


def test_an_age_becomes_the_birth_date_that_gives_this_age(karditsa):
    person = factories.Person(birth_date=birth_date_of_age(age=20, on=dt.date(2024, 2, 29)))

    assert person.age_on(dt.date(2024, 2, 29)) == 20


def test_a_correction_carries_over_to_the_requests_and_is_remembered(worker):
    person = factories.person()
    contact = factories.contact(worker, "A2.01")

    corrected = correct(worker, contact, facts=factories.facts(person=person, date=YESTERDAY, note="τώρα σωστά"))

    row = Request.objects.get(contact=contact)
    assert (row.person_id, row.date) == (person.pk, YESTERDAY)
    assert corrected.version == 2
    before = Correction.objects.get(contact=contact).before
    assert before["person"] is None
    assert before["date"] == TODAY.isoformat()
    assert before["requests"][0]["position"] == 1


def test_lines_are_changed_and_added_by_a_correction(worker):
    contact = factories.contact(worker, "A2.01")
    first = Request.objects.get(contact=contact)

    correct(worker, contact, lines=(factories.line("A2.02", id=first.pk, outcome="served"), factories.line("A1.01")))

    assert positions(contact) == [(1, "A2.02", False), (2, "A1.01", False)]


def test_a_line_of_another_contact_cannot_be_corrected_along(worker):
    contact = factories.contact(worker)
    other = Request.objects.get(contact=factories.contact(worker))

    with pytest.raises(RequestNotFound):
        correct(worker, contact, lines=(factories.line(id=other.pk),))


def test_whoever_saves_second_is_told_what_differs(worker):
    contact = factories.contact(worker)
    correct(worker, contact, facts=factories.facts(note="η πρώτη"))

    with pytest.raises(corrections.ContactChangedMeanwhile) as refusal:
        correct(worker, contact, facts=factories.facts(note="η δεύτερη"))

    assert refusal.value.differing == ("note",)
    assert Contact.objects.get(pk=contact.pk).note == "η πρώτη"


def test_a_correction_needs_a_reason(worker):
    with pytest.raises(corrections.ReasonNeeded):
        correct(worker, factories.contact(worker), reason=" ")


def test_a_cancelled_contact_cannot_be_cancelled_again(worker):
    contact = factories.contact(worker)
    cancel_contact(by=worker, contact_id=contact.pk, reason="διπλό", at=NOW)

    with pytest.raises(corrections.AlreadyCancelled):
        cancel_contact(by=worker, contact_id=contact.pk, reason="διπλό", at=NOW)


def test_the_first_line_in_order_always_counts(worker):
    contact = factories.contact(worker, "A2.01", "A1.01", "A1.02")
    first = Request.objects.get(contact=contact, position=1)

    cancel_request_line(by=worker, request_id=first.pk, reason="δεν το ζήτησε", at=NOW)

    assert positions(contact) == [(1, "A1.01", False), (3, "A1.02", False), (4, "A2.01", True)]


def test_with_its_last_line_a_contact_is_cancelled(worker):
    contact = factories.contact(worker, "A2.01")
    line = Request.objects.get(contact=contact)

    cancel_request_line(by=worker, request_id=line.pk, reason="λάθος", at=NOW)

    assert Contact.objects.get(pk=contact.pk).cancelled_at == NOW


def test_a_contact_is_undone_by_the_same_person_in_the_same_session(worker, karditsa):
    with acting_in(karditsa.id, Actor(user_id=worker.user.pk, session="s1")):
        contact = factories.contact(worker)
    with acting_in(karditsa.id, Actor(user_id=worker.user.pk, session="s2")), pytest.raises(corrections.TooLateToUndo):
        undo_contact(by=worker, contact_id=contact.pk, at=NOW)

    with acting_in(karditsa.id, Actor(user_id=worker.user.pk, session="s1")):
        undone = undo_contact(by=worker, contact_id=contact.pk, at=NOW)

    assert undone.cancelled_at == NOW
    assert Request.objects.get(contact=contact).is_cancelled


def test_a_colleague_does_not_undo(worker, karditsa):
    with acting_in(karditsa.id, Actor(user_id=worker.user.pk, session="s1")):
        contact = factories.contact(worker)

    with pytest.raises(corrections.TooLateToUndo):
        undo_contact(by=member(karditsa), contact_id=contact.pk, at=NOW)


def test_contacts_of_the_roma_branch_are_hidden_from_the_centre(karditsa):
    centre, branch = (Structure.objects.get(code=code) for code in ("KK", "ROMA"))
    mediator = member(karditsa, "mediator", at=branch)
    contact = factories.contact(mediator, "R1", at="ROMA")
    reception = member(karditsa, "reception", at=centre)
    coordinator = member(karditsa, "coordinator", at=centre)

    with pytest.raises(ContactNotFound):
        get_contact(reception, contact.pk)

    assert not visible_contacts(reception).exists()
    assert get_contact(coordinator, contact.pk) == contact
    assert get_contact(mediator, contact.pk) == contact


def test_an_auditor_sees_no_contact(karditsa, worker):
    factories.contact(worker)

    assert not visible_contacts(member(karditsa, "auditor")).exists()


def test_a_next_step_is_put_off_and_then_taken(worker):
    contact = record_contact(
        by=worker,
        facts=factories.facts(),
        lines=(factories.line(next_step="φέρνει Ε1", next_step_on=TODAY),),
        submission=uuid4(),
        today=TODAY,
    )
    row = Request.objects.get(contact=contact)
    assert row.responsible == worker.user

    postpone_next_step(by=worker, request_id=row.pk, until=TODAY + dt.timedelta(days=3), today=TODAY)
    complete_next_step(by=worker, request_id=row.pk, at=NOW)

    row.refresh_from_db()
    assert (row.next_step_on, row.next_step_done_at) == (TODAY + dt.timedelta(days=3), NOW)
    with pytest.raises(next_steps.NothingPromised):
        complete_next_step(by=worker, request_id=row.pk, at=NOW)


def test_a_next_step_is_not_put_off_into_the_past(worker):
    row = Request.objects.get(contact=factories.contact(worker))

    with pytest.raises(next_steps.PostponedIntoThePast):
        postpone_next_step(by=worker, request_id=row.pk, until=YESTERDAY, today=TODAY)


def test_a_visit_to_a_body_is_recorded_and_cancelled(worker):
    facts = ActFacts(structure=Structure.objects.get(code="KK"), date=TODAY, kind="visit", body="ΔΥΠΑ", minutes=40)
    act = record_networking_act(by=worker, facts=facts, today=TODAY)

    cancel_networking_act(by=worker, act_id=act.pk, reason="αναβλήθηκε", at=NOW)

    assert NetworkingAct.objects.get().cancelled_reason == "αναβλήθηκε"
    with pytest.raises(networking.BodyNeeded):
        record_networking_act(by=worker, facts=replace(facts, body=" "), today=TODAY)


def test_every_act_leaves_one_access_record(worker, karditsa):
    before = AccessRecord.objects.count()
    with acting_in(karditsa.id):
        contact = factories.contact(worker, person=factories.person())
    with acting_in(karditsa.id):
        cancel_contact(by=worker, contact_id=contact.pk, reason="λάθος", at=NOW)

    left = list(AccessRecord.objects.order_by("sequence").values_list("verb", "kind"))[before:]
    assert [row for row in left if row[1] == "contact"] == [("create", "contact"), ("cancel", "contact")]
