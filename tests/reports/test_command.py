import csv
import io
import json
import zipfile

import pytest
import time_machine
from odfdo import Document as OpenDocument

from arogi.centres.models import Municipality, Structure
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from arogi.demo.activity import karditsa_first_quarter, maroussi_2021, volos_grocery_2022, write_contacts_csv
from tests.reception.commands import arogi

PERIOD = ("2017-12-01", "2018-02-28")
MEASURES = ["persons", "new_persons", "new_persons_in_structure", "contacts", "requests", "anonymous_contacts"]


@pytest.fixture
def report(db, tmp_path, capfd):
    """Load made-up activity into an empty municipality, and ask for its report as JSON."""

    def load(activity):
        structures = [word for code, kind in activity.structures for word in ("--structure", f"{code}={kind}")]
        assert arogi("municipality", "add", "town", "--name", activity.name_el, *structures) == 0
        with (tmp_path / "rows.csv").open("w", encoding="utf-8") as file:
            write_contacts_csv(activity.rows, file)
        assert arogi("import", "contacts", str(tmp_path / "rows.csv"), "--municipality", "town") == 0

        def ask(since, until, *words, form="json"):
            capfd.readouterr()
            period = ["--from", str(since), "--to", str(until)]
            assert arogi("report", "activity", "--municipality", "town", *period, *words, "--format", form) == 0
            said = capfd.readouterr().out
            return json.loads(said) if form == "json" else said

        return ask

    return load


def test_karditsa_published_its_first_quarter_like_this(report):
    ask = report(karditsa_first_quarter(7))

    answer = ask("2017-12-01", "2018-02-28", "--by", "structure,sex")

    assert (answer["totals"]["persons"], answer["totals"]["requests"]) == (805, 978)
    requests = {(row["structure"], row["sex"]): row["requests"] for row in answer["rows"]}
    assert requests == {("KK", "M"): 298, ("KK", "F"): 218, ("ROMA", "M"): 171, ("ROMA", "F"): 291}
    by_structure = ask("2017-12-01", "2018-02-28", "--by", "structure")["rows"]
    assert {row["structure"]: row["requests"] for row in by_structure} == {"KK": 516, "ROMA": 462}


def test_karditsa_is_the_same_after_its_rows_went_through_a_file(report, tmp_path, capfd):
    ask = report(karditsa_first_quarter(7))
    before = ask("2017-12-01", "2018-02-28", "--by", "structure,sex")
    words = ["municipality", "add", "again", "--name", "Ξανά", "--structure", "KK=centre"]
    arogi(*words, "--structure", "ROMA=roma_branch")
    period = ["--from", "2017-12-01", "--to", "2018-02-28"]

    arogi("export", "contacts", str(tmp_path / "out.csv"), "--municipality", "town", *period)
    arogi("import", "contacts", str(tmp_path / "out.csv"), "--municipality", "again")
    capfd.readouterr()
    words = ["report", "activity", "--municipality", "again", *period, "--by", "structure,sex", "--format", "json"]
    arogi(*words)

    after = json.loads(capfd.readouterr().out)
    assert (after["rows"], after["totals"]) == (before["rows"], before["totals"])


def test_maroussi_published_its_year_by_category_like_this(report):
    ask = report(maroussi_2021(7))

    answer = ask("2021-01-01", "2021-12-31", "--by", "service")

    assert sorted(row["requests"] for row in answer["rows"]) == sorted([419, 518, 271, 46, 16, 10, 7, 6, 4, 3])
    assert answer["totals"]["requests"] == 1300
    assert answer["totals"]["persons"] < 1300


def test_volos_published_person_months_as_persons(report):
    ask = report(volos_grocery_2022(7))

    answer = ask("2022-07-01", "2022-12-31", "--by", "month,age_band")

    minors, adults = {}, {}
    for row in answer["rows"]:
        group = minors if row["age_band"] in ("0-5", "6-11", "12-17") else adults
        group[row["month"]] = group.get(row["month"], 0) + row["persons"]
    assert list(adults.values()) == [289, 281, 249, 248, 245, 293]
    assert list(minors.values()) == [134, 135, 118, 114, 121, 161]
    assert answer["person_months"] == 2388
    assert answer["totals"]["persons"] < 2388


def test_the_answer_has_the_published_form(report):
    ask = report(karditsa_first_quarter(7))

    answer = ask("2017-12-01", "2018-02-28", "--structure", "KK", "--by", "quarter")

    assert (answer["municipality"], answer["from"], answer["to"]) == ("town", "2017-12-01", "2018-02-28")
    assert list(answer["definitions"]) == MEASURES
    assert all(set(words) == {"el", "en"} for words in answer["definitions"].values())
    assert list(answer["totals"]) == MEASURES
    assert [row["quarter"] for row in answer["rows"]] == ["2017-Q4", "2018-Q1"]
    assert answer["totals"]["requests"] == 516


