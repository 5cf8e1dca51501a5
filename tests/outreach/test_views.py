import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from arogi.centres.models import Structure
from arogi.core.models import AccessRecord
from arogi.outreach import selectors
from arogi.outreach.models import Line, LineEvent
from arogi.people.names.folding import plain
from tests.outreach.families import home

LIST = "/outreach/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def found(family, run):
    """Two families on the list."""
    family("Πρώτου")
    family("Δευτέρου", told=home(benefits_received=["eee", "a21"]))
    run()


@pytest.fixture
def client(signed_in, karditsa):
    return signed_in("social_worker", karditsa)


def page(answer):
    return html.fromstring(answer.content.decode())


def rows(answer):
    caption = [table for table in page(answer).cssselect("table") if table.cssselect("form, th a[href*=lines]")]
    return [" ".join(row.text_content().split()) for row in caption[-1].cssselect("tbody tr")] if caption else []


def line_of(programme, surname="Πρώτου"):
    return Line.objects.select_related("person").get(programme=programme, person__surname=surname)


def test_the_list_names_person_programme_sum_and_reason_the_largest_sum_first(found, client):
    answer = client.get(LIST)

    shown = rows(answer)
    assert shown[0].startswith("Πρώτου")
    assert "432 € τον μήνα" in shown[0]
    assert "Πρώτος έλεγχος του μητρώου" in shown[0]
    assert len(shown) == Line.objects.count()


def test_before_the_first_run_the_page_says_so(client):
    answer = client.get(LIST)

    assert "Ο κατάλογος είναι κενός" in answer.content.decode()
    assert "Το μητρώο δεν έχει ελεγχθεί ακόμη" in answer.content.decode()


def test_the_list_is_narrowed_by_programme_structure_worker_reason_and_sum(found, client, worker):
    Line.objects.filter(programme="a21").update(structure=Structure.objects.get(code="KK"), worker=worker.user)
    structure = Structure.objects.get(code="KK").pk

    for query, expected in (
        ("programme=eee", {"eee"}),
        (f"structure={structure}", {"a21"}),
        (f"worker={worker.user.pk}", {"a21"}),
        ("least=400", {"eee"}),
        ("cause=turned_67", set()),
        ("cause=first_run&programme=a21", {"a21"}),
    ):
        count = Line.objects.filter(programme__in=expected).count()
        assert len(rows(client.get(f"{LIST}?{query}"))) == count, query


def test_what_cannot_be_read_in_an_address_is_not_asked_for(found, client):
    everything = len(rows(client.get(LIST)))
    for query in ("programme=%00", "view=x", "order=password", "least=-1", "structure=1", "page=zz", "worker='"):
        answer = client.get(f"{LIST}?{query}")
        assert answer.status_code in {200, 400}
        if answer.status_code == 200:
            assert len(rows(answer)) == everything, query


def test_the_queries_do_not_grow_with_the_lines(found, client):
    few = counted(client)
    columns = [field.attname for field in Line._meta.concrete_fields if field.attname not in {"id", "programme"}]
    Line.objects.bulk_create(
        Line(programme=f"{line.programme}{number}", **{name: getattr(line, name) for name in columns})
        for line in list(Line.objects.all())
        for number in range(200)
    )

    assert Line.objects.count() > 1_000
    assert counted(client) == few


def counted(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST).status_code == 200
    # Now and then a session is written, whatever the page.
    return len([query for query in queries if not re.search("SAVEPOINT|django_session", query["sql"])])


