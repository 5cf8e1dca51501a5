"""The form of a household's facts: what Greeks type is read, what nobody typed stays unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from arogi.entitlements.asked import GROUPS, asked_facts
from arogi.entitlements.forms import FactsForm, parts_in
from arogi.entitlements.selectors import FactKey, known_facts
from tests.entitlements.conftest import TODAY

WAGES = "income.six_months.wages"
HOSTILE = [
    "\0", "‮600", "x" * 10_000, "😀", "=1+1", "\ud800", "<script>", "1e400", "NaN", "Infinity", "-5", "1,2,3", "1.2.3",
    "12.34,5,6", "٣٤x", "9" * 39,
]  # fmt: skip


@pytest.fixture
def form(home):
    """Give `form({field: text})`: the form as it was sent."""

    def form_(typed, *, home=home):
        data = {"source": "declared", "told_on": "2/3/2026", **typed}
        return FactsForm(data, today=TODAY, home=home, known=known_facts(home))

    return form_


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1.234", "1234.00"),
        ("12.345.678,9", "12345678.90"),
        ("1,234.50", "1234.50"),
        ("600", "600.00"),
        ("600 €", "600.00"),
        ("600 ευρώ", "600.00"),
        ("1 234,50€", "1234.50"),
        ("٦٠٠", "600.00"),
        ("0", "0.00"),
        ("10.5", "10.50"),
        ("", None),
        ("   ", None),
    ],
)
def test_amount_is_read_as_greeks_write_it(form, typed, read):
    sent = form({WAGES: typed})
    assert sent.is_valid(), sent.errors
    assert sent.told()[FactKey(WAGES)] == read


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: repr(text[:12]))
def test_what_is_no_number_is_refused_beside_the_field(form, typed):
    sent = form({WAGES: typed})
    assert sent.errors.get(WAGES) or sent.told()[FactKey(WAGES)] == "600.00"
    assert set(sent.errors) <= {WAGES}


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: repr(text[:12]))
def test_no_field_breaks_on_a_hostile_text(form, home, typed):
    names = form({}).planned
    sent = form(dict.fromkeys(names, typed))
    assert not sent.is_valid()
    assert set(sent.errors) <= set(names)


def test_fields_that_were_not_sent_say_nothing(form, tell):
    tell({FactKey(WAGES): "600.00"})
    sent = form({})
    assert sent.is_valid()
    assert FactKey(WAGES) not in sent.told()


def test_yes_no_and_not_known_are_three_answers(form):
    for typed, read in (("yes", True), ("no", False), ("", None)):
        sent = form({"custody_settled": typed})
        assert sent.is_valid()
        assert sent.told()[FactKey("custody_settled")] is read


def test_none_of_these_is_known_and_nothing_ticked_is_not(form, mother):
    name, key = f"{mother.pk}.disability_kinds", FactKey("members.*.disability_kinds", mother.pk)
    assert _told(form({name: ["none"]}))[key] == []
    assert _told(form({name: ["deaf", "blind"]}))[key] == ["blind", "deaf"]
    assert _told(form({name: [""]}))[key] is None
    assert key not in _told(form({}))
    assert not form({name: ["none", "deaf"]}).is_valid()
    assert not form({name: ["no such kind"]}).is_valid()


def _told(sent):
    assert sent.is_valid(), sent.errors
    return sent.told()


@pytest.mark.parametrize(("typed", "read"), [("3/2026", "2026-03"), ("03-2026", "2026-03"), ("2026-3", "2026-03")])
def test_month_is_read_in_several_ways(form, mother, typed, read):
    assert _told(form({f"{mother.pk}.birth_month": typed}))[FactKey("members.*.birth_month", mother.pk)] == read


def test_day_is_read_as_people_write_it(form):
    assert _told(form({"dwelling.lease_start": "1/9/2024"}))[FactKey("dwelling.lease_start")] == "2024-09-01"


def test_day_of_telling_does_not_lie_ahead(form):
    assert "told_on" in form({"told_on": "3/3/2026"}).errors


def test_number_of_days_is_whole_and_bounded(form, mother):
    name = f"{mother.pk}.insured_days_last_14_months"
    assert _told(form({name: "150"}))[FactKey("members.*.insured_days_last_14_months", mother.pk)] == 150
    assert name in form({name: "1,5"}).errors
    assert name in form({name: "5000"}).errors


@pytest.mark.parametrize("language", ["el", "en"])
def test_what_the_file_knows_is_shown_and_sent_again_unchanged(form, home, tell, mother, language):
    told = {
        FactKey(WAGES): "1234.50",
        FactKey("custody_settled"): False,
        FactKey("dwelling.lease_start"): "2024-09-01",
        FactKey("dwelling.tenure"): "rented",
        FactKey("benefits_received"): [],
        FactKey("members.*.birth_month", mother.pk): "2026-03",
        FactKey("members.*.insured_days_last_14_months", mother.pk): 150,
    }
    tell(told)
    with override(language):
        shown = FactsForm(today=TODAY, home=home, known=known_facts(home))
        shown.show(shown.planned)
        again = {name: bound.value() for name in shown.planned if (bound := shown[name]).value() not in (None, "")}
        sent = form(again)
        assert _told(sent).items() >= told.items()


def test_every_fact_stands_in_one_place_of_the_page(form, home):
    sent = form({})
    parts = parts_in(sent)
    assert sorted(name for names in parts.values() for name in names) == sorted(sent.planned)
    assert set(parts) == {*GROUPS, *(str(member.id) for member in home.members)}
    assert {one.fact.path for one in sent.planned.values()} <= set(asked_facts())


def test_child_is_asked_for_school_and_not_for_work(form, child, mother):
    fields = form({}).planned
    assert f"{child.pk}.school.level" in fields
    assert f"{child.pk}.employment" not in fields
    assert f"{mother.pk}.employment" in fields
    assert f"{mother.pk}.homogenis" not in fields


def test_what_is_left_empty_is_no_or_nothing_only_where_somebody_says_so(form, mother, child):
    wages, deposits = FactKey(WAGES), FactKey("assets.deposits")
    told = _told(form({WAGES: "600", "income.six_months.pensions": "", "assets.deposits": "", "rest.six_months": "on"}))
    assert told[wages] == "600.00"
    assert told[FactKey("income.six_months.pensions")] == "0.00"
    assert told[deposits] is None


def test_rest_of_a_member_says_nothing_of_others_nor_of_what_must_be_asked(form, mother, child):
    names = [name for name in form({}).planned if name.startswith((str(mother.pk), str(child.pk)))]
    told = _told(form({**dict.fromkeys(names, ""), f"rest.{mother.pk}": "on"}))
    of_mother = {key.path: value for key, value in told.items() if key.person_id == mother.pk}
    assert of_mother["members.*.disability_percent"] == 0
    assert of_mother["members.*.disability_kinds"] == []
    assert of_mother["members.*.student"] is False
    assert of_mother["members.*.legal_residence_years"] is None
    assert of_mother["members.*.employment"] is None
    assert all(value is None for key, value in told.items() if key.person_id == child.pk)


def test_value_of_the_file_says_who_told_it_and_when(home, tell):
    tell({FactKey(WAGES): "600.00", FactKey("assets.deposits"): "5.00"}, source="paper")
    with override("en"):
        shown = FactsForm(today=dt.date(2026, 4, 1), home=home, known=known_facts(home))
        shown.show(shown.planned)
        assert shown[WAGES].help_text == "Seen on a paper, 2 Mar 2026"
        assert set(shown.field_warnings) == {WAGES}
