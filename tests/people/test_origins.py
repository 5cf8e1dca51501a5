from __future__ import annotations

import pytest
from django.utils import translation

from arogi.people.origins import CITIZENSHIPS, LANGUAGES


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ελλάδα", "GRC"),
        ("ΕΛΛΑΔΑ", "GRC"),
        ("greece", "GRC"),
        ("ελληνική", "GRC"),
        ("ελλ", "GRC"),
        ("grc", "GRC"),
        ("Συρ", "SYR"),
        ("Παλαιστίνη", "PSE"),
        ("ανιθαγενης", "XXA"),
    ],
)
def test_a_country_is_read_from_whatever_is_typed(typed, code):
    assert CITIZENSHIPS.read(typed) == code


@pytest.mark.parametrize("typed", ["", "α", "Μόρντορ", "Γουιν", "\u202e", "😀"])
def test_what_names_no_country_or_several_is_not_guessed(typed):
    assert CITIZENSHIPS.read(typed) is None


@pytest.mark.parametrize(("typed", "code"), [("Ρομανί", "rom"), ("τσιγγανικα", "rom"), ("farsi", "fa"), ("ΕΝΓ", "gss")])
def test_a_language_is_read_from_whatever_is_typed(typed, code):
    assert LANGUAGES.read(typed) == code


@pytest.mark.parametrize("origins", [CITIZENSHIPS, LANGUAGES])
def test_every_name_that_is_shown_is_read_back_as_its_code(origins):
    for language in ("el", "en"):
        with translation.override(language):
            for code in origins.by_code:
                assert origins.read(origins.label(code)) == code


def test_every_code_fits_its_column():
    assert all(len(code) == 3 and code.isupper() for code in CITIZENSHIPS.by_code)
    assert all(2 <= len(code) <= 8 and code.islower() for code in LANGUAGES.by_code)


def test_a_code_that_is_in_no_list_is_shown_as_it_is():
    assert LANGUAGES.label("xyz") == "xyz"
