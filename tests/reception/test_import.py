import csv
import datetime as dt

import pytest

from arogi.centres.models import Municipality, Structure
from arogi.core.acting import acting_in
from arogi.people.models import Person
from arogi.reception.models import CentreService, Contact, Request
from arogi.reception.services.imports import COLUMNS
from tests.reception.commands import arogi

HEADER = ",".join(COLUMNS)
NOW = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)


@pytest.fixture
def town(db):
    words = ["municipality", "add", "amarousio", "--name", "Αμαρούσιο", "--structure", "KK=centre"]
    assert arogi(*words, "--structure", "ROMA=roma_branch") == 0
    municipality = Municipality.objects.get(slug="amarousio")
    with acting_in(municipality.pk):
        yield municipality


@pytest.fixture
def load(town, tmp_path):
    def load(*rows, words=(), name="rows.csv"):
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return arogi("import", "contacts", str(path), "--municipality", "amarousio", *words)

    return load


def test_a_municipality_is_added_with_its_structures_and_the_catalogue(town):
    assert dict(Structure.objects.values_list("code", "kind")) == {"KK": "centre", "ROMA": "roma_branch"}
    assert Structure.objects.get(code="ROMA").parent.code == "KK"
    assert CentreService.objects.filter(code="A2.01").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["x y", "--name", "Χ", "--structure", "KK=centre"],
        ["xyz", "--name", "Χ", "--structure", "KK=palace"],
        ["xyz", "--name", "Χ", "--structure", "KK"],
        ["xyz", "--name", "Χ", "--structure", "KK=centre", "--structure", "KK=centre"],
        ["xyz", "--name", " "],
        ["amarousio", "--name", "Ξανά"],
    ],
    ids=["slug", "kind", "no kind", "twice", "no name", "taken"],
)
def test_words_that_make_no_municipality_are_said_in_one_line(town, capsys, words):
    assert arogi("municipality", "add", *words) == 2

    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_rows_of_one_contact_become_one_contact_with_several_requests(load):
    load(
        "c1,2021-03-01,KK,desk,p1,F,1980-02-03,A2.01,served",
        "c1,2021-03-01,KK,desk,p1,F,1980-02-03,A2.02,",
        "c2,2021-03-02,ROMA,phone,p1,F,1980-02-03,R2,referred",
        "c3,2021-03-02,KK,phone,,M,1990,A1.01,",
    )

    assert Contact.objects.count() == 3
    person = Person.objects.get()
    assert (person.source_key, person.sex, person.birth_date) == ("p1", "F", dt.date(1980, 2, 3))
    assert (person.registered_on, person.last_contact_on) == (dt.date(2021, 3, 1), dt.date(2021, 3, 2))
    rows = Request.objects.filter(contact__source_key="c1").order_by("position")
    assert [(row.position, row.service.code, row.outcome) for row in rows] == [(1, "A2.01", "served"), (2, "A2.02", "")]
    anonymous = Contact.objects.get(source_key="c3")
    assert (anonymous.person, anonymous.anonymous_sex, anonymous.anonymous_birth_date) == (
        None,
        "M",
        dt.date(1990, 1, 1),
    )


def test_importing_the_same_file_twice_changes_nothing(load):
    rows = (
        "c1,2021-03-01,KK,desk,p1,F,,A2.01,",
        "c1,2021-03-01,KK,desk,p1,F,,A2.01,",
        "c2,2021-03-05,KK,desk,,,,A1.01,",
    )
    load(*rows)
    before = [list(table.objects.order_by("pk").values()) for table in (Person, Contact, Request)]

    assert load(*rows) == 0

    assert [list(table.objects.order_by("pk").values()) for table in (Person, Contact, Request)] == before
    assert len(before[2]) == 3


