import datetime as dt
import json

import pytest
from lxml import html
from openfisca_greece import questions

from arogi.core.models import AccessRecord
from arogi.entitlements import views_open
from arogi.entitlements.forms_open import AnswerForm, answer_form
from arogi.entitlements.models import Check, HouseholdFact

PAGE = "/entitlements/anonymous/"
FAMILY = {
    "adults": "41, 39", "couple": "yes", "children": "7, 6", "at_school": "yes", "nothing_special": "yes",
    "citizenship": "greek", "residence": "40", "employment": "inactive", "wages": "0", "pensions": "0",
    "pays_nothing_else": "yes", "family": "0", "deposits": "0", "nothing_owned": "yes", "tenure": "ceded", "rent": "",
    "receives_nothing": "yes", "act": "check",
}  # fmt: skip


@pytest.fixture
def client(signed_in, karditsa):
    return signed_in("reception", karditsa)


def page_of(response):
    return html.fromstring(response.content.decode())


def text_of(response):
    return " ".join(page_of(response).xpath("string(//main)").split())


def hidden(response):
    page = page_of(response)
    return {name: (page.xpath(f"//input[@name='{name}']/@value") or [""])[0] for name in ("told", "asked")}


def test_the_answers_are_shown_with_the_next_question(client):
    response = client.post(PAGE, FAMILY)

    assert response.status_code == 200
    assert "Φαίνεται ότι δικαιούστε" in text_of(response)
    assert "Επίδομα Παιδιού (Α21): 140 € τον μήνα" in text_of(response)
    assert hidden(response)["asked"]


def test_a_question_that_is_answered_makes_an_answer_of_what_could_not_be_said(client):
    first = client.post(PAGE, FAMILY)
    state = {**hidden(first), "asked": "dwelling.heating_fuel"}
    second = client.post(PAGE, {**state, "dwelling.heating_fuel": "none", "act": "answer"})

    def verdict(response):
        return page_of(response).xpath("string(//section[.//*[@id='answer-heating']]/@aria-labelledby)")

    assert (verdict(first), verdict(second)) == ("waiting-title", "not-title")


def test_a_question_that_nobody_can_answer_is_followed_by_another(client):
    first = client.post(PAGE, FAMILY)
    second = client.post(PAGE, {**hidden(first), "act": "answer"})

    assert hidden(second)["asked"] not in ("", hidden(first)["asked"])


def test_an_answer_that_cannot_be_read_is_refused_beside_its_field(client):
    state = hidden(client.post(PAGE, {"adults": "41", "act": "check"}))
    state["asked"] = "members.a1.disability_percent"
    response = client.post(PAGE, {**state, state["asked"]: "lots", "act": "answer"})

    assert response.status_code == 422
    assert "govuk-error-summary" in response.content.decode()


def test_nothing_is_stored_and_nothing_stands_in_the_address(client, karditsa):
    records = AccessRecord.objects.count()
    response = client.post(PAGE, FAMILY)
    client.post(PAGE, {**hidden(response), "act": "slip_el"})

    assert (Check.objects.count(), HouseholdFact.objects.count()) == (0, 0)
    assert AccessRecord.objects.count() == records
    assert page_of(response).xpath("//main//form[@method='get' or not(@method)]") == []
    assert response["Cache-Control"].find("no-store") >= 0


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_slip_is_given_as_a_file(client, language):
    state = hidden(client.post(PAGE, FAMILY))
    response = client.post(PAGE, {**state, "act": f"slip_{language}"})

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_the_chart_is_drawn_with_its_table_and_leads_back(client):
    state = hidden(client.post(PAGE, FAMILY))
    response = client.post(PAGE, {**state, "act": "what_if"})

    assert page_of(response).xpath("count(//main//*[local-name()='polyline'])") == 1
    assert page_of(response).xpath("count(//main//table)") == 2
    assert "Φαίνεται ότι δικαιούστε" in text_of(client.post(PAGE, {**hidden(response), "act": "show"}))


@pytest.mark.parametrize(
    "told",
    ["", "null", "[]", "{}", '{"household": 1, "skipped": []}', "[" * 5000, "x" * 70_000, "\u202e",
     json.dumps({"household": {"members": []}, "skipped": []})],
    ids=range(9),
)  # fmt: skip
def test_what_comes_back_changed_begins_again(client, told):
    response = client.post(PAGE, {"told": told, "act": "answer", "asked": "custody_settled"})

    assert response.status_code == 422
    assert "Ξεκινήστε πάλι" in text_of(response)


