"""The register of contacts as a file in the columns that `arogi import contacts` reads."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from arogi.core import audit, tenancy
from arogi.core.errors import DomainError
from arogi.core.spreadsheets import neutral
from arogi.reception.services.imports import COLUMNS

_CHUNK = 10_000
# A contact or a person that came from no source is known by its own id.
_ROWS = """
SELECT coalesce(nullif(c.source_key, ''), c.id::text), r.date::text, s.code, c.channel,
       CASE WHEN p.id IS NULL THEN '' ELSE coalesce(nullif(p.source_key, ''), p.id::text) END,
       coalesce(p.sex, c.anonymous_sex),
       CASE WHEN p.id IS NULL THEN coalesce(c.anonymous_birth_date::text, '')
            ELSE coalesce(left(p.birth_date::text, CASE p.birth_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7
                                                                          ELSE 10 END), '') END,
       v.code, r.outcome
  FROM reception_request r
  JOIN reception_contact c ON c.municipality_id = r.municipality_id AND c.id = r.contact_id
  JOIN centres_structure s ON s.municipality_id = r.municipality_id AND s.id = r.structure_id
  JOIN reception_centreservice v ON v.municipality_id = r.municipality_id AND v.id = r.service_id
  LEFT JOIN people_person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id
 WHERE r.municipality_id = %(here)s AND r.date BETWEEN %(since)s AND %(until)s AND NOT r.is_cancelled
 ORDER BY r.date, c.id, r.position
"""


class UnwritableFile(DomainError):
    """The file cannot be written there."""


def export_contacts(*, path: Path, since: dt.date, until: dt.date) -> int:
    """Write every standing request of a period, both days included; give how many rows were written.

    Texts are neutralised against formulas; the import takes the mark off again. Leaves an access record.

    Raises:
        UnwritableFile: the place cannot be written to.
    """
    audit.record("export", kind="contact", since=since.isoformat(), until=until.isoformat())
    try:
        with path.open("w", encoding="utf-8", newline="") as file, connection.cursor() as cursor:
            cursor.execute(_ROWS, {"here": tenancy.current_municipality_id(), "since": since, "until": until})
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            while rows := cursor.fetchmany(_CHUNK):
                writer.writerows([neutral(cell) for cell in row] for row in rows)
            return int(cursor.rowcount)
    except OSError as error:
        raise UnwritableFile(
            _("%(file)s cannot be written: %(error)s.") % {"file": path, "error": error.strerror}
        ) from error
