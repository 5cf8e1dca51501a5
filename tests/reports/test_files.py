"""Formulas in exported texts: five triggers behind twelve prefixes (trust T10), and what must stay as it is."""

import pytest

from arogi.core.spreadsheets import as_written, neutral

TRIGGERS = ("=", "+", "-", "@", "＝")
PREFIXES = ("", " ", "\t", "\r", "\n", "\0", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u3000", "'")
PHONES = ("+302441012345", "+30 2441 012345", "2441012345", "6971234567", "-5", "-5,20", "1.234,50")


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda text: "+".join(f"U+{ord(sign):04X}" for sign in text) or "none")
def test_a_text_that_could_run_gets_a_mark(prefix, trigger):
    text = f"{prefix}{trigger}1+1"

    assert neutral(text) == f"'{text}"
    assert as_written(neutral(text)) == text


@pytest.mark.parametrize(
    "text", ["＋1", "－2+3", "＠SUM(A1)", "−2+3", "-2+3", '=HYPERLINK("x")', "@SUM(1)", "+cmd|' /C calc'!A0"]
)
def test_other_forms_of_the_signs_get_one_too(text):
    assert neutral(text).startswith("'")


@pytest.mark.parametrize("text", [*PHONES, "", "Παπαδόπουλος", "Κ-12", "α=β", "😀", "2026-07", "0-5", "65+", "’κείνος"])
def test_phones_numbers_and_words_stay_as_they_are(text):
    assert neutral(text) == text
    assert as_written(text) == text
