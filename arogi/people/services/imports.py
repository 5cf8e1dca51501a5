"""Reading a register of people from a file, and writing it at thousands a second.

Twice through the file: first every line is read and checked, so that nothing is written of a file with a bad line; then
it is written in portions through temporary tables, because COPY goes past row-level security and is refused on the
tables themselves. A person whose key is known is the same person: what is empty in the file is filled, what differs is
reported and never overwritten, so that the same file again changes nothing.
"""

# Statements are put together from constants of this program; every value travels as a parameter.
# ruff: noqa: S608
from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from uuid_utils import uuid7

from arogi.centres.models import Settlement
from arogi.core import audit, tenancy
from arogi.core.tables import BadLine, BadLines, Line, Progress, Table
from arogi.core.values import amka, phone
from arogi.core.values.checked import UnreadableValue
from arogi.core.values.dates import IN_FUTURE, read_birth_date
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate, Precision
from arogi.core.values.typed_text import is_blank
from arogi.people.bulk import COLUMNS as TABLE_COLUMNS
from arogi.people.bulk import PersonLines, PlainPerson
from arogi.people.errors import ImpossibleFact
from arogi.people.kept_text import kept
from arogi.people.names.folding import bare
from arogi.people.services.card_numbers import take_card_numbers
from arogi.people.services.suspects import Suspect, raise_suspects
from arogi.people.tokens import order_of, sounds_of

NAMES = ("surname", "first_name", "father_name", "mother_name", "latin_surname", "latin_first_name", "called")
COLUMNS = ("person_key", *NAMES, "birth_date", "sex", "amka", "phone", "settlement")
REQUIRED = frozenset({"person_key"})
PORTION = 5_000
MOST_CONFLICTS = 1_000
_SEXES = {"": "", "M": "M", "F": "F", "X": "X", "Α": "M", "A": "M", "Θ": "F"}
_GREEK_NUMBER = re.compile(r"(?:2|69)[0-9]{8,9}")
_ISO = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")


