import dataclasses
import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from arogi.casework import services
from arogi.casework.models import Task, TaskEvent
from arogi.casework.services import have_tasks, settle_tasks
from arogi.casework.services.next_steps import keep_all_next_steps
from arogi.casework.services.nightly import bring_all_tasks
from arogi.documents import services as documents
from arogi.documents.kinds import KINDS
from arogi.notices.models import Notice
from arogi.notices.services import choose
from arogi.people.services.merging import merge_persons
from arogi.reception.models import Request
from arogi.reception.services import cancel_contact, complete_next_step, postpone_next_step
from tests.casework.conftest import AT, draft, state_of
from tests.factories import TODAY
from tests.people import factories as people
from tests.reception import factories as reception

LATER = TODAY + dt.timedelta(days=30)


def test_a_task_lies_with_the_key_worker_where_the_person_was_registered(task, worker, centre):
    assert (task.worker, task.structure, task.state) == (worker.user, centre, "open")
    assert [event.kind for event in task.events.all()] == ["made"]


def test_a_draft_that_is_asked_for_again_makes_no_second_task(person):
    wanted = draft(person)

    assert have_tasks([wanted, wanted], on=TODAY) == 1
    assert have_tasks([wanted], on=TODAY) == 0
    assert Task.objects.count() == 1


def test_an_open_task_follows_the_day_of_its_source_and_stays_with_who_has_it(task, person, colleague, worker):
    services.hand(by=worker, task_ids=[task.pk], worker=colleague.user, today=TODAY)

    have_tasks([draft(person, source_id=task.source_id, due_on=LATER)], on=TODAY)

    task.refresh_from_db()
    assert (task.due_on, task.worker) == (LATER, colleague.user)
    assert task.events.latest("pk").until == LATER


def test_what_somebody_has_answered_is_asked_again_only_for_another_day(task, person, worker):
    services.finish(by=worker, task_ids=[task.pk], result="not_needed", at=AT)
    again = draft(person, source_id=task.source_id)

    assert have_tasks([again], on=TODAY) == 0
    assert have_tasks([dataclasses.replace(again, due_on=LATER)], on=TODAY) == 1


def test_what_the_program_settled_can_be_asked_again(task, person):
    settle_tasks("document", task.source_id, result="not_needed")

    assert state_of(task)[0] == "done"
    assert have_tasks([draft(person, source_id=task.source_id)], on=TODAY) == 1


def test_a_task_of_a_key_worker_who_has_left_is_the_structures(person, worker):
    worker.user.is_active = False
    worker.user.save()
    wanted = draft(person)

    have_tasks([wanted], on=TODAY)

    assert Task.objects.get(source_id=wanted.source_id).worker is None


def test_a_task_tells_a_key_worker_nothing_of_a_confidential_structure(person, coordinator, branch, centre):
    reception.contact(coordinator, at="ROMA", person=person)
    wanted = draft(person)

    have_tasks([wanted], on=TODAY)

    assert Task.objects.get(source_id=wanted.source_id).structure == centre


def test_merging_moves_the_tasks_of_a_file(task, person, coordinator):
    kept = reception.person()

    merge_persons(by=coordinator, kept_id=kept.pk, absorbed_id=person.pk, choices={}, at=AT)

    task.refresh_from_db()
    assert task.person == kept


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"}, {"result": "done"}, {"source_id": None}, {"source_kind": ""},
        {"kind": "other", "source_kind": "", "source_id": None},
    ],
)  # fmt: skip
def test_the_database_refuses_a_task_that_makes_no_sense(task, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**values)


def test_the_history_of_a_task_is_only_added_to(task):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        TaskEvent.objects.filter(task=task).update(words="άλλο")


