from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from uuid_utils import uuid7

from arogi.core.acting import acting_in
from arogi.people.bulk import PersonLines, PlainPerson
from arogi.people.duplicates import likely_duplicates
from arogi.people.search import find_people
from arogi.people.services.imports import store_lines
from tests.factories import municipality
from tests.people.factories import AMKA, TODAY, new_person

MOST_STATEMENTS = 7
PEOPLE = 3_000
SURNAMES = ("Παπαδόπουλος", "Καραγιάννης", "Οικονόμου", "Βλάχος", "Παππάς")
GIVEN = ("Γεώργιος", "Ιωάννης", "Ελένη", "Μαρία")


def _row(number):
    return PlainPerson(
        str(uuid7()),
        surname=SURNAMES[number % 5],
        first_name=GIVEN[number % 4],
        father_name=GIVEN[number % 3],
        birth_date=TODAY.replace(year=1930 + number % 80, month=number % 12 + 1, day=number % 28 + 1),
        birth_precision="day",
        phone=f"+3069{number:08d}",
        amka=f"{number:011d}",
        settlement_text="Παλαμάς",
        card_number=number + 1,
        last_contact_on=TODAY - dt.timedelta(days=number % 900),
    )


@pytest.fixture(scope="module")
def town(own_database):
    made = municipality()
    with acting_in(made.pk):
        lines = PersonLines(registered_on=TODAY)
        rows = [_row(number) for number in range(PEOPLE)]
        for number, row in enumerate(rows):
            lines.add(row)
            if number % 2:
                lines.add_household([(row.id, "head"), (rows[number - 1].id, "spouse")])
        store_lines(lines.take())
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


QUERIES = (
    "Παπαδόπουλος",
    "π",
    "Παπαδόπουλος Γεώργιος",
    "Παπ Γεω",
    "Παπαδόπουλος Γεώργιος Ιωάννης",
    "Παπαδοπυλοσ Γεωργοις",
    "Χατζη Γεωργίου",
    "Παπαδόπουλος 1984",
    "3/5/1984",
    AMKA,
    "6971234567",
    "12",
    "ΑΒ 123456",
)


def _statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [one["sql"] for one in captured if not one["sql"].startswith("SET LOCAL plan_cache_mode")]


def _scans(plan):
    if "Scan" in plan["Node Type"] and (plan.get("Index Name") or plan.get("Relation Name")):
        yield plan
    for part in plan.get("Plans", ()):
        yield from _scans(part)


def _scans_of_people(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        plan = cursor.fetchone()[0][0]["Plan"]
    names = (scan.get("Index Name") or scan["Relation Name"] for scan in _scans(plan))
    return [
        (name, scan.get("Index Cond", ""))
        for name, scan in zip(names, _scans(plan), strict=True)
        if name.startswith("people_") and scan["Node Type"] != "Bitmap Heap Scan"
    ]


def _refuse_what_reads_a_whole_town(statement, text):
    for name, condition in _scans_of_people(statement):
        assert "municipality_id" in condition, (text, name)
        assert " AND " in condition, (text, name, condition)


def test_the_database_guards_the_rows_that_are_searched(town):
    with acting_in(town.pk), connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('people_nametoken'), row_security_active('people_person')")
        assert cursor.fetchone() == (True, True)


@pytest.mark.parametrize("text", QUERIES)
def test_every_statement_of_a_search_is_served_by_an_index_under_row_level_security(town, text):
    with acting_in(town.pk):
        statements = _statements(lambda: find_people(text, today=TODAY, limit=50))

        assert 1 <= len(statements) <= MOST_STATEMENTS
        for statement in statements:
            _refuse_what_reads_a_whole_town(statement, text)


def test_the_search_for_duplicates_is_served_by_an_index_too(town):
    new = new_person(amka=AMKA, phone="6900000001", born="1984-05-03", father_name="Ιωάννης")
    with acting_in(town.pk):
        statements = _statements(lambda: likely_duplicates(new, today=TODAY))

        assert 1 <= len(statements) <= MOST_STATEMENTS
        for statement in statements:
            _refuse_what_reads_a_whole_town(statement, "duplicates")