_Numbered = tuple[int, PlainPerson]  # with the number of the line


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which the file and the register disagree; the register stands."""

    line: int
    person_key: str
    field: str


@dataclass(slots=True)
class PeopleImport:
    """What an import did.

    Attributes:
        new: persons taken in. `filled`: known persons of whom something more is known now. `unchanged`: the others.
        warned: AMKAs that fail a rule; they are kept with their warnings.
        suspects: pairs that may be one person; each waits for a decision.
    """

    new: int = 0
    filled: int = 0
    unchanged: int = 0
    warned: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)


def check_people(table: Table, *, today: dt.date) -> BadLines:
    """Read the whole file and give its bad lines; nothing is written."""
    bad = BadLines(table)
    progress = Progress(_("Checking"), table.length)
    for _person in _read(table, bad, today, progress):
        pass
    progress.end()
    return bad


def import_people(table: Table, *, today: dt.date, at: dt.datetime, file_digest: str) -> PeopleImport:
    """Write the good lines of a file into the entered municipality.

    Args:
        table: the opened file.
        today: the day of registration, and for reading years of two digits.
        at: the moment.
        file_digest: names the file in the access record.
    """
    result = PeopleImport()
    progress = Progress(_("Importing"), table.length)
    writer = _Writer(today, result)
    portion: list[tuple[int, PlainPerson]] = []
    for each in _read(table, BadLines(table), today, progress):
        portion.append(each)
        if len(portion) == PORTION:
            writer.write(portion)
            portion.clear()
    writer.write(portion)
    progress.end()
    result.suspects = raise_suspects(at=at)
    audit.record(
        "import",
        kind="person",
        file=file_digest,
        new=result.new,
        filled=result.filled,
        unchanged=result.unchanged,
        suspects=len(result.suspects),
    )
    return result


def _read(table: Table, bad: BadLines, today: dt.date, progress: Progress) -> Iterator[tuple[int, PlainPerson]]:
    """Give the persons of the good lines with their numbers; a line that says the same again is passed over."""
    reader = _Reader(today)
    seen: dict[str, tuple[int, PlainPerson]] = {}
    for line in progress.over(table):
        if isinstance(line, BadLine):
            bad.add(line)
            continue
        try:
            person = reader.read(line)
        except (UnreadableValue, ImpossibleFact) as reason:
            bad.refuse(line, str(reason))
            continue
        first = seen.setdefault(person.source_key, (line.number, person))
        if first[1] is person:
            yield line.number, person
        elif first[1] != person.but(id=first[1].id):
            message = _("The key %(key)s stands for somebody else on line %(line)d.")
            bad.refuse(line, message % {"key": person.source_key, "line": first[0]})


class _Reader:
    """Turns lines into persons."""

    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._known: dict[str, str] = {}
        self._settlements = {
            bare(name): str(settlement_id) for settlement_id, name in Settlement.objects.values_list("pk", "name")
        }

    def read(self, line: Line) -> PlainPerson:
        """Read one line.

        Raises:
            UnreadableValue, ImpossibleFact: it cannot be kept; the text says why.
        """
        values = line.values
        key = kept(values["person_key"], at_most=120, field="person_key")
        if not key:
            raise ImpossibleFact(_("The person_key is missing."))
        sex = _SEXES.get(values["sex"].upper())
        if sex is None:
            raise ImpossibleFact(_("The sex is M, F, X or nothing."))
        born = self._born(values["birth_date"])
        number, warnings = _amka(values["amka"], born, sex)
        settlement = kept(values["settlement"], at_most=120, field="settlement")
        settlement_id = self._settlement_id(settlement)
        names: dict[str, Any] = {name: kept(values[name], at_most=120, field=name) for name in NAMES}
        return PlainPerson(
            str(uuid7()),
            **names,
            sex=sex,
            birth_date=born.date,
            birth_precision=born.precision.value,
            amka=number,
            amka_warnings=warnings,
            phone=_phone(values["phone"]),
            settlement_id=settlement_id,
            settlement_text="" if settlement_id else settlement,
            source_key=key,
        )

    def _settlement_id(self, settlement: str) -> str:
        if settlement not in self._known:
            self._known[settlement] = self._settlements.get(bare(settlement), "") if settlement else ""
        return self._known[settlement]

    def _born(self, text: str) -> PartialDate:
        if not text:
            return UNKNOWN_DATE
        if _ISO.fullmatch(text):
            # The usual form, read without the detour; a day that no calendar has goes the long way to its sentence.
            try:
                date = dt.date.fromisoformat(text)
            except ValueError:
                date = self._today.max
            if date <= self._today:
                return PartialDate(date, Precision.DAY)
        checked = read_birth_date(text, on=self._today)
        if IN_FUTURE.code in checked.codes:
            raise ImpossibleFact(IN_FUTURE.message)
        return checked.value


def _amka(text: str, born: PartialDate, sex: str) -> tuple[str, str]:
    if is_blank(text):
        return "", "[]"
    checked = amka.check(text, born=born, sex=sex)
    return checked.value, json.dumps(checked.codes) if checked.codes else "[]"


def _phone(text: str) -> str:
    if is_blank(text):
        return ""
    # The usual forms, read without the detour: ten digits are one Greek number.
    if len(text) == 10 and _GREEK_NUMBER.fullmatch(text):
        return f"+30{text}"
    return phone.check(text).value


@dataclass(frozen=True, slots=True)
class _Known:
    """A person who is there already, as far as an import can fill."""

    plain: PlainPerson
    amka_index: bytes | None
    has_phone: bool
    has_address: bool


class _Writer:
    """Writes portions of persons."""

    def __init__(self, today: dt.date, result: PeopleImport) -> None:
        self._here = tenancy.current_municipality_id()
        self._lines = PersonLines(registered_on=today)
        self._result = result
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE IF NOT EXISTS import_new (person_id uuid PRIMARY KEY) ON COMMIT DROP"
            )
            cursor.execute("TRUNCATE import_new")
            cursor.execute(
                "CREATE TEMPORARY TABLE IF NOT EXISTS import_kept (id uuid PRIMARY KEY, kept uuid) ON COMMIT DROP"
            )
            cursor.execute("TRUNCATE import_kept")
            cursor.execute(_NOTE_KEPT, {"here": self._here})

    def write(self, portion: Sequence[_Numbered]) -> None:
        """Take in who is new and fill what is empty of who is known."""
        if not portion:
            return
        known = _known_by_key(self._here, [person.source_key for _line, person in portion])
        new, there, later = _divided(portion, known)
        changed = [filled for line, person, of in there if (filled := self._filled(line, person, of))]
        self._result.new += len(new)
        self._result.filled += len(changed)
        self._result.unchanged += len(there) - len(changed)
        self._result.warned += sum(person.amka_warnings != "[]" for person in new)
        numbered = _numbered([*new, *changed])
        for person in numbered[: len(new)]:
            self._lines.add(person)
        _fill(self._here, numbered[len(new) :])
        store_lines(self._lines.take())
        _note_new([person.id for person in new])
        self.write(later)

    def _filled(self, line: int, person: PlainPerson, known: _Known) -> PlainPerson | None:
        """Give the known person with what the file adds, None when it adds nothing; make the lines of what is added.

        Somebody whom only contacts knew has no card number yet: being in a register of people gives one.
        """
        there = known.plain
        added: dict[str, Any] = {}
        for name in (*NAMES, "sex"):
            self._compare(line, person, name, getattr(there, name), added)
        if person.birth_date and not there.birth_date:
            added |= {"birth_date": person.birth_date, "birth_precision": person.birth_precision}
        elif person.birth_date and (there.birth_date, there.birth_precision) != (
            person.birth_date,
            person.birth_precision,
        ):
            self._conflict(line, person, "birth_date")
        details = self._details(line, person, known)
        if not added and not details and there.card_number is not None:
            return None
        filled = there.but(**added)
        if set(added) & set(NAMES):
            self._lines.add_tokens(filled, known=sounds_of(there.all_names))
        self._lines.add_details(PlainPerson(there.id, **details))
        return filled

    def _compare(self, line: int, person: PlainPerson, name: str, value: str, added: dict[str, Any]) -> None:
        wanted = getattr(person, name)
        if wanted and not value:
            added[name] = wanted
        elif wanted and wanted != value:
            self._conflict(line, person, name)

    def _details(self, line: int, person: PlainPerson, known: _Known) -> dict[str, Any]:
        details: dict[str, Any] = {}
        if person.amka and known.amka_index is None:
            details |= {"amka": person.amka, "amka_warnings": person.amka_warnings}
        elif person.amka and known.amka_index != self._lines.index_of_identifier(person.amka):
            self._conflict(line, person, "amka")
        if person.phone and not known.has_phone:
            details["phone"] = person.phone
        if (person.settlement_id or person.settlement_text) and not known.has_address:
            details |= {"settlement_id": person.settlement_id, "settlement_text": person.settlement_text}
        return details

    def _conflict(self, line: int, person: PlainPerson, name: str) -> None:
        if len(self._result.conflicts) < MOST_CONFLICTS:
            self._result.conflicts.append(Conflict(line, person.source_key, name))


def _divided(
    portion: Sequence[_Numbered], known: Mapping[str, _Known]
) -> tuple[list[PlainPerson], list[tuple[int, PlainPerson, _Known]], list[_Numbered]]:
    """Divide lines into new persons, known ones, and those whose file an earlier line of the portion means, too."""
    new: list[PlainPerson] = []
    there: list[tuple[int, PlainPerson, _Known]] = []
    later: list[_Numbered] = []
    files: set[str] = set()
    for line, person in portion:
        of = known.get(person.source_key)
        if of is None:
            new.append(person)
        elif of.plain.id in files:
            later.append((line, person))
        else:
            files.add(of.plain.id)
            there.append((line, person, of))
    return new, there, later


def _numbered(persons: Sequence[PlainPerson]) -> list[PlainPerson]:
    """Give card numbers to those who have none."""
    count = sum(person.card_number is None for person in persons)
    numbers = itertools.count(take_card_numbers(count)) if count else iter(())
    return [person.but(card_number=next(numbers)) if person.card_number is None else person for person in persons]


# A file may have been merged into one that was merged in its turn.
_NOTE_KEPT = """
INSERT INTO import_kept
WITH RECURSIVE merged AS (
     SELECT id, merged_into_id AS target FROM people_person
      WHERE municipality_id = %(here)s AND merged_into_id IS NOT NULL
      UNION
     SELECT merged.id, p.merged_into_id FROM merged
       JOIN people_person p ON p.municipality_id = %(here)s AND p.id = merged.target
      WHERE p.merged_into_id IS NOT NULL
)
SELECT merged.id, merged.target FROM merged
  JOIN people_person p ON p.municipality_id = %(here)s AND p.id = merged.target AND p.merged_into_id IS NULL
