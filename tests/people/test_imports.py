from __future__ import annotations

import json

import pytest
from django.utils import translation

from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from arogi.people import services
from arogi.people.commands import register
from arogi.people.models import Address, CardNumber, Identifier, NameToken, Person, Phone, PossibleDuplicate
from arogi.people.search import find_people
from tests.factories import member
from tests.people.factories import AMKA, NOW, TODAY, person

HEADER = (
    "person_key,surname,first_name,father_name,mother_name,latin_surname,latin_first_name,called,birth_date,sex,amka,"
    "phone,settlement\n"
)
GEORGE = f"1,Παπαδόπουλος,Γεώργιος,Ιωάννης,Μαρία,,,,3/5/1984,M,{AMKA},6971234567,Μητρόπολη\n"
ELENI = "2,ΚΑΡΑΓΙΑΝΝΗ,ΕΛΕΝΗ,,,,,Λένα,1984-05,F,,,\n"
AHMED = "3,,,,,AL HASAN,AHMED,,1984,M,,,\n"


@pytest.fixture
def arogi(karditsa, tmp_path, capsys):
    """Run the command with a file's content; gives status, standard output, standard error."""
    import argparse

    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())

    def run(*words, content=None):
        if content is not None:
            path = tmp_path / "people.csv"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            words = ("import", "people", str(path), "--municipality", "karditsa", *words)
        chosen = parser.parse_args(words)
        with translation.override("en"):
            status = chosen.handle(chosen)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def _snapshot():
    tables = (Person, NameToken, Identifier, Phone, Address, PossibleDuplicate, CardNumber)
    return {table: sorted(map(str, table.objects.values_list())) for table in tables}


def test_people_come_in_with_all_that_the_file_knows(arogi):
    status, out, _err = arogi(content=HEADER + GEORGE + ELENI + AHMED)

    assert status == 0
    assert "New: 3 persons" in out
    people = {one.source_key: one for one in Person.objects.all()}
    george, eleni, ahmed = people["1"], people["2"], people["3"]
    assert (str(george.birth_date), george.birth_precision) == ("1984-05-03", "day")
    assert (str(eleni.birth_date), eleni.birth_precision, eleni.called) == ("1984-05-01", "month", "Λένα")
    assert (ahmed.birth_precision, ahmed.latin_name) == ("year", "AL HASAN AHMED")
    assert george.addresses.get().settlement_text == "Μητρόπολη"
    assert (george.identifiers.count(), george.phones.count()) == (1, 1)
    assert sorted(one.card_number for one in people.values()) == [1, 2, 3]


def test_imported_people_are_found_like_any_other(arogi):
    arogi(content=HEADER + GEORGE + ELENI + AHMED)

    for text in ("γιωργος παπαδοπουλος", AMKA, "697 123 4567"):
        assert [one.card.source_key for one in find_people(text, today=TODAY)] == ["1"], text
    assert find_people("3/5/1984", today=TODAY)[0].card.source_key == "1"
    assert [one.card.source_key for one in find_people("ahmet", today=TODAY)] == ["3"]


def test_the_same_file_again_changes_nothing(arogi):
    arogi(content=HEADER + GEORGE + ELENI + AHMED)
    before = _snapshot()

    status, out, _err = arogi(content=HEADER + GEORGE + ELENI + AHMED)

    assert (status, _snapshot()) == (0, before)
    assert "3 unchanged" in out


