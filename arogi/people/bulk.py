"""Many persons at once: plain tuples in, lines for COPY out. For imports, the demonstration and measurements.

`PersonLines` makes the lines of all tables of a person in the entered municipality. Who writes them decides how: the
owner copies straight into the tables (`copy_into`), the application's role, which row-level security keeps from COPY,
copies into a temporary table first (`people.imports`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from arogi.core import keys, tenancy
from arogi.core.row_ids import RowIds
from arogi.core.values.identifier_kinds import mask
from arogi.people.sealing import IDENTIFIERS, PHONES, bare_number
from arogi.people.tokens import order_of, sounds_of

COLUMNS: Mapping[str, str] = {
    "people_person": (
        "id, municipality_id, version, card_number, registered_on, registered_at_id, source_key, surname, first_name, "
        "father_name, mother_name, latin_surname, latin_first_name, called, sort_key, sex, birth_date, "
        "birth_precision, birth_place, citizenships, languages, needs_interpreter, do_not_phone, do_not_write, "
        "do_not_visit, hide_address, alert, no_identifier_reason, status, status_reason, last_contact_on"
    ),
    "people_nametoken": "id, municipality_id, person_id, is_own, sound",
    "people_identifier": (
        "id, municipality_id, version, person_id, kind, value, blind_index, last_characters, detail, missing_reason, "
        "override_reason, warnings"
    ),
    "people_phone": (
        "id, municipality_id, version, person_id, value, blind_index, owner, owner_name, safe_to_call, safe_to_text, "
        "position"
    ),
    "people_address": (
        "id, municipality_id, version, person_id, settlement_id, settlement_text, street, postcode, no_fixed_abode"
    ),
    "people_household": "id, municipality_id, version, tenure, note",
    "people_householdmembership": "id, municipality_id, version, household_id, person_id, relation",
}
"""The tables in the order of their foreign keys, each with the columns of its lines."""


class PlainPerson(NamedTuple):
    """One person as plain values, already read and checked; texts are NFC and without control characters.

    Attributes:
        id: UUIDv7 as text.
        birth_date: the first day of what is known, None when `birth_precision` is `unknown`.
        amka: in normal form, or empty. `amka_warnings`: codes of the rules it fails, as a JSON list.
        phone: E.164, or empty.
        settlement_id: of the settlement, as text; empty for one that is only named.
    """

    id: str
    surname: str = ""
    first_name: str = ""
    father_name: str = ""
    mother_name: str = ""
    latin_surname: str = ""
    latin_first_name: str = ""
    called: str = ""
    sex: str = ""
    birth_date: dt.date | None = None
    birth_precision: str = "unknown"
    amka: str = ""
    amka_warnings: str = "[]"
    phone: str = ""
    settlement_id: str = ""
    settlement_text: str = ""
    source_key: str = ""
    card_number: int | None = None
    last_contact_on: dt.date | None = None

    @property
    def all_names(self) -> tuple[str, ...]:
        """Give the seven names in the order of the table's columns."""
        return self[1:8]

    def but(self, **values: Any) -> PlainPerson:
        """Give the same person with other values."""
        return self._replace(**values)


