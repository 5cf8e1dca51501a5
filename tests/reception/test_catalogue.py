import pytest

from arogi.reception.catalogue import (
    AXIS_CODES,
    STRUCTURE_KINDS,
    UnknownCatalogue,
    load_catalogue,
    versions,
)

# Every row of the catalogue that the domain research compiled, and our two services of referral.
EXPECTED = (
    [f"A1.{n:02}" for n in range(1, 5)]
    + [f"A2.{n:02}" for n in range(1, 15)]
    + [f"A3.{n:02}" for n in range(1, 6)]
    + ["B1.01", "B1.02"]
    + [f"C1.{n:02}" for n in range(1, 6)]
    + [f"C2.{n:02}" for n in range(1, 4)]
    + [f"C3.{n:02}" for n in range(1, 4)]
    + ["C4.01", "C4.02"]
    + [f"C5.{n:02}" for n in range(1, 5)]
    + [f"R{n}" for n in range(1, 7)]
    + [f"M{n}" for n in range(1, 9)]
)
PROGRAMMES = {
    "eee",
    "a21",
    "housing_benefit",
    "birth_grant",
    "uninsured_elderly",
    "elderly_housing",
    "november_250",
    "unemployment_benefit",
    "long_term_unemployed",
    "special_maternity",
    "neighbourhood_nannies",
    "kot_a",
    "kot_b",
    "kot_c",
    "power_reconnection",
    "water_eydap",
    "heating",
    "enfia_full",
    "enfia_half",
    "rent_refund",
    "school_benefit",
    "student_housing",
    "mountain_aid",
    "asylum_cash",
    "free_care_uninsured",
    "medicine_without_copay",
    "food_support",
    "childcare_voucher",
    "disability_severe",
    "disability_deaf",
    "disability_blind",
    "disability_movement",
    "disability_dietary",
    "personal_assistant",
    "social_grocery",
    "help_at_home",
    "free_transport",
    "social_tourism",
}


def test_every_service_of_the_domain_is_in_the_catalogue_once_and_in_order():
    assert [service.code for service in load_catalogue("2026-1").services] == EXPECTED


def test_every_label_is_there_in_both_languages_and_short_enough_for_a_list():
    catalogue = load_catalogue()
    labels = [
        item.label for item in (*catalogue.axes, *catalogue.branch_axes, *catalogue.categories, *catalogue.services)
    ]
    assert all(label.el and label.en for label in labels)
    assert max(len(text) for label in labels for text in (label.el, label.en)) <= 60


def test_a_greek_label_has_no_latin_look_alike_inside_a_greek_word():
    for service in load_catalogue().services:
        for word in f"{service.label.el} {service.label.el_long}".split():
            letters = [letter for letter in word if letter.isalpha()]
            scripts = {"greek" if "\u0370" <= letter <= "\u1fff" else "latin" for letter in letters}
            assert len(scripts) < 2 or word == "e-ΕΦΚΑ,", (service.code, word)


def test_short_labels_tell_the_services_of_one_structure_apart():
    catalogue = load_catalogue()
    for kind in STRUCTURE_KINDS:
        offered = catalogue.for_kind(kind)
        assert len({service.label.el for service in offered}) == len(offered)
        assert len({service.label.en for service in offered}) == len(offered)


def test_kinds_axes_programmes_and_categories_are_known():
    catalogue = load_catalogue()
    assert tuple(axis.code for axis in catalogue.axes) == AXIS_CODES
    known_categories = {category.code for category in catalogue.categories}
    for service in catalogue.services:
        assert service.kinds
        assert set(service.kinds) <= set(STRUCTURE_KINDS)
        assert set(service.kinds_partly) <= set(service.kinds)
        assert set(service.programmes) <= PROGRAMMES
        assert service.category in known_categories
        assert service.axis in AXIS_CODES
        assert service.source


def test_services_of_the_branches_stand_under_the_axis_of_services_given():
    catalogue = load_catalogue()
    assert {service.axis for service in catalogue.services if service.category in {"R", "M"}} == {"C"}
    assert {s.code: s.branch_axis for s in catalogue.services if s.branch_axis} == {
        "R1": "A", "R2": "B", "R3": "A", "R4": "C", "R5": "A", "R6": "A",
    }  # fmt: skip


def test_only_networking_concerns_no_person():
    assert [service.code for service in load_catalogue().services if not service.about_person] == ["C5.04"]


def test_ordinary_practice_without_a_source_is_marked():
    assert [service.code for service in load_catalogue().services if service.unverified] == ["A2.03", "A2.13"]


def test_a_service_of_one_programme_names_it_and_one_of_several_does_not():
    catalogue = load_catalogue()
    assert catalogue.service("A2.01").programme == "eee"
    assert catalogue.service("A2.02").programme == "housing_benefit"
    assert catalogue.service("A2.05").programme == ""
    assert catalogue.service("C1.01").programme == ""


def test_structure_letters_of_the_domain_are_carried_over():
    catalogue = load_catalogue()
    assert catalogue.service("A2.04").kinds == ("centre", "roma_branch", "migrant_centre")
    assert catalogue.service("A2.05").kinds_partly == ("roma_branch",)
    assert catalogue.service("C1.04").kinds == ("centre", "migrant_centre")
    assert catalogue.service("C4.02").kinds == ("roma_branch",)


def test_an_unknown_version_or_code_is_refused():
    with pytest.raises(UnknownCatalogue):
        load_catalogue("../2026-1")
    with pytest.raises(KeyError):
        load_catalogue().service("A9.99")
    assert versions() == ("2026-1",)