"""
_KNOWN = """
SELECT wanted.key, person.id, person.surname, person.first_name, person.father_name, person.mother_name,
       person.latin_surname, person.latin_first_name, person.called, person.sex, person.birth_date,
       person.birth_precision, amka.blind_index, phone.person_id IS NOT NULL, address.person_id IS NOT NULL,
       person.card_number
  FROM unnest(%(keys)s::text[]) AS wanted (key)
 CROSS JOIN LATERAL (
       SELECT coalesce((SELECT k.kept FROM import_kept k WHERE k.id = p.id), p.id) AS id FROM people_person p
        WHERE p.municipality_id = %(here)s AND p.source_key = wanted.key AND p.source_key <> '' LIMIT 1
       ) named
 CROSS JOIN LATERAL (
       SELECT * FROM people_person p WHERE p.municipality_id = %(here)s AND p.id = named.id LIMIT 1
       ) person
  LEFT JOIN LATERAL (
       SELECT i.blind_index FROM people_identifier i
        WHERE i.municipality_id = %(here)s AND i.person_id = person.id AND i.kind = 'amka' AND i.value IS NOT NULL
        LIMIT 1
       ) amka ON true
  LEFT JOIN LATERAL (
       SELECT f.person_id FROM people_phone f
        WHERE f.municipality_id = %(here)s AND f.person_id = person.id LIMIT 1
       ) phone ON true
  LEFT JOIN LATERAL (
       SELECT a.person_id FROM people_address a
        WHERE a.municipality_id = %(here)s AND a.person_id = person.id LIMIT 1
       ) address ON true
