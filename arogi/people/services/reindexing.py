"""Writing anew the words that people are found by: needed when a new version reads names differently.

It goes through the register in portions, each a transaction of its own, beside people at work: what is right already is
only read, and whose words are wrong is locked, read again and put right. Stopped in the middle, it has done the first
part; done again, it finds nothing to do there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from uuid_utils import uuid7

from arogi.core import audit, tenancy
from arogi.core.acting import acting_in
from arogi.core.tables import Progress
from arogi.people.models import Person
from arogi.people.services.columns import NAMES
from arogi.people.tokens import sounds_of

PORTION = 2_000
_Sounds = dict[str, bool]  # by sound: whether it is of the person's own name
_Row = Sequence[Any]  # id, merged_into_id, names


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """What was done: how many persons were looked at, and whose words were wrong."""

    persons: int
    changed: int


def renew_words(municipality_id: UUID) -> Renewed:
    """Bring the words of every person of a municipality in step with the names; call it outside of a transaction."""
    persons = changed = 0
    last: UUID | None = None
    with acting_in(municipality_id):
        progress = Progress(_("Reading names"), Person.objects.count())
    while True:
        with acting_in(municipality_id):
            rows = _rows_after(last)
            changed += _renew(rows)
        if not rows:
            break
        last = rows[-1][0]
        persons += len(rows)
        progress.advance(len(rows))
    progress.end()
    with acting_in(municipality_id):
        audit.record("reindex", kind="person", persons=persons, changed=changed)
    return Renewed(persons=persons, changed=changed)


def _rows_after(last: UUID | None) -> list[_Row]:
    rows = Person.objects.order_by("pk") if last is None else Person.objects.filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", "merged_into_id", *NAMES)[:PORTION])


def _renew(rows: Sequence[_Row]) -> int:
    """Put right the words of these persons; say of how many they were wrong."""
    if not rows:
        return 0
    _stage(_wanted(rows))
    suspected = _asked(_WRONG, [row[0] for row in rows])
    if not suspected:
        return 0
    # Whoever changes a name writes the person's row first: from here on they wait, and what they wrote before is read.
    wrong = [person_id for (person_id,) in suspected]
    _stage(_wanted(_asked(_LOCKED, wrong)))
    _do(_DELETE, wrong)
    _do(_INSERT, wrong)
    return len(wrong)


def _wanted(rows: Sequence[_Row]) -> dict[UUID, _Sounds]:
    """Give the words by person: those of a file that was merged find the file that was kept at the end."""
    wanted = {row[0]: sounds_of(row[2:]) if row[1] is None else {} for row in rows}
    kept = {row[0]: row[0] for row in rows if row[1] is None}
    while kept:
        following: dict[UUID, UUID] = {}
        for person_id, into, *names in _asked(_ABSORBED, list(kept)):
            following[person_id] = kept[into]
            wanted[kept[into]] = {**sounds_of(names), **wanted[kept[into]]}
        kept = following
    return wanted


def _stage(wanted: Mapping[UUID, _Sounds]) -> None:
    """Lay the words that there should be beside those that are there."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute("TRUNCATE words_wanted")
        with cursor.copy("COPY words_wanted (id, person_id, sound, is_own) FROM STDIN") as copy:
            copy.write("".join(_lines(wanted)))


def _lines(wanted: Mapping[UUID, _Sounds]) -> Iterator[str]:
    for person_id, sounds in wanted.items():
        whose = str(person_id)
        for sound, own in sounds.items():
            yield f"{uuid7()}\t{whose}\t{sound}\t{'t' if own else 'f'}\n"


def _asked(question: str, person_ids: Sequence[UUID]) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(question, _words(person_ids))
        rows: list[_Row] = cursor.fetchall()
    return rows


def _do(statement: str, person_ids: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, _words(person_ids))


def _words(person_ids: Sequence[UUID]) -> dict[str, Any]:
    # A bound list of ids, and not a condition for each: the statement stays the same, and short.
    return {"here": tenancy.current_municipality_id(), "ids": list(person_ids)}


_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS words_wanted (id uuid, person_id uuid, sound text COLLATE "C", is_own boolean)
    ON COMMIT DROP
"""
_COLUMNS = f"id, merged_into_id, {', '.join(NAMES)}"
_LOCKED = f"""
SELECT {_COLUMNS} FROM people_person WHERE municipality_id = %(here)s AND id = ANY(%(ids)s::uuid[])
 ORDER BY id FOR NO KEY UPDATE
"""  # noqa: S608 - columns of this program
_ABSORBED = f"""
SELECT {_COLUMNS} FROM people_person WHERE municipality_id = %(here)s AND merged_into_id = ANY(%(ids)s::uuid[])
"""  # noqa: S608 - columns of this program
# Person by person, through the index of persons: for one portion the words of a whole city must not be read.
_THERE = """
WITH there AS MATERIALIZED (
     SELECT word.* FROM unnest(%(ids)s::uuid[]) AS person (id) CROSS JOIN LATERAL (
            SELECT id, person_id, sound, is_own FROM people_nametoken
             WHERE municipality_id = %(here)s AND person_id = person.id OFFSET 0
            ) word
)"""
_WRONG = f"""{_THERE}
SELECT DISTINCT coalesce(t.person_id, w.person_id)
  FROM there t FULL JOIN words_wanted w ON w.person_id = t.person_id AND w.sound = t.sound AND w.is_own = t.is_own
 WHERE t.id IS NULL OR w.id IS NULL
"""  # noqa: S608 - a part of this program
_DELETE = f"""{_THERE}
DELETE FROM people_nametoken
 WHERE municipality_id = %(here)s AND id = ANY(ARRAY(
       SELECT t.id FROM there t
        WHERE NOT EXISTS (SELECT FROM words_wanted w
                           WHERE w.person_id = t.person_id AND w.sound = t.sound AND w.is_own = t.is_own)))
"""  # noqa: S608 - a part of this program
_INSERT = f"""{_THERE}
INSERT INTO people_nametoken (id, municipality_id, person_id, sound, is_own)
SELECT w.id, %(here)s, w.person_id, w.sound, w.is_own FROM words_wanted w
 WHERE NOT EXISTS (SELECT FROM there t WHERE t.person_id = w.person_id AND t.sound = w.sound AND t.is_own = w.is_own)
"""  # noqa: S608 - a part of this program
