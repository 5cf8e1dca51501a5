"""Controls drawn directly are those that Django's templates draw."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from lxml import html

from arogi.core.form_renderer import Direct

HOSTILE = "\"><svg onload='x'>&amp; \n  δύο γραμμές"
CHOICES = [("", "---"), ("a", HOSTILE), ("Ομάδα & Σία", [("b", "Β"), (HOSTILE, "Γ")]), (3, 3)]


@pytest.mark.parametrize("value", [None, "", "απλό", HOSTILE, "b", 3, 0, dt.date(2026, 3, 3)], ids=repr)
@pytest.mark.parametrize("widget", [
    forms.TextInput(),
    forms.NumberInput({"step": 1}),
    forms.EmailInput({"class": HOSTILE, "required": True, "disabled": False}),
    forms.PasswordInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(),
    forms.TimeInput(),
    forms.URLInput(),
    forms.Textarea({"rows": 3}),
    forms.Select({"data-x": True}, choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.NullBooleanSelect(),
    forms.CheckboxInput(),
    forms.RadioSelect(choices=CHOICES),
    forms.ClearableFileInput(),
], ids=lambda widget: type(widget).__name__)  # fmt: skip
def test_a_control_drawn_directly_is_the_one_that_its_template_draws(widget, value):
    attributes = {"id": "id_x", "aria-describedby": "id_x-hint"}

    direct = widget.render("x", value, attributes, renderer=Direct())
    by_template = widget.render("x", value, attributes, renderer=DjangoTemplates())

    assert described(direct) == described(by_template)


def described(markup: str) -> list[tuple[str, dict[str, str], str]]:
    """List the elements with their attributes and texts; white space between options says nothing."""
    elements = html.fragment_fromstring(markup, create_parent="p").iter()
    return [(each.tag, dict(each.attrib), each.text if each.tag == "textarea" else (each.text or "").strip())
            for each in elements]  # fmt: skip
