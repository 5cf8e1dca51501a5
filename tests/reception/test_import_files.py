"""Files of contacts as they really come, tried through the command as somebody outside would."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.people.models import Person
from arogi.reception.models import Contact, Request
from arogi.reception.services.imports import COLUMNS
from tests.reception.commands import arogi

HEADER = ",".join(COLUMNS)
GOOD = "c1,2021-03-01,KK,desk,p1,F,1980-02-03,A2.01,served"
MORE = "c2,2021-03-02,KK,phone,Ελένη,F,,A2.02,"


@pytest.fixture(autouse=True)
def town(db):
    assert arogi("municipality", "add", "amarousio", "--name", "Αμαρούσιο", "--structure", "KK=centre") == 0
    municipality = Municipality.objects.get(slug="amarousio")
    with acting_in(municipality.pk):
        yield municipality


@pytest.fixture
def load(tmp_path, capsys):
    """Import a file with this content; gives status, standard output, standard error."""

    def load(content, *words, name="rows.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        capsys.readouterr()
        status = arogi("import", "contacts", str(path), "--municipality", "amarousio", *words)
        said = capsys.readouterr()
        return status, said.out, said.err

    return load


def text(*rows, header=HEADER, end="\n"):
    return end.join([header, *rows]) + end


def everything():
    return [list(table.objects.order_by("pk").values()) for table in (Person, Contact, Request)]


@pytest.mark.parametrize(
    "content",
    [
        text(GOOD, MORE).encode("utf-8-sig"),
        text(GOOD, MORE, end="\r\n").encode(),
        text(GOOD, MORE).rstrip("\n").encode(),
        text(GOOD, MORE).replace(",", ";").encode(),
        text(GOOD, MORE).replace(",", ";").encode("cp1253"),
        text(GOOD, MORE).replace(",", "\t").encode("utf-16"),
        text(GOOD, "", MORE, ",,,,,,,,").encode(),
        text(GOOD + ",", MORE + ",").encode(),
        text(*(",".join(f'"{cell}"' for cell in row.split(",")) for row in (GOOD, MORE))).encode(),
        text(*(row.replace(",", " , ") for row in (GOOD, MORE))).encode(),
        text(GOOD, MORE, header=HEADER.upper()).encode(),
    ],
    ids=[
        *("mark", "crlf", "no last line end", "semicolons", "greek windows", "utf-16", "empty lines", "last comma"),
        *("all quoted", "spaces", "capitals"),
    ],
)
def test_the_same_rows_are_read_however_the_file_is_written(load, content):
    status, out, err = load(content)

    assert status == 0, err
    assert "2 contacts, 2 requests, 2 persons" in out
    assert set(Contact.objects.values_list("source_key", "person__source_key", "channel")) == {
        ("c1", "p1", "desk"),
        ("c2", "Ελένη", "phone"),
    }


def test_the_columns_may_come_in_any_order_and_those_that_may_be_missing_be_missing(load):
    status, _out, err = load(
        text("A2.01,c1,KK,2021-03-01,desk", header="service_code,contact_id,structure,date,channel")
    )

    assert status == 0, err
    assert Request.objects.get().service.code == "A2.01"
    assert Contact.objects.get().person is None


def test_a_line_end_inside_quotes_counts_as_a_line_of_the_file(load):
    bad = "c3,2021-03-01,KK,desk,p3,Q,,A2.01,"

    status, _out, err = load(text('c1,2021-03-01,KK,desk,"p\n1",F,,A2.01,', MORE, bad))

    assert status == 2
    assert "line 2: The person_key is too long or has characters that cannot be kept." in err
    assert "line 5: The sex “Q” is not known." in err
    assert "line 4" not in err


REASONS = {
    "service": ("c3,2021-03-01,KK,desk,p3,F,,Z9.99,", "service_code “Z9.99” is not known here"),
    "structure": ("c3,2021-03-01,NONE,desk,p3,F,,A2.01,", "structure “NONE” is not known here"),
    "channel": ("c3,2021-03-01,KK,pigeon,p3,F,,A2.01,", "channel “pigeon” is not known. Known are: desk, phone"),
    "outcome": ("c3,2021-03-01,KK,desk,p3,F,,A2.01,magic", "outcome “magic” is not known"),
    "date": ("c3,2021-02-30,KK,desk,p3,F,,A2.01,", "date “2021-02-30” is no date"),
    "future": ("c3,2199-01-01,KK,desk,p3,F,,A2.01,", "date 2199-01-01 has not come yet"),
    "birth date": ("c3,2021-03-01,KK,desk,p3,F,31/02/1984,A2.01,", "birth_date “31/02/1984” is no date"),
    "american": ("c3,2021-03-01,KK,desk,p3,F,5/13/1984,A2.01,", "birth_date “5/13/1984” is no date"),
    "born later": ("c3,2021-03-01,KK,desk,p3,F,2/3/2021,A2.01,", "birth_date 2/3/2021 is after the contact"),
    "no contact": (",2021-03-01,KK,desk,p3,F,,A2.01,", "contact_id is empty"),
    "too few": ("c3,2021-03-01,KK", "has 3 cells, the header has 9"),
    "too many": (GOOD.replace("c1", "c3") + ",x", "has 10 cells, the header has 9"),
    "same contact": ("c1,2021-03-02,KK,desk,p1,F,,A2.02,", "date is not the one that line 2 gives"),
    "same person": ("c3,2021-03-01,KK,desk,p1,M,,A2.02,", "sex is not the one that line 2 gives"),
}


@pytest.mark.parametrize(("row", "reason"), REASONS.values(), ids=REASONS.keys())
def test_a_bad_row_is_told_with_its_line_and_its_reason(load, row, reason):
    status, out, err = load(text(GOOD, row, MORE))

    lines = [line for line in err.splitlines() if line.startswith("line ")]
    assert (status, out) == (2, "")
    assert len(lines) == 1
    assert lines[0].startswith("line 3: ")
    assert reason in lines[0]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        ("\ufeff".encode(), "is empty"),
        (text(GOOD, header=HEADER.replace("channel", "way")).encode(), "the column “way” is not known"),
        (text(GOOD, header=HEADER.replace("channel", "date")).encode(), "the column “date” is there twice"),
        (
            text("c1,2021-03-01,KK,desk", header="contact_id,date,structure,channel").encode(),
            "“service_code” is missing",
        ),
        (text(GOOD, header=GOOD).encode(), "is not known"),
        (b"PK\x03\x04\x14\x00\x06\x00", "is not known"),
        (b'{"contact_id": 1}\n', "is not known"),
    ],
    ids=["empty", "blank", "mark only", "unknown", "twice", "missing", "no header", "xlsx", "json"],
)
def test_what_is_no_table_of_contacts_is_refused_in_one_line(load, content, words):
    status, out, err = load(content)

    assert (status, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_file_of_no_rows_is_good_and_changes_nothing(load):
    status, out, _err = load(HEADER + "\n")

    assert status == 0
    assert "0 contacts, 0 requests, 0 persons" in out
    assert everything() == [[], [], []]


@pytest.mark.parametrize("again", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_same_rows_again_change_nothing_whatever_they_are_written_in(load, again):
    load(text(GOOD, MORE, "c3,2021-03-03,KK,street,,M,3/5/1990,A1.01,"))
    before = everything()

    status, out, _err = load(
        text(GOOD, MORE, "c3,2021-03-03,KK,street,,M,1990-05-03,A1.01,").encode(again), name="b.csv"
    )

    assert (status, everything()) == (0, before)
    assert "0 contacts, 0 requests, 0 persons. Already there: 3 requests" in out


def test_bad_lines_are_skipped_into_a_file_that_can_be_mended_and_imported(load, tmp_path):
    status, _out, err = load(text(GOOD, REASONS["service"][0], MORE), "--skip-bad")

    bad = tmp_path / "rows.bad.csv"
    with bad.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert status == 0
    assert "1 bad lines were skipped" in err
    assert (row["line"], row["contact_id"], row["service_code"]) == ("3", "c3", "Z9.99")
    assert "Z9.99" in row["reason"]
    assert Request.objects.count() == 2

    status, _out, err = load(bad.read_bytes().replace(b"Z9.99", b"A2.02"), name="mended.csv")

    assert status == 0, err
    assert Request.objects.count() == 3


def test_a_dry_run_with_bad_rows_tells_them_and_writes_neither_rows_nor_files(load, tmp_path):
    rows = text(GOOD, REASONS["service"][0])

    assert load(rows, "--dry-run")[0] == 2
    status, out, err = load(rows, "--dry-run", "--skip-bad")

    assert status == 0
    assert "Dry run, nothing was kept." in out
    assert "1 contacts, 1 requests, 1 persons" in out
    assert "line 3: " in err
    assert everything() == [[], [], []]
    assert [file.name for file in tmp_path.iterdir()] == ["rows.csv"]


@pytest.mark.parametrize(
    ("written", "date", "precision"),
    [
        ("1984-05-03", dt.date(1984, 5, 3), "day"),
        ("3/5/1984", dt.date(1984, 5, 3), "day"),
        ("03.05.1984", dt.date(1984, 5, 3), "day"),
        ("1984-05", dt.date(1984, 5, 1), "month"),
        ("5/1984", dt.date(1984, 5, 1), "month"),
        ("00/05/1984", dt.date(1984, 5, 1), "month"),
        ("1984", dt.date(1984, 1, 1), "year"),
        ("περίπου 1984", dt.date(1984, 1, 1), "year"),
        ("?", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_a_birth_date_is_read_as_in_a_register_of_people(load, written, date, precision):
    status, _out, err = load(text(f"c1,2021-03-01,KK,desk,p1,F,{written},A2.01,"))

    person = Person.objects.get()
    assert status == 0, err
    assert (person.birth_date, person.birth_precision) == (date, precision)


def test_one_birth_date_may_be_written_in_two_ways(load):
    rows = [f"c{n},2021-03-01,KK,desk,p1,F,{born},A2.01," for n, born in enumerate(["3/5/1984", "1984-05", "1984", ""])]

    status, _out, err = load(text(*rows))

    assert status == 0, err
    assert Person.objects.get().birth_date == dt.date(1984, 5, 3)
