import csv
import datetime as dt
import io
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from arogi.applications.models import Application, ApplicationEvent
from arogi.centres.models import Structure
from arogi.core.models import AccessRecord
from arogi.entitlements.services import run_check
from arogi.people.models import Person
from tests.applications.conftest import CODE
from tests.factories import TODAY, member
from tests.outreach.families import settle

LIST = "/applications/"


@pytest.fixture
def client(signed_in, karditsa, worker):
    return signed_in(worker.user, karditsa)


def text(answer):
    return answer.content.decode()


def rows(answer):
    page = html.fromstring(text(answer))
    return [" ".join(row.text_content().split()) for row in page.cssselect("main tbody tr")]


def page_of(application):
    return reverse("applications:application", args=[application.pk])


def post_act(client, application, act, **told):
    address = reverse("applications:act", args=[application.pk, act])
    newest = application.events.order_by("-pk")[0]
    sent = {"on": "20/11/2026", "submitter": "centre", "after": str(newest.pk), **told}
    return client.post(address, sent)


def test_one_click_at_an_answer_opens_the_application_with_check_and_papers(client, worker):
    head = settle(worker, "Δικαιούχος", today=TODAY)
    check = run_check(by=worker, person=head, today=timezone.localdate())
    shown = html.fromstring(text(client.get(reverse("entitlements:check", args=[head.pk]))))
    (form,) = [form for form in shown.forms if form.fields.get("programme") == "eee"]

    answer = client.post(form.action, dict(form.fields))

    application = Application.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(application))
    assert (application.person, application.entitlement_check) == (head, check)
    assert "Τι ειπώθηκε στον έλεγχο" in text(client.get(page_of(application)))


def test_one_click_on_the_persons_page_opens_it_too(client, worker):
    head = settle(worker, "Δικαιούχος", today=TODAY)
    run_check(by=worker, person=head, today=timezone.localdate())
    shown = html.fromstring(text(client.get(reverse("desk:person", args=[head.pk]))))
    (form,) = [form for form in shown.forms if form.fields.get("programme") == "eee"]

    client.post(form.action, dict(form.fields))

    assert Application.objects.get().person == head


def test_a_second_click_leads_to_the_first_application_and_says_why(client, head, open_):
    first = open_("eee")
    answer = client.post(reverse("applications:begin", args=[head.pk]), {"programme": "eee"}, follow=True)

    assert answer.redirect_chain == [(page_of(first), 302)]
    assert "έχει ήδη ανοιχτή αίτηση" in text(answer)


def test_a_hidden_first_application_is_not_led_to(signed_in, karditsa, head, open_):
    branch, centre = Structure.objects.get(code="ROMA"), Structure.objects.get(code="KK")
    open_("eee", structure_id=branch.pk)
    client = signed_in("social_worker", karditsa, at=centre)

    answer = client.post(reverse("applications:begin", args=[head.pk]), {"programme": "eee"})

    assert answer.status_code == 422
    assert "έχει ήδη ανοιχτή αίτηση" in text(answer)
    assert "/applications/0" not in text(answer)


def test_the_way_of_an_application_is_told_in_the_browser(client, open_):
    application = open_("eee")
    assert post_act(client, application, "submit", external_code=CODE).status_code == 302
    told = {"amount": "1.432,50 €", "amount_unit": "EUR/month", "granted_from": "1/12/2026", "granted_until": ""}
    assert post_act(client, application, "approve", **told).status_code == 302

    shown = text(client.get(page_of(application)))
    for words in (CODE, "Εγκεκριμένη", "1.432,50 € τον μήνα", "1 Δεκ 2026 έως 31 Μαΐ 2027", "Άνοιγμα της επόμενης"):
        assert words.replace("Μαΐ", "Μαι") in shown.replace("Μαΐ", "Μαι"), words


