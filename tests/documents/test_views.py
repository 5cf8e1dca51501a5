import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from arogi.centres.models import Structure
from arogi.documents.models import Document
from tests.documents.conftest import NOW
from tests.people.factories import person as registered

LIST = "/documents/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def client(signed_in, karditsa):
    return signed_in("social_worker", karditsa)


def page(answer):
    return html.fromstring(answer.content.decode())


def text_of(answer):
    return " ".join(page(answer).text_content().split())


def rows(answer):
    return [" ".join(row.text_content().split()) for row in page(answer).cssselect("main tbody tr")]


def address(name, person, *more):
    return reverse(f"documents:{name}", args=[person.pk, *more])


def typed(answer, **changes):
    form = page(answer).cssselect("main form[method=post]")[0]
    return {**{name: value or "" for name, value in form.form_values()}, **changes}


def test_a_paper_is_recorded_from_the_persons_page_with_two_answers(client, citizen, today):
    person_page = client.get(reverse("desk:person", args=[citizen.pk]))
    (link,) = page(person_page).cssselect(f"a[href='{address('record', citizen)}']")
    form = client.get(link.get("href"))
    ends = today + dt.timedelta(days=200)

    answer = client.post(link.get("href"), typed(form, kind="lease", expires_on=f"{ends:%d/%m/%Y}"), follow=True)

    assert "Το δικαιολογητικό καταγράφηκε" in text_of(answer)
    document = Document.objects.get()
    assert (document.kind, document.expires_on, document.seen_on) == ("lease", ends, today)


def test_the_persons_page_says_what_ended_what_ends_soon_and_what_holds(client, citizen, shown):
    shown("lease", ends=-2)
    shown("unemployment_card", ends=3)
    shown("passport", ends=900)

    panel = page(client.get(reverse("desk:person", args=[citizen.pk]))).cssselect("[aria-labelledby=documents-title]")[
        0
    ]

    states = [tag.text_content().strip() for tag in panel.cssselect(".govuk-tag")]
    assert states == ["Έληξε", "Λήγει σύντομα", "Ισχύει"]


def test_a_person_without_papers_has_an_empty_panel_that_says_so(client, citizen):
    assert "Δεν έχει καταγραφεί δικαιολογητικό" in text_of(client.get(reverse("desk:person", args=[citizen.pk])))
    assert "Δεν έχει καταγραφεί δικαιολογητικό" in text_of(client.get(address("list", citizen)))


def test_what_was_typed_stays_beside_the_error(client, citizen):
    form = client.get(address("record", citizen))

    answer = client.post(address("record", citizen), typed(form, kind="lease", expires_on="κάποτε", note="Δύο σελίδες"))

    assert answer.status_code == 422
    assert "Δύο σελίδες" in answer.content.decode()
    assert "κάποτε" in answer.content.decode()
    assert page(answer).cssselect("#id_expires_on-error")
    assert not Document.objects.exists()


def test_a_second_click_records_nothing_twice(client, citizen):
    form = client.get(address("record", citizen))
    said = typed(form, kind="iban")

    client.post(address("record", citizen), said)
    client.post(address("record", citizen), said)

    assert Document.objects.count() == 1


def test_recording_is_taken_back_with_the_button_of_the_message(client, citizen):
    form = client.get(address("record", citizen))
    answer = client.post(address("record", citizen), typed(form, kind="iban"), follow=True)
    (undo,) = page(answer).cssselect("form[action*='/undo/']")

    client.post(undo.get("action"))

    assert Document.objects.get().withdrawn_at is not None


def test_a_correction_shows_what_stood_there_but_no_number(client, citizen, shown):
    document = shown("passport", ends=900, number="AK1234567", note="Παλιό")

    form = client.get(address("change", citizen, document.pk))
    assert "AK1234567" not in form.content.decode()
    assert "Παλιό" in form.content.decode()
    client.post(address("change", citizen, document.pk), typed(form, note="Νέο"))

    shown_page = text_of(client.get(address("paper", citizen, document.pk)))
    assert "Νέο" in shown_page
    assert "Διορθώθηκε" in shown_page


def test_a_number_is_shown_whole_only_after_a_reason(client, citizen, shown):
    document = shown("passport", number="AK1234567")

    assert "AK1234567" not in client.get(address("paper", citizen, document.pk)).content.decode()
    assert "AK1234567" not in client.post(address("number", citizen, document.pk)).content.decode()
    answer = client.post(address("number", citizen, document.pk), {"why": "asked"})
    assert "AK1234567" in answer.content.decode()


def test_a_withdrawn_paper_stays_in_the_list_and_offers_no_form(client, citizen, shown):
    document = shown("lease", ends=9)
    client.post(address("withdraw", citizen, document.pk), {"reason": "Λάθος"})

    assert "Αποσύρθηκε" in rows(client.get(address("list", citizen)))[0]
    assert client.get(address("withdraw", citizen, document.pk)).status_code == 302
    assert client.get(address("change", citizen, document.pk)).status_code == 302
    assert "Αποσύρθηκε: Λάθος" in text_of(client.get(address("paper", citizen, document.pk)))


