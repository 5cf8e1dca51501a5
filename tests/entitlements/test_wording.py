"""No text claims a decision, and every figure says where it comes from, of when it is, and whether it is confirmed."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import override
from openfisca_greece import Text, catalogue, figure, questions, screen

from arogi.entitlements.presentation import shown
from arogi.entitlements.slip import Heading, slip_pdf
from arogi.entitlements.words import WORDS, code_words
from tests.entitlements.households import couple_with_two_pupils, nearly_nothing_known, person

MODULE = Path(__file__).parents[2] / "arogi" / "entitlements"
# Whoever decides is the service that pays. What only seems so, is asked, or is denied to be a decision may be said.
CLAIMS = {
    "el": re.compile(
        r"\bδικαιο(?:ύστε|ύται|ύνται|ύσαι)\b"
        r"|\b(?:εγκρίνεται|εγκρίθηκε|εγκρίνουμε|απορρίπτεται|απορρίφθηκε|απορρίπτουμε|αποφασίσαμε|αποφασίζουμε)\b"
        r"|\bθα (?:πάρετε|λάβετε|εισπράξετε)\b|\bέχετε δικαίωμα\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:is|are|was|were) (?:not )?(?:entitled|eligible)\b|\byou (?:qualify|will (?:get|receive))\b"
        r"|\b(?:is|was|are|were|has been|we) (?:approved?|rejected?|granted?|refused?)\b|\bwe (?:decide|decided)\b",
        re.IGNORECASE,
    ),
}
# What stands earlier in the same sentence and makes a claim none.
HEDGES = {
    "el": re.compile(r"\b(?:φαίνεται|αν|τι|όσα|ποιος)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:seems?|if|what|whether)\b", re.IGNORECASE),
}
MAY_BE_SAID = ["Φαίνεται ότι δικαιούστε 432 €", "Δεν φαίνεται να δικαιούστε", "Αν το δικαιούστε: 100 €",
               "You seem to be entitled to", "If you are entitled: 100 €", "This is not a decision."]  # fmt: skip
MAY_NOT = [("el", "Δικαιούστε 432 €"), ("el", "Η αίτηση εγκρίνεται"), ("el", "Έχετε δικαίωμα σε επίδομα"),
           ("el", "Θα πάρετε 100 €"), ("en", "You are entitled to 432 €"), ("en", "Your application was rejected"),
           ("en", "You qualify for it"), ("en", "You will receive 100 €")]  # fmt: skip
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
HOUSEHOLDS = {
    "family": couple_with_two_pupils(),
    "family today": couple_with_two_pupils(as_of="2026-11-22"),
    "receiving": couple_with_two_pupils(benefits_received=["a21", "eee"]),
    "old and blind": couple_with_two_pupils(
        members=[person("p1", "head", "1950-06-01", disability_percent=85, disability_kinds=["blind"])]
    ),
    "nothing known": nearly_nothing_known(),
}


def claims(text, language):
    """Give what a text claims without saying that it only seems so."""
    sentences = re.split(r"[.!;:·»”\"]\s|\n", text)
    found = ((sentence, CLAIMS[language].search(sentence)) for sentence in sentences)
    return [match[0] for sentence, match in found if match and not HEDGES[language].search(sentence[: match.start()])]


@pytest.fixture(scope="module", params=HOUSEHOLDS)
def screening(request):
    return screen(HOUSEHOLDS[request.param], programmes=list(catalogue()))


@pytest.fixture
def slip(monkeypatch, screening):
    """What the slip is given to print, in a language."""

    def slip_(language):
        seen = {}
        monkeypatch.setattr("typst.compile", lambda _page, **given: seen.update(given) or b"")
        slip_pdf(screening, language=language, heading=Heading(name="Δοκιμή"))
        return json.loads(seen["sys_inputs"]["slip"])

    return slip_


def texts_of_screens():
    """Give every text of this module's screens in both languages: `(language, text)`."""
    for entry in polib.pofile(str(MODULE / "locale/el/LC_MESSAGES/django.po")):
        yield from (("en", entry.msgid), ("en", entry.msgid_plural))
        yield from (("el", text) for text in (entry.msgstr, *entry.msgstr_plural.values()))
    for code in WORDS:
        for language in ("el", "en"):
            with override(language):
                yield language, code_words(code)


def texts_of_rules():
    """Give every text of the rules in both languages: titles, statements, notes, papers, questions."""
    found = [*questions().values()]
    for about in catalogue().values():
        found += [about.says(test) for test in getattr(about.programme, "tests", {})]
        found += _texts_in(about)
    for text in found:
        yield from (("el", text.el), ("en", text.en))


def _texts_in(value):
    if isinstance(value, Text):
        return [value]
    if dataclasses.is_dataclass(value):
        return [text for field in dataclasses.fields(value) for text in _texts_in(getattr(value, field.name))]
    if isinstance(value, (list, tuple)):
        return [text for one in value for text in _texts_in(one)]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts_in(one)]
    return []


def test_no_text_of_a_screen_claims_a_decision():
    texts = list(texts_of_screens())
    assert len(texts) > 600
    assert [text for language, text in texts if claims(text, language)] == []


def test_no_text_of_the_rules_claims_a_decision():
    texts = list(texts_of_rules())
    assert len(texts) > 600
    assert [text for language, text in texts if claims(text, language)] == []


@pytest.mark.parametrize("language", ["el", "en"])
def test_nothing_that_is_printed_claims_a_decision(slip, language):
    printed = slip(language)
    assert claims(json.dumps(printed, ensure_ascii=False), language) == []
    assert printed["caution"]


@pytest.mark.parametrize("text", MAY_BE_SAID)
def test_what_only_seems_so_may_be_said(text):
    assert [claims(text, language) for language in CLAIMS] == [[], []]


@pytest.mark.parametrize(("language", "text"), MAY_NOT)
def test_a_claim_would_be_noticed(language, text):
    assert claims(text, language)


@pytest.mark.parametrize(("language", "source"), [("el", "Πηγή: "), ("en", "Source: ")])
def test_every_amount_and_limit_has_a_source_and_a_date(screening, language, source):
    answers = shown(screening, language).answers
    rests = [(answer.programme, answer.basis) for answer in answers if answer.amount]
    rests += [(answer.programme, test.basis) for answer in answers for test in answer.tests if test.compared]
    assert len(rests) > 3
    assert [rest for rest in rests if source not in rest[1] or not YEAR.search(rest[1])] == []


def test_what_rests_on_a_figure_that_nobody_confirmed_says_so(screening):
    read = shown(screening, "el")
    silent = [
        answer.programme
        for answer in (*read.entitled, *read.received)
        if _unconfirmed(screening[answer.programme], screening.as_of) and not (answer.is_doubted and answer.unverified)
    ]
    assert silent == []


def test_slip_says_of_each_amount_where_it_comes_from_and_what_is_not_confirmed(screening, slip):
    entries = [entry for part in slip("el")["parts"] for entry in part["entries"]]
    answers = {answer.title: answer for answer in shown(screening, "el").entitled}
    for entry in entries:
        assert "Πηγή: " in entry["small"][0]
        assert YEAR.search(entry["small"][0])
        assert len(entry["small"]) == 1 + len(answers[entry["title"]].unverified)


def _unconfirmed(answer, day):
    """Say whether an amount, or a test that decided, rests on a figure that nobody has confirmed."""
    decisive = answer.verdict == "entitled"
    tests = [test for test in answer.tests if test.limit is not None and decisive]
    return any(figure(name, day).unverified for test in tests for name in test.law_figures)
