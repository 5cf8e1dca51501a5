import datetime as dt
import uuid

import pytest
import time_machine
from django import forms
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from lxml import html

from arogi.accounts.models import Membership
from arogi.accounts.unsent import OWNER_COOKIE
from arogi.centres.models import Structure
from arogi.core.acting import acting_in
from arogi.core.typed import SECRET
from arogi.people.models import Person
from arogi.people.services import register_person
from arogi.reception.models import Contact
from tests.accounts.test_entrances import NOON, sign_in
from tests.factories import PASSWORD, member, membership, user
from tests.people.factories import new_person
from tests.reception.factories import service

NEW_PERSON = "/people/new/"
TYPED = {"surname": "Ζαχαρίου", "first_name": "Ελένη", "street": "Αριάδνης 7", "line-0-text": "σαράντα λεπτά"}
LINES = {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0"}


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(karditsa):
    service()
    return karditsa


@pytest.fixture
def officer(town):
    return membership(town, "social_worker", at=Structure.objects.get(code="KK"))


@pytest.fixture
def anna(town):
    return register_person(by=member(town), new=new_person("Παπαδοπούλου", "Άννα"), today=timezone.localdate())


def send(client, address, typed, page=None):
    return client.post(address, typed, headers={"referer": f"http://testserver{page or address}"})


def value_of(response, name):
    return html.fromstring(response.content.decode()).cssselect(f'main [name="{name}"]')[0].value


def copied(response):
    boxes = html.fromstring(response.content.decode()).cssselect("textarea[readonly]")
    return boxes[0].text.strip() if boxes else ""


def after_the_end(client, clock, account, typed=None, *, minutes=16):
    """Sign in, let the session run out, and press Save."""
    sign_in(client, account)
    clock.shift(minutes * 60)
    return send(client, NEW_PERSON, typed or {**TYPED, **LINES})


@pytest.mark.trust("F47")
def test_what_was_typed_is_in_the_form_again_after_signing_in_and_nothing_is_saved(client, clock, officer):
    refused = after_the_end(client, clock, officer)
    asked = client.get(refused["Location"])
    back = sign_in(client, officer, next=NEW_PERSON)
    page = client.get(back["Location"])

    assert refused["Location"] == f"/sign-in/?next={NEW_PERSON}"
    assert "30" in html.fromstring(asked.content.decode()).cssselect(".govuk-notification-banner")[-1].text_content()
    assert {name: value_of(page, name) for name in TYPED} == TYPED
    assert page.status_code == 200
    assert not Person.objects.exists()


@pytest.mark.trust("F47")
def test_the_form_waits_until_it_is_sent_and_not_longer(client, clock, officer):
    after_the_end(client, clock, officer)
    sign_in(client, officer)
    seen_twice = [value_of(client.get(NEW_PERSON), "surname") for _ in range(2)]

    client.post(NEW_PERSON, {**TYPED, **LINES, "line-0-text": "", "submission": str(uuid.uuid4())})

    assert seen_twice == ["Ζαχαρίου", "Ζαχαρίου"]
    assert Person.objects.get().surname == "Ζαχαρίου"
    assert value_of(client.get(NEW_PERSON), "surname") in {None, ""}


@pytest.mark.trust("F47")
def test_a_session_that_is_nowhere_any_more_keeps_what_was_typed_too(client, clock, officer):
    sign_in(client, officer)
    Session.objects.all().delete()
    send(client, NEW_PERSON, {**TYPED, **LINES})
    sign_in(client, officer)

    assert value_of(client.get(NEW_PERSON), "street") == "Αριάδνης 7"


@pytest.mark.trust("F47")
def test_a_contact_comes_back_on_the_persons_page(client, clock, officer, anna):
    page, record = reverse("desk:person", args=[anna.pk]), reverse("desk:record_for_person", args=[anna.pk])
    sign_in(client, officer)
    clock.shift(16 * 60)
    refused = send(client, record, {**LINES, "line-0-text": "για το ενοίκιο", "note": "ήρθε μόνη"}, page)
    sign_in(client, officer)

    shown = client.get(page)

    assert refused["Location"] == f"/sign-in/?next={page}"
    assert (value_of(shown, "line-0-text"), value_of(shown, "note").strip()) == ("για το ενοίκιο", "ήρθε μόνη")
    assert not Contact.objects.exists()


@pytest.mark.trust("F47")
def test_a_correction_comes_back_with_the_version_it_was_typed_for(client, clock, officer, anna):
    address = reverse("people:edit", args=[anna.pk])
    sign_in(client, officer)
    clock.shift(16 * 60)
    send(client, address, {"surname": "Παπαδάκη", "version": "1"})
    Person.objects.update(version=7)
    sign_in(client, officer)

    shown = client.get(address)

    assert (value_of(shown, "surname"), value_of(shown, "version")) == ("Παπαδάκη", "1")


@pytest.mark.trust("F47")
def test_another_account_that_signs_in_gets_nothing(client, clock, officer, town):
    colleague = membership(town, "social_worker", at=Structure.objects.get(code="KK"))
    after_the_end(client, clock, officer)

    sign_in(client, colleague)
    page = client.get(NEW_PERSON)

    assert "Ζαχαρίου" not in page.content.decode()
    assert value_of(page, "surname") in {None, ""}


@pytest.mark.trust("F47")
def test_the_same_account_gets_nothing_in_another_municipality(client, clock, town, trikala):
    account = user()
    for place in (town, trikala):
        with acting_in(place.id):
            membership(place, "coordinator", account=account)
    sign_in(client, account)
    client.post("/municipality/", {"municipality": town.slug})
    clock.shift(16 * 60)
    send(client, NEW_PERSON, {**TYPED, **LINES})

    sign_in(client, account)
    client.post("/municipality/", {"municipality": trikala.slug})
    elsewhere = client.get(NEW_PERSON)
    client.post("/municipality/", {"municipality": town.slug})

    assert value_of(elsewhere, "surname") in {None, ""}
    assert value_of(client.get(NEW_PERSON), "surname") == "Ζαχαρίου"


@pytest.mark.trust("F47")
def test_after_thirty_minutes_it_is_gone(client, clock, officer):
    after_the_end(client, clock, officer)
    clock.shift(31 * 60)
    sign_in(client, officer)

    assert value_of(client.get(NEW_PERSON), "surname") in {None, ""}


@pytest.mark.trust("F47")
def test_what_is_kept_cannot_be_read_in_the_database(client, clock, officer):
    after_the_end(client, clock, officer)

    kept = [session.get_decoded() for session in Session.objects.all()]

    assert any("unsent" in session for session in kept)
    assert "Ζαχαρίου" not in str(kept)
    assert uuid.UUID(str(officer.pk)).hex not in str(kept).replace("-", "")


@pytest.mark.trust("F47")
def test_a_browser_in_which_nobody_worked_leaves_nothing(client, clock, town):
    answer = send(client, NEW_PERSON, TYPED)

    assert answer["Location"] == f"/sign-in/?next={NEW_PERSON}"
    assert not Session.objects.exists()


@pytest.mark.trust("F47")
def test_whoever_signs_out_leaves_no_trace_of_the_account(client, clock, officer):
    sign_in(client, officer)
    client.post("/sign-out/")
    send(client, NEW_PERSON, TYPED)

    assert client.cookies[OWNER_COOKIE].value == ""
    assert not any("unsent" in session.get_decoded() for session in Session.objects.all())


@pytest.mark.trust("F47")
def test_a_form_of_another_site_is_not_kept(clock, officer):
    careful = Client(enforce_csrf_checks=True)
    token = html.fromstring(careful.get("/sign-in/").content.decode()).cssselect("[name=csrfmiddlewaretoken]")[0].value
    sign_in(careful, officer, csrfmiddlewaretoken=token)
    clock.shift(16 * 60)

    answer = send(careful, NEW_PERSON, TYPED)

    assert answer.status_code == 403
    assert "Ζαχαρίου" not in answer.content.decode()
    assert not any("unsent" in session.get_decoded() for session in Session.objects.all())


@pytest.mark.trust("F47")
def test_text_of_a_form_that_cannot_be_filled_again_can_be_copied_and_thrown_away(client, clock, town):
    manager = membership(town, "administrator")
    sign_in(client, manager)
    clock.shift(16 * 60)
    send(client, reverse("accounts:reset_password", args=[manager.pk]), {"why": "ξέχασε τον κωδικό"}, "/staff/")
    sign_in(client, manager)

    shown, elsewhere = client.get("/staff/"), client.get("/centres/")
    client.post("/typed/forget/", {"target": reverse("accounts:reset_password", args=[manager.pk])})

    assert copied(shown) == "Why: ξέχασε τον κωδικό"
    assert "ξέχασε" not in elsewhere.content.decode()
    assert html.fromstring(elsewhere.content.decode()).cssselect(".unsent a")[0].get("href") == "/staff/"
    assert copied(client.get("/staff/")) == ""


@pytest.mark.trust("F47")
@pytest.mark.parametrize(
    "referer", ["https://evil.example/people/new/", "", "http://[::1/", "//testserver", "http://testserver//evil"]
)
def test_only_pages_of_ours_are_gone_back_to(client, clock, officer, referer):
    sign_in(client, officer)
    clock.shift(16 * 60)

    answer = client.post(NEW_PERSON, TYPED, headers={"referer": referer})

    assert answer["Location"] == "/sign-in/?next=/"


@pytest.mark.trust("F47")
def test_a_password_is_never_kept(client, clock, officer):
    sign_in(client, officer)
    clock.shift(16 * 60)
    secrets = {"current": PASSWORD, "password": "ένας καινούριος κωδικός", "again": "ένας καινούριος κωδικός"}

    send(client, "/profile/password/", secrets)

    assert not any("unsent" in session.get_decoded() for session in Session.objects.all())


@pytest.mark.trust("F47")
def test_every_field_for_a_password_is_known_as_one():
    def all_of(kind):
        for below in kind.__subclasses__():
            yield below
            yield from all_of(below)

    assert get_resolver().url_patterns  # every page, and so every form, is loaded
    ours = [form for form in all_of(forms.BaseForm) if form.__module__.startswith("arogi.")]
    secret = {
        name
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput)
    }

    assert len(ours) > 20
    assert secret == SECRET


