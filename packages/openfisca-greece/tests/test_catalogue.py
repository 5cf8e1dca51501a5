from __future__ import annotations

import re
from pathlib import Path

import openfisca_greece
import pytest
from households import CASES, head, household
from openfisca_greece import catalogue, order_of_programmes, passports, questions, rules_version, screen
from openfisca_greece.catalogue import DATA, Text, documents, read, statements
from openfisca_greece.conditions import facts_named
from openfisca_greece.inputs import FACTS

GREEK = re.compile("[Α-ώ]")
PUBLISHED_CODES = {
    "eee", "a21", "housing_benefit", "birth_grant", "uninsured_elderly",
    "elderly_housing", "november_250", "unemployment_benefit", "long_term_unemployed", "special_maternity",
    "neighbourhood_nannies", "kot_a", "kot_b", "kot_c", "power_reconnection",
    "water_eydap", "heating", "enfia_full", "enfia_half", "rent_refund",
    "school_benefit", "student_housing", "mountain_aid", "asylum_cash", "free_care_uninsured",
    "medicine_without_copay", "food_support", "childcare_voucher", "disability_severe", "disability_deaf",
    "disability_blind", "disability_movement", "disability_dietary", "personal_assistant", "social_grocery",
    "help_at_home", "free_transport", "social_tourism",
}  # fmt: skip


def test_every_published_code_is_answered() -> None:
    assert {answer.programme for answer in screen(household()).answers} >= PUBLISHED_CODES


def test_about_thirty_programmes_are_written_as_conditions() -> None:
    assert sum(about.kind == "conditions" for about in catalogue().values()) >= 30


@pytest.mark.parametrize("code", list(catalogue()))
def test_a_programme_is_told_in_both_languages_with_law_source_and_papers(code: str) -> None:
    about = catalogue()[code]
    texts: list[Text] = [about.title, about.where, *about.notes, *about.tests.values()]
    texts += [document.title for document in about.documents]
    texts += [state.says for state in about.states if state.says]
    for text in texts:
        assert text.el, text
        assert text.en, text
        assert not GREEK.search(re.sub("myΘέρμανση|Κάλυψη|[Α-Ω]+", "", text.en)), text.en
    assert about.law
    assert about.source
    assert about.documents
    assert about.url.startswith("https://")


def test_every_test_of_every_programme_has_words() -> None:
    for about in catalogue().values():
        for name in about.programme.names_of_tests:
            assert about.says(name).el


def test_no_words_are_left_over() -> None:
    used = (
        {"in_force"}
        | {name for about in catalogue().values() for name in about.programme.names_of_tests}
        | {
            "in_force",
            "rules_of_the_time",
        }
    )
    for about in catalogue().values():
        assert set(about.tests) <= used, about.code
    assert set(statements()) <= used | {"rules_of_the_time"}
    assert set(documents()) >= {paper.code for about in catalogue().values() for paper in about.documents}


def test_the_list_of_tests_of_formulas_is_up_to_date() -> None:
    answers = {answer.programme: answer for answer in screen(household()).answers}
    for code, about in catalogue().items():
        if about.kind == "formula":
            assert {test.name for test in answers[code].tests} <= {*about.programme.names_of_tests, "in_force"}


def test_every_fact_has_a_question() -> None:
    assert {fact.path for fact in FACTS} <= set(questions())


def test_conditions_speak_only_of_facts_that_exist() -> None:
    for file in sorted((DATA / "conditions").glob("*.yaml")):
        for described in read(file).values():
            for condition in described["conditions"]:
                assert not facts_named(condition)


def test_passports_join_programmes_that_exist_and_run_in_no_circle() -> None:
    order = order_of_programmes()
    for edge in passports():
        assert {edge.source_programme, edge.target_programme} <= set(catalogue())
        if not edge.through_time:
            assert order.index(edge.source_programme) < order.index(edge.target_programme)


def test_every_programme_by_formula_has_a_test_in_a_social_workers_words() -> None:
    told = "".join(file.read_text(encoding="utf-8") for file in (CASES.parent / "yaml").glob("*.yaml"))
    formulas = [code for code, about in catalogue().items() if about.kind == "formula"]
    assert not [code for code in formulas if not re.search(rf"\b{code}(_amount)?: ", told)]


def test_an_answer_that_somebody_judges_says_so() -> None:
    told = screen(household())
    assert told["soup_kitchen"].waits_for_judgement
    assert not told["heating"].waits_for_judgement
    assert not told["eee"].waits_for_judgement


def test_no_screen_text_claims_a_decision() -> None:
    claims = ("δικαιούστε", "εγκρίνεται", "you are entitled", "approved for")
    texts = [*statements().values(), *questions().values()]
    texts += [note for about in catalogue().values() for note in (*about.notes, about.title)]
    assert not [text for text in texts for claim in claims if claim in text.el + text.en]


@pytest.mark.parametrize("municipality", ["9092", "9114", "9002", "9186", "9095"])
def test_an_example_of_a_municipality_never_says_entitled(municipality: str) -> None:
    answers = screen(household(head(), municipality=municipality)).answers
    own = [answer for answer in answers if answer.kind == "municipal"]
    assert len(own) == 2
    for answer in own:
        assert answer.verdict != "entitled"
        assert "example" in {mark.reason for mark in answer.unverified}


def test_a_municipal_rule_may_refer_to_a_national_figure() -> None:
    answers = screen(household(head(), municipality="9092", income__tax_year__family="2592.01"))
    fees = answers["karditsa_fees"]
    assert (fees.verdict, fees.tests[1].limit) == ("not_entitled", "2592.00")


def test_the_rules_version_tells_the_package_and_a_checksum() -> None:
    assert re.fullmatch(rf"{re.escape(openfisca_greece.__version__)}\+[0-9a-f]{{12}}", rules_version())


def test_nothing_in_the_package_names_an_address_of_a_machine() -> None:
    root = Path(openfisca_greece.__file__).parent
    texts = [file.read_text(encoding="utf-8") for file in [*root.rglob("*.py"), *root.rglob("*.yaml")]]
    assert not [text for text in texts if "/work/" in text or "/tmp/" in text]


def test_the_rule_of_another_municipality_is_answered_only_when_it_is_asked_for() -> None:
    told = screen(household(head(), municipality="9092"))
    assert "drama_fees" not in {answer.programme for answer in told.answers}
    asked = screen(household(head(), municipality="9092"), programmes=["drama_fees"])
    assert asked["drama_fees"].verdict == "not_entitled"
