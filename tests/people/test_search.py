from __future__ import annotations

import json

import pytest
from uuid_utils import uuid7

from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from arogi.people import services
from arogi.people.bulk import PersonLines, PlainPerson
from arogi.people.duplicates import likely_duplicates
from arogi.people.models import Person
from arogi.people.search import find_people
from arogi.people.services.imports import store_lines
from arogi.people.words import matched_label, reason_label
from tests.factories import TODAY as _TODAY
from tests.factories import member
from tests.people.factories import AMKA, NOW, TODAY, new_person, person


@pytest.fixture
def worker(karditsa):
    return member(karditsa)


def _found(text, **more):
    return [one.card.id for one in find_people(text, today=TODAY, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "Παπαδόπουλος Γεώργιος",
        "παπαδοπουλος γεωργιος",
        "ΓΕΩΡΓΙΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ",
        "γιωργος παπαδοπουλος",
        "Παπαδοπουλου Γιωργου",
        "Papadopoulos Giorgos",
        "PAPADOPOULOS",
        "παπαδ γεωρ",
        "Παπαδόπουλος Γ.",
        "παπαδοπουλος ιωαννης",
        "Γιώργος Παπαδόπουλος του Γιάννη",
        "παπαδοπολος",
        "Παπαδόπουλος 1984",
        "Παπαδόπουλος 3/5/1984",
        "3/5/1984",
        "3-5-1984 Γιώργος",
        "697 123 4567",
        "+30 6971234567",
        AMKA,
        f"{AMKA[:6]} {AMKA[6:]}",
        "Τζώρτζης",
        "Γεώργιος Παπαδόπουλος Ξξξξξ Ιωάννης",
        "1",
    ],
)
def test_one_person_is_found_in_every_way_people_type(worker, text):
    wanted = person(worker, amka=AMKA, phone="6971234567", born="1984-05-03", father_name="Ιωάννης", called="Τζώρτζης")
    person(worker, "Καραγιάννη", "Ελένη", born="1990-01-02", phone="2441012345")

    assert _found(text)[:1] == [wanted.pk]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "%",
        "_",
        "*",
        "'",
        ".*(a+)+$",
        "\0",
        "\u202e",
        "😀",
        "x" * 10_000,
        "α " * 5_000,
        "\ud800",
        "--",
        "0",
        "()",
    ],
)
def test_hostile_and_empty_text_finds_nobody_and_harms_nothing(worker, text):
    person(worker)

    assert _found(text) == []


@pytest.mark.parametrize("text", ["οδος", "ΟΔΌΣ", "οδός", "ΟΔΟΣ"])
def test_final_sigma_and_accents_make_no_difference(worker, text):
    assert _found(text) == [] or person(worker, "Οδός").pk
    wanted = person(worker, "Οδός")

    assert wanted.pk in _found(text)


def test_an_exact_name_comes_before_one_that_only_begins_or_sounds_alike(worker):
    begins = person(worker, "Παππαδάκης", "Άννα")
    alike = person(worker, "Παππάς", "Άννα")
    exact = person(worker, "Παπά", "Άννα")

    assert _found("παπα αννα") == [exact.pk, alike.pk, begins.pk]


def test_own_names_come_before_a_parents(worker):
    child = person(worker, "Ρήγας", "Άννα", father_name="Θωμάς")
    own = person(worker, "Ρήγας", "Θωμάς")

    assert _found("Ρήγας Θωμάς") == [own.pk, child.pk]


def test_of_equals_who_came_last_stands_first(worker):
    first, second = person(worker), person(worker)
    assert _found("Παπαδόπουλος") == [second.pk, first.pk]

    services.note_contact(person_id=first.pk, date=TODAY)

    assert _found("Παπαδόπουλος") == [first.pk, second.pk]


def test_the_card_says_who_it_is(worker):
    mother = person(worker, "Παπαδοπούλου", "Μαρία", born="1960", settlement="Μητρόπολη")
    home = services.start_household(by=worker, head_id=mother.pk, on=None)
    child = person(worker, born="1984-05-03", called="Τάκης", settlement="Παλαμάς", key_worker_id=worker.user.pk)
    services.join_household(by=worker, household_id=home.pk, person_id=child.pk, relation="child", on=None)

    found = find_people("παπαδοπουλος τακης", today=_TODAY)[0]

    card = found.card
    assert (card.name, card.called, card.age, card.settlement) == ("Παπαδόπουλος Γεώργιος", "Τάκης", 42, "Παλαμάς")
    assert (card.household_size, card.household_head) == (2, "Παπαδοπούλου Μαρία")
    assert card.key_worker == worker.user.name
    assert found.matched == ("surname", "called")


def test_an_address_that_must_not_be_told_is_not_on_the_card(worker):
    person(worker, settlement="Παλαμάς", hide_address=True)

    assert find_people("Παπαδόπουλος", today=TODAY)[0].card.settlement == ""


def test_nobody_of_another_municipality_is_found(worker, trikala):
    with acting_in(trikala.pk):
        person(member(trikala), amka=AMKA, phone="6971234567", born="1984-05-03")

    for text in ("Παπαδόπουλος", "Παπαδόπουλος Γεώργιος", AMKA, "6971234567", "3/5/1984", "1"):
        assert _found(text) == [], text