def test_what_was_typed_stays_beside_the_error(client, open_):
    application = open_("eee")
    answer = post_act(client, application, "submit", on="32/1/2026", external_code="δικός μου", note="Σημείωση")

    assert answer.status_code == 422
    shown = text(answer)
    assert 'value="32/1/2026"' in shown
    assert 'value="δικός μου"' in shown
    assert 'value="Σημείωση"' in shown
    assert 'href="#id_on"' in shown


def test_a_code_of_another_pattern_is_kept_with_a_warning(client, open_):
    application = open_("eee")
    post_act(client, application, "submit", external_code="12-34")

    shown = text(client.get(page_of(application)))
    assert "12-34" in shown
    assert "Ασυνήθιστος" in shown


def test_the_last_act_is_taken_back_from_the_page(client, open_):
    application = open_("eee")
    post_act(client, application, "submit")
    shown = html.fromstring(text(client.get(page_of(application))))
    form = [form for form in shown.forms if "undo" in form.action][-1]

    client.post(form.action, dict(form.fields))

    application.refresh_from_db()
    assert application.state == Application.State.DRAFT
    assert ApplicationEvent.objects.filter(application=application).count() == 3


def test_the_next_application_is_opened_with_one_click(client, open_, do):
    first = open_("eee")
    do(first, "submit", "approve")

    answer = client.post(reverse("applications:renew", args=[first.pk]))

    assert answer["Location"] == page_of(Application.objects.get(former=first))
    again = client.post(reverse("applications:renew", args=[first.pk]), follow=True)
    assert "Δεν υπάρχει κάτι για ανανέωση" in text(again)


def test_how_a_code_looks_is_said_in_the_language_of_the_screen(client, open_):
    page = text(client.get(reverse("applications:act", args=[open_("eee").pk, "submit"])))
    assert "για παράδειγμα 1234-" in page


@pytest.fixture
def some(open_, do, worker):
    """Applications in different states."""
    names = ("Πρώτος", "Δεύτερος", "Τρίτος", "Τέταρτος")
    people = [settle(worker, name, today=TODAY, told=False) for name in names]
    made = [open_("eee", person=one) for one in people]
    do(made[1], "submit", external_code=CODE, next_check_on=timezone.localdate())
    do(made[2], "submit", external_code="1234-0000-0000-0000")
    Application.objects.filter(pk=made[2].pk).update(next_check_on=timezone.localdate() - dt.timedelta(days=3))
    do(made[3], "submit", "approve", granted_from=TODAY - dt.timedelta(days=160))
    return made


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Πρώτος", "Δεύτερος", "Τρίτος"}),
        ("view=check", {"Δεύτερος", "Τρίτος"}),
        ("view=overdue", {"Τρίτος"}),
        ("view=granted", {"Τέταρτος"}),
        ("view=renew", {"Τέταρτος"}),
        ("view=ended", set()),
        ("view=all", {"Πρώτος", "Δεύτερος", "Τρίτος", "Τέταρτος"}),
        ("state=draft", {"Πρώτος"}),
        ("programme=eee", {"Πρώτος", "Δεύτερος", "Τρίτος"}),
        ("code=1234567890123456", {"Δεύτερος"}),
        ("code=1234-5678", {"Δεύτερος"}),
        ("code=1234", {"Δεύτερος", "Τρίτος"}),
        ("code=%25", {"Πρώτος", "Δεύτερος", "Τρίτος"}),
        ("code=9", set()),
    ],
)
def test_the_list_is_narrowed(query, names, some, client):
    found = rows(client.get(f"{LIST}?{query}"))

    assert {
        next(name for name in ("Πρώτος", "Δεύτερος", "Τρίτος", "Τέταρτος") if name in row) for row in found
    } == names


def test_what_cannot_be_read_in_an_address_is_not_asked_for(some, client):
    for query in ("programme=%00", "view=x", "order=password", "structure=1", "page=zz", "worker='", "state=1"):
        answer = client.get(f"{LIST}?{query}")
        assert answer.status_code in {200, 400}, query


