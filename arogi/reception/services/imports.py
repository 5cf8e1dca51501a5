"""A register of contacts from outside: CSV rows, one a request, through a staging table into the tables of reception.

Values are checked row by row while they are read; what concerns several rows (one contact, one person) is checked by
the database over the whole staging table. Then persons, contacts and requests are written in three statements. What was
imported before is recognised by the keys of the source: a contact by its own, a request by its service's code and its
ordinal in the contact, a person by his or hers; so importing a file twice changes nothing, and it never undoes what was
corrected in Arogi since.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from arogi.centres.models import Structure
from arogi.core import audit, tenancy
from arogi.core.row_ids import RowIds
from arogi.core.spreadsheets import as_written
from arogi.core.tables import BadLine, BadLines, Line, Progress, Table
from arogi.core.values.checked import UnreadableValue
from arogi.core.values.dates import read_birth_date
from arogi.core.values.partial_date import Precision
from arogi.people.models import Person
from arogi.reception.models import CentreService, Channel, Request

COLUMNS = (
    "contact_id",
    "date",
    "structure",
    "channel",
    "person_key",
    "sex",
    "birth_date",
    "service_code",
    "outcome",
)
REQUIRED = ("contact_id", "date", "structure", "channel", "service_code")
LONGEST_KEY = 120
OLDEST_YEAR = 1900
LONGEST_LIFE_YEARS = 130
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ISO_PART = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}  # of what is known, in ISO's form
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

_TABLES = ("incoming", "numbered", "standing", "known", "subjects", "files", "people", "meetings")
_STAGING = """
CREATE TEMPORARY TABLE incoming (
    line integer NOT NULL, contact_key text COLLATE "C" NOT NULL, date date NOT NULL, structure_id uuid NOT NULL,
    channel text NOT NULL, person_key text COLLATE "C" NOT NULL, sex text NOT NULL, born text COLLATE "C" NOT NULL,
    service_id uuid NOT NULL, service_code text COLLATE "C" NOT NULL, outcome text NOT NULL,
    contact_id uuid NOT NULL, request_id uuid NOT NULL, person_id uuid NOT NULL,
    source_key text COLLATE "C"
) ON COMMIT DROP
"""
_COPY = """
COPY incoming (line, contact_key, date, structure_id, channel, person_key, sex, born, service_id, service_code, outcome,
               contact_id, request_id, person_id) FROM STDIN
"""


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What an import did.

    Attributes:
        known: lines that were imported before.
        other_sex: lines that name another sex than the person's file, which stands.
    """

    contacts: int
    requests: int
    persons: int
    known: int
    other_sex: int


class RowRefused(ValueError):
    """One row cannot be used; the text says why."""


