"""By which words a file is found: its own, and those of every file that was merged into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from arogi.core import tenancy
from arogi.people.models import NameToken, Person
from arogi.people.services.columns import NAMES
from arogi.people.tokens import sounds_of

Sounds = dict[str, bool]  # by sound: whether it is of the person's own name
Row = Sequence[Any]  # id, merged_into_id, names
COLUMNS = f"id, merged_into_id, {', '.join(NAMES)}"
_ABSORBED = f"""
SELECT {COLUMNS} FROM people_person WHERE municipality_id = %(here)s AND merged_into_id = ANY(%(ids)s::uuid[])
"""  # noqa: S608 - columns of this program


def keep_findable(person: Person) -> None:
    """Bring the words that a person is found by in step with the names, and with those of files merged into it."""
    wanted = _wanted_words_of(person)
    tokens = NameToken.objects.filter(person=person)
    there = dict(tokens.values_list("sound", "is_own"))
    right = {sound for sound, is_own in there.items() if wanted.get(sound) == is_own}
    if len(right) < len(there):
        tokens.exclude(sound__in=right).delete()
    _add_words(person, wanted, known=right)


def add_findable(person: Person) -> None:
    """Add the words that are missing and leave those that are there."""
    there = set(NameToken.objects.filter(person=person).values_list("sound", flat=True))
    _add_words(person, _wanted_words_of(person), known=there)


def _wanted_words_of(person: Person) -> Sounds:
    return wanted_words([(person.pk, None, *(getattr(person, name) for name in NAMES))])[person.pk]


def _add_words(person: Person, wanted: Sounds, *, known: set[str]) -> None:
    NameToken.objects.bulk_create(
        NameToken(id=uuid7(), person=person, sound=sound, is_own=wanted[sound]) for sound in wanted.keys() - known
    )


def wanted_words(rows: Sequence[Row]) -> dict[UUID, Sounds]:
    """Give the words by person: those of a file that was merged find the file that was kept at the end."""
    wanted = {row[0]: sounds_of(row[2:]) if row[1] is None else {} for row in rows}
    kept = {row[0]: row[0] for row in rows if row[1] is None}
    while kept:
        following: dict[UUID, UUID] = {}
        for person_id, into, *names in run_for(_ABSORBED, list(kept)):
            following[person_id] = kept[into]
            wanted[kept[into]] = {**sounds_of(names), **wanted[kept[into]]}
        kept = following
    return wanted


def run_for(statement: str, person_ids: Sequence[UUID]) -> list[Row]:
    """Run a statement for some persons of the entered municipality (`here`, `ids`); give its rows, if it has any."""
    # A bound list of ids, and not a condition for each: the statement stays the same, and short.
    words: dict[str, Any] = {"here": tenancy.current_municipality_id(), "ids": list(person_ids)}
    with connection.cursor() as cursor:
        cursor.execute(statement, words)
        return list(cursor.fetchall()) if cursor.description else []
