import pytest
from django.urls import reverse

from arogi.notices.models import Notice
from arogi.notices.services import choose, send
from tests.factories import TODAY
from tests.notices.conftest import NOON


@pytest.fixture
def client(signed_in, karditsa, worker):
    return signed_in(worker.user, karditsa)


def path(name, person):
    return reverse(f"notices:{name}", args=[person.pk])


def test_the_page_says_what_was_sent_and_why_something_was_not(client, person):
    send(person=person, template="appointment_booked", words={"day": "23/11", "time": "9:00"}, at=NOON)
    failed = send(person=person, template="please_call", at=NOON)
    Notice.objects.filter(pk=failed.pk).update(state="failed", reason="refused")

    shown = client.get(path("person", person)).content.decode()

    assert "Κλείστηκε ραντεβού" in shown
    assert "Ο πάροχος το αρνήθηκε" in shown
    assert "*******567" in shown
    assert "697" not in shown


def test_an_empty_page_says_so_and_where_messages_would_go(client, person):
    shown = client.get(path("person", person)).content.decode()

    assert "Δεν έχει σταλεί μήνυμα" in shown
    assert "Τα μηνύματα πηγαίνουν στο *******567" in shown


def test_a_message_is_sent_by_hand_and_taken_back(client, person):
    client.post(path("send", person), {"template": "please_call"})
    notice = Notice.objects.get()
    assert notice.asked_by == client.user

    client.post(reverse("notices:cancel", args=[notice.pk]))

    notice.refresh_from_db()
    assert notice.state == "cancelled"


@pytest.mark.parametrize("template", ["", "renewal", "\u0000", "x" * 10_000])
def test_what_is_no_message_for_the_hand_is_refused(client, person, template):
    answer = client.post(path("send", person), {"template": template})

    assert answer.status_code in {400, 422}
    assert Notice.objects.count() == 0


def test_who_cannot_be_reached_gets_no_form_but_the_reason(client, person, worker):
    choose(by=worker, person=person, email="", wants="nothing", today=TODAY)

    shown = client.get(path("person", person)).content.decode()
    answer = client.post(path("send", person), {"template": "please_call"})

    assert "Το πρόσωπο δεν θέλει μηνύματα" in shown
    assert path("send", person) not in shown
    assert answer.status_code == 422


def test_what_the_person_wants_is_kept_and_shown_again(client, person):
    sent = {"email": "maria@example.gr", "wants": "reminders"}
    assert client.post(path("choose", person), sent).status_code == 302

    shown = client.get(path("choose", person)).content.decode()
    assert 'value="maria@example.gr"' in shown
    assert "maria@example.gr" in client.get(path("person", person)).content.decode()


@pytest.mark.parametrize("email", ["δεν έχει", "a@b", "x" * 10_000])
def test_a_wrong_address_stays_in_its_box(client, person, email):
    answer = client.post(path("choose", person), {"email": email, "wants": "asked"})

    assert answer.status_code == 422
    assert email[:50] in answer.content.decode()


def test_who_may_only_look_changes_nothing(signed_in, karditsa, person):
    supervisor = signed_in("supervisor", karditsa)

    assert supervisor.get(path("person", person)).status_code == 200
    assert supervisor.post(path("send", person), {"template": "please_call"}).status_code in {403, 404}