def test_a_search_leaves_a_digest_and_a_count_and_not_the_name(worker):
    person(worker)

    find_people("Παπαδόπουλος", today=TODAY)
    audit.write_pending()

    record = AccessRecord.objects.get(verb="search")
    assert record.detail["hits"] == 1
    assert "Παπαδ" not in json.dumps(record.detail, ensure_ascii=False)


def test_the_limit_holds(worker):
    for _n in range(7):
        person(worker)

    assert len(_found("Παπαδόπουλος")) == 5
    assert len(_found("Παπαδόπουλος", limit=2)) == 2
    assert len(_found("Παπαδόπουλος", limit=10_000)) == 7


def test_what_matched_is_said_in_words():
    assert str(matched_label("nickname"))
    assert str(matched_label("amka"))
    assert str(reason_label("mother_name"))


@pytest.fixture
def crowd(worker):
    """So many people that a surname and a first name are both common."""
    lines = PersonLines(registered_on=TODAY)
    surnames = ("Παπαδόπουλος", "Καραγιάννης", "Οικονόμου", "Βλάχος", "Παππάς")
    given = ("Γεώργιος", "Ιωάννης", "Ελένη", "Μαρία")
    for number in range(1_300):
        lines.add(
            PlainPerson(
                str(uuid7()),
                surname=surnames[number % 5],
                first_name=given[number % 4],
                father_name=given[number % 3],
                birth_date=TODAY.replace(year=1930 + number % 80, month=number % 12 + 1, day=number % 28 + 1),
                birth_precision="day",
                phone=f"+3069{number:08d}",
                amka=f"{number:011d}",
                settlement_text="Παλαμάς",
                last_contact_on=TODAY,
            )
        )
    store_lines(lines.take())
    return worker


def test_a_common_pair_of_names_finds_the_one_whose_third_name_fits(crowd):
    rare = person(crowd, "Παπαδόπουλος", "Γεώργιος", father_name="Επαμεινώνδας")

    assert _found("Παπαδόπουλος Γεώργιος Επαμεινώνδας") == [rare.pk]
    assert _found("Παπαδόπουλος Επαμεινώνδας")[0] == rare.pk


def test_a_single_common_name_prefers_who_came_lately(crowd):
    Person.objects.update(last_contact_on=None)
    oldest = Person.objects.filter(surname="Βλάχος").order_by("pk").first()
    services.note_contact(person_id=oldest.pk, date=TODAY)

    assert _found("Βλάχος")[0] == oldest.pk


def test_the_same_number_is_a_likely_duplicate(worker):
    known = person(worker, "Άλλος", "Άνθρωπος", amka=AMKA)

    (likely,) = likely_duplicates(new_person(amka=AMKA), today=TODAY)

    assert (likely.found.card.id, likely.reasons) == (known.pk, ("amka",))


@pytest.mark.parametrize(
    ("new", "reasons"),
    [
        ({"born": "1984-05-03"}, ("name", "birth_date")),
        ({"surname": "PAPADOPOULOS", "first_name": "GIORGOS", "born": "1984-05-03"}, ("name", "birth_date")),
        ({"surname": "Παπαδοπουλοσς", "born": "1984-05-03"}, ("name", "birth_date")),
        ({"surname": "Παπαδοπολος", "born": "1984-05-03"}, ("similar_name", "birth_date")),
        ({"father_name": "Γιάννης", "mother_name": "Μαρία"}, ("name", "father_name", "mother_name")),
        ({"phone": "6971234567", "born": "1984"}, ("phone", "name", "birth_year")),
        ({"surname": "Γεώργιος", "first_name": "Παπαδόπουλος", "born": "1984-05-03"}, ("name", "birth_date")),
    ],
)
def test_a_name_with_something_beside_it_is_a_likely_duplicate(worker, new, reasons):
    known = person(worker, born="1984-05-03", father_name="Ιωάννης", mother_name="Μαρία", phone="6971234567")

    (likely,) = likely_duplicates(new_person(**new), today=TODAY)

    assert likely.found.card.id == known.pk
    assert set(likely.reasons) == set(reasons)


@pytest.mark.parametrize(
    "new",
    [
        {"born": "1990-02-03", "father_name": "Νικόλαος"},
        {"surname": "Καραγιάννης", "born": "1984-05-03"},
        {"surname": "Παπαδοπούλου", "first_name": "Μαρία", "phone": "6971234567"},
        {"surname": "", "first_name": "", "called": "Τάκης"},
    ],
)
def test_a_namesake_or_a_relative_is_no_likely_duplicate(worker, new):
    person(worker, born="1984-05-03", father_name="Ιωάννης", mother_name="Μαρία", phone="6971234567")

    assert likely_duplicates(new_person(**new), today=TODAY) == []


def test_the_first_of_january_proves_nothing(worker):
    person(worker, "Αλή", "Χασάν", born="1990-01-01", father_name="Ομάρ")

    assert likely_duplicates(new_person("Αλή", "Χασάν", born="1990-01-01", father_name="Αχμέτ"), today=TODAY) == []


def test_a_bare_name_meets_a_bare_name(worker):
    known = person(worker)

    assert [one.found.card.id for one in likely_duplicates(new_person(), today=TODAY)] == [known.pk]


def test_a_merged_file_is_found_as_the_kept_one_and_once(worker):
    kept, absorbed = person(worker, amka=AMKA), person(worker, amka=AMKA)
    services.merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)

    for text in ("Παπαδόπουλος", AMKA, str(absorbed.card_number)):
        assert _found(text) == [kept.pk], text
