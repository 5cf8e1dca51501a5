from dataclasses import replace
from decimal import Decimal

import pytest
from openfisca_greece import screen

from arogi.entitlements.presentation import shown
from tests.entitlements.households import couple_with_two_pupils, nearly_nothing_known


@pytest.fixture(scope="module")
def family():
    return screen(couple_with_two_pupils())


def told(screening, programme, language="el", **options):
    read = shown(screening, language, **options)
    groups = (read.entitled, read.received, read.waiting, read.judged, read.not_entitled)
    return next(answer for group in groups for answer in group if answer.programme == programme)


def test_the_monthly_sum_counts_what_is_paid_by_the_month_and_nothing_else(family):
    read = shown(family, "el")

    monthly = [answer for answer in read.entitled if answer.unit == "EUR/month" and answer.is_paid]
    assert read.sums.per_month == sum(answer.amount_euros for answer in monthly) > 0
    assert read.sums.per_year == Decimal(600)
    assert [euros for _rhythm, euros in read.sums.others] == [Decimal(600)]


def test_what_is_received_already_is_in_no_sum_and_stands_apart():
    before = shown(screen(couple_with_two_pupils()), "el").sums.per_month
    read = shown(screen(couple_with_two_pupils(benefits_received=["a21"])), "el")

    assert [answer.programme for answer in read.received] == ["a21"]
    assert "a21" not in [answer.programme for answer in read.entitled]
    assert read.sums.per_month == before - Decimal(140)
    assert read.sums.received_per_month == Decimal(140)


def test_what_is_suspended_is_in_no_sum_and_the_page_says_so(family):
    answers = [replace(one, state="suspended") if one.programme == "eee" else one for one in family.answers]
    read = shown(replace(family, answers=tuple(answers)), "el")

    assert read.sums.per_month == shown(family, "el").sums.per_month - Decimal(432)
    assert any("ΕΕΕ" in sentence for sentence in read.sums.left_out)
    assert read.entitled[-1].programme == "eee"


def test_of_alternatives_for_one_person_the_sum_counts_the_larger_alone(family):
    severe, deaf = (
        replace(family[code], verdict="entitled", amount=Decimal(amount), person="p1")
        for code, amount in (("disability_severe", 313), ("disability_deaf", 362))
    )
    read = shown(replace(family, answers=(severe, deaf)), "el")

    assert read.sums.per_month == Decimal(362)
    assert len(read.sums.left_out) == 1


def test_the_same_alternatives_of_two_persons_are_added(family):
    severe = replace(family["disability_severe"], verdict="entitled", amount=Decimal(313), person="p1")
    deaf = replace(family["disability_deaf"], verdict="entitled", amount=Decimal(362), person="p2")

    assert shown(replace(family, answers=(severe, deaf)), "el").sums.per_month == Decimal(675)


@pytest.mark.parametrize(
    ("language", "amount", "compared"),
    [("el", "432 € τον μήνα", "Εσείς: 0 €. Όριο: 2.592 €."), ("en", "432 € a month", "You: 0 €. Limit: 2,592 €.")],
)
def test_an_answer_sets_the_value_against_the_limit_as_its_language_writes_numbers(family, language, amount, compared):
    answer = told(family, "eee", language)

    assert answer.amount == amount
    assert compared in [test.compared for test in answer.tests]


def test_every_test_names_its_law_and_source(family):
    read = shown(family, "el")
    answers = [*read.entitled, *read.waiting, *read.judged, *read.not_entitled]

    assert [answer.programme for answer in answers for test in answer.tests if "Πηγή: " not in test.basis] == []


def test_a_failed_answer_gives_its_reasons_first(family):
    answer = told(family, "housing_benefit")

    assert answer.verdict_says == "Δεν φαίνεται να δικαιούστε"
    assert answer.reasons
    assert {test.passed for test in answer.tests} == {False}


def test_what_is_not_confirmed_says_so_in_words(family):
    marks = told(family, "eee").unverified

    assert marks
    assert all(mark.says.startswith("Δεν έχει επιβεβαιωθεί") for mark in marks)


def test_of_a_failed_answer_only_what_it_failed_by_is_doubted(family):
    failed = family["housing_benefit"]
    names = {test.name for test in failed.tests if test.passed is False}
    figures = {mark.what for mark in failed.unverified if set(mark.used_by) & names}
    doubted = {
        figure.partition(":")[0] for mark in told(family, "housing_benefit").unverified for figure in mark.figures
    }

    assert failed.verdict == "not_entitled"
    assert doubted == figures
    assert {name for mark in failed.unverified for name in mark.used_by} <= names


def test_members_are_called_by_their_names():
    screening = screen(nearly_nothing_known())
    read = shown(screening, "el", names={"a.b": "Δοκιμή"})

    assert read.question.about == "Δοκιμή"
    assert all("a.b" not in asks for answer in read.waiting for asks in answer.asks)


def test_a_question_that_nobody_could_answer_is_not_the_next_one_again():
    screening = screen(nearly_nothing_known())
    first = shown(screening, "el").question.fact

    assert shown(screening, "el", skipping=[first]).question.fact != first


def test_a_kept_check_of_rules_that_changed_is_still_read(family):
    gone = replace(
        family["eee"],
        programme="gone",
        tests=tuple(replace(one, law_figures=("no.such",)) for one in family["eee"].tests),
    )
    unasked = replace(family["heating"], verdict="cannot_say", missing=("no.such.fact",))
    read = shown(replace(family, answers=(gone, unasked)), "el")

    assert read.entitled[0].tests[0].statement
    assert read.waiting[0].asks == ("no.such.fact",)


def test_a_day_after_the_last_change_that_was_seen_is_said_once():
    read = shown(screen(couple_with_two_pupils(as_of="2026-11-22")), "el")

    assert read.cautions == ("Ό,τι αποφασίστηκε μετά τον Μάρτιο του 2026 δεν περιλαμβάνεται.",)


def test_nothing_that_is_shown_claims_a_decision(family):
    words = " ".join(f"{one.verdict_says} {one.state}" for one in shown(family, "el").entitled).casefold()

    assert "εγκρί" not in words
    assert "φαίνεται ότι δικαιούστε" in words
