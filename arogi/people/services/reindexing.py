"""Writing anew the words that people are found by: needed when a new version reads names differently."""

from __future__ import annotations

from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from arogi.core import audit, tenancy
from arogi.people.bulk import PersonLines, PlainPerson
from arogi.people.models import Person
from arogi.people.services.columns import NAMES
from arogi.people.services.imports import PORTION, store_lines


@transaction.atomic
def renew_words() -> int:
    """Write the words of every person of the entered municipality anew.

    Returns:
        How many persons.
    """
    into: dict[UUID, UUID] = dict(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_nametoken WHERE municipality_id = %s", [tenancy.current_municipality_id()])
    rows = Person.objects.values_list("pk", "registered_on", *NAMES).iterator(PORTION)
    count = 0
    while portion := list(islice(rows, PORTION)):
        lines = PersonLines(registered_on=portion[0][1])
        for person_id, _registered_on, *names in portion:
            # The words of a file that was merged find the file that was kept.
            lines.add_tokens(PlainPerson(str(_kept(person_id, into)), *names))
        store_lines(lines.take())
        count += len(portion)
    audit.record("reindex", kind="person", persons=count)
    return count


def _kept(person_id: UUID, into: dict[UUID, UUID]) -> UUID:
    while person_id in into:
        person_id = into[person_id]
    return person_id