def test_the_queries_do_not_grow_with_the_applications(some, client):
    client.get(LIST)  # writes down what the fixtures did
    few = counted(client)
    columns = [field.attname for field in Application._meta.concrete_fields if field.attname not in {"id", "person_id"}]
    people = [Person(surname=f"Ν{number}", registered_on=TODAY) for number in range(300)]
    Person.objects.bulk_create(people)
    Application.objects.bulk_create(
        Application(id=uuid4(), person=one, **{name: getattr(some[0], name) for name in columns}) for one in people
    )

    assert counted(client) == few


def counted(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST).status_code == 200
    return len([query for query in queries if not re.search("SAVEPOINT|django_session", query["sql"])])


def test_the_file_holds_no_formula(signed_in, karditsa, open_, do):
    application = open_("eee")
    Person.objects.filter(pk=application.person_id).update(surname="=HYPERLINK(1)", first_name="")
    do(application, "submit", external_code="@cmd")
    client = signed_in("coordinator", karditsa)

    answer = client.get(reverse("applications:file"))

    head, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert len(head) == len(line)
    assert (line[0], line[4]) == ("'=HYPERLINK(1)", "'@cmd")
    assert AccessRecord.objects.filter(verb="export", kind="application_list").exists()


def test_who_reads_nothing_of_health_finds_none_of_it(signed_in, karditsa, open_):
    hidden = open_("disability_blind")
    client = signed_in("reception", karditsa)

    assert client.get(page_of(hidden)).status_code == 404
    assert "τύφλωσης" not in text(client.get(f"{LIST}?view=all"))
    assert "τύφλωσης" not in text(client.get(reverse("desk:person", args=[hidden.person_id])))


def test_applications_of_a_confidential_structure_are_seen_by_who_works_there(signed_in, karditsa, open_):
    branch, centre = Structure.objects.get(code="ROMA"), Structure.objects.get(code="KK")
    application = open_("eee", structure_id=branch.pk)

    assert signed_in("social_worker", karditsa, at=branch).get(page_of(application)).status_code == 200
    assert signed_in("social_worker", karditsa, at=centre).get(page_of(application)).status_code == 404


def test_a_viewed_application_leaves_a_record_that_names_the_person(client, open_):
    application = open_("eee")
    client.get(page_of(application))

    assert AccessRecord.objects.filter(
        verb="view", kind="application", object_id=application.pk, person_id=application.person_id
    ).exists()


def test_an_act_that_does_not_fit_leads_back_with_a_sentence(client, open_):
    application = open_("eee")
    answer = client.get(reverse("applications:act", args=[application.pk, "approve"]), follow=True)

    assert "σε άλλη κατάσταση" in text(answer)
    assert client.get(reverse("applications:act", args=[application.pk, "no-such"])).status_code == 404


def test_the_persons_page_lists_applications_of_the_household(client, open_, do):
    application = open_("eee")
    spouse = application.co_applicants.get(person__first_name="p2").person

    shown = text(client.get(reverse("desk:person", args=[spouse.pk])))

    assert page_of(application) in shown
    assert "Αιτών:" in shown


def test_facts_are_changed_in_the_browser(client, open_, worker):
    application = open_("eee")
    spouse = application.co_applicants.get(person__first_name="p2").person_id
    address = reverse("applications:change", args=[application.pk])
    sent = {
        "worker": str(worker.user.pk),
        "external_code": CODE,
        "next_check_on": "1/12/2026",
        "members": [str(spouse)],
    }

    assert client.post(address, sent).status_code == 302
    application.refresh_from_db()
    assert (application.external_code, application.next_check_on) == (CODE, dt.date(2026, 12, 1))
    assert [one.person_id for one in application.co_applicants.all()] == [spouse]


def test_a_supervisor_looks_and_has_no_buttons(signed_in, karditsa, open_):
    application = open_("eee")
    shown = text(signed_in("supervisor", karditsa).get(page_of(application)))

    assert "acts/submit" not in shown
    assert member(karditsa, "supervisor").may("applications.view")
