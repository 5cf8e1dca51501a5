import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from arogi.core.models import AccessRecord
from arogi.people.models import Person
from arogi.people.services import register_person
from arogi.reception.models import Contact, Request
from tests.factories import member, structure
from tests.people.factories import new_person
from tests.reception.factories import service


@pytest.fixture
def town(karditsa):
    service()
    return karditsa


@pytest.fixture
def worker(signed_in, town):
    return signed_in("social_worker", town)


@pytest.fixture
def anna(town):
    return register_person(
        by=member(town), new=new_person("Παπαδοπούλου", "Άννα", settlement="Μαύρικα"), today=timezone.localdate()
    )


def page(response):
    return html.fromstring(response.content.decode())


def texts(response, path):
    return [" ".join(element.text_content().split()) for element in page(response).cssselect(path)]


def contact_form(*lines, **changes):
    """What the contact's form sends: a line is (service code, outcome) or a dict of its fields."""
    sent = {
        "submission": str(uuid.uuid4()),
        "structure": str(structure_id()),
        "channel": "desk",
        "date": timezone.localdate().strftime("%d/%m/%Y"),
        "line-TOTAL_FORMS": "3",
        "line-INITIAL_FORMS": "0",
        **changes,
    }
    for number, line in enumerate(lines):
        fields = line if isinstance(line, dict) else {"service": line[0], "outcome": line[1]}
        sent |= {f"line-{number}-{name}": value for name, value in fields.items()}
    return sent


def structure_id():
    from arogi.centres.models import Structure

    return Structure.objects.get(code="KK").pk


def test_today_greets_with_quiet_words_when_nothing_is_promised(worker):
    response = worker.get(reverse("desk:today"))

    assert response.status_code == 200
    assert "Δεν εκκρεμεί κάτι για σήμερα." in response.content.decode()


def test_one_click_counts_an_anonymous_piece_of_information(worker):
    response = worker.post(
        reverse("desk:quick_information"), {"channel": "phone", "submission": str(uuid.uuid4())}, follow=True
    )

    contact = Contact.objects.get()
    assert (contact.channel, contact.person_id, contact.requests.get().service.code) == ("phone", None, "A1.01")
    assert "Η επαφή καταγράφηκε." in response.content.decode()


def test_the_same_click_sent_twice_counts_once(worker):
    sent = {"channel": "desk", "submission": str(uuid.uuid4())}
    for _ in range(2):
        worker.post(reverse("desk:quick_information"), sent)

    assert Contact.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"channel": "pigeon", "submission": "x"}])
def test_a_click_that_makes_no_sense_is_refused_in_words(worker, sent):
    response = worker.post(reverse("desk:quick_information"), sent, follow=True)

    assert response.status_code == 200
    assert not Contact.objects.exists()


def test_the_only_one_found_is_opened_at_once(worker, anna):
    response = worker.post(reverse("desk:search"), {"q": "παπαδοπουλου"}, follow=True)

    assert response.redirect_chain[-1] == (reverse("desk:person", args=[anna.pk]), 302)
    assert response.status_code == 200


@pytest.mark.parametrize("typed", ["παπαδοπουλου", "κανένας", "παπ", "α" * 300_000], ids=["one", "none", "few", "long"])
def test_one_search_is_one_search_and_leaves_one_record(worker, anna, town, typed):
    register_person(by=member(town), new=new_person("Παπαδάκη", "Νίκη"), today=timezone.localdate())

    worker.post(reverse("desk:search"), {"q": typed}, follow=True)

    assert AccessRecord.objects.filter(verb="search").count() == 1


def test_several_found_are_listed_with_the_reason(worker, anna, town):
    register_person(by=member(town), new=new_person("Παπαδόπουλος", "Νίκος"), today=timezone.localdate())

    response = worker.post(reverse("desk:search"), {"q": "papadop"}, follow=True)

    assert texts(response, ".found__name") != []
    assert len(texts(response, ".found__person")) == 2
    assert "επώνυμο" in response.content.decode().lower()


