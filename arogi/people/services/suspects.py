# Statements are put together from constants of this program; every value travels as a parameter.
# ruff: noqa: S608
"""Suspected duplicates among the persons of an import: found by the database, each raised as a task.

A number in common is enough, unless so many bear it that it is a filler (00000000000). A name (surname and first name
as they sound) needs the same day of birth beside it, but for 1 January, or the same phone, or both parents' names where
the day is not known. LATERAL with LIMIT keeps every look-up on an index, whatever the statistics of the new rows.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from uuid_utils import uuid7

from arogi.core import tenancy

FILLER = 12
NAMESAKES = 40


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two persons who may be one, by their keys in the source (or card numbers), and what they have in common."""

    first: str
    second: str
    reasons: tuple[str, ...]


_SAME_NUMBER = f"""
SELECT new.person_id, other.person_id, ARRAY['amka']
  FROM import_new new
 CROSS JOIN LATERAL (
       SELECT i.blind_index FROM people_identifier i
        WHERE i.municipality_id = %(here)s AND i.person_id = new.person_id AND i.value IS NOT NULL LIMIT 5
       ) mine
 CROSS JOIN LATERAL (
       SELECT array_agg(bearer.person_id) AS ids
         FROM (SELECT i.person_id FROM people_identifier i
                WHERE i.municipality_id = %(here)s AND i.blind_index = mine.blind_index LIMIT {FILLER + 1}) bearer
       ) bearers
 CROSS JOIN unnest(bearers.ids) AS other (person_id)
 WHERE cardinality(bearers.ids) <= {FILLER} AND other.person_id <> new.person_id
"""

_SAME_NAME = """
 CROSS JOIN LATERAL (
       SELECT 1 FROM people_nametoken t
        WHERE t.municipality_id = %(here)s AND t.person_id = other.person_id AND t.sound = ANY(mine.pairs) LIMIT 1
       ) same_name
"""

_MINE = """
  FROM (SELECT each.person_id, p.birth_date
          FROM import_new each
         CROSS JOIN LATERAL (
               SELECT birth_date, coalesce(birth_precision = 'day' AND to_char(birth_date, 'MMDD') <> '0101', false)
                   AS has_birthday
                 FROM people_person
                WHERE municipality_id = %(here)s AND id = each.person_id LIMIT 1
               ) p
         WHERE {only}
        OFFSET 0) new
 CROSS JOIN LATERAL (
       SELECT array_agg(t.sound) FILTER (WHERE t.sound ^@ ' ') AS pairs,
              array_agg(t.sound) FILTER (WHERE NOT t.is_own) AS parents
         FROM people_nametoken t
        WHERE t.municipality_id = %(here)s AND t.person_id = new.person_id
       ) mine
"""

_SAME_BIRTH_DATE = f"""
SELECT new.person_id, other.person_id, ARRAY['name', 'birth_date']
{_MINE.format(only="has_birthday")}
 CROSS JOIN LATERAL (
       SELECT p.id AS person_id FROM people_person p
        WHERE p.municipality_id = %(here)s AND p.birth_date = new.birth_date AND p.birth_precision = 'day'
          AND p.id <> new.person_id
        LIMIT 100
       ) other
{_SAME_NAME}
"""

_SAME_PHONE = f"""
SELECT new.person_id, other.person_id, ARRAY['name', 'phone']
{_MINE.format(only="true")}
 CROSS JOIN LATERAL (
       SELECT f.blind_index FROM people_phone f
        WHERE f.municipality_id = %(here)s AND f.person_id = new.person_id LIMIT 5
       ) phone
 CROSS JOIN LATERAL (
       SELECT f.person_id FROM people_phone f
        WHERE f.municipality_id = %(here)s AND f.blind_index = phone.blind_index AND f.person_id <> new.person_id
        LIMIT 20
       ) other
{_SAME_NAME}
"""

_SAME_PARENTS = f"""
SELECT new.person_id, other.person_id, ARRAY['name', 'father_name', 'mother_name']
{_MINE.format(only="NOT has_birthday")}
 CROSS JOIN LATERAL (
       SELECT t.person_id FROM people_nametoken t
        WHERE t.municipality_id = %(here)s AND t.sound = mine.pairs[1] AND t.person_id <> new.person_id
        ORDER BY t.municipality_id, t.sound, t.is_own, t.person_id
        LIMIT {NAMESAKES}
       ) other
 CROSS JOIN LATERAL (
       SELECT p.birth_date FROM people_person p
        WHERE p.municipality_id = %(here)s AND p.id = other.person_id LIMIT 1
       ) their
 CROSS JOIN LATERAL (
       SELECT array_agg(t.sound) AS parents FROM people_nametoken t
        WHERE t.municipality_id = %(here)s AND t.person_id = other.person_id AND NOT t.is_own
       ) theirs
 WHERE cardinality(mine.parents) >= 2 AND theirs.parents @> mine.parents
   AND (new.birth_date IS NULL OR their.birth_date IS NULL
        OR extract(year FROM new.birth_date) = extract(year FROM their.birth_date))
"""

_ALL = f"""
SELECT least(a, b), greatest(a, b), array_agg(DISTINCT reason)
  FROM ({_SAME_NUMBER} UNION ALL {_SAME_BIRTH_DATE} UNION ALL {_SAME_PHONE} UNION ALL {_SAME_PARENTS})
       AS alike (a, b, reasons)
 CROSS JOIN unnest(reasons) AS reason
 GROUP BY 1, 2
"""

_RAISE = """
INSERT INTO people_possibleduplicate (
    id, municipality_id, version, first_id, second_id, reasons, state, raised_at, note
)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::uuid[], %s::uuid[], %s::jsonb[], %s::text[],
                     %s::timestamptz[], %s::text[])
ON CONFLICT DO NOTHING
"""

_NAMES = """
SELECT id, coalesce(nullif(source_key, ''), card_number::text, id::text) FROM people_person
 WHERE municipality_id = %s AND id = ANY(%s)
"""


def raise_suspects(*, at: dt.datetime) -> list[Suspect]:
    """Raise every pair of a new person (`import_new`) and another who may be the same; nobody is merged."""
    here = tenancy.current_municipality_id()
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"here": here})
        pairs: list[tuple[UUID, UUID, list[str]]] = cursor.fetchall()
        if not pairs:
            return []
        rows = [
            (uuid7(), here, 1, first, second, json.dumps(sorted(reasons)), "open", at, "")
            for first, second, reasons in pairs
        ]
        cursor.execute(_RAISE, [list(map(str, column)) for column in zip(*rows, strict=True)])
        people = [person_id for first, second, _reasons in pairs for person_id in (first, second)]
        cursor.execute(_NAMES, [here, people])
        names = dict(cursor.fetchall())
    return [Suspect(names[first], names[second], tuple(sorted(reasons))) for first, second, reasons in pairs]