@pytest.mark.trust("F7")
def test_whose_last_role_ended_can_copy_what_was_typed(client, clock, officer):
    sign_in(client, officer)
    Membership.objects.filter(user=officer).update(valid_until=dt.date(2021, 1, 1))

    answer = send(client, NEW_PERSON, {**TYPED, **LINES})

    assert answer.status_code == 403
    labels = ["Επώνυμο", "Όνομα", "Οδός και αριθμός", "Text"]
    assert copied(answer).split("\n") == [
        f"{label}: {text}" for label, text in zip(labels, TYPED.values(), strict=True)
    ]
    assert not client.session.get("_auth_user_id")
    assert not Person.objects.exists()


@pytest.mark.trust("F7")
def test_whose_right_ended_can_copy_what_was_typed(client, clock, town, officer):
    membership(town, "supervisor", account=officer)
    sign_in(client, officer)
    Membership.objects.filter(user=officer, role="social_worker").update(valid_until=dt.date(2021, 1, 1))

    answer = send(client, NEW_PERSON, {**TYPED, **LINES})

    assert answer.status_code == 403
    assert "Αριάδνης 7" in copied(answer)
    assert not Person.objects.exists()


@pytest.mark.trust("F7")
def test_who_works_in_no_structure_any_more_can_copy_the_contact(client, clock, town, officer, anna):
    sign_in(client, officer)
    Structure.objects.filter(code="KK").update(closed_on=dt.date(2021, 1, 1))

    answer = send(client, reverse("desk:record_for_person", args=[anna.pk]), {**LINES, "line-0-text": "για το ενοίκιο"})

    assert answer.status_code == 422
    assert copied(answer).partition(": ")[2] == "για το ενοίκιο"
    assert not Contact.objects.exists()


@pytest.mark.trust("F7")
def test_what_was_typed_for_a_file_that_is_not_there_can_be_copied(client, clock, officer):
    sign_in(client, officer)

    answer = send(client, reverse("desk:record_for_person", args=[uuid.uuid4()]), {"note": "ήρθε μόνη"})

    assert answer.status_code == 404
    assert copied(answer).partition(": ")[2] == "ήρθε μόνη"


@pytest.mark.trust("F7", "F15")
def test_what_is_shown_again_is_shown_as_text(client, clock, officer):
    sign_in(client, officer)
    hostile = "</textarea><script>alert(1)</script>{{7*7}}"

    answer = send(client, reverse("desk:record_for_person", args=[uuid.uuid4()]), {"note": hostile})

    assert copied(answer) == f"Note: {hostile}"
    assert "<script>alert" not in answer.content.decode()
