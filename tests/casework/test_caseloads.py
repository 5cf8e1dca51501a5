import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from lxml import html

from arogi.casework import services
from arogi.casework.errors import (
    EmptyCaseload,
    NobodyToReceive,
    NoSuchCaseload,
    NoSuchHandOver,
    UndoneBefore,
    UnreadableWords,
)
from arogi.casework.models import HandedPerson, HandOver, Task
from arogi.core.errors import NotAllowed
from arogi.people.models import Household, HouseholdMembership, Person
from arogi.reception.models import Request
from tests.casework.conftest import AT, draft
from tests.factories import TODAY
from tests.reception import factories as reception

LATER = TODAY + dt.timedelta(days=7)


@pytest.fixture
def third(staff, centre):
    return staff(at=centre)


@pytest.fixture
def caseload(worker, centre):
    """Eight persons in three homes and alone, a task each."""
    persons = [
        Person.objects.create(
            surname=f"Πρόσωπο{number}", registered_on=TODAY, registered_at=centre, key_worker=worker.user,
            alert="Προσοχή",
        )
        for number in range(8)
    ]  # fmt: skip
    for members in (persons[:3], persons[3:5]):
        home = Household.objects.create()
        for member in members:
            HouseholdMembership.objects.create(household=home, person=member, relation="child", joined_on=TODAY)
    services.have_tasks([draft(person) for person in persons], on=TODAY)
    return persons


def hand_over(by, former, *receivers, **changes):
    said = {"submission": uuid4(), "today": TODAY, "at": AT, **changes}
    return services.hand_caseload_over(
        by=by, user_id=former.user.pk, receivers=[one.user.pk for one in receivers], **said
    )


def followed(member):
    return set(Person.objects.filter(key_worker=member.user).values_list("pk", flat=True))


def tasks_of(member):
    return set(Task.objects.open().filter(worker=member.user).values_list("pk", flat=True))


def test_everybody_and_every_open_task_goes_to_one_colleague(caseload, coordinator, worker, colleague):
    services.finish(by=worker, task_ids=[Task.objects.earliest("pk").pk], result="done", at=AT)

    done = hand_over(coordinator, worker, colleague, reason="Άδεια μητρότητας")

    assert (done.persons, done.tasks, done.reason) == (8, 7, "Άδεια μητρότητας")
    assert followed(colleague) == {person.pk for person in caseload}
    assert len(tasks_of(colleague)) == 7
    assert (followed(worker), tasks_of(worker)) == (set(), set())


def test_families_stay_together_and_everybody_gets_about_as_many(caseload, coordinator, worker, colleague, third):
    hand_over(coordinator, worker, colleague, third)

    shares = [followed(colleague), followed(third)]
    assert sorted(map(len, shares)) == [4, 4]
    for family in (caseload[:3], caseload[3:5]):
        assert any({person.pk for person in family} <= share for share in shares)
    for task in Task.objects.select_related("person"):
        assert task.worker_id == task.person.key_worker_id


def test_nothing_else_of_a_file_changes(caseload, coordinator, worker, colleague):
    columns = [field.attname for field in Person._meta.concrete_fields]
    changing = {"key_worker_id", "version", "changed_at"}
    before = {row["id"]: row for row in Person.objects.values(*columns)}

    hand_over(coordinator, worker, colleague)

    for row in Person.objects.values(*columns):
        assert {name for name in columns if row[name] != before[row["id"]][name]} == changing


def test_a_promised_step_is_the_colleagues_to_take(coordinator, worker, colleague, person):
    line = reception.line(next_step="Να έρθει ξανά", next_step_on=LATER)
    reception.record_contact(
        by=worker, facts=reception.facts(person=person), lines=(line,), submission=uuid4(), today=TODAY
    )

    done = hand_over(coordinator, worker, colleague)
    assert Request.objects.get().responsible == colleague.user

    services.undo_hand_over(by=coordinator, hand_over_id=done.pk, at=AT)
    assert Request.objects.get().responsible == worker.user


def test_a_task_of_a_structure_where_nobody_chosen_works_stays_there(
    caseload, coordinator, worker, staff, branch, centre
):
    elsewhere = staff(at=branch)

    hand_over(coordinator, worker, elsewhere)

    assert len(followed(elsewhere)) == 8
    assert {(task.structure, task.worker) for task in Task.objects.all()} == {(centre, None)}


def test_undoing_gives_back_exactly_what_was_not_changed_since(caseload, coordinator, worker, colleague, third):
    done = hand_over(coordinator, worker, colleague)
    Person.objects.filter(pk=caseload[0].pk).update(key_worker=third.user)
    Person.objects.filter(pk=caseload[1].pk).update(alert="Νέα προσοχή")
    tasks = {task.person_id: task for task in Task.objects.all()}
    services.snooze(by=colleague, task_ids=[tasks[caseload[2].pk].pk], until=LATER, today=TODAY)
    services.finish(by=colleague, task_ids=[tasks[caseload[3].pk].pk], result="done", at=AT)

    undone = services.undo_hand_over(by=coordinator, hand_over_id=done.pk, at=AT)

    assert (undone.persons_back, undone.tasks_back) == (7, 6)
    assert followed(worker) == {person.pk for person in caseload[1:]}
    assert followed(third) == {caseload[0].pk}
    assert tasks_of(colleague) == {tasks[caseload[2].pk].pk}
    assert Person.objects.get(pk=caseload[1].pk).alert == "Νέα προσοχή"