def test_nobody_found_offers_to_register_with_what_was_typed(worker):
    response = worker.post(reverse("desk:search"), {"q": "Ζαχαρίου Ελένη"}, follow=True)
    carried = page(response).cssselect('form.found__new input[name="q"]')[0].value

    opened = worker.post(reverse("desk:new_person"), {"q": carried, "carry": "1"}, follow=True)

    assert page(opened).cssselect("#id_surname")[0].value == "Ζαχαρίου"
    assert page(opened).cssselect("#id_first_name")[0].value == "Ελένη"


def test_results_while_typing_are_a_part_of_the_page_only(worker, anna):
    response = worker.post(reverse("desk:search"), {"q": "άννα παπ"}, headers={"HX-Request": "true"})

    assert b"<html" not in response.content
    assert texts(response, ".found__name") == ["Παπαδοπούλου Άννα"]


def test_the_persons_page_says_who_this_is(worker, anna):
    response = worker.get(reverse("desk:person", args=[anna.pk]))

    assert texts(response, "h1")[0].startswith("Παπαδοπούλου Άννα")
    assert len(response.content) < 60 * 1024


def test_opening_a_file_leaves_one_record_that_names_the_person(worker, anna, town):
    worker.get(reverse("desk:person", args=[anna.pk]))

    record = AccessRecord.objects.get(verb="view", kind="person", person_id=anna.pk)
    assert record.actor_id == worker.user.pk


def test_a_contact_with_three_requests_is_recorded_from_the_persons_page(worker, anna):
    sent = contact_form(
        {"service": "A2.01", "outcome": "application", "next_step": "Να φέρει το Ε1", "next_step_on": "1/1/2099"},
        ("A2.02", "pending_documents"),
        ("A3.01", "served"),
    )

    response = worker.post(reverse("desk:record_for_person", args=[anna.pk]), sent)

    assert response.headers["Location"] == reverse("desk:person", args=[anna.pk])
    contact = Contact.objects.get(person=anna)
    assert [line.service.code for line in contact.requests.order_by("position")] == ["A2.01", "A2.02", "A3.01"]
    assert contact.requests.get(position=1).responsible == worker.user


