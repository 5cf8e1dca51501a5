"""Fields whose look is kept: the empty ones of the code, and nothing about anybody."""

import pytest
from django import forms
from django.utils.translation import override

from arogi.core import drawn_fields
from arogi.core.templatetags.components import field


class VisitForm(forms.Form):
    surname = forms.CharField(label="Surname", required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=[("", ""), ("served", "Served")], required=False)
    housemate = forms.ChoiceField(label="Housemate", choices=(), required=False)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(drawn_fields, "_kept", {})


def kept():
    return " ".join(drawn_fields._kept.values())


def test_an_empty_field_is_drawn_once():
    first = field(VisitForm()["surname"])

    assert field(VisitForm()["surname"]) is first


def test_a_field_is_drawn_for_each_language_and_each_wish():
    greek = field(VisitForm()["surname"])
    with override("en"):
        english = field(VisitForm()["surname"])

    assert greek is not english
    assert "govuk-visually-hidden" in field(VisitForm()["surname"], hide_label=True)
    assert "govuk-visually-hidden" not in greek


def test_what_was_typed_is_never_kept():
    assert "Παππά" in field(VisitForm({"surname": "Παππά"})["surname"])
    assert "Παππά" in field(VisitForm(initial={"surname": "Παππά"})["surname"])
    assert drawn_fields._kept == {}


def test_an_error_and_a_warning_are_never_kept():
    refused = VisitForm({"surname": ""})
    refused.add_error("surname", "Write the surname.")
    warned = VisitForm()
    warned.field_warnings = {"surname": ["Twice the same letter."]}

    assert "Write the surname." in field(refused["surname"])
    assert "Twice the same letter." in field(warned["surname"])
    assert drawn_fields._kept == {}


def test_a_choice_of_the_code_is_kept_with_what_is_chosen():
    chosen = VisitForm(initial={"outcome": "served"})

    assert "selected" in field(chosen["outcome"])
    assert "selected" not in field(VisitForm()["outcome"]).replace('value="" selected', "")
    assert len(drawn_fields._kept) == 2


def test_names_that_are_offered_while_the_form_is_made_are_never_kept():
    form = VisitForm()
    form.fields["housemate"].choices = [("1", "Μαρία Παππά")]

    assert "Μαρία Παππά" in field(form["housemate"])
    assert kept() == ""


def test_a_form_whose_fields_are_named_after_people_is_never_kept():
    form = VisitForm()
    form.is_drawn_anew = True

    field(form["surname"])

    assert kept() == ""


def test_the_store_stays_small(monkeypatch):
    monkeypatch.setattr(drawn_fields, "KEPT_AT_MOST", 3)

    for number in range(10):
        field(VisitForm(prefix=f"line-{number}")["surname"])

    assert len(drawn_fields._kept) <= 3
