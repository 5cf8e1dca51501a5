import datetime as dt
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from arogi.casework.models import Task
from arogi.casework.services import have_tasks
from arogi.core.models import AccessRecord
from tests.casework.conftest import draft

INBOX = "/tasks/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def client(signed_in, karditsa, worker):
    return signed_in(worker.user, karditsa)


@pytest.fixture
def tasks(person, branch, today):
    """Overdue, due, later, nobody's, and one of the confidential branch."""
    nobody = {"worker_id": None, "structure_id": person.registered_at_id}
    have_tasks(
        [
            draft(person, due_on=today + dt.timedelta(days=5), subject="eee"),
            draft(person, due_on=today - dt.timedelta(days=3), subject="a21"),
            draft(person, due_on=today, kind=Task.Kind.DEADLINE, subject="disability_severe", **nobody),
            draft(person, due_on=today, structure_id=branch.pk, subject="eee"),
        ],
        on=today,
    )
    return list(Task.objects.order_by("due_on", "pk"))


def page(answer):
    return html.fromstring(answer.content.decode())


def rows(answer):
    return [" ".join(row.text_content().split()) for row in page(answer).cssselect("table tbody tr")]


def test_the_inbox_shows_what_is_overdue_first(tasks, client):
    shown = rows(client.get(INBOX))

    assert len(shown) == 2
    assert "Εκπρόθεσμο" in shown[0]
    assert "Ανανέωση: Επίδομα Παιδιού" in shown[0]
    assert "Δοκιμίδης" in shown[0]


@pytest.mark.parametrize(
    ("view", "count"), [("mine", 2), ("ours", 3), ("nobodys", 1), ("overdue", 1), ("later", 0), ("settled", 0)]
)
def test_each_view_shows_and_counts_its_tasks_and_none_of_the_branch(tasks, client, view, count):
    answer = client.get(f"{INBOX}?view={view}")

    assert len(rows(answer)) == count
    current = page(answer).cssselect(".views [aria-current]")[0].getparent()
    assert view == "settled" or current.cssselect(".views__count")[0].text_content() == str(count)


def test_the_list_is_narrowed_by_kind_person_worker_and_structure(tasks, client, person, worker, colleague):
    for query, count in (
        ("kind=deadline", 1), (f"person={person.pk}", 3), (f"person={uuid4()}", 0), (f"worker={worker.user.pk}", 2),
        (f"worker={colleague.user.pk}", 0), (f"structure={person.registered_at_id}", 3),
    ):  # fmt: skip
        assert len(rows(client.get(f"{INBOX}?view=ours&{query}"))) == count, query


def test_what_cannot_be_read_in_an_address_is_not_asked_for(tasks, client):
    for query in ("view=x", "kind=zz", "person=1", "structure=1", "page=zz", "worker='", "person=%ED%A0%80"):
        answer = client.get(f"{INBOX}?{query}")
        assert answer.status_code in {200, 400}
        assert answer.status_code == 400 or len(rows(answer)) == 2, query


def test_no_list_names_what_tells_of_somebodys_health(tasks, client):
    shown = rows(client.get(f"{INBOX}?view=ours"))

    assert not any("αναπηρ" in row.lower() for row in shown)
    opened = client.get(reverse("casework:task", args=[task_about(tasks, "disability_severe").pk]))
    assert "αναπηρ" in opened.content.decode().lower()


def test_who_may_not_read_of_health_reads_nothing_of_it_in_the_task_either(tasks, signed_in, karditsa):
    reception = signed_in("reception", karditsa)

    opened = reception.get(reverse("casework:task", args=[task_about(tasks, "disability_severe").pk]))

    assert opened.status_code == 200
    assert "αναπηρ" not in opened.content.decode().lower()


def task_about(tasks, subject):
    return next(task for task in tasks if task.subject == subject)


def test_an_empty_inbox_says_so(client):
    assert "Δεν υπάρχει τίποτα να γίνει εδώ" in client.get(INBOX).content.decode()


def test_marked_tasks_are_done_at_once_and_come_back_at_once(tasks, client, today):
    mine = [task for task in tasks if task.worker_id == client.user.pk][:2]
    marked = {"tasks": [str(task.pk) for task in mine], "act": "finish"}

    answer = client.post(reverse("casework:marked") + "?view=mine", marked, follow=True)

    assert rows(answer) == []
    undo = page(answer).cssselect("form[action*='/acts/']")[0].get("action")
    client.post(undo)
    assert len(rows(client.get(INBOX))) == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "take"}, "Επιλέξτε τουλάχιστον μία"),
        ({"act": "snooze"}, "Γράψτε έως πότε"),
        ({"act": "snooze", "until": "χθες το πρωί"}, "χθες το πρωί"),
        ({"act": "snooze", "until": "1/1/2020"}, "1/1/2020"),
        ({"act": "hand", "worker": "zz"}, "govuk-error-message"),
        ({}, "govuk-error-message"),
    ],
)
def test_an_act_that_is_refused_says_why_and_keeps_the_marks(tasks, client, sent, said):
    mine = next(task for task in tasks if task.worker_id == client.user.pk)
    marks = {} if said.startswith("Επιλέξτε") else {"tasks": str(mine.pk)}

    answer = client.post(reverse("casework:marked"), {**sent, **marks})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert len(page(answer).cssselect("input[name=tasks][checked]")) == len(marks)