def test_whom_a_later_hand_over_gave_on_stays_there_even_back_with_the_first_receiver(
    caseload, coordinator, worker, colleague, third
):
    first = hand_over(coordinator, worker, colleague)
    hand_over(coordinator, colleague, third, at=AT + dt.timedelta(hours=1))
    hand_over(coordinator, third, colleague, at=AT + dt.timedelta(hours=2))

    undone = services.undo_hand_over(by=coordinator, hand_over_id=first.pk, at=AT)

    assert (undone.persons_back, undone.tasks_back) == (0, 0)
    assert len(followed(colleague)) == 8


def test_a_hand_over_is_taken_back_once(caseload, coordinator, worker, colleague):
    done = hand_over(coordinator, worker, colleague)
    services.undo_hand_over(by=coordinator, hand_over_id=done.pk, at=AT)

    with pytest.raises(UndoneBefore):
        services.undo_hand_over(by=coordinator, hand_over_id=done.pk, at=AT)
    with pytest.raises(NoSuchHandOver):
        services.undo_hand_over(by=coordinator, hand_over_id=uuid4(), at=AT)


def test_a_form_that_is_sent_twice_hands_over_once(caseload, coordinator, worker, colleague):
    number = uuid4()

    first = hand_over(coordinator, worker, colleague, submission=number)

    assert hand_over(coordinator, worker, colleague, submission=number) == first
    assert HandOver.objects.count() == 1


def test_it_is_one_act_in_the_record_and_names_who_was_given(caseload, coordinator, worker, colleague):
    done = hand_over(coordinator, worker, colleague)

    waiting = [call[1].entry for call in connection.run_on_commit if hasattr(call[1], "entry")]
    told = [(one.object_id, one.detail) for one in waiting if one.verb == "hand_over"]
    assert told == [(done.pk, {"persons": 8, "tasks": 8})]
    assert HandedPerson.objects.filter(hand_over=done, worker=colleague.user).count() == 8


def test_what_cannot_be_handed_over_is_refused(caseload, coordinator, worker, colleague, staff):
    with pytest.raises(NotAllowed):
        hand_over(worker, worker, colleague)
    with pytest.raises(NobodyToReceive):
        hand_over(coordinator, worker)
    with pytest.raises(NobodyToReceive):
        hand_over(coordinator, worker, worker)
    with pytest.raises(NobodyToReceive):
        hand_over(coordinator, worker, staff("auditor"))
    with pytest.raises(EmptyCaseload):
        hand_over(coordinator, colleague, worker)
    with pytest.raises(UnreadableWords):
        hand_over(coordinator, worker, colleague, reason="\0")
    with pytest.raises(NoSuchCaseload):
        services.caseload_of(coordinator, uuid4())


class TestPages:
    @pytest.fixture
    def client(self, signed_in, karditsa, coordinator):
        return signed_in(coordinator.user, karditsa)

    def path(self, worker):
        return reverse("casework:hand_caseload_over", args=[worker.user.pk])

    def rows(self, answer):
        return [
            " ".join(row.text_content().split())
            for row in html.fromstring(answer.content.decode()).cssselect("tbody tr")
        ]

    def test_the_load_of_each_colleague_is_a_table(self, client, caseload, worker, colleague):
        shown = self.rows(client.get(reverse("casework:caseloads")))

        assert next(row for row in shown if worker.user.name in row).startswith(f"{worker.user.name} 8 8")
        assert any(colleague.user.name in row for row in shown)

    def test_who_would_get_what_is_shown_before_and_changes_nothing(self, client, caseload, worker, colleague, third):
        sent = {"to": [colleague.user.pk, third.user.pk], "show": "1", "submission": uuid4(), "reason": "Άδεια"}

        answer = client.post(self.path(worker), sent)

        assert answer.status_code == 200
        assert sorted(row.split()[-2:] for row in self.rows(answer)) == [["4", "4"], ["4", "4"]]
        assert "Άδεια" in answer.content.decode()
        assert len(followed(worker)) == 8

    def test_it_is_handed_over_and_taken_back_from_the_page(self, client, caseload, worker, colleague):
        sent = {"to": colleague.user.pk, "submission": uuid4(), "reason": ""}

        answer = client.post(self.path(worker), sent, follow=True)

        assert "8 πρόσωπα, 8 εκκρεμότητες" in answer.content.decode()
        assert len(followed(colleague)) == 8
        client.post(reverse("casework:undo_hand_over", args=[HandOver.objects.get().pk]))
        assert len(followed(worker)) == 8

    @pytest.mark.parametrize("to", ["", "zz", "own"])
    def test_nobody_or_nonsense_is_refused_beside_the_field(self, client, caseload, worker, to):
        sent = {"to": str(worker.user.pk) if to == "own" else to, "reason": "Γράμματα που μένουν"}

        answer = client.post(self.path(worker), sent)

        assert answer.status_code == 422
        assert "Γράμματα που μένουν" in answer.content.decode()
        assert len(followed(worker)) == 8

    def test_only_the_coordinator_finds_the_pages(self, signed_in, karditsa, worker):
        for name in ("caseloads", "hand_overs"):
            assert signed_in(worker.user, karditsa).get(reverse(f"casework:{name}")).status_code in {403, 404}