@pytest.mark.parametrize("wanted", ["abc", "//example.org/", "https://example.org/"])
def test_who_ticks_a_step_off_is_led_nowhere_but_to_a_page_of_ours(worker, anna, wanted):
    step = {"service": "A2.01", "outcome": "pending_documents", "next_step": "Βήμα"}
    worker.post(reverse("desk:record_for_person", args=[anna.pk]), contact_form(step))
    line = Request.objects.get(next_step="Βήμα")
    answer = worker.post(reverse("reception:next_step_done", args=[line.pk]), {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:person", args=[anna.pk]))


def test_what_is_promised_and_what_is_open_stands_before_what_happened(worker, anna):
    steps = [{"service": "A2.01", "outcome": "pending_documents", "next_step": f"Βήμα {number}"} for number in range(4)]
    worker.post(reverse("desk:record_for_person", args=[anna.pk]), contact_form(*steps, **{"line-TOTAL_FORMS": "4"}))

    response = worker.get(reverse("desk:person", args=[anna.pk]))

    now = texts(response, "[aria-labelledby=now-title]")[0]
    headings = texts(response, "main h1, main h2")
    assert [f"Βήμα {number}" in now for number in range(4)] == [True] * 4
    assert now.count("Ελάχιστο Εγγυημένο Εισόδημα") == 8
    assert headings.index("Τώρα") < headings.index("Ιστορικό") < headings.index("Νοικοκυριό")


def test_a_contact_without_a_service_comes_back_as_it_was_typed(worker, anna):
    sent = contact_form({"text": "ρώτησε για το ενοίκιο"}, note="ήρθε με την αδελφή της")

    response = worker.post(reverse("desk:record_for_person", args=[anna.pk]), sent)

    assert response.status_code == 422
    assert "Επιλέξτε την υπηρεσία που ζητήθηκε." in texts(response, ".govuk-error-summary")[0]
    assert page(response).cssselect("#id_line-0-text")[0].value == "ρώτησε για το ενοίκιο"
    assert "ήρθε με την αδελφή της" in page(response).cssselect("#id_note")[0].value
    assert not Request.objects.exists()


def test_a_contact_in_the_future_is_refused_beside_the_date(worker, anna):
    response = worker.post(
        reverse("desk:record_for_person", args=[anna.pk]), contact_form(("A2.01", ""), date="1/1/2099")
    )

    assert response.status_code == 422
    assert "Η ημερομηνία της επαφής είναι στο μέλλον." in " ".join(texts(response, "#id_date-error"))


def test_registering_and_the_first_contact_are_one_act(worker, town):
    sent = contact_form(("A2.01", "served"), surname="Ζαχαρίου", first_name="Ελένη", sex="F", born="3/5/1984")

    response = worker.post(reverse("desk:new_person"), sent, follow=True)

    eleni = Person.objects.get(surname="Ζαχαρίου")
    assert Contact.objects.get().person == eleni
    assert eleni.last_contact_on == timezone.localdate()
    assert texts(response, "h1")[0].startswith("Ζαχαρίου Ελένη")


def test_nobody_is_registered_when_the_contact_is_refused(worker):
    sent = contact_form(("A2.01", "served"), surname="Ζαχαρίου", first_name="Ελένη", date="1/1/2099")

    response = worker.post(reverse("desk:new_person"), sent)

    assert response.status_code == 422
    assert not Person.objects.exists()


def test_the_same_registration_sent_twice_registers_once(worker):
    sent = contact_form(("A2.01", "served"), surname="Ζαχαρίου", first_name="Ελένη")
    for _ in range(2):
        worker.post(reverse("desk:new_person"), {**sent, "none_of_these": ",".join(map(str, ids()))})

    assert Person.objects.count() == 1
    assert Contact.objects.count() == 1


def ids():
    return Person.objects.values_list("pk", flat=True)


def test_a_likely_duplicate_is_shown_before_anything_is_saved(worker, anna):
    sent = contact_form(surname="Papadopoulou", first_name="Anna")

    warned = worker.post(reverse("desk:new_person"), sent, follow=True)
    saved = worker.post(reverse("desk:new_person"), {**sent, "none_of_these": str(anna.pk)})

    assert warned.redirect_chain != []
    assert "Παπαδοπούλου Άννα" in warned.content.decode()
    assert saved.status_code == 302, texts(saved, ".govuk-error-summary")
    assert Person.objects.count() == 2


def test_a_person_of_another_municipality_does_not_exist_here(signed_in, trikala, anna, town):
    stranger = signed_in("coordinator", trikala)

    assert stranger.get(reverse("desk:person", args=[anna.pk])).status_code == 404


def test_a_visit_to_the_roma_branch_is_not_seen_from_the_centre(signed_in, town, anna):
    from arogi.centres.models import Structure

    branch = Structure.objects.get(code="ROMA")
    mediator = signed_in("mediator", town, at=branch)
    mediator.post(
        reverse("desk:record_for_person", args=[anna.pk]), contact_form(("R2", "served"), structure=str(branch.pk))
    )
    elsewhere = signed_in("reception", town, at=Structure.objects.get(code="KK"))

    seen = elsewhere.get(reverse("desk:person", args=[anna.pk])).content.decode()

    assert Contact.objects.filter(person=anna).count() == 1
    assert branch.name_el not in seen


def test_a_member_without_a_structure_cannot_begin_a_contact(signed_in, town, anna):
    supervisor = signed_in("supervisor", town)

    response = supervisor.get(reverse("desk:person", args=[anna.pk]))

    assert response.status_code == 200
    assert not page(response).cssselect("#id_line-0-service")


def test_the_persons_page_costs_the_same_for_one_contact_and_for_fifteen(
    worker, anna, django_assert_max_num_queries, town
):
    url = reverse("desk:person", args=[anna.pk])
    record = reverse("desk:record_for_person", args=[anna.pk])
    worker.post(record, contact_form(("A2.01", "served")))
    costs = []
    for more in (0, 14):
        for _ in range(more):
            worker.post(record, contact_form(("A2.02", ""), ("A3.01", "served")))
        with django_assert_max_num_queries(60) as queries:
            worker.get(url)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_everyone_who_opened_a_file_is_listed_with_role(signed_in, worker, anna, town):
    worker.get(reverse("desk:person", args=[anna.pk]))
    structure("KK9")

    response = worker.get(reverse("desk:who_opened", args=[anna.pk]))

    row = texts(response, "tbody tr")[0]
    assert worker.user.name in row
    assert "Κοινωνικός λειτουργός" in row or "Κοινωνικ" in row


def test_the_longest_page_of_a_person_stays_under_sixty_kib(worker, anna):
    record = reverse("desk:record_for_person", args=[anna.pk])
    words = "Ζήτησε βοήθεια για την αίτηση και θα φέρει τα δικαιολογητικά που λείπουν"
    lines = [{"service": code, "text": words, "outcome": "served"} for code in ("A2.01", "A2.02", "A3.01")]
    for _ in range(16):
        worker.post(record, contact_form(*lines, note=words), follow=True)

    response = worker.get(reverse("desk:person", args=[anna.pk]))

    assert len(texts(response, ".moj-timeline__item")) == 15
    assert len(page(response).cssselect('[name="line-0-service"] option')) > 40
    assert len(page(response).cssselect('[name="line-1-service"] option')) == 1
    assert len(response.content) < 60 * 1024


def test_another_line_is_asked_for_without_scripts_and_nothing_is_checked_or_lost(worker, anna):
    record = reverse("desk:record_for_person", args=[anna.pk])
    sent = contact_form({"text": "χωρίς υπηρεσία"}, note="ήρθε μόνη", date="κάποτε", add_line="1")

    response = worker.post(record, sent)
    shown = page(response)
    said = {
        name: shown.cssselect(f'main [name="{name}"]')[0].value
        for name in ("line-0-text", "note", "date", "submission")
    }

    assert {**said, "note": said["note"].strip()} == {
        "line-0-text": "χωρίς υπηρεσία",
        "note": "ήρθε μόνη",
        "date": "κάποτε",
        "submission": sent["submission"],
    }
    assert len(shown.cssselect('[name="line-1-service"] option')) == len(
        shown.cssselect('[name="line-0-service"] option')
    )
    assert not shown.cssselect(".govuk-error-summary")
    assert not Contact.objects.exists()


def form_with(response, name):
    return next(page(response).cssselect(f'[name="{name}"]')[0].iterancestors("form"))


def test_a_correction_with_another_line_keeps_what_was_typed(worker, anna):
    worker.post(reverse("desk:record_for_person", args=[anna.pk]), contact_form(("A2.01", "served")))
    correct = reverse("reception:correct_contact", args=[Contact.objects.get().pk])
    form = form_with(worker.get(correct), "reason")
    asked = dict(form.form_values()) | {"line-0-text": "καινούρια λόγια", "reason": "λάθος", "add_line": "1"}

    again = form_with(worker.post(correct, asked), "reason")
    saved = worker.post(correct, dict(again.form_values()) | {"line-1-service": "A2.02"})

    assert saved.status_code == 302, texts(saved, ".govuk-error-summary")
    assert sorted(Request.objects.values_list("service__code", "text")) == [("A2.01", "καινούρια λόγια"), ("A2.02", "")]
