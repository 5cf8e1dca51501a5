import csv
import io
from collections import Counter
from datetime import date

import pytest
from stdnum.gr import amka as real_amka
from stdnum.gr import vat

from arogi.demo import mess
from arogi.demo.names import greek_names, heavy_tail, latin_names, spread
from arogi.demo.numbers import AMKA_SERIAL_FROM, AMKA_SERIAL_TO, AmkaSeries, BulkNumbers, afm, amka, mobile
from arogi.demo.people import DEFAULT_AS_OF, HOUSEHOLD_KINDS, Generator, write_people_csv

NAME = mess.WrittenName("Παπαδόπουλος", "Γεώργιος", "Δημήτριος", "Μαρία", "", "", "Γιώργος")


@pytest.fixture(scope="module")
def households():
    return list(Generator(7, share_roma=0.3, share_migrant=0.3).households(800))


@pytest.fixture(scope="module")
def persons(households):
    return [person for household in households for person in household.members]


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    first, again, other = (list(Generator(seed).households(40)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_name_lists_have_the_size_of_life():
    greek = greek_names()
    assert len(set(greek.surnames)) >= 4000
    assert len(set(greek.men)) >= 150
    assert len(set(greek.women)) >= 150
    assert set(latin_names()) == {"ALB", "PAK", "SYR", "AFG", "GEO", "UKR", "NGA", "EGY"}


def test_names_have_a_heavy_tail():
    men = Counter(given.name for given in greek_names().men)
    (_name, most), *_rest = men.most_common(1)
    assert most / sum(men.values()) > 0.08
    assert min(men.values()) / sum(men.values()) < 0.002


def test_a_woman_bears_the_womans_form_of_a_surname():
    forms = {surname.man: surname.woman for surname in greek_names().surnames}
    assert forms["Παπαδόπουλος"] == "Παπαδοπούλου"
    assert forms["Καραγιάννης"] == "Καραγιάννη"
    assert forms["Γεωργίου"] == "Γεωργίου"
    assert forms["Κατσαρός"] == "Κατσαρού"
    assert forms["Παππάς"] == "Παππά"


def test_every_amka_is_valid_and_agrees_with_birth_date_and_sex(persons):
    seen = 0
    for person in persons:
        number = person.identifier("amka")
        if number:
            seen += 1
            assert real_amka.is_valid(number)
            assert number[:6] == f"{person.born.value:%d%m%y}"
            assert real_amka.get_gender(number) == person.sex
    assert seen > 500


def test_every_amka_lies_in_the_synthetic_range_and_is_given_once(persons):
    numbers = [person.identifier("amka") for person in persons if person.identifier("amka")]
    assert all(AMKA_SERIAL_FROM <= int(number[6:10]) <= AMKA_SERIAL_TO for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_no_other_number_can_be_a_real_ones(persons):
    for person in persons:
        assert person.identifier("afm") == "" or person.identifier("afm").startswith("5")
        assert person.identifier("identity_card")[:2] in {"", "ΨΩ"}
        assert person.identifier("passport")[:2] in {"", "ZZ"}
        assert all(phone.number.startswith("6990") and len(phone.number) == 10 for phone in person.phones)


def test_every_afm_has_the_right_check_digit(persons):
    numbers = [person.identifier("afm") for person in persons if person.identifier("afm")]
    assert numbers
    assert all(vat.is_valid(number) for number in numbers)


def test_numbers_of_a_series_are_all_different_until_it_is_used_up():
    series = AmkaSeries()
    made = [series.next(date(1980, 5, 3), "M") for _number in range(501)]
    assert made[-1] == ""
    assert len(set(made[:-1])) == 500
    assert len({afm(number) for number in range(20_000)}) == 20_000
    assert len({mobile(number) for number in range(20_000)}) == 20_000
    with pytest.raises(ValueError, match="500"):
        amka(date(1980, 5, 3), "M", 500)


def test_the_fast_tables_give_the_same_numbers_as_the_plain_function():
    first = date(1950, 1, 1)
    numbers = BulkNumbers(first, 20_000)
    for day in (0, 17, 365, 9999, 19_999):
        for male in (0, 1):
            for number in range(3):
                assert numbers.amka(day, male) == amka(numbers.dates[day], "M" if male else "F", number)


def test_children_bear_the_names_of_their_parents(households):
    checked = 0
    for household in households:
        head = household.members[0]
        for child in (person for person in household.members if person.role == "child"):
            parent = child.clean.father_name if head.sex == "M" else child.clean.mother_name
            if head.sex == "M" and household.kind == "greek":
                first = next(given for given in greek_names().men if given.name == head.clean.first_name)
                assert parent in {first.name, first.genitive}
                checked += 1
            assert child.born is None or head.born is None or child.born.value > head.born.value
    assert checked > 50


def test_brothers_and_sisters_do_not_share_a_first_name(households):
    for household in households:
        if household.kind == "greek":
            names = [person.clean.first_name for person in household.members if person.role == "child"]
            assert len(set(names)) == len(names)


def test_a_household_has_one_head_who_comes_first(households):
    for household in households:
        assert [person.role for person in household.members].count("head") == 1
        assert household.members[0].role == "head"
        assert household.kind in HOUSEHOLD_KINDS


def test_roma_families_are_larger_and_lack_papers_more_often(households):
    size, gaps = {}, {}
    for kind in ("greek", "roma"):
        chosen = [household for household in households if household.kind == kind]
        members = [person for household in chosen for person in household.members]
        size[kind] = len(members) / len(chosen)
        gaps[kind] = sum(bool(person.missing) for person in members) / len(members)
    assert size["roma"] > 1.8 * size["greek"]
    assert gaps["roma"] > 3 * gaps["greek"]


def test_membership_of_the_roma_is_not_stated_for_everybody(households):
    stated = ["roma" in person.target_groups for h in households if h.kind == "roma" for person in h.members]
    assert any(stated)
    assert not all(stated)
    assert not any("roma" in person.target_groups for h in households if h.kind == "greek" for person in h.members)


def test_every_missing_number_has_a_reason_and_no_number_is_both_there_and_missing(persons):
    for person in persons:
        have = {identifier.kind for identifier in person.identifiers}
        lack = {missing.kind for missing in person.missing}
        assert not have & lack
        assert all(missing.reason for missing in person.missing)


def test_people_from_abroad_have_latin_names_and_a_residence_title(persons):
    abroad = [person for person in persons if person.citizenship != "GRC"]
    assert len({person.citizenship for person in abroad}) == 8
    for person in abroad:
        assert person.clean.latin_surname.isascii()
        assert person.clean.latin_surname
        assert person.residence is not None
    assert any(not person.clean.surname.isascii() for person in abroad)
    assert any(person.residence.expires < DEFAULT_AS_OF for person in abroad)


def test_messy_data_of_every_kind_occurs(persons):
    assert {person.mess for person in persons} == {"", *mess.KINDS}
    assert any(person.born is None for person in persons)
    assert {person.born.precision for person in persons if person.born} == {"day", "month", "year"}
    assert any(person.name.surname == "" for person in persons)
    assert any(phone.owner == "neighbour" for person in persons for phone in person.phones)
    assert any(not phone.is_safe for person in persons for phone in person.phones)


def test_a_name_can_be_typed_in_every_wrong_way():
    assert mess.capitals(NAME).surname == "ΠΑΠΑΔΟΠΟΥΛΟΣ"
    assert mess.no_accents(NAME).first_name == "Γεωργιος"
    assert mess.swapped(NAME).surname == "Γεώργιος"
    assert mess.trailing_space(NAME).surname == "Παπαδόπουλος "
    assert mess.everything_in_surname(NAME).surname == "Παπαδόπουλος Γεώργιος"
    assert mess.called_as_first_name(NAME).first_name == "Γιώργος"
    looks_alike = mess.look_alikes(NAME).surname
    assert looks_alike != "ΠΑΠΑΔΟΠΟΥΛΟΣ"
    assert any(letter.isascii() for letter in looks_alike)


def test_an_unknown_part_of_a_birth_date_is_not_written(persons):
    for person in persons:
        if person.born is not None:
            length = {"day": 10, "month": 7, "year": 4}[person.born.precision]
            assert len(person.born.written()) == length


def test_a_second_record_of_a_person_has_another_key_and_spelling():
    generator = Generator(5)
    person = next(generator.households(1)).members[0]
    second = generator.duplicate_of(person)
    assert second.key != person.key
    assert second.name != person.clean
    assert second.clean == person.clean


def test_people_are_written_in_the_columns_of_the_import():
    generator = Generator(2)
    pairs = [(person, h.settlement) for h in generator.households(30) for person in h.members]
    text = io.StringIO()
    assert write_people_csv(pairs, text) == len(pairs)
    rows = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert [row["person_key"] for row in rows] == [person.key for person, _settlement in pairs]
    assert ",".join(rows[0]) == (
        "person_key,surname,first_name,father_name,mother_name,latin_surname,latin_first_name,called,birth_date,sex,"
        "amka,phone,settlement"
    )


def test_bulk_gives_as_many_persons_as_asked_for_with_unique_keys_and_numbers():
    rows = list(Generator(1).bulk_persons(20_001))
    assert len(rows) == 20_001
    assert len({row[0] for row in rows}) == 20_001
    numbers = [row[12] for row in rows if row[12]]
    assert len(set(numbers)) == len(numbers) > 18_000
    for row in rows[::97]:
        assert row[12] == "" or real_amka.is_valid(row[12])
        assert row[9] <= DEFAULT_AS_OF
        assert row[11] in {"M", "F"}
        assert row[15] in {"", "roma", "migrant"}


def test_bulk_is_the_same_for_the_same_seed():
    assert list(Generator(9).bulk_persons(500)) == list(Generator(9).bulk_persons(500))
    assert list(Generator(9).bulk_persons(500)) != list(Generator(10).bulk_persons(500))


def test_bulk_households_share_a_place_and_count_upwards():
    rows = list(Generator(4).bulk_persons(3000))
    places = {}
    for row in rows:
        assert places.setdefault(row[1], row[14]) == row[14]
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


def test_a_pool_holds_every_item_at_least_once():
    pool = spread(("often", "seldom", "never"), (1000.0, 1.0, 0.0001), 64)
    assert set(pool) == {"often", "seldom", "never"}
    assert heavy_tail(3, flat=1.0) == [1.0, 0.5, 1 / 3]


_PLACES = Generator(1)._places