class PersonLines:
    """Lines of COPY's text format for persons of the entered municipality.

    Args:
        registered_on: of all persons.
        registered_at: the structure's id, if any.
    """

    def __init__(self, *, registered_on: dt.date, registered_at: UUID | None = None) -> None:
        municipality = tenancy.current_municipality_id()
        self._registered = f"{registered_on}\t{registered_at or chr(92) + 'N'}"
        self._here = str(municipality)
        self._ids = RowIds()
        cipher = keys.identifier_cipher()
        self._encrypt = {table: cipher.column(table, "value") for table in (IDENTIFIERS, PHONES)}
        self._blind = keys.blind_index().of
        self.lines: dict[str, list[str]] = {table: [] for table in COLUMNS}

    def add(self, person: PlainPerson) -> None:
        """Make the lines of one person."""
        self.lines["people_person"].append(self._person(person))
        self.add_tokens(person)
        self.add_details(person)

    def add_tokens(self, person: PlainPerson, *, known: Container[str] = ()) -> None:
        """Make the lines of the words that a person is found by, but for those known already."""
        row_id, whose = self._ids.next, f"{self._here}\t{person.id}"
        self.lines["people_nametoken"] += [
            f"{row_id()}\t{whose}\t{'t' if own else 'f'}\t{sound}\n"
            for sound, own in sounds_of(person.all_names).items()
            if sound not in known
        ]

    def add_details(self, person: PlainPerson) -> None:
        """Make the lines of number, phone and address."""
        if person.amka:
            self._identifier(person)
        if person.phone:
            self._phone(person)
        if person.settlement_id or person.settlement_text:
            place = f"{person.settlement_id or _NULL}\t{escaped(person.settlement_text)}"
            self.lines["people_address"].append(f"{self._ids.next()}\t{self._here}\t1\t{person.id}\t{place}\t\t\tf\n")

    def index_of_identifier(self, number: str) -> bytes:
        """Give the blind index of a number, to be compared with one that is stored."""
        return self._blind(IDENTIFIERS, bare_number(number))

    def add_household(self, members: Iterable[tuple[str, str]]) -> None:
        """Make the lines of one household; members are (person's id, relation)."""
        row_id, household_id = self._ids.next, self._ids.next()
        home = f"{self._here}\t1\t{household_id}"
        self.lines["people_household"].append(f"{household_id}\t{self._here}\t1\t\t\n")
        self.lines["people_householdmembership"] += [
            f"{row_id()}\t{home}\t{person_id}\t{relation}\n" for person_id, relation in members
        ]

    def take(self) -> dict[str, bytes]:
        """Give the lines made so far by table, and begin anew."""
        taken = {table: "".join(lines).encode() for table, lines in self.lines.items() if lines}
        for lines in self.lines.values():
            lines.clear()
        self._ids = RowIds()
        return taken

    def _person(self, person: PlainPerson) -> str:
        names = "\t".join(person.all_names)
        if "\\" in names:
            names = "\t".join(map(escaped, person.all_names))
        order = escaped(order_of(person))
        return (
            f"{person.id}\t{self._here}\t1\t{_NULL if person.card_number is None else person.card_number}\t"
            f"{self._registered}\t{escaped(person.source_key)}\t{names}\t{order}\t{person.sex}\t"
            f"{person.birth_date or _NULL}\t{person.birth_precision}\t\t{{}}\t{{}}\tf\tf\tf\tf\tf\t\t\tactive\t\t"
            f"{person.last_contact_on or _NULL}\n"
        )

    def _identifier(self, person: PlainPerson) -> None:
        row_id = self._ids.next()
        value, blind = self._sealed(IDENTIFIERS, row_id, person.amka)
        reason = "" if person.amka_warnings == "[]" else "import"
        self.lines["people_identifier"].append(
            f"{row_id}\t{self._here}\t1\t{person.id}\tamka\t{value}\t{blind}\t{escaped(mask(person.amka).lstrip('*'))}\t\t\t"
            f"{reason}\t{person.amka_warnings}\n"
        )

    def _phone(self, person: PlainPerson) -> None:
        row_id = self._ids.next()
        value, blind = self._sealed(PHONES, row_id, person.phone)
        self.lines["people_phone"].append(f"{row_id}\t{self._here}\t1\t{person.id}\t{value}\t{blind}\town\t\tt\tt\t1\n")

    def _sealed(self, table: str, row_id: str, number: str) -> tuple[str, str]:
        value = self._encrypt[table](number, row_id)
        return f"\\\\x{value.hex()}", f"\\\\x{self._blind(table, bare_number(number)).hex()}"


_NULL = "\\N"


def escaped(text: str) -> str:
    """Write a text for COPY's text format."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r") if text else text


def copy_into(connection: Any, taken: Mapping[str, bytes]) -> None:
    """Write the lines straight into the tables, as their owner while row-level security is not forced on it.

    Args:
        connection: of psycopg.
        taken: what `PersonLines.take` gave.
    """
    with connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            if table in taken:
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write(taken[table])


@contextlib.contextmanager
def straight(connection: Any, tables: Iterable[str]) -> Iterator[None]:
    """Let the owner copy into tables at full speed: no key, index or forced policy until the block ends.

    Everything is put back, and every row checked, before the transaction can commit; nobody else can read the tables
    meanwhile. For an installation's first load, never beside people at work.

    Args:
        connection: of psycopg, signed in as the owner, inside a transaction.
        tables: those that are written.
    """
    with connection.cursor() as cursor:
        around = _surroundings(cursor, list(tables))
        for table in around.walled:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for table, key, _definition in reversed(around.keys):
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{key}"')
        for index, _definition in around.indexes:
            cursor.execute(f"DROP INDEX {index}")
        yield
        for _index, definition in around.indexes:
            cursor.execute(definition)
        for table, key, definition in around.keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{key}" {definition}')
        for table in around.walled:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


class _Surroundings(NamedTuple):
    """What hangs on some tables.

    Attributes:
        keys: (table, name, definition), foreign keys after the keys that they need.
        indexes: (name, definition) of those without a constraint.
        walled: names of these tables, and of those at the other ends of their foreign keys.
    """

    keys: list[tuple[str, str, str]]
    indexes: list[tuple[str, str]]
    walled: list[str]


# Foreign keys from and to the tables: a primary key cannot be taken away while another table points to it.
_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), confrelid::regclass::text
  FROM pg_constraint
 WHERE conparentid = 0
   AND (contype IN ('p', 'u', 'f') AND conrelid::regclass::text = ANY(%(tables)s)
        OR contype = 'f' AND confrelid::regclass::text = ANY(%(tables)s))
 ORDER BY contype = 'f', conrelid, conname
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
  FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('p', 'u', 'x')
 WHERE conindid IS NULL AND indrelid::regclass::text = ANY(%s)
"""
_WALLED = "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity AND oid::regclass::text = ANY(%s)"


def _surroundings(cursor: Any, tables: list[str]) -> _Surroundings:
    cursor.execute(_KEYS, {"tables": tables})
    found = cursor.fetchall()
    cursor.execute(_INDEXES, [tables])
    indexes = cursor.fetchall()
    # A foreign key is checked as the owner, who must see the rows on both sides.
    both_ends = {table for source, _name, _definition, target in found for table in (source, target)} - {"-"}
    cursor.execute(_WALLED, [[*tables, *both_ends]])
    walled = [name for (name,) in cursor.fetchall()]
    return _Surroundings([(table, key, definition) for table, key, definition, _target in found], indexes, walled)
