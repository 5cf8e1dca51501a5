"""Writing anew the words that people are found by: needed when a new version reads names differently.

It goes through the register in portions, each a transaction of its own, beside people at work: what is right already is
only read, and whose words are wrong is locked, read again and put right. Stopped in the middle, it has done the first
part; done again, it finds nothing to do there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.core.row_ids import RowIds
from arogi.core.tables import Progress
from arogi.people.models import Person
from arogi.people.services.columns import NAMES
from arogi.people.services.findable import COLUMNS, Row, Sounds, run_for, wanted_words

PORTION = 2_000


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


def _rows_after(last: UUID | None) -> list[Row]:
    rows = Person.objects.order_by("pk") if last is None else Person.objects.filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", "merged_into_id", *NAMES)[:PORTION])


def _renew(rows: Sequence[Row]) -> int:
    """Put right the words of these persons; say of how many they were wrong."""
    if not rows:
        return 0
    _stage(wanted_words(rows))
    suspected = run_for(_WRONG, [row[0] for row in rows])
    if not suspected:
        return 0
    # Whoever changes a name writes the person's row first: from here on they wait, and what they wrote before is read.
    wrong = [person_id for (person_id,) in suspected]
    _stage(wanted_words(run_for(_LOCKED, wrong)))
    run_for(_DELETE, wrong)
    run_for(_INSERT, wrong)
    return len(wrong)


def _stage(wanted: Mapping[UUID, Sounds]) -> None:
    """Lay the words that there should be beside those that are there."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute("TRUNCATE words_wanted")
        with cursor.copy("COPY words_wanted (id, person_id, sound, is_own) FROM STDIN") as copy:
            copy.write("".join(_lines(wanted)))


def _lines(wanted: Mapping[UUID, Sounds]) -> Iterator[str]:
    ids = RowIds()
    for person_id, sounds in wanted.items():
        whose = str(person_id)
        for sound, own in sounds.items():
            yield f"{ids.next()}\t{whose}\t{sound}\t{'t' if own else 'f'}\n"


_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS words_wanted (id uuid, person_id uuid, sound text COLLATE "C", is_own boolean)
    ON COMMIT DROP
"""
_LOCKED = f"""
SELECT {COLUMNS} FROM people_person WHERE municipality_id = %(here)s AND id = ANY(%(ids)s::uuid[])
 ORDER BY id FOR NO KEY UPDATE
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