"""


def _known_by_key(here: UUID, keys: list[str]) -> dict[str, _Known]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"keys": keys, "here": here})
        return {row[0]: _known(row) for row in cursor.fetchall()}


def _known(row: Sequence[Any]) -> _Known:
    names = dict(zip(NAMES, row[2:9], strict=True))
    facts = {"sex": row[9], "birth_date": row[10], "birth_precision": row[11], "card_number": row[15]}
    plain = PlainPerson(str(row[1]), **names, **facts, source_key=row[0])
    index = bytes(row[12]) if row[12] is not None else None
    return _Known(plain, index, has_phone=row[13], has_address=row[14])


def _fill(here: UUID, persons: Sequence[PlainPerson]) -> None:
    """Write the columns of known persons anew."""
    if not persons:
        return
    rows = [
        [
            *(person.id, *person.all_names, order_of(person), person.sex, person.birth_date, person.birth_precision),
            person.card_number,
        ]
        for person in persons
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [*columns, here])


_UPDATE = """
WITH filled AS MATERIALIZED (
     SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                          %s::text[], %s::text[], %s::text[], %s::date[], %s::text[], %s::integer[])
         AS f (id, surname, first_name, father_name, mother_name, latin_surname, latin_first_name, called, sort_key,
               sex, birth_date, birth_precision, card_number)
)
UPDATE people_person p
   SET surname = f.surname, first_name = f.first_name, father_name = f.father_name, mother_name = f.mother_name,
       latin_surname = f.latin_surname, latin_first_name = f.latin_first_name, called = f.called,
       sort_key = f.sort_key, sex = f.sex, birth_date = f.birth_date, birth_precision = f.birth_precision,
       card_number = f.card_number, version = p.version + 1, changed_at = now()
  FROM filled f
 WHERE p.municipality_id = %s AND p.id = f.id
"""


def store_lines(taken: dict[str, bytes]) -> None:
    """Copy lines into temporary tables and from there into the tables, past no policy."""
    with connection.cursor() as cursor:
        for table, columns in TABLE_COLUMNS.items():
            if table not in taken:
                continue
            staged = f"import_{table}"
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {staged} ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0"
            )
            with cursor.copy(f"COPY {staged} ({columns}) FROM STDIN") as copy:
                copy.write(taken[table])
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged}")
            cursor.execute(f"TRUNCATE {staged}")


def _note_new(person_ids: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO import_new SELECT unnest(%s::uuid[])", [list(person_ids)])
