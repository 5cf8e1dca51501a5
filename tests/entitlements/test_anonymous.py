import json

import pytest
from lxml import html

from arogi.core.models import AccessRecord
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
        return page_of(response).xpath("string(//*[@id='answer-heating']//strong)")

    assert (verdict(first), verdict(second)) == ("Δεν μπορούμε να πούμε ακόμη", "Δεν φαίνεται να δικαιούστε")


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
