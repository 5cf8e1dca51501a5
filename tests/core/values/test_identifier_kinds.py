import pytest
from django.utils import translation

from arogi.core.values import identifier_kinds, residence_title
from arogi.core.values.identifier_kinds import CHECKS, KINDS, MISSING_REASONS, Declared, mask
from arogi.core.values.labelled import choices
from arogi.core.values.partial_date import PartialDate

LISTS = [KINDS, MISSING_REASONS, residence_title.KINDS]


def test_every_kind_has_its_check_and_every_check_its_kind():
    assert list(CHECKS) == list(KINDS)


def test_the_reasons_for_a_missing_number_are_those_of_the_dossier():
    reasons = {"never_issued", "lost", "not_brought", "refuses", "in_process", "unknown", "other"}

    assert set(MISSING_REASONS) == reasons


@pytest.mark.parametrize("entries", LISTS)
def test_every_entry_has_labels_of_its_own_in_both_languages_and_an_evidence_mark(entries):
    assert all(entry.el and entry.en and entry.evidence in {"A", "B", "K"} for entry in entries.values())
    assert (
        len({entry.el for entry in entries.values()}) == len({entry.en for entry in entries.values()}) == len(entries)
    )


def test_labels_follow_the_language_of_the_screen():
    with translation.override("el"):
        greek = dict(choices(MISSING_REASONS))
    with translation.override("en"):
        english = dict(choices(MISSING_REASONS))

    assert (greek["lost"], english["lost"]) == ("Χάθηκε", "Lost")


def test_what_was_declared_reaches_the_check_of_the_kind():
    declared = Declared(born=PartialDate.of(1990), sex="F", afm="123456789", country="GRC")

    assert identifier_kinds.check("amka", "01013099997", declared).codes == ("amka_birth_date", "amka_sex")
    assert identifier_kinds.check("personal_number", "A1B000000050", declared).codes == ("personal_number_other_afm",)
    assert identifier_kinds.check("passport", "A1", declared).codes == ("passport_greek_shape",)


@pytest.mark.parametrize("kind", ["municipality_roll", "unemployment_card", "international_protection", "other"])
def test_numbers_of_free_form_are_kept_as_written_in_capitals(kind):
    checked = identifier_kinds.check(kind, "  αβγ-12/ 3 ")

    assert (checked.value, checked.codes) == ("ΑΒΓ-12/ 3", ())


def test_an_unknown_kind_is_an_error_of_the_program():
    with pytest.raises(KeyError):
        identifier_kinds.check("library_card", "1")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("01013099997", "*******9997"),
        ("123456789", "*****6789"),
        ("ΑΒ123456", "****3456"),
        ("12345", "***45"),
        ("12", "*2"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_its_end_and_never_more_than_half(value, shown):
    assert mask(value) == shown