def test_what_was_corrected_since_is_not_undone(load, capsys):
    row = "c1,2021-03-01,KK,desk,p1,F,,A2.01,"
    load(row)
    Request.objects.update(service=CentreService.objects.get(code="A1.01"), outcome="served")
    Contact.objects.update(date=dt.date(2021, 4, 1))
    Person.objects.update(sex="M")

    assert load(row) == 0

    request = Request.objects.get()
    assert (request.service.code, request.outcome, request.date) == ("A1.01", "served", dt.date(2021, 4, 1))
    assert Person.objects.get().sex == "M"
    assert "1 lines name another sex" in capsys.readouterr().err


def test_a_line_that_was_bad_is_added_to_its_contact_later(load, tmp_path):
    load(
        "c1,2021-03-01,KK,desk,p1,F,,A2.01,",
        "c1,2021-03-01,KK,desk,p1,F,,XX.99,",
        words=["--skip-bad"],
    )
    assert Request.objects.count() == 1

    fixed = (tmp_path / "rows.bad.csv").read_text(encoding="utf-8-sig").replace("XX.99", "A2.02")
    (tmp_path / "again.csv").write_text(fixed, encoding="utf-8")
    arogi("import", "contacts", str(tmp_path / "again.csv"), "--municipality", "amarousio")

    assert list(Request.objects.order_by("position").values_list("position", "service__code")) == [
        (1, "A2.01"),
        (2, "A2.02"),
    ]


GOOD = "c1,2021-03-01,KK,desk,p1,F,1980-02-03,A2.01,"
BAD_ROWS = {
    "service": "c2,2021-03-01,KK,desk,p2,F,,Z9.99,",
    "structure": "c2,2021-03-01,NONE,desk,p2,F,,A2.01,",
    "channel": "c2,2021-03-01,KK,pigeon,p2,F,,A2.01,",
    "no channel": "c2,2021-03-01,KK,,p2,F,,A2.01,",
    "sex": "c2,2021-03-01,KK,desk,p2,Q,,A2.01,",
    "outcome": "c2,2021-03-01,KK,desk,p2,F,,A2.01,magic",
    "date": "c2,2021-02-30,KK,desk,p2,F,,A2.01,",
    "date in words": "c2,yesterday,KK,desk,p2,F,,A2.01,",
    "other digits": "c2,٢٠٢١-٠٣-٠١,KK,desk,p2,F,,A2.01,",
    "future": "c2,2199-01-01,KK,desk,p2,F,,A2.01,",
    "birth date": "c2,2021-03-01,KK,desk,p2,F,1980-13-01,A2.01,",
    "born later": "c2,2021-03-01,KK,desk,p2,F,2022-01-01,A2.01,",
    "born long ago": "c2,2021-03-01,KK,desk,p2,F,1780-01-01,A2.01,",
    "no contact": ",2021-03-01,KK,desk,p2,F,,A2.01,",
    "long key": f"c2,2021-03-01,KK,desk,{'p' * 121},F,,A2.01,",
    "nul": "c2\0,2021-03-01,KK,desk,p2,F,,A2.01,",
    "cells": "c2,2021-03-01,KK",
    "another date": "c1,2021-03-02,KK,desk,p1,F,1980-02-03,A2.02,",
    "another structure": "c1,2021-03-01,ROMA,desk,p1,F,1980-02-03,A2.02,",
    "another person": "c1,2021-03-01,KK,desk,p2,F,,A2.02,",
    "another sex": "c2,2021-03-02,KK,desk,p1,M,1980-02-03,A2.02,",
    "another birth date": "c2,2021-03-02,KK,desk,p1,F,1981,A2.02,",
}