@pytest.mark.parametrize("wanted", ["abc", "https://example.org/", "//example.org/", "javascript:1", "", "\u202e"])
def test_who_takes_a_line_is_led_nowhere_but_to_a_page_of_ours(found, client, wanted):
    line = line_of("eee")
    answer = client.post(reverse("outreach:take", args=[line.pk]), {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, reverse("outreach:line", args=[line.pk]))


def test_a_line_is_taken_in_the_list_and_given_back(found, client):
    line = line_of("eee")

    answer = client.post(reverse("outreach:take", args=[line.pk]), {"next": LIST}, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    line.refresh_from_db()
    assert (line.state, line.taken_by) == ("taken", client.user)
    (undo,) = page(answer).cssselect("form[action*='/undo/']")
    client.post(undo.get("action"))
    line.refresh_from_db()
    assert (line.state, line.taken_by) == ("open", None)


def test_a_call_is_recorded_with_its_result(found, client):
    line = line_of("eee")

    answer = client.post(reverse("outreach:call", args=[line.pk]), {"result": "will_come"})

    assert answer.status_code == 302
    shown = client.get(reverse("outreach:line", args=[line.pk])).content.decode()
    assert "Θα έρθει για αίτηση" in shown


@pytest.mark.parametrize(
    ("act", "sent", "said"),
    [
        ("call", {}, "result"),
        ("call", {"result": "x"}, "result"),
        ("postpone", {"until": "31/2/2027"}, "until"),
        ("postpone", {"until": "1/1/2020"}, "until"),
        ("refuse", {"refusal": ""}, "refusal"),
        ("refuse", {"refusal": "other", "words": ""}, "words"),
    ],
)
def test_an_act_that_is_not_in_order_changes_nothing_and_says_what_to_do(found, client, act, sent, said):
    line = line_of("eee")

    answer = client.post(reverse(f"outreach:{act}", args=[line.pk]), sent)

    assert answer.status_code == 422
    assert page(answer).cssselect(f".govuk-error-summary a[href*='{said}']")
    assert LineEvent.objects.exclude(kind="found").count() == 0


def test_what_was_postponed_leaves_the_list_until_its_day(found, client, today):
    line = line_of("eee")
    day = today + dt.timedelta(days=20)

    client.post(reverse("outreach:postpone", args=[line.pk]), {"until": f"{day:%d/%m/%Y}"})

    assert not any("432 €" in row for row in rows(client.get(LIST)))
    assert len(rows(client.get(f"{LIST}?view=later"))) == 1


def test_mine_are_those_that_i_took(found, client):
    client.post(reverse("outreach:take", args=[line_of("eee").pk]))

    assert len(rows(client.get(f"{LIST}?view=mine"))) == 1


def test_programmes_that_tell_of_health_are_left_out_without_the_right(found, signed_in, karditsa):
    Line.objects.filter(programme="eee").update(programme="disability_severe")

    answer = signed_in("reception", karditsa).get(LIST)

    assert "αναπηρ" not in " ".join(rows(answer)).lower()
    assert not any("432 €" in row for row in rows(answer))
    assert "Τα προγράμματα που μαρτυρούν" in answer.content.decode()


def test_where_somebody_was_seen_is_not_told_when_the_place_already_tells_of_an_origin(found, signed_in, karditsa):
    branch = Structure.objects.get(code="ROMA")
    Line.objects.update(structure=branch)
    centre = Structure.objects.get(code="KK")

    outsider = signed_in("social_worker", karditsa, at=centre).get(LIST).content.decode()
    coordinator = signed_in("coordinator", karditsa).get(LIST).content.decode()

    assert branch.name_el not in outsider
    assert branch.name_el in coordinator


def test_the_list_as_a_file_runs_no_formula_and_leaves_a_record(found, signed_in, karditsa):
    line = line_of("eee")
    line.person.surname = '=HYPERLINK("http://x")'
    line.person.save()

    answer = signed_in("coordinator", karditsa).get("/outreach/lines.csv?programme=eee")

    read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(read) == 2
    assert read[1][0].startswith("'=")
    assert read[1][4] == "432,00"
    assert AccessRecord.objects.filter(verb="export", kind="line_list").exists()


def test_a_file_that_cannot_hold_the_whole_list_says_how_much_is_left_out(found, signed_in, karditsa, monkeypatch):
    monkeypatch.setattr(selectors, "EXPORTED_AT_MOST", 1)
    there = Line.objects.filter(state="open").count()
    answer = signed_in("coordinator", karditsa).get("/outreach/lines.csv")
    read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert there > 2
    assert len(read) == 3
    assert read[-1][0].startswith(f"{there - 1} ακόμη εγγραφές")


def test_by_programme_the_list_goes_by_the_titles_that_are_read(found, signed_in, karditsa):
    page = signed_in("coordinator", karditsa).get("/outreach/?order=programme").context["list"]
    titles = [plain(line.title).casefold() for line in page.lines]
    assert len(set(titles)) > 1
    assert titles == sorted(titles)


def test_who_may_not_export_gets_no_file(found, client):
    assert client.get("/outreach/lines.csv").status_code == 403
    assert "lines.csv" not in client.get(LIST).content.decode()


def test_who_may_only_look_is_offered_no_act(found, signed_in, karditsa):
    answer = signed_in("supervisor", karditsa).get(LIST)

    assert rows(answer)
    assert not page(answer).cssselect("form[action*='/take/']")


def test_a_form_that_met_a_colleagues_act_keeps_what_was_typed_and_can_be_sent_again(
    found, client, signed_in, karditsa
):
    line = line_of("eee")
    address = reverse("outreach:refuse", args=[line.pk])
    (seen,) = page(client.get(address)).cssselect("input[name=after]")
    signed_in("social_worker", karditsa).post(reverse("outreach:take", args=[line.pk]))

    answer = client.post(address, {"refusal": "other", "words": "Μετακομίζουν", "after": seen.get("value")})

    assert answer.status_code == 422
    shown = page(answer)
    assert "Μετακομίζουν" in answer.content.decode()
    assert "Στο μεταξύ κάτι έγινε" in shown.cssselect(".govuk-error-summary")[0].text_content()
    again = shown.cssselect("input[name=after]")[0].get("value")
    assert client.post(address, {"refusal": "other", "words": "Μετακομίζουν", "after": again}).status_code == 302


@pytest.mark.parametrize("after", ["", "x", "\u202e", "😀" * 3_000, "00000000-0000-0000-0000-000000000000"])
def test_a_hostile_number_of_a_page_breaks_nothing(found, client, after):
    answer = client.post(reverse("outreach:call", args=[line_of("eee").pk]), {"result": "will_come", "after": after})

    assert answer.status_code in {302, 422}


def test_a_settled_line_offers_no_form_and_does_not_say_that_anybody_is_to_be_called(found, client):
    line = line_of("eee")
    Line.objects.filter(pk=line.pk).update(state="closed", ending="receives")

    answer = client.get(reverse("outreach:call", args=[line.pk]), follow=True)

    assert answer.redirect_chain == [(reverse("outreach:line", args=[line.pk]), 302)]
    said = page(answer).text_content()
    assert "Αυτό δεν ισχύει πια" in said
    assert "Φαίνεται ότι το δικαιούνται" not in said


def test_who_died_since_the_last_run_is_marked(found, client):
    line = line_of("eee")
    line.person.status = "deceased"
    line.person.save()

    (row,) = [row for row in rows(client.get(f"{LIST}?programme=eee")) if "Πρώτου" in row]

    assert str(line.person.get_status_display()) in row


def test_on_a_phone_each_cell_says_what_it_is(found, client):
    shown = page(client.get(LIST))

    for row in shown.cssselect(".table-frame--stacked tbody tr"):
        assert [cell.get("data-label") for cell in row.cssselect("td")][:2] == ["Πρόγραμμα", "Ποσό"]
    assert shown.cssselect(".table-frame--stacked tbody tr")


def test_the_inbox_of_tasks_says_how_many_wait_and_leads_there(found, client):
    (link,) = page(client.get("/tasks/")).cssselect(f"main a[href='{LIST}']")

    assert link.text_content().startswith(f"{Line.objects.count()} επιδόματα")


def test_the_inbox_says_nothing_of_an_empty_list(client):
    assert page(client.get("/tasks/")).cssselect(f"main a[href='{LIST}']") == []
