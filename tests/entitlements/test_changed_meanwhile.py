"""Two members of staff with the same page of facts open: nothing that one has told is lost by the other."""

from __future__ import annotations

import pytest
from lxml import html

from arogi.entitlements.errors import FactsChangedMeanwhile
from arogi.entitlements.facts import NOTHING_TOLD, FactKey, version_of
from arogi.entitlements.models import HouseholdFact
from arogi.entitlements.selectors import known_facts
from arogi.entitlements.services import record_facts
from tests.entitlements.conftest import TODAY
from tests.entitlements.test_views import at, desk  # noqa: F401 - a fixture

WAGES, DEPOSITS, RENT = "income.six_months.wages", "assets.deposits", "dwelling.rent_monthly"
BENEFITS = "benefits_received"


@pytest.fixture
def colleague(desk, karditsa, signed_in):  # noqa: F811 - the fixture
    return signed_in("psychologist", karditsa)


def filled(response):
    """Give the fields of the page's main form as a browser would send them."""
    (form,) = html.fromstring(response.content.decode()).xpath("//main//form[.//input[@name='version']]")
    fields = {}
    for control in form.xpath(".//input[@name] | .//select[@name]"):
        is_box = control.get("type") in ("radio", "checkbox")
        if not is_box or control.get("checked") is not None:
            chosen = (
                control.xpath(".//option[@selected]/@value") if control.tag == "select" else [control.get("value", "")]
            )
            fields.setdefault(control.get("name"), []).extend(chosen or [""])
    return fields


def save(client, person, fields, **typed):
    return client.post(at("facts", person), {**fields, **typed})


def told(home):
    return {key.path: fact.value for key, fact in known_facts(home).items()}


def test_what_a_colleague_told_of_another_fact_stays(desk, colleague, mother, home):  # noqa: F811
    page = filled(desk.get(at("facts", mother), {"open": "assets"}))
    save(colleague, mother, {"source": "paper", "told_on": "2/3/2026"}, **{WAGES: "3600"})
    answer = save(desk, mother, page, **{DEPOSITS: "500"})
    assert answer.status_code == 302
    assert told(home) == {WAGES: "3600.00", DEPOSITS: "500.00"}


def test_an_untouched_field_does_not_take_back_what_a_colleague_told(desk, colleague, mother, home, tell):  # noqa: F811
    tell({FactKey(DEPOSITS): "100.00", FactKey("assets.real_estate_value"): "0.00"})
    stale, fresh = (filled(client.get(at("facts", mother), {"open": "assets"})) for client in (desk, colleague))
    save(colleague, mother, fresh, **{DEPOSITS: "7000"})
    save(desk, mother, stale, **{"assets.real_estate_value": "1000"})
    assert told(home) == {DEPOSITS: "7000.00", "assets.real_estate_value": "1000.00"}


def test_two_values_of_one_fact_are_shown_side_by_side_and_nothing_typed_is_lost(desk, colleague, mother, home, tell):  # noqa: F811
    tell({FactKey(DEPOSITS): "100.00", FactKey("assets.buildings_m2"): "80.00", FactKey(RENT): "1.00"})
    stale, fresh = (filled(client.get(at("facts", mother), {"open": "assets"})) for client in (desk, colleague))
    save(colleague, mother, fresh, **{DEPOSITS: "7000", "assets.buildings_m2": "95"})
    refused = save(desk, mother, stale, **{DEPOSITS: "200", "assets.real_estate_value": "9"})
    page = html.fromstring(refused.content.decode())
    cells = [" ".join(cell.text_content().split()) for cell in page.xpath("//main//table//tbody//td")]
    again = filled(refused)
    assert refused.status_code == 422
    assert "Αν αποθηκεύσετε τώρα, όσα γράψατε παίρνουν τη θέση" in refused.content.decode()
    assert cells == ["7000", "200"]
    assert (again[DEPOSITS], again["assets.real_estate_value"]) == (["200"], ["9"])
    assert again["assets.buildings_m2"] == ["95"]
    assert told(home)[DEPOSITS] == "7000.00"

    assert save(desk, mother, again).status_code == 302
    assert told(home) == {
        DEPOSITS: "200.00", "assets.buildings_m2": "95.00", "assets.real_estate_value": "9.00", RENT: "1.00",
    }  # fmt: skip


def test_both_telling_the_same_is_no_difference(desk, colleague, mother, home):  # noqa: F811
    stale, fresh = (filled(client.get(at("facts", mother), {"open": "assets"})) for client in (desk, colleague))
    save(colleague, mother, fresh, **{DEPOSITS: "7000"})
    assert save(desk, mother, stale, **{DEPOSITS: "7.000,00"}).status_code == 302
    assert HouseholdFact.objects.filter(code=DEPOSITS).count() == 1


def test_no_or_none_for_all_the_rest_does_not_wipe_out_what_was_told_meanwhile(desk, colleague, mother, home):  # noqa: F811
    stale, fresh = (filled(client.get(at("facts", mother), {"open": "assets"})) for client in (desk, colleague))
    save(colleague, mother, fresh, **{DEPOSITS: "7000"})
    refused = save(desk, mother, stale, **{"rest.assets": "on"})
    assert refused.status_code == 422
    assert told(home) == {DEPOSITS: "7000.00"}


def test_a_list_of_benefits_that_nobody_touched_stays_as_the_colleague_left_it(desk, colleague, mother, home, tell):  # noqa: F811
    tell({FactKey(BENEFITS): ["eee"]})
    stale, fresh = (filled(client.get(at("facts", mother), {"open": "received"})) for client in (desk, colleague))
    save(colleague, mother, fresh, **{BENEFITS: ["", "a21", "eee"]})
    save(desk, mother, stale, custody_settled="yes")
    assert told(home)[BENEFITS] == ["a21", "eee"]


def test_a_version_of_before_refuses_only_what_both_have_changed(worker, mother, home, tell):
    tell({FactKey(WAGES): "600.00"})
    version = version_of(known_facts(home))
    tell({FactKey(WAGES): "0.00"})

    def save_again(told):
        return record_facts(
            by=worker, person=mother, told=told, source="paper", told_on=TODAY, today=TODAY, version=version
        )

    assert save_again({FactKey(WAGES): "600.00", FactKey(DEPOSITS): "5.00"}) == 1
    with pytest.raises(FactsChangedMeanwhile) as refusal:
        save_again({FactKey(WAGES): "700.00"})
    assert list(refusal.value.disputed) == [FactKey(WAGES)]


@pytest.mark.parametrize("version", ["", "x", "0" * 32, "ffffffff-ffff-ffff-ffff-ffffffffffff", "\u202e"])
def test_a_version_that_no_page_has_sent_takes_nothing_back(desk, mother, home, tell, version):  # noqa: F811
    tell({FactKey(WAGES): "600.00"})
    answer = save(desk, mother, {"source": "declared", "told_on": "2/3/2026", "version": version}, **{WAGES: ""})
    is_of_nobody = version.startswith("f")
    assert told(home)[WAGES] == (None if is_of_nobody and answer.status_code == 302 else "600.00")


def test_before_the_first_fact_there_is_a_version_too(home):
    assert version_of(known_facts(home)) == NOTHING_TOLD