@pytest.mark.parametrize("row", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_nothing_is_kept_of_a_file_with_a_bad_line(load, capsys, row):
    assert load(GOOD, row) == 2

    assert not Contact.objects.exists()
    assert not Person.objects.exists()
    assert "line 3: " in capsys.readouterr().err


@pytest.mark.parametrize("row", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_the_good_lines_are_kept_when_bad_ones_are_skipped(load, tmp_path, capsys, row):
    assert load(GOOD, row, words=["--skip-bad"]) == 0

    assert Request.objects.count() == 1
    with (tmp_path / "rows.bad.csv").open(encoding="utf-8-sig") as file:
        assert [line["line"] for line in csv.DictReader(file)] == ["3"]
    assert "rows.bad.csv" in capsys.readouterr().err


def test_a_dry_run_keeps_nothing_and_says_what_it_would_do(load, capsys):
    assert load(GOOD, words=["--dry-run"]) == 0

    assert not Request.objects.exists()
    assert "1 contacts, 1 requests, 1 persons" in capsys.readouterr().out


@pytest.mark.parametrize("key", ["=HYPERLINK(1)", "‮ανάποδα", "😀", "'; DROP TABLE x; --", "Ω\t".strip(), "α" * 120])
def test_a_hostile_key_is_a_key(load, key):
    assert load(f'c1,2021-03-01,KK,desk,"{key}",F,,A2.01,') == 0

    assert Person.objects.get().source_key == key


def test_bytes_that_are_no_text_are_a_bad_line(town, tmp_path, capsys):
    path = tmp_path / "bytes.csv"
    good = "".join(f"c{number},2021-03-01,KK,desk,Ελένη {number},F,,A2.01,\n" for number in range(20))
    path.write_bytes(f"{HEADER}\n{good}".encode() + b"c99,2021-03-01,KK,desk,\xff\xfe,F,,A2.01,\n")

    assert arogi("import", "contacts", str(path), "--municipality", "amarousio") == 2

    assert "line 22: " in capsys.readouterr().err


def test_an_unknown_municipality_is_said_in_one_line(load, capsys, tmp_path):
    assert arogi("import", "contacts", str(tmp_path / "none.csv"), "--municipality", "atlantis") == 2
    assert arogi("import", "contacts", str(tmp_path / "none.csv"), "--municipality", "amarousio") == 2

    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_a_person_that_was_merged_gets_the_contacts_of_the_kept_file(load):
    load("c1,2021-03-01,KK,desk,p1,F,,A2.01,", "c2,2021-03-01,KK,desk,p2,F,,A2.01,")
    kept, absorbed = Person.objects.get(source_key="p1"), Person.objects.get(source_key="p2")
    Contact.objects.filter(person=absorbed).update(person=kept)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    load("c3,2021-03-02,KK,desk,p2,F,,A2.01,")

    assert set(Request.objects.values_list("person_id", flat=True)) == {kept.pk}


def test_what_the_file_did_not_know_is_completed(load):
    load("c1,2021-03-01,KK,desk,p1,,,A2.01,")

    load("c2,2021-03-02,KK,desk,p1,F,1984-05,A2.01,")

    person = Person.objects.get()
    assert (person.sex, person.birth_date, person.birth_precision) == ("F", dt.date(1984, 5, 1), "month")


def test_exported_rows_can_be_imported_elsewhere(load, tmp_path):
    load(
        "c1,2021-03-01,KK,desk,=1+1,F,1980,A2.01,served",
        "c1,2021-03-01,KK,desk,=1+1,F,1980,A2.02,",
        "c2,2021-03-05,ROMA,street,,M,1990-05-03,R1,",
        "c3,2021-12-31,KK,desk,p2,,,A1.01,",
    )
    words = ["municipality", "add", "elsewhere", "--name", "Αλλού", "--structure", "KK=centre"]
    arogi(*words, "--structure", "ROMA=roma_branch")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    period = ["--from", "2021-01-01", "--to", "2021-12-30"]

    assert arogi("export", "contacts", str(first), "--municipality", "amarousio", *period) == 0
    assert arogi("import", "contacts", str(first), "--municipality", "elsewhere") == 0
    assert arogi("export", "contacts", str(second), "--municipality", "elsewhere", *period) == 0

    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
    assert "'=1+1" in first.read_text(encoding="utf-8")
    assert len(first.read_text(encoding="utf-8").splitlines()) == 4
