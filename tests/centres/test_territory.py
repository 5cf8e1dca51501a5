from collections import Counter
from datetime import date

import pytest

from arogi.centres.territory import LEVELS, area, areas, children, splits


def test_the_list_of_2011_is_complete():
    assert Counter(one.level for one in areas()) == {
        "region": 13,
        "regional_unit": 74,
        "municipality": 325,
        "municipal_unit": 1034,
        "community": 6160,
    }


def test_a_code_is_unique_on_its_level_and_points_to_an_area_one_level_up():
    keys = {(one.level, one.code) for one in areas()}
    assert len(keys) == len(areas())
    for one in areas():
        if one.level == "region":
            assert one.parent == ""
        else:
            assert (LEVELS[LEVELS.index(one.level) - 1], one.parent) in keys


def test_codes_have_the_length_of_their_level_and_names_are_clean():
    lengths = {
        "regional_unit": {4},
        "municipality": {4},
        "municipal_unit": {6},
        "community": {8},
        "region": {1, 2},
    }
    for one in areas():
        assert len(one.code) in lengths[one.level]
        assert one.name_genitive == " ".join(one.name_genitive.split()) != ""


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("9002", "Δραμας"),
        ("9092", "Καρδιτσας"),
        ("9095", "Παλαμα"),
        ("9096", "Σοφαδων"),
        ("9114", "Τρικκαιων"),
        ("9186", "Αθηναιων"),
        ("9168", "Αμαρουσιου"),
    ],
)
def test_known_municipalities_have_their_published_codes(code, name):
    assert area("municipality", code).name_genitive == name


def test_kefalonia_is_a_municipality_until_the_end_of_august_2019():
    kefalonia = area("municipality", "9120")
    assert kefalonia.is_valid_on(date(2019, 8, 31))
    assert not kefalonia.is_valid_on(date(2019, 9, 1))
    assert not kefalonia.is_valid_on(date(2010, 12, 31))
    assert area("municipality", "9092").is_valid_on(date(2026, 11, 22))


def test_the_divisions_of_2019_lead_from_325_municipalities_to_332():
    assert (
        len([one for one in areas() if one.level == "municipality"])
        - len(splits())
        + sum(len(one.successors) for one in splits())
        == 332
    )
    assert all(one.unverified and one.source for one in splits())


def test_every_unit_of_a_divided_municipality_goes_to_exactly_one_successor():
    for split in splits():
        old = area("municipality", split.code)
        assert (old.name_genitive, old.valid_until) == (split.name_genitive, split.valid_until)
        given = [unit for successor in split.successors for unit in successor.units]
        assert sorted(given) == sorted(unit.code for unit in children(old))


def test_no_code_is_invented_for_a_municipality_whose_code_was_not_found():
    assert {successor.code for split in splits() for successor in split.successors} == {""}


def test_a_community_has_nothing_below_it_and_an_unknown_code_is_refused():
    assert children(area("community", "90010101")) == ()
    with pytest.raises(KeyError):
        area("municipality", "0000")
