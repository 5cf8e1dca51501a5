import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection

from arogi.casework import services
from arogi.casework.errors import (
    NoSuchTask,
    NotAColleague,
    NothingMarked,
    NothingToDo,
    NothingToUndo,
    NotYourStructure,
    SnoozedIntoThePast,
    TaskIsSettled,
    UnreadableWords,
)
from arogi.casework.models import Task
from arogi.core.errors import NotAllowed
from tests.casework.conftest import AT, draft, state_of
from tests.factories import TODAY

UNTIL = TODAY + dt.timedelta(days=7)


def acts(by, task, colleague):
    one = [task.pk]
    return {
        "take": lambda: services.take(by=by, task_ids=one),
        "hand": lambda: services.hand(by=by, task_ids=one, worker=colleague.user, today=TODAY),
        "leave": lambda: services.hand(by=by, task_ids=one, worker=None, today=TODAY),
        "snooze": lambda: services.snooze(by=by, task_ids=one, until=UNTIL, today=TODAY),
        "finish": lambda: services.finish(by=by, task_ids=one, result="renewed", at=AT, words="Κατατέθηκε"),
    }


@pytest.mark.parametrize("act", ["take", "hand", "leave", "snooze", "finish"])
def test_every_act_can_be_taken_back_once(task, worker, colleague, act):
    before = state_of(task)
    done = acts(colleague, task, worker)["take" if act == "take" else act]()
    assert act in ("hand",) or state_of(task) != before

    services.undo(by=colleague, act_id=done)

    assert state_of(task) == before
    with pytest.raises(NothingToUndo):
        services.undo(by=colleague, act_id=done)


def test_a_task_that_is_done_says_what_came_of_it_and_who_did_it(task, worker):
    services.finish(by=worker, task_ids=[task.pk], result="renewed", words="Κατατέθηκε", at=AT)

    assert state_of(task) == ("done", worker.user, None, "renewed")
    event = task.events.latest("pk")
    assert (task.settled_by, event.words, event.by) == (worker.user, "Κατατέθηκε", worker.user)


def test_nothing_is_done_with_a_task_that_is_settled(task, worker, colleague):
    services.finish(by=worker, task_ids=[task.pk], result="done", at=AT)

    for act in acts(worker, task, colleague).values():
        with pytest.raises(TaskIsSettled):
            act()


@pytest.mark.parametrize("days", [0, -1])
def test_nothing_is_put_off_to_a_day_that_is_over(task, worker, days):
    with pytest.raises(SnoozedIntoThePast):
        services.snooze(by=worker, task_ids=[task.pk], until=TODAY + dt.timedelta(days=days), today=TODAY)


def test_a_task_is_handed_only_to_who_works_in_its_structure(task, worker, staff, branch):
    with pytest.raises(NotAColleague):
        services.hand(by=worker, task_ids=[task.pk], worker=staff(at=branch).user, today=TODAY)


def test_several_tasks_are_one_act_and_come_back_together(person, worker):
    drafts = [draft(person) for _number in range(5)]
    services.have_tasks(drafts, on=TODAY)
    tasks = list(Task.objects.all())

    act = services.snooze(by=worker, task_ids=[task.pk for task in tasks], until=UNTIL, today=TODAY)
    services.take(by=worker, task_ids=[tasks[0].pk])

    assert set(services.undo(by=worker, act_id=act)) == {task.pk for task in tasks[1:]}
    assert [task.snoozed_until for task in Task.objects.order_by("pk")] == [UNTIL, None, None, None, None]


def test_an_act_with_one_task_that_does_not_exist_does_nothing(task, worker):
    with pytest.raises(NoSuchTask):
        services.snooze(by=worker, task_ids=[task.pk, uuid4()], until=UNTIL, today=TODAY)
    with pytest.raises(NothingMarked):
        services.take(by=worker, task_ids=[])

    assert state_of(task)[2] is None


def test_nobody_takes_back_what_somebody_else_did(task, worker, colleague):
    act = services.take(by=worker, task_ids=[task.pk])

    with pytest.raises(NoSuchTask):
        services.undo(by=colleague, act_id=act)


def test_undoing_gives_way_to_a_newer_task_about_the_same_thing(task, person, worker):
    act = services.finish(by=worker, task_ids=[task.pk], result="done", at=AT)
    services.have_tasks([draft(person, source_id=task.source_id, due_on=UNTIL)], on=TODAY)

    with pytest.raises(NothingToUndo):
        services.undo(by=worker, act_id=act)


def test_a_task_of_a_confidential_structure_does_not_exist_for_who_works_elsewhere(person, worker, branch, staff):
    services.have_tasks([draft(person, structure_id=branch.pk)], on=TODAY)
    task = Task.objects.get()

    with pytest.raises(NoSuchTask):
        services.take(by=worker, task_ids=[task.pk])
    assert services.take(by=staff(at=branch), task_ids=[task.pk])


def test_who_works_elsewhere_sees_a_task_and_leaves_it_alone(task, staff, karditsa):
    from tests.factories import structure

    elsewhere = staff(at=structure("ALLO"))

    with pytest.raises(NotYourStructure):
        services.take(by=elsewhere, task_ids=[task.pk])


def test_who_may_only_look_may_do_nothing(task, staff):
    with pytest.raises(NotAllowed):
        services.take(by=staff("supervisor"), task_ids=[task.pk])


class TestByHand:
    def add(self, by, person, centre, **changes):
        said = {"words": "Τηλέφωνο στο σχολείο", "due_on": UNTIL, "worker": None, "today": TODAY, **changes}
        return services.add_task(by=by, person=person, structure=centre, **said)

    def test_it_is_added_once_however_often_it_is_sent(self, worker, person, centre):
        number = uuid4()

        first = self.add(worker, person, centre, act=number)

        assert self.add(worker, person, centre, act=number) == first
        assert (first.kind, first.words, first.person) == ("other", "Τηλέφωνο στο σχολείο", person)

    def test_it_says_something(self, worker, person, centre):
        with pytest.raises(NothingToDo):
            self.add(worker, person, centre, words="  ")

    @pytest.mark.parametrize("words", ["\0", "\ud800", "α" * 201])
    def test_it_can_be_stored(self, worker, person, centre, words):
        with pytest.raises(UnreadableWords):
            self.add(worker, person, centre, words=words)

    def test_it_lies_where_its_maker_works(self, worker, person, branch):
        with pytest.raises(NotYourStructure):
            self.add(worker, person, branch)


def test_each_act_leaves_an_access_record_that_names_the_person(task, worker):
    services.take(by=worker, task_ids=[task.pk])

    waiting = [call[1].entry for call in connection.run_on_commit if hasattr(call[1], "entry")]
    told = [(one.verb, one.kind, one.object_id, one.person_id) for one in waiting if one.kind == "task"]
    assert told == [("change", "task", task.pk, task.person_id)]