def test_a_paper_of_another_person_is_not_found(client, citizen, shown, worker):
    document = shown("lease", ends=9)
    other = registered(worker, "Άλλος")

    assert client.get(address("paper", other, document.pk)).status_code == 404
    assert client.post(address("withdraw", other, document.pk), {}).status_code == 404


def test_reception_sees_no_paper_about_health_anywhere(signed_in, karditsa, citizen, shown):
    kepa = shown("kepa", ends=5)
    reception = signed_in("reception", karditsa)

    for seen in (LIST, address("list", citizen), reverse("desk:person", args=[citizen.pk]), f"{LIST}?kind=kepa"):
        assert "ΚΕΠΑ" not in reception.get(seen).content.decode(), seen
    assert "ΚΕΠΑ" not in reception.get(address("record", citizen)).content.decode()
    assert reception.get(address("paper", citizen, kepa.pk)).status_code == 404


def test_the_register_lists_what_ends_the_most_urgent_first(client, citizen, shown):
    shown("passport", ends=40)
    shown("unemployment_card", ends=3)
    shown("lease", ends=300)
    shown("eee_approval", ends=-10)

    soon, ended, later = (rows(client.get(f"{LIST}?view={view}")) for view in ("soon", "ended", "later"))

    assert [line.split(":")[0] for line in soon] == ["Δοκιμίδου Ελένη Κάρτα ανεργίας", "Δοκιμίδου Ελένη Διαβατήριο"]
    assert "Έγκριση Ελάχιστου" in ended[0]
    assert "μισθωτήριο" in later[0]
    assert (len(ended), len(later)) == (1, 1)


def test_the_register_is_narrowed_by_kind_structure_and_worker(client, citizen, shown, worker):
    shown("passport", ends=40)
    shown("unemployment_card", ends=3)
    citizen.key_worker = worker.user
    citizen.save()

    assert len(rows(client.get(f"{LIST}?kind=passport"))) == 1
    assert len(rows(client.get(f"{LIST}?worker={worker.user.pk}"))) == 2
    assert len(rows(client.get(f"{LIST}?worker={client.user.pk}"))) == 2  # follows nobody, so it is not asked for
    structure = page(client.get(LIST)).cssselect("#id_structure option")[1].get("value")
    assert rows(client.get(f"{LIST}?structure={structure}")) == []


def test_the_confidential_structure_is_not_offered_to_staff_of_another(signed_in, karditsa, citizen):
    centre, branch = Structure.objects.get(code="KK"), Structure.objects.get(code="ROMA")
    offered = page(signed_in("social_worker", karditsa, at=centre).get(LIST)).cssselect("#id_structure option")

    values = {option.get("value") for option in offered}
    assert str(centre.pk) in values
    assert str(branch.pk) not in values


def test_the_register_takes_as_many_queries_for_many_papers_as_for_few(client, shown, worker):
    shown("passport", ends=5)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(30):
        shown("passport", ends=5, person=registered(worker, f"Δοκιμίδης {number}"))
    client.get(LIST)  # what this test did leaves its access records with the first request after it

    with CaptureQueriesContext(connection) as many:
        answer = client.get(LIST)

    assert len(rows(answer)) == 25
    assert len(many) == len(few)


def test_a_register_that_nobody_can_read_to_its_end_is_cut_and_says_so(client, shown, monkeypatch):
    for module in ("selectors", "pages"):
        monkeypatch.setattr(f"arogi.documents.{module}.LISTED_AT_MOST", 2)
    for days in (9, 8, 7):
        shown("lease", ends=days)

    answer = client.get(LIST)

    assert len(rows(answer)) == 2
    assert "2+" in text_of(answer)
    assert "Υπάρχουν περισσότερα" in text_of(answer)


def test_a_supervisor_sees_papers_and_finds_nothing_to_press(signed_in, karditsa, citizen, shown):
    document = shown("lease", ends=5)
    supervisor = signed_in("supervisor", karditsa)

    answer = supervisor.get(address("paper", citizen, document.pk))

    assert answer.status_code == 200
    assert not page(answer).cssselect("a[href*='/change/'], a[href*='/withdraw/'], a[href*='/record/']")
    assert supervisor.get(address("record", citizen)).status_code in {403, 404}


@pytest.mark.parametrize("text", ["\u202e" * 50, "Ω" * 10_000, "=HYPERLINK(1)", "<script>alert(1)</script>", "😀" * 90])
def test_hostile_text_breaks_nothing(client, citizen, text):
    form = client.get(address("record", citizen))
    for name in ("kind", "expires_on", "issued_on", "seen_on", "number", "note", "submission", "version"):
        said = {"kind": "iban", "seen_on": f"{NOW:%d/%m/%Y}", name: text}
        answer = client.post(address("record", citizen), typed(form, **said), follow=True)
        assert answer.status_code in {200, 422}
        assert b"<script>alert" not in answer.content