class _Reader:
    """Checks rows against the codes of the entered municipality and gives them as the staging table takes them."""

    def __init__(self, today: dt.date) -> None:
        self.day, self.today = today, today.isoformat()
        self.structures = {code: str(pk) for code, pk in Structure.objects.values_list("code", "pk")}
        # A code that was retired can still stand in an old register; the standing row of a code comes last and wins.
        services = CentreService.objects.order_by("-valid_until").values_list("code", "pk")
        self.services = {code: str(pk) for code, pk in services}
        self.days: dict[str, bool] = {}
        self.ids = RowIds()
        self.births: dict[str, str] = {"": ""}
        # Django works `values` out anew each time it is asked.
        self.sexes = tuple(Person.Sex.values)
        self.channels = tuple(Channel.values)
        self.outcomes = tuple(Request.Outcome.values)

    def row(self, line: Line) -> tuple[object, ...]:
        """Check one row.

        Raises:
            RowRefused: with the first reason found.
        """
        values = line.values
        contact, person = self._key(values["contact_id"], "contact_id"), self._key(values["person_key"], "person_key")
        if not contact:
            raise RowRefused(_("The contact_id is empty."))
        date = self._date(values["date"])
        sex = self._one_of(values["sex"], self.sexes, "sex")
        born = self._born(values["birth_date"], date)
        structure = self._code(self.structures, values["structure"], "structure")
        service = self._code(self.services, values["service_code"], "service_code")
        channel = self._one_of(values["channel"] or "?", self.channels, "channel")
        outcome = self._one_of(values["outcome"], self.outcomes, "outcome")
        keys = (self.ids.next(), self.ids.next(), self.ids.next())
        facts = (contact, date, structure, channel, person, sex, born, service, values["service_code"], outcome)
        return (line.number, *facts, *keys)

    def _key(self, text: str, column: str) -> str:
        text = as_written(text)
        if len(text) > LONGEST_KEY or _UNPRINTABLE.search(text):
            raise RowRefused(
                _("The %(column)s is too long or has characters that cannot be kept.") % {"column": column}
            )
        return text

    def _date(self, text: str) -> str:
        if not _ISO_DAY.fullmatch(text) or not self._is_day(text):
            raise RowRefused(_("The date “%(date)s” is no date (YYYY-MM-DD).") % {"date": _short(text)})
        if text > self.today:
            raise RowRefused(_("The date %(date)s has not come yet.") % {"date": text})
        return text

    def _born(self, text: str, date: str) -> str:
        born = self.births.get(text)
        if born is None:
            born = self.births[text] = self._read_born(text)
        if not born:
            return ""
        if _first_day(born) > date:
            raise RowRefused(_("The birth_date %(date)s is after the contact.") % {"date": text})
        if int(born[:4]) + LONGEST_LIFE_YEARS < int(date[:4]):
            raise RowRefused(_("The birth_date %(date)s is too long ago.") % {"date": text})
        return born

    def _read_born(self, text: str) -> str:
        """Give `1984-05-03`, `1984-05` or `1984`: what is known, however it is written."""
        if _ISO_PART.fullmatch(text) and self._is_day(_first_day(text)):
            return text
        try:
            born = read_birth_date(text, on=self.day).value
        except UnreadableValue:
            refusal = _("The birth_date “%(date)s” is no date (YYYY-MM-DD).") % {"date": _short(text)}
            raise RowRefused(refusal) from None
        return born.date.isoformat()[: _LENGTHS[born.precision]] if born.date else ""

    def _is_day(self, text: str) -> bool:
        known = self.days.get(text)
        if known is None:
            known = self.days[text] = _reads_as_day(text)
        return known

    @staticmethod
    def _code(codes: dict[str, str], text: str, column: str) -> str:
        try:
            return codes[text]
        except KeyError:
            raise RowRefused(
                _("The %(column)s “%(code)s” is not known here.") % {"column": column, "code": _short(text)}
            ) from None

    @staticmethod
    def _one_of(text: str, values: tuple[str, ...], column: str) -> str:
        if text not in values:
            known = ", ".join(value for value in values if value)
            words = {"column": column, "code": _short(text), "known": known}
            raise RowRefused(_("The %(column)s “%(code)s” is not known. Known are: %(known)s.") % words)
        return text


def _short(text: str) -> str:
    shown = _UNPRINTABLE.sub("?", text)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def _first_day(text: str) -> str:
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text


def _reads_as_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).year >= OLDEST_YEAR - LONGEST_LIFE_YEARS
    except ValueError:
        return False


def stage_contacts(table: Table, *, today: dt.date) -> BadLines:
    """Read the whole file into the staging table of this transaction and find every line that cannot be used.

    The lines that remain in the staging table are good. Call it inside the municipality, in a transaction.
    """
    bad = BadLines(table)
    reader = _Reader(today)
    _lock_imports()
    progress = Progress(_("Reading"), max(table.length - 1, 0))
    with connection.cursor() as cursor:
        # Two imports may share one transaction, as they do when the demonstration is loaded.
        cursor.execute("DROP TABLE IF EXISTS " + ", ".join(f"pg_temp.{name}" for name in _TABLES))
        cursor.execute(_STAGING)
        with cursor.copy(_COPY) as copy:
            for row in _good_rows(progress.over(table), reader, bad):
                copy.write_row(row)
        cursor.execute("ANALYZE incoming")
    progress.end()
    conflicts = _conflicts()
    for line in table if conflicts else ():
        if isinstance(line, Line) and line.number in conflicts:
            bad.refuse(line, conflicts[line.number])
    return bad