@pytest.mark.parametrize(
    "asked", ["members.zz.student", "members", "members.a1", "nothing", "assets" * 2000, "members.."]
)
def test_a_question_that_no_rule_asks_is_no_error_of_the_server(client, asked):
    state = hidden(client.post(PAGE, FAMILY))

    assert client.post(PAGE, {"told": state["told"], "asked": asked, "act": "answer"}).status_code == 200


@pytest.mark.parametrize("adults", ["", "abc", "-4", "400", "41 " * 30, "😀", "9" * 10_000, "٤١"])
def test_ages_that_nobody_has_are_refused(client, adults):
    assert client.post(PAGE, {**FAMILY, "adults": adults}).status_code == 422


def test_who_may_not_check_is_not_let_in(signed_in, karditsa):
    assert signed_in("auditor", karditsa).get(PAGE).status_code in (403, 404)


def test_nationality_that_nobody_told_is_asked_for_and_holds_for_all(client):
    state = {**hidden(client.post(PAGE, {**FAMILY, "citizenship": ""})), "asked": "members.a1.citizenship"}
    told = json.loads(hidden(client.post(PAGE, {**state, state["asked"]: "greek", "act": "answer"}))["told"])
    assert [member["citizenship"] for member in told["household"]["members"]] == ["GRC"] * 4


def test_every_question_of_the_rules_can_be_answered_at_the_desk():
    asked = {path.replace("*", "a1") for path in questions()}
    without = {path for path in asked if not answer_form(path, dt.date(2026, 3, 2)).paths}
    assert without == {"municipality"}


def test_question_that_nobody_can_answer_here_is_passed_over(client, monkeypatch):
    first = hidden(client.post(PAGE, FAMILY))["asked"]
    monkeypatch.setattr(
        views_open, "answer_form", lambda fact, day: AnswerForm() if fact == first else answer_form(fact, day)
    )
    assert hidden(client.post(PAGE, FAMILY))["asked"] not in ("", first)


SURROGATE = json.dumps({"household": {"members": [{"id": "\ud800", "role": "head"}]}, "skipped": ["\ud800"]})
HOSTILE = ["\0", "\u202e600", "x" * 10_000, "😀", "=1+1", "<script>", "1e400", "NaN", "-5", "%s%n", "{{ 1 }}"]


@pytest.mark.parametrize("act", ["answer", "slip_el", "what_if"])
@pytest.mark.parametrize(
    "changed",
    [SURROGATE, '{"household": {"as_of": "1990-01-01", "members": [{"id": "a1"}]}, "skipped": []}',
     '{"household": {"as_of": "2100-12-31", "members": [{"id": "", "birth_date": "0001-01-01"}]}, "skipped": [[]]}',
     '{"household": {"as_of": "2026-03-01", "members": [{"id": "a.b.c"}], "municipality": "\\u0000"}, "skipped": {}}',
     '{"household": {"as_of": "2026-03-01", "members": [{"id": "a1"}], "income": []}, "skipped": []}',
     '{"household": {"as_of": "2026-03-01", "members": [{"id": "a1", "school": {"level": NaN}}]}, "skipped": []}'],
    ids=range(6),
)  # fmt: skip
def test_what_comes_back_in_a_hostile_form_is_no_error_of_the_server(client, changed, act):
    response = client.post(PAGE, {"told": changed, "act": act, "asked": "members.a1.student", "why": "eee"})
    assert response.status_code in (200, 422)
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: ascii(text[:10]))
def test_no_field_of_the_anonymous_page_breaks_on_a_hostile_text(client, typed):
    first = client.post(PAGE, {**dict.fromkeys(FAMILY, typed), "act": "check"})
    state = hidden(client.post(PAGE, {"adults": "41", "act": "check"}))
    then = client.post(PAGE, {**state, state["asked"]: typed, "act": "answer"})
    asked = client.post(PAGE, {**state, "asked": typed, "act": "answer", "why": typed})
    assert {one.status_code for one in (first, then, asked)} <= {200, 400, 422}


def test_what_an_answer_rests_on_is_fetched_alone(client):
    state = hidden(client.post(PAGE, FAMILY))
    part = client.post(PAGE, {**state, "why": "eee"}, headers={"HX-Request": "true"}).content.decode()
    whole = client.post(PAGE, {**state, "why": "eee"}).content.decode()
    assert "<html" not in part
    assert part.count("<h3") > 2
    assert (part.count("Οι έλεγχοι"), whole.count("Οι έλεγχοι")) == (1, 1)


def test_page_of_the_answers_stays_under_sixty_kib(client):
    assert len(client.post(PAGE, {"adults": "41, 39", "children": "7, 6", "act": "check"}).content) < 60 * 1024