def test_each_form_says_the_same_numbers_and_is_the_same_bytes_again(report, tmp_path):
    ask = report(karditsa_first_quarter(7))
    period = ("2017-12-01", "2018-02-28")

    rows = list(csv.reader(io.StringIO(ask(*period, "--by", "structure,sex", form="csv").lstrip("\ufeff"))))
    assert rows[0] == ["structure", "sex", *MEASURES]
    assert rows[-1][0] == "total"
    assert [row[6] for row in rows[1:]] == ["218", "298", "291", "171", "978"]
    assert "978" in ask(*period, "--by", "structure,sex", form="table")
    for form, magic in (("xlsx", b"PK"), ("ods", b"PK"), ("pdf", b"%PDF")):
        files = [tmp_path / f"{name}.{form}" for name in ("first", "second")]
        for file in files:
            ask(*period, "--by", "structure,sex", "--output", str(file), form=form)
        assert files[0].read_bytes().startswith(magic)
        assert files[0].read_bytes() == files[1].read_bytes()


def test_what_a_heading_does_not_say_is_defined_in_both_languages(report):
    ask = report(karditsa_first_quarter(7))
    period = ("2017-12-01", "2018-02-28")

    answer = ask(*period, "--by", "sub_project,nationality,referral")

    assert list(answer["dimension_definitions"]) == ["sub_project", "nationality", "referral"]
    assert all(words["el"] and words["en"] for words in answer["dimension_definitions"].values())
    values = {(row["sub_project"], row["nationality"], row["referral"]) for row in answer["rows"]}
    assert values == {("", "", "no"), ("", "", "yes")}
    assert answer["totals"]["persons"] == 805
    assert "By the citizenships that are stated today" in ask(*period, "--by", "nationality", form="table")
    assert ask(*period, "--by", "sex")["dimension_definitions"] == {}


def test_the_pdf_is_tagged_and_speaks_its_language(report, tmp_path):
    ask = report(karditsa_first_quarter(7))

    ask("2017-12-01", "2018-02-28", "--by", "structure", "--output", str(tmp_path / "report.pdf"), form="pdf")

    content = (tmp_path / "report.pdf").read_bytes()
    for sign in (b"/StructTreeRoot", b"/Lang", b"pdfuaid:part", b"/DisplayDocTitle true"):
        assert sign in content


def test_no_text_of_a_workbook_is_a_formula(report, tmp_path):
    ask = report(karditsa_first_quarter(7))
    with acting_in(Municipality.objects.get(slug="town").pk):
        Structure.objects.filter(code="KK").update(name_el="=HYPERLINK(1)", name_en="=HYPERLINK(1)")

    ask("2017-12-01", "2018-02-28", "--by", "structure", "--output", str(tmp_path / "report.xlsx"), form="xlsx")

    with zipfile.ZipFile(tmp_path / "report.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b"=HYPERLINK(1)" in book.read("xl/sharedStrings.xml")


def test_an_open_document_holds_the_numbers_as_numbers_and_no_formula(report, tmp_path):
    ask = report(karditsa_first_quarter(7))
    hostile = "=HYPERLINK(1)<b>\x01\u202e" + "α" * 100
    with acting_in(Municipality.objects.get(slug="town").pk):
        Structure.objects.filter(code="KK").update(name_el=hostile, name_en=hostile)

    with time_machine.travel("2026-11-22 10:00"):
        ask(*PERIOD, "--by", "structure,sex", "--output", str(tmp_path / "report.ods"), form="ods")
    with time_machine.travel("2027-01-01 12:00"):
        ask(*PERIOD, "--by", "structure,sex", "--output", str(tmp_path / "later.ods"), form="ods")

    assert (tmp_path / "report.ods").read_bytes() == (tmp_path / "later.ods").read_bytes()
    with zipfile.ZipFile(tmp_path / "report.ods") as book:
        assert book.infolist()[0].filename == "mimetype"
        assert book.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        assert b"table:formula" not in book.read("content.xml")
    numbers, definitions = OpenDocument(tmp_path / "report.ods").body.tables
    rows = list(numbers.iter_values())
    assert rows[4][0] == f"=HYPERLINK(1)<b>\ufffd\u202e{'α' * 100} (KK)"
    assert [row[6] for row in rows[4:]] == [218, 298, 291, 171, 978]
    assert [row[0] for row in definitions.iter_values()][:6] == rows[3][2:]


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "2018-02-28", "--to", "2017-12-01"],
        ["--from", "yesterday", "--to", "2017-12-01"],
        ["--from", "2017-12-01", "--to", "2018-02-28", "--by", "colour"],
        ["--from", "2017-12-01", "--to", "2018-02-28", "--structure", "NONE"],
        ["--from", "2017-12-01", "--to", "2018-02-28", "--output", "/nowhere/report.json"],
    ],
    ids=["backwards", "no date", "dimension", "structure", "place"],
)
def test_a_question_that_cannot_be_answered_is_said_in_one_line(report, capfd, words):
    report(karditsa_first_quarter(7))
    capfd.readouterr()

    assert arogi("report", "activity", "--municipality", "town", *words) == 2

    assert len(capfd.readouterr().err.strip().splitlines()) == 1


def test_a_report_of_the_command_line_leaves_an_access_record(report):
    ask = report(karditsa_first_quarter(7))

    ask("2017-12-01", "2018-02-28")

    with acting_in(Municipality.objects.get(slug="town").pk):
        assert AccessRecord.objects.filter(verb="export", kind="activity_report").count() == 1