def _conflicts() -> dict[int, str]:
    """Take the lines that contradict others out of the staging table; give their numbers and reasons."""
    reasons = {
        "contact": _("The %(column)s is not the one that line %(first)s gives for the same contact_id."),
        "person": _("The %(column)s is not the one that line %(first)s gives for the same person."),
        "known": _("This contact_id was imported before with another %(column)s."),
    }
    found: dict[int, str] = {}
    with connection.cursor() as cursor:
        # The tables may be new and without statistics: a nested loop over them would take for ever.
        cursor.execute("SET LOCAL enable_nestloop = off")
        for statement in _FIND_CONFLICTS:
            cursor.execute(statement, {"here": tenancy.current_municipality_id()})
            if cursor.description is not None:
                for line, first, kind, column in cursor.fetchall():
                    found[line] = reasons[kind] % {"column": column, "first": first}
    return found


def _lock_imports() -> None:
    """Let two imports into one municipality wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {tenancy.current_municipality_id()}"]
        )


def _good_rows(lines: Iterator[Line | BadLine], reader: _Reader, bad: BadLines) -> Iterator[tuple[object, ...]]:
    for line in lines:
        if isinstance(line, BadLine):
            bad.add(line)
            continue
        try:
            yield reader.row(line)
        except RowRefused as refusal:
            bad.refuse(line, str(refusal))


_FIND_CONFLICTS = (
    """
    WITH first AS (
        SELECT DISTINCT ON (contact_key) contact_key, line, date, structure_id, channel, person_key
          FROM incoming ORDER BY contact_key, line
    )
    DELETE FROM incoming USING first
     WHERE incoming.contact_key = first.contact_key
       AND (incoming.date, incoming.structure_id, incoming.channel, incoming.person_key)
           <> (first.date, first.structure_id, first.channel, first.person_key)
    RETURNING incoming.line, first.line, 'contact',
              CASE WHEN incoming.date <> first.date THEN 'date'
                   WHEN incoming.structure_id <> first.structure_id THEN 'structure'
                   WHEN incoming.channel <> first.channel THEN 'channel' ELSE 'person_key' END
    """,
    # Sex and birth date are the person's, or of the one contact of somebody anonymous. `1984` agrees with `1984-05-03`.
    """
    WITH subjects AS (
        SELECT person_key, CASE WHEN person_key = '' THEN contact_key ELSE '' END AS anonymous,
               (array_agg(sex ORDER BY line) FILTER (WHERE sex <> ''))[1] AS sex,
               (array_agg(line ORDER BY line) FILTER (WHERE sex <> ''))[1] AS sex_line,
               (array_agg(born ORDER BY length(born) DESC, line) FILTER (WHERE born <> ''))[1] AS born,
               (array_agg(line ORDER BY length(born) DESC, line) FILTER (WHERE born <> ''))[1] AS born_line
          FROM incoming GROUP BY 1, 2
    )
    DELETE FROM incoming USING subjects
     WHERE incoming.person_key = subjects.person_key
       AND CASE WHEN incoming.person_key = '' THEN contact_key ELSE '' END = subjects.anonymous
       AND (incoming.sex <> '' AND incoming.sex <> subjects.sex
            OR incoming.born <> '' AND NOT starts_with(subjects.born, incoming.born))
    RETURNING incoming.line,
              CASE WHEN incoming.sex <> '' AND incoming.sex <> subjects.sex THEN sex_line ELSE born_line END, 'person',
              CASE WHEN incoming.sex <> '' AND incoming.sex <> subjects.sex THEN 'sex' ELSE 'birth_date' END
    """,
    """
    CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
    SELECT *, service_code || '#' || row_number() OVER (PARTITION BY contact_key, service_code ORDER BY line) AS key
      FROM incoming
    """,
    "DROP TABLE incoming",
    "ANALYZE numbered",
    """
    CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
    SELECT c.source_key AS contact_key, c.id, c.date, c.structure_id, c.person_id, c.cancelled_at
      FROM reception_contact c JOIN (SELECT DISTINCT contact_key FROM numbered) n ON n.contact_key = c.source_key
     WHERE c.municipality_id = %(here)s
    """,
    "ANALYZE standing",
    """
    CREATE TEMPORARY TABLE known ON COMMIT DROP AS
    SELECT s.contact_key, r.source_key AS key, r.position
      FROM reception_request r JOIN standing s ON s.id = r.contact_id
     WHERE r.municipality_id = %(here)s
    """,
    "ANALYZE known",
    """
    DELETE FROM numbered USING standing
     WHERE numbered.contact_key = standing.contact_key
       AND (numbered.date, numbered.structure_id) <> (standing.date, standing.structure_id)
       AND NOT EXISTS (SELECT 1 FROM known k WHERE k.contact_key = numbered.contact_key AND k.key = numbered.key)
    RETURNING numbered.line, 0, 'known',
              CASE WHEN numbered.date <> standing.date THEN 'date' ELSE 'structure' END
    """,
)


def store_contacts(*, file_digest: str) -> ImportResult:
    """Write what the staging table holds; call it after `stage_contacts`, in the same transaction."""
    here = tenancy.current_municipality_id()
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        for name, statement in _STORE:
            cursor.execute(statement, {"here": here})
            counts[name] = counts.get(name, 0) + max(cursor.rowcount, 0)
            while name == "merged" and cursor.rowcount > 0:
                cursor.execute(statement, {"here": here})
        cursor.execute(_SUMMARY)
        known, other_sex = cursor.fetchone()
        cursor.execute("SET LOCAL enable_nestloop = on")
    result = ImportResult(
        contacts=counts["contacts"],
        requests=counts["requests"],
        persons=counts["persons"],
        known=known,
        other_sex=other_sex,
    )
    audit.record(
        "import",
        kind="contact",
        file=file_digest,
        contacts=result.contacts,
        requests=result.requests,
        persons=result.persons,
    )
    return result


# `merged` runs until it finds nothing more: a file may have been merged into one that was merged in its turn.
_STORE = (
    (
        "subjects",
        """
        CREATE TEMPORARY TABLE subjects ON COMMIT DROP AS
        SELECT person_key, (array_agg(person_id ORDER BY line))[1] AS id, min(date) AS first_day, max(date) AS last_day,
               coalesce((array_agg(sex ORDER BY line) FILTER (WHERE sex <> ''))[1], '') AS sex,
               coalesce((array_agg(born ORDER BY length(born) DESC, line))[1], '') AS born
          FROM numbered WHERE person_key <> '' GROUP BY person_key
        """,
    ),
    ("subjects", "ANALYZE subjects"),
    (
        "files",
        """
        CREATE TEMPORARY TABLE files ON COMMIT DROP AS
        SELECT s.person_key, p.id, p.merged_into_id, p.sex
          FROM subjects s JOIN people_person p ON p.source_key = s.person_key WHERE p.municipality_id = %(here)s
        """,
    ),
    (
        "merged",
        """
        UPDATE files SET id = p.id, merged_into_id = p.merged_into_id, sex = p.sex
          FROM people_person p WHERE p.municipality_id = %(here)s AND p.id = files.merged_into_id
        """,
    ),
    (
        "persons",
        """
        INSERT INTO people_person (
            id, municipality_id, version, registered_on, source_key, surname, first_name, father_name, mother_name,
            latin_surname, latin_first_name, called, sort_key, sex, birth_date, birth_precision, birth_place,
            citizenships, languages, needs_interpreter, do_not_phone, do_not_write, do_not_visit, hide_address, alert,
            no_identifier_reason, status, status_reason, last_contact_on
        )
        SELECT id, %(here)s, 1, first_day, person_key, '', '', '', '', '', '', '', '', sex,
               CASE WHEN born <> '' THEN rpad(born, 10, '-01-01')::date END,
               CASE length(born) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' ELSE 'unknown' END, '',
               '{}', '{}', false, false, false, false, false, '', '', 'active', '', last_day
          FROM subjects s WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.person_key = s.person_key)
        """,
    ),
    (
        # What the file does not know yet is taken from the source; what it knows stands.
        "completed",
        """
        UPDATE people_person p
           SET sex = CASE WHEN p.sex = '' THEN s.sex ELSE p.sex END,
               birth_date = coalesce(p.birth_date, CASE WHEN s.born <> '' THEN rpad(s.born, 10, '-01-01')::date END),
               birth_precision = CASE
                   WHEN p.birth_date IS NOT NULL OR s.born = '' THEN p.birth_precision
                   ELSE CASE length(s.born) WHEN 10 THEN 'day' WHEN 7 THEN 'month' ELSE 'year' END END,
               version = p.version + 1, changed_at = now()
          FROM files f JOIN subjects s USING (person_key)
         WHERE p.municipality_id = %(here)s AND p.id = f.id
           AND (p.sex = '' AND s.sex <> '' OR p.birth_date IS NULL AND s.born <> '')
        """,
    ),
    (
        "people",
        """
        CREATE TEMPORARY TABLE people ON COMMIT DROP AS
        SELECT s.person_key, coalesce(f.id, s.id) AS id FROM subjects s LEFT JOIN files f USING (person_key)
        """,
    ),
    ("people", "ANALYZE people"),
    (
        "meetings",
        """
        CREATE TEMPORARY TABLE meetings ON COMMIT DROP AS
        SELECT DISTINCT ON (n.contact_key) n.contact_key, n.contact_id AS id, n.date, n.structure_id, n.channel,
               p.id AS person_id, NULL::timestamptz AS cancelled_at, true AS is_new,
               CASE WHEN n.person_key = '' THEN max(n.sex) OVER contact ELSE '' END AS sex,
               CASE WHEN n.person_key = '' THEN max(n.born) OVER contact ELSE '' END AS born
          FROM numbered n LEFT JOIN people p ON p.person_key = n.person_key
         WHERE NOT EXISTS (SELECT 1 FROM standing s WHERE s.contact_key = n.contact_key)
        WINDOW contact AS (PARTITION BY n.contact_key)
         ORDER BY n.contact_key, n.line
        """,
    ),
    (
        "contacts",
        """
        INSERT INTO reception_contact (
            id, municipality_id, version, structure_id, sub_project_id, date, channel, person_id, anonymous_sex,
            anonymous_birth_date, companion, representative, interpreter_language, note, source_key, cancelled_reason
        )
        SELECT m.id, %(here)s, 1, m.structure_id, d.sub_project_id, m.date, m.channel, m.person_id, m.sex,
               CASE WHEN m.born <> '' THEN rpad(m.born, 10, '-01-01')::date END, '', '', '', '', m.contact_key, ''
          FROM meetings m JOIN (
               SELECT days.structure_id, days.date, (
                      SELECT s.id FROM centres_subproject s
                        JOIN centres_operation o ON o.municipality_id = s.municipality_id AND o.id = s.operation_id
                       WHERE s.municipality_id = %(here)s AND s.structure_id = days.structure_id
                         AND o.valid_from <= days.date AND (o.valid_until IS NULL OR o.valid_until > days.date)
                       ORDER BY o.valid_from DESC, s.number, s.id LIMIT 1) AS sub_project_id
                 FROM (SELECT DISTINCT structure_id, date FROM meetings) days
               ) d ON d.structure_id = m.structure_id AND d.date = m.date
        """,
    ),
    (
        "meetings",
        """
        INSERT INTO meetings
        SELECT contact_key, id, date, structure_id, '', person_id, cancelled_at, false, '', '' FROM standing
        """,
    ),
    ("meetings", "ANALYZE meetings"),
    (
        "requests",
        """
        INSERT INTO reception_request (
            id, municipality_id, version, contact_id, position, date, structure_id, person_id, service_id, text,
            outcome, next_step, is_cancelled, source_key
        )
        SELECT n.request_id, %(here)s, 1, m.id,
               coalesce(l.position, 0) + row_number() OVER (PARTITION BY n.contact_key ORDER BY n.line),
               m.date, m.structure_id, m.person_id, n.service_id, '', n.outcome, '', m.cancelled_at IS NOT NULL, n.key
          FROM numbered n JOIN meetings m ON m.contact_key = n.contact_key
          LEFT JOIN (SELECT contact_key, max(position) AS position FROM known GROUP BY contact_key) l
                    ON l.contact_key = n.contact_key
         WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.contact_key = n.contact_key AND k.key = n.key)
        """,
    ),
    (
        "seen",
        """
        UPDATE people_person p SET last_contact_on = seen.last_day
          FROM (SELECT m.person_id, max(m.date) AS last_day FROM meetings m
                 WHERE m.is_new AND m.person_id IS NOT NULL GROUP BY m.person_id) seen
         WHERE p.municipality_id = %(here)s AND p.id = seen.person_id
           AND (p.last_contact_on IS NULL OR p.last_contact_on < seen.last_day)
        """,
    ),
)
_SUMMARY = """
SELECT (SELECT count(*) FROM numbered n JOIN known k ON k.contact_key = n.contact_key AND k.key = n.key),
       (SELECT count(*) FROM numbered n JOIN files f ON f.person_key = n.person_key
         WHERE n.sex <> '' AND f.sex <> '' AND n.sex <> f.sex)
"""