def test_tasks_that_are_not_ones_own_to_see_cannot_be_marked(tasks, client, branch):
    hidden = next(task for task in tasks if task.structure_id == branch.pk)

    answer = client.post(reverse("casework:marked"), {"act": "take", "tasks": str(hidden.pk)})

    assert answer.status_code == 422
    hidden.refresh_from_db()
    assert hidden.version == 1


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("finish", {"result": "renewed", "words": "Εντάξει"}),
        ("snooze", {"until": "31/12/2030"}),
        ("hand", {"worker": ""}),
    ],
)
def test_an_act_on_one_task_is_done_from_its_page(tasks, client, name, sent):
    task = next(task for task in tasks if task.worker_id == client.user.pk)
    path = reverse(f"casework:{name}", args=[task.pk])
    assert client.get(path).status_code == 200

    answer = client.post(path, sent)

    assert (answer.status_code, answer["Location"]) == (302, INBOX)
    task.refresh_from_db()
    assert task.version == 2


@pytest.mark.parametrize(
    ("name", "sent"), [("finish", {"words": "κείμενο"}), ("snooze", {"until": "ποτέ"}), ("hand", {"worker": "zz"})]
)
def test_what_was_typed_stays_when_an_act_is_refused(tasks, client, name, sent):
    task = next(task for task in tasks if task.worker_id == client.user.pk)

    answer = client.post(reverse(f"casework:{name}", args=[task.pk]), sent)

    assert answer.status_code == 422
    assert name == "hand" or next(iter(sent.values())) in answer.content.decode()


def test_a_task_is_added_from_a_persons_page_and_stands_there(person, client):
    path = reverse("casework:new_task", args=[person.pk])
    form = page(client.get(path)).cssselect("form[method=post] input[name=act]")[0]
    sent = {
        "words": "Τηλέφωνο στο σχολείο", "due_on": "31/12/2030", "structure": str(person.registered_at_id),
        "worker": str(client.user.pk), "act": form.get("value"),
    }  # fmt: skip

    for _click in range(2):
        client.post(path, sent)

    shown = page(client.get(reverse("desk:person", args=[person.pk])))
    assert [link.text_content() for link in shown.cssselect("a[href^='/tasks/0']")] == ["Τηλέφωνο στο σχολείο"]


@pytest.mark.parametrize("words", ["", "\u202e", "α" * 10_000, "\u0000"])
def test_words_that_say_nothing_or_too_much_make_no_task(person, client, words):
    sent = {"words": words, "due_on": "31/12/2030", "structure": str(person.registered_at_id)}

    answer = client.post(reverse("casework:new_task", args=[person.pk]), sent)

    assert answer.status_code in {400, 422}
    assert Task.objects.count() == 0


def test_looking_leaves_records(tasks, client, karditsa):
    client.get(INBOX)
    client.get(reverse("casework:task", args=[tasks[0].pk]))

    told = list(AccessRecord.objects.order_by("-sequence").values_list("verb", "kind", "person_id")[:2])
    assert told == [("view", "task", tasks[0].person_id), ("view", "task_list", None)]


@pytest.mark.trust("T39")
def test_the_inbox_asks_as_much_for_twenty_tasks_as_for_two_thousand(client, person, today):
    have_tasks([draft(person, due_on=today, subject="eee") for _number in range(20)], on=today)
    few = {view: counted(client, f"{INBOX}?view={view}") for view in ("mine", "ours")}
    have_tasks([draft(person, due_on=today, subject="eee") for _number in range(1_980)], on=today)

    assert Task.objects.count() == 2_000
    assert {view: counted(client, f"{INBOX}?view={view}") for view in few} == few


def counted(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    # Now and then a session is written, whatever the page.
    return len([query for query in queries if not re.search("SAVEPOINT|django_session", query["sql"])])


def test_no_two_boxes_of_the_inbox_have_one_id(tasks, client):
    ids = [element.get("id") for element in page(client.get(INBOX)).cssselect("[id]")]

    assert len(ids) == len(set(ids))