class TestNextSteps:
    @pytest.fixture
    def request_(self, worker, person):
        line = reception.line(next_step="Να φέρει το μισθωτήριο", next_step_on=LATER)
        contact = reception.record_contact(
            by=worker, facts=reception.facts(person=person), lines=(line,), submission=reception.uuid4(), today=TODAY
        )
        return Request.objects.get(contact=contact)

    def task(self, request_):
        return Task.objects.get(source_id=request_.pk)

    def test_a_promised_step_is_a_task_of_who_promised_it(self, request_, worker, person):
        task = self.task(request_)

        assert (task.kind, task.due_on, task.worker, task.person) == ("next_step", LATER, worker.user, person)

    def test_a_step_that_is_taken_at_the_desk_settles_its_task(self, request_, worker):
        complete_next_step(by=worker, request_id=request_.pk, at=AT)

        assert state_of(self.task(request_))[0] == "done"

    def test_a_task_that_is_done_ticks_the_step_off_and_both_come_back(self, request_, worker):
        act = services.finish(by=worker, task_ids=[self.task(request_).pk], result="done", at=AT)
        request_.refresh_from_db()
        assert request_.next_step_done_by == worker.user

        services.undo(by=worker, act_id=act)
        request_.refresh_from_db()
        assert request_.next_step_done_at is None
        assert state_of(self.task(request_))[0] == "open"

    def test_a_task_follows_the_new_day_of_its_step(self, request_, worker):
        new = LATER + dt.timedelta(days=5)

        postpone_next_step(by=worker, request_id=request_.pk, until=new, today=TODAY)

        assert self.task(request_).due_on == new

    def test_a_cancelled_contact_leaves_no_task(self, request_, worker):
        cancel_contact(by=worker, contact_id=request_.contact_id, reason="Λάθος", at=AT)

        assert state_of(self.task(request_))[0] == "done"
        assert self.task(request_).result == "not_needed"

    def test_handing_the_task_over_makes_the_colleague_responsible(self, request_, worker, colleague):
        act = services.hand(by=worker, task_ids=[self.task(request_).pk], worker=colleague.user, today=TODAY)
        request_.refresh_from_db()
        assert request_.responsible == colleague.user

        services.undo(by=worker, act_id=act)
        request_.refresh_from_db()
        assert request_.responsible == worker.user

    def test_steps_that_came_by_another_way_get_their_task_at_night(self, request_):
        task = self.task(request_)
        Request.objects.filter(pk=request_.pk).update(next_step_on=LATER)
        Task.objects.filter(pk=task.pk).update(source_kind="other")

        assert keep_all_next_steps() == 1
        assert keep_all_next_steps() == 0


def paper(by, person, *, days_after_lead, kind="lease"):
    """Record a paper whose renewal begins so many days from today."""
    ends = TODAY + dt.timedelta(days=KINDS[kind].lead_days + days_after_lead)
    facts = documents.PaperFacts(kind=kind, seen_on=TODAY, expires_on=ends)
    return documents.record_paper(by=by, person_id=person.pk, facts=facts, today=TODAY, at=AT).document


def test_a_paper_is_a_task_from_the_day_on_which_its_renewal_begins(person, worker):
    now = paper(worker, person, days_after_lead=0)
    paper(worker, reception.person(), days_after_lead=1)

    assert bring_all_tasks(today=TODAY, at=AT) == 1
    assert bring_all_tasks(today=TODAY, at=AT) == 0
    assert [(task.subject, task.due_on, task.person) for task in Task.objects.all()] == [
        ("lease", now.expires_on, person)
    ]


def test_a_paper_that_a_newer_one_replaces_needs_no_renewal(person, worker):
    paper(worker, person, days_after_lead=0, kind="residence_title")
    bring_all_tasks(today=TODAY, at=AT)

    paper(worker, person, days_after_lead=300, kind="residence_title")
    bring_all_tasks(today=TODAY, at=AT)

    assert [task.result for task in Task.objects.all()] == ["not_needed"]


def test_who_agreed_to_reminders_is_told_of_a_renewal_once(worker, centre):
    person = people.person(worker, phone="6971234567")
    other = people.person(worker, "Άλλη", phone="6971234568")
    choose(by=worker, person=person, email="", wants="reminders", today=TODAY)
    papers = [paper(worker, one, days_after_lead=0) for one in (person, other)]

    for _night in range(2):
        bring_all_tasks(today=TODAY, at=AT)

    (notice,) = Notice.objects.all()
    assert (notice.person, notice.template, notice.about_on) == (person, "renewal", papers[0].expires_on)
