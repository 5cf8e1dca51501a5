import json

import pytest
from openfisca_greece import screen

from arogi.entitlements import slip
from arogi.entitlements.slip import Heading, drawable, slip_pdf
from tests.entitlements.households import couple_with_two_pupils, nearly_nothing_known

HOSTILE = ["#panic(1)", "*_$ \\ `", "α\x00β", "\u202eαβγ", "😀" * 50, "Α" * 10_000, "\ud800", "=SUM(A1)", "محمد", "<b>"]


@pytest.fixture(scope="module")
def family():
    return screen(couple_with_two_pupils())


@pytest.fixture
def content(monkeypatch, family):
    """What the page is given to print."""

    def content_(language="el", screening=family, **options):
        seen = {}
        monkeypatch.setattr("typst.compile", lambda _page, **given: seen.update(given) or b"")
        slip_pdf(screening, language=language, heading=Heading(name="Δοκιμή"), **options)
        return json.loads(seen["sys_inputs"]["slip"])

    return content_


def test_the_slip_is_a_tagged_pdf_and_the_same_each_time(family):
    first, second = (slip_pdf(family, language="el", heading=Heading(name="Δοκιμή")) for _time in range(2))

    assert first.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in first
    assert first == second


@pytest.mark.parametrize(
    ("language", "title", "caution"),
    [
        ("el", "Τι φαίνεται ότι δικαιούστε", "Αυτό δεν είναι απόφαση."),
        ("en", "What you seem to be entitled to", "This is not a decision."),
    ],
)
def test_the_slip_speaks_its_own_language_and_is_no_decision(content, language, title, caution):
    told = content(language)

    assert (told["title"], told["language"]) == (title, language)
    assert told["caution"].startswith(caution)


def test_the_slip_says_how_much_which_papers_and_where(content):
    told = content()
    entries = {entry["title"]: entry for entry in told["parts"][0]["entries"]}
    eee = entries["Ελάχιστο Εγγυημένο Εισόδημα (ΕΕΕ)"]

    assert eee["amount"] == "432 € τον μήνα"
    assert "ΑΜΚΑ όλων των μελών" in eee["papers"]
    assert "opeka.gr" in eee["where"]
    assert told["foot"][-1].startswith("Έλεγχος στις 1 Μαρ 2026 με τους κανόνες ")


def test_the_slip_says_what_could_not_be_said_and_what_to_bring(content):
    told = content(screening=screen(nearly_nothing_known()), names={"a.b": "Δοκιμή"})
    part = next(part for part in told["parts"] if part["after"])

    assert part["lines"]
    assert len(part["lines"]) <= slip.MOST_QUESTIONS
    assert part["after"].startswith("Φέρτε ένα χαρτί που το δείχνει.")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_in_a_name_is_printed_as_text(family, name):
    pdf = slip_pdf(family, language="el", heading=Heading(name=name, centre=name), names={"c1": name})

    assert pdf.startswith(b"%PDF-")


def test_signs_that_turn_letters_around_are_dropped_and_strange_letters_are_shown_as_such():
    assert drawable("\u202eΔοκι\u200bμή 😀") == "Δοκιμή \N{REPLACEMENT CHARACTER}"
    assert drawable("Α" * 100, 10) == "Α" * 9 + "…"
