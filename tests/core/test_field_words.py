import pytest
from django import forms
from django.http import QueryDict
from django.urls import get_resolver
from django.utils import translation

from arogi.core.field_words import words_of_fields
from arogi.core.typed import text_of


@pytest.fixture(autouse=True)
def every_form_is_loaded():
    assert get_resolver().url_patterns


def test_a_form_is_known_by_the_names_that_came_together():
    words = words_of_fields(["surname", "first_name", "street"])

    assert [words[name].label for name in ("surname", "first_name")] == ["Επώνυμο", "Όνομα"]


def test_lines_of_a_contact_have_their_labels_and_words_for_what_was_chosen():
    sent = QueryDict("line-0-text=%CE%B5%CE%BD%CE%BF%CE%AF%CE%BA%CE%B9%CE%BF&line-0-outcome=referred&line-0-next_step=")

    with translation.override("en"):
        text = text_of(sent)

    assert text.splitlines()[1] == "Outcome: Referred"
    assert text.splitlines()[0].endswith(": ενοίκιο")
    assert "Next step" not in text


def test_a_name_alone_says_too_little_and_is_made_readable():
    assert words_of_fields(["why"])["why"].label == "Why"
    assert words_of_fields(["day_2"])["day_2"].label == "Day 2"


@pytest.mark.parametrize("name", ["<script>", "\u202eabc", "-", "😀", "x" * 10_000, "a-0-", "\ud800", "__class__"])
def test_a_hostile_name_is_shown_as_short_text(name):
    label = words_of_fields([name])[name].label

    assert 0 < len(label) <= 60
    assert "<" not in label


def test_a_secret_is_never_shown():
    sent = QueryDict("email=a%40example.gr&password=geheim&again=geheim&current=geheim")

    assert text_of(sent).count("geheim") == 0
    assert "a@example.gr" in text_of(sent)


def test_forms_that_call_a_name_differently_leave_it_as_it_is():
    class One(forms.Form):
        colour = forms.CharField(label="Colour of the door")
        size = forms.CharField(label="Size")

    class Other(One):
        colour = forms.CharField(label="Colour of the roof")

    One.__module__ = Other.__module__ = "arogi.test"
    words = words_of_fields(["colour", "size"])

    assert (words["colour"].label, words["size"].label) == ("Colour", "Size")