def test_a_dry_run_says_what_would_be_done_and_keeps_nothing(arogi):
    status, out, _err = arogi("--dry-run", content=HEADER + GEORGE)

    assert status == 0
    assert "New: 1 persons" in out
    assert not Person.objects.exists()
    assert not CardNumber.objects.filter(last__gt=0).exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Παπαδόπουλος,,,,,,,,,,,\n", "person_key is missing"),
        ("9,Π,,,,,,,31/02/1984,,,,\n", "no day 31/2/1984"),
        ("9,Π,,,,,,,2090-01-01,,,,\n", "has not come yet"),
        ("9,Π,,,,,,,sometime,,,,\n", "not read as a date"),
        ("9,Π,,,,,,,,Q,,,\n", "The sex is M, F, X"),
        ("9,Π\0,,,,,,,,,,,\n", "broken characters"),
        (f"9,{'Π' * 500},,,,,,,,,,,\n", "500 characters"),
        ("9,Π\n", "has 2 cells"),
        ("9,Π,,,,,,,,,,,,,more\n", "has 15 cells"),
        (f"9,Π,,,,,,,,,{'1' * 200},,\n", "200 characters"),
        ("1,Άλλος,,,,,,,,,,,\n", "stands for somebody else on line 2"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_nothing_is_kept(arogi, line, reason):
    status, out, err = arogi(content=HEADER + GEORGE + line + ELENI)

    assert (status, out) == (2, "")
    assert "line 3: " in err
    assert reason in err
    assert not Person.objects.exists()


def test_bad_lines_are_skipped_on_demand_and_written_to_a_file(arogi, tmp_path):
    status, out, err = arogi("--skip-bad", content=HEADER + GEORGE + "9,Π,,,,,,,31/02/1984,,,,\n" + ELENI)

    assert status == 0
    assert "New: 2 persons" in out
    assert "line 3" in err
    written = (tmp_path / "people.bad.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[1].startswith("3,There is no day")


def test_a_wrong_amka_is_kept_with_a_warning(arogi):
    status, out, _err = arogi(content=HEADER + "1,Π,,,,,,,,,12345678901,,\n")

    row = Identifier.objects.get()
    assert status == 0
    assert "1 AMKA fail a rule" in out
    assert "amka_check_digit" in row.warnings
    assert row.override_reason == "import"


def test_what_is_empty_is_filled_and_what_differs_stands(arogi, karditsa):
    arogi(content=HEADER + "1,Παπαδόπουλος,Γιώργος,,,,,,,,,,\n")

    status, out, _err = arogi(content=HEADER + GEORGE)

    george = Person.objects.get()
    assert status == 0
    assert "1 filled in" in out
    assert "line 2, 1: first_name" in out
    assert (george.first_name, george.father_name, george.sex) == ("Γιώργος", "Ιωάννης", "M")
    assert (george.identifiers.count(), george.phones.count(), george.addresses.count()) == (1, 1, 1)
    assert len(find_people("Παπαδόπουλος Ιωάννης", today=TODAY)) == 1
    before = _snapshot()
    arogi(content=HEADER + GEORGE)
    assert _snapshot() == before


def test_a_person_known_from_contacts_gets_a_name(arogi, karditsa):
    nameless = Person.objects.create(source_key="1", registered_on=TODAY)

    arogi(content=HEADER + GEORGE)

    assert Person.objects.get().pk == nameless.pk
    assert [one.card.id for one in find_people("Παπαδόπουλος", today=TODAY)] == [nameless.pk]


def test_a_person_known_from_contacts_gets_a_card_number_and_keeps_it(arogi, karditsa):
    Person.objects.create(source_key="2", registered_on=TODAY)
    Person.objects.create(source_key="3", registered_on=TODAY)

    arogi(content=HEADER + GEORGE + ELENI)
    first = dict(Person.objects.values_list("source_key", "card_number"))
    _status, out, _err = arogi(content=HEADER + GEORGE + ELENI)

    assert first == {"1": 1, "2": 2, "3": None}
    assert dict(Person.objects.values_list("source_key", "card_number")) == first
    assert CardNumber.objects.get().last == 2
    assert "2 unchanged" in out


def test_two_keys_of_one_file_add_to_each_other(arogi, karditsa):
    kept = Person.objects.create(source_key="1", registered_on=TODAY)
    Person.objects.create(source_key="2", registered_on=TODAY, merged_into=kept)

    arogi(content=HEADER + "1,Παπαδόπουλος,,,,,,,,,,6971234567,\n2,,Γεώργιος,,,,,,,,,6971234568,\n")

    kept.refresh_from_db()
    assert (kept.surname, kept.first_name, kept.card_number) == ("Παπαδόπουλος", "Γεώργιος", 1)
    assert (kept.phones.count(), CardNumber.objects.get().last) == (1, 1)


def test_a_key_of_a_merged_file_means_the_kept_one(arogi, karditsa):
    worker = member(karditsa)
    arogi(content=HEADER + GEORGE)
    absorbed = Person.objects.get()
    kept = person(worker, "Παπαδόπουλος", "Γεώργιος")
    services.merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)

    _status, out, _err = arogi(content=HEADER + GEORGE)

    assert "New: 0 persons" in out
    assert Person.objects.count() == 2


def test_a_key_means_the_file_at_the_end_of_several_merges(arogi, karditsa):
    last = Person.objects.create(source_key="3", registered_on=TODAY)
    second = Person.objects.create(source_key="2", registered_on=TODAY, merged_into=last)
    Person.objects.create(source_key="1", registered_on=TODAY, merged_into=second)

    arogi(content=HEADER + GEORGE)

    assert {one.source_key: one.surname for one in Person.objects.all()} == {"1": "", "2": "", "3": "Παπαδόπουλος"}


def test_suspected_duplicates_come_in_and_wait_for_a_decision(arogi):
    same_number = f"4,Άλλος,Κάποιος,,,,,,,,{AMKA},,\n"
    same_name_and_day = "5,ΠΑΠΑΔΟΠΟΥΛΟΣ,ΓΕΩΡΓΙΟΣ,,,,,,1984-05-03,,,,\n"
    namesake = "6,Παπαδόπουλος,Γεώργιος,Νικόλαος,Άννα,,,,1990-01-02,,,,\n"

    status, out, _err = arogi(content=HEADER + GEORGE + same_number + same_name_and_day + namesake)

    pairs = {
        tuple(sorted((pair.first.source_key, pair.second.source_key))): pair.reasons
        for pair in PossibleDuplicate.objects.select_related("first", "second")
    }
    assert status == 0
    assert pairs == {("1", "4"): ["amka"], ("1", "5"): ["birth_date", "name"]}
    assert "2 pairs may be one person" in out
    assert Person.objects.count() == 4


def test_the_first_of_january_is_nobodys_proof(arogi):
    rows = "".join(f"{n},Αλή,Χασάν,,,,,,1990-01-01,,,,\n" for n in range(3))

    arogi(content=HEADER + rows)

    assert not PossibleDuplicate.objects.exists()


def test_a_number_of_zeros_that_many_bear_makes_no_pairs(arogi):
    rows = "".join(f"{n},Όνομα{'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠ'[n]},,,,,,,,,00000000000,,\n" for n in range(16))

    status, _out, _err = arogi(content=HEADER + rows)

    assert status == 0
    assert not PossibleDuplicate.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1253"])
def test_excel_files_of_greece_are_read(arogi, encoding):
    status, _out, _err = arogi(content=(HEADER + GEORGE).replace(",", ";").encode(encoding))

    assert status == 0
    assert Person.objects.get().surname == "Παπαδόπουλος"


def test_formulas_and_marks_come_in_as_text(arogi):
    arogi(content=HEADER + '1,"=HYPERLINK(""http://x"")",<script>\\,,,,,😀,,,,,\\N\n')

    known = Person.objects.get()
    assert (known.surname, known.first_name) == ('=HYPERLINK("http://x")', "<script>\\")
    assert (known.called, known.addresses.get().settlement_text) == ("😀", "\\N")


def test_the_search_gives_json_with_dates_as_exact_as_they_are(arogi):
    arogi(content=HEADER + GEORGE + ELENI + AHMED)

    status, out, _err = arogi("people", "search", "Λένα", "--municipality", "karditsa", "--format", "json")

    (found,) = json.loads(out)
    assert status == 0
    assert found.keys() == {"id", "person_key", "name", "latin_name", "birth_date", "settlement", "matched"}
    assert (found["person_key"], found["birth_date"], found["name"]) == ("2", "1984-05", "ΚΑΡΑΓΙΑΝΝΗ ΕΛΕΝΗ")
    assert found["matched"] == ["called"]


def test_the_search_gives_a_table_and_says_when_nobody_is_found(arogi):
    arogi(content=HEADER + GEORGE)

    _status, out, _err = arogi("people", "search", "παπαδοπουλος", "--municipality", "karditsa")
    _status, nobody, _err = arogi("people", "search", "Ζβθρκλ", "--municipality", "karditsa")

    assert "Παπαδόπουλος Γεώργιος" in out
    assert "03/05/1984" in out
    assert nobody == "Nobody was found.\n"


def test_a_search_and_an_import_leave_access_records_without_values(arogi, karditsa):
    arogi(content=HEADER + GEORGE)
    arogi("people", "search", "παπαδοπουλος", "--municipality", "karditsa")

    with acting_in(karditsa.pk):
        records = {one.verb: one.detail for one in AccessRecord.objects.filter(kind="person")}
    assert records["import"]["new"] == 1
    assert records["search"]["hits"] == 1
    assert "παπαδ" not in json.dumps(records, ensure_ascii=False).lower()


def test_words_are_written_anew_and_those_of_a_merged_file_find_the_kept_one(arogi, karditsa):
    worker = member(karditsa)
    kept, absorbed = person(worker), person(worker, "Ξανθόπουλος")
    services.merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)
    NameToken.objects.all().delete()

    status, out, _err = arogi("people", "reindex", "--municipality", "karditsa")

    assert (status, out) == (0, "2 persons.\n")
    for text in ("Παπαδόπουλος", "Ξανθόπουλος"):
        assert [one.card.id for one in find_people(text, today=TODAY)] == [kept.pk], text
