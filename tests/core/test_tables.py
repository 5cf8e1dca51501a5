from __future__ import annotations

import argparse
import io

import pytest
from django.utils import translation

from arogi.core.tables import BadLine, BadLines, Line, Progress, UnusableFile, add_import, open_table


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


COLUMNS = ("key", "name", "date")


def _file(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _read(tmp_path, content):
    table = open_table(_file(tmp_path, content), columns=COLUMNS, required={"key"})
    return table, list(table)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1253", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_encoding_and_separator_is_read(tmp_path, encoding, separator):
    text = separator.join(COLUMNS) + "\r\n" + separator.join(["1", "Άννα Ζωΐδου", "2020"]) + "\r\n"

    table, lines = _read(tmp_path, text.encode(encoding))

    assert table.separator == separator
    assert lines == [Line(2, {"key": "1", "name": "Άννα Ζωΐδου", "date": "2020"})]


def test_columns_come_in_any_order_and_may_be_left_out(tmp_path):
    _table, lines = _read(tmp_path, "NAME, Key\n Άννα ,7\n")

    assert lines == [Line(2, {"key": "7", "name": "Άννα", "date": ""})]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("key,colour\n", "“colour” is not known"),
        ("key,key\n", "“key” is there twice"),
        ("name,date\n", "“key” is missing"),
        (b"\0\0\0\0", "is not known"),
        (b"\xff\xfe\xfd", "known"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_one_sentence(tmp_path, content, says):
    with pytest.raises(UnusableFile, match=says):
        open_table(_file(tmp_path, content), columns=COLUMNS, required={"key"})


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnusableFile, match="cannot be read"):
        open_table(tmp_path / "none.csv", columns=COLUMNS, required={"key"})


def test_bad_lines_carry_the_number_of_the_line_they_begin_on(tmp_path):
    content = 'key,name,date\n1,"two\nlines",x\n2,short\n\n3,a,b,c\n4,a,b,,\n5,nul\0,b\n'

    _table, lines = _read(tmp_path, content)

    assert [(type(line), line.number) for line in lines] == [
        (Line, 2),
        (BadLine, 4),
        (BadLine, 6),
        (Line, 7),
        (BadLine, 8),
    ]


def test_one_broken_byte_does_not_turn_utf8_into_something_else(tmp_path):
    content = "key,name,date\n1,Άννα,\n".encode() + b"2,\xff,\n"

    _table, lines = _read(tmp_path, content)

    assert lines[0].values["name"] == "Άννα"
    assert isinstance(lines[1], BadLine)


def test_a_huge_cell_and_an_open_quote_are_bad_lines(tmp_path):
    content = f'key,name,date\n1,{"x" * 200_000},\n2,"never closed,\n' + "3,a,b\n" * 50_000

    _table, lines = _read(tmp_path, content)

    assert isinstance(lines[0], BadLine)
    assert lines[0].number == 2
    assert isinstance(lines[1], BadLine)
    assert lines[1].number == 3


def test_bad_lines_can_be_corrected_and_imported_again(tmp_path):
    table, lines = _read(tmp_path, "date;key;name\n;;Άννα\n;2\n")
    bad = BadLines(table)
    bad.refuse(lines[0], "no key")
    bad.add(lines[1])

    bad.write(bad.path())

    again = open_table(bad.path(), columns=COLUMNS, required={"key"})
    assert [line.values for line in again] == [
        {"key": "", "name": "Άννα", "date": ""},
        {"key": "2", "name": "", "date": ""},
    ]


def test_bad_lines_are_listed_in_order_and_not_without_end(tmp_path):
    table, _lines = _read(tmp_path, "key\n")
    bad = BadLines(table)
    for number in range(60, 0, -1):
        bad.add(BadLine(number, "odd"))
    shown = io.StringIO()

    bad.show(shown)

    assert shown.getvalue().startswith("line 1: odd\nline 2: odd\n")
    assert "10 more" in shown.getvalue()


def test_progress_ends_with_the_figure():
    shown = io.StringIO()
    progress = Progress("People", 1000, stream=shown)
    progress.advance(1000)

    progress.end()

    assert "People: 1,000 / 1,000" in shown.getvalue()


def test_two_modules_share_the_import_word():
    parser = argparse.ArgumentParser()
    subcommands = parser.add_subparsers()
    add_import(subcommands, "people", description="p", handle=lambda arguments: 1)
    add_import(subcommands, "contacts", description="c", handle=lambda arguments: 2)

    chosen = parser.parse_args(["import", "contacts", "a.csv", "--municipality", "x", "--skip-bad"])

    assert chosen.handle(chosen) == 2
    assert (chosen.skip_bad, chosen.dry_run) == (True, False)
