"""Check a municipality's chain of access records, and write its end down outside the database.

The chain shows by itself that a record was edited, exchanged, put in or taken out of the middle. That its end was cut
off together with the head, or that an old copy of both was put back, shows only against an anchor: a line that
`arogi audit anchor` wrote to a file while the records were there.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from pathlib import Path
from uuid import UUID

from django.db import connection

from arogi.core import audit
from arogi.core.acting import acting_in

BATCH = 20_000
# A record is made when something happens and joins the chain when its transaction ends; beyond this it is the clock.
LONGEST_TRANSACTION = dt.timedelta(minutes=5)


class Fault(enum.StrEnum):
    """What can be wrong with a chain."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT = "cut"
    CLOCK = "clock"
    HEAD = "head"
    ANCHOR = "anchor"


SENTENCES = {
    Fault.CHANGED: "record {sequence} does not follow from the one before it: it was changed, exchanged or put in",
    Fault.MISSING: "records are missing before record {sequence}",
    Fault.CUT: "the chain ends at record {sequence}, but its head counts more",
    Fault.CLOCK: "record {sequence} is dated before the ones that precede it: the clock went back",
    Fault.HEAD: "the head of the chain is not the hash of record {sequence}",
    Fault.ANCHOR: "record {sequence} is not the one that was written down outside the database",
}


@dataclass(frozen=True)
class Finding:
    """One fault, and the record at which it shows."""

    fault: Fault
    sequence: int

    def __str__(self) -> str:
        return SENTENCES[self.fault].format(sequence=self.sequence)


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """The end of one chain as it was at a moment; `hash` in hexadecimal digits."""

    at: str
    municipality: str
    sequence: int
    hash: str


@dataclass
class Verdict:
    """What a check of one chain came to."""

    records: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.findings


_ROWS = """
SELECT sequence, hash, id::text, municipality_id::text,
       to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), actor_id::text, actor_roles, address,
       session, verb, kind, object_id::text, person_id::text, reason, detail::text
  FROM core_accessrecord
 WHERE municipality_id = %s AND sequence > %s AND sequence <= %s
 ORDER BY sequence LIMIT %s
"""
_Row = tuple[int, bytes, str, str, str, str | None, str, str, str, str, str, str | None, str | None, str, str]


def municipalities(slug: str | None = None) -> list[tuple[UUID, str]]:
    """Give id and slug of one municipality or of all; an empty list when there is none of that name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, slug FROM centres_municipality WHERE %s::text IS NULL OR slug = %s ORDER BY slug", [slug, slug]
        )
        return list(cursor.fetchall())


def verify(municipality_id: UUID, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Check the whole chain of one municipality against itself, against its head and against what was anchored."""
    with acting_in(municipality_id):
        length, head = _head(municipality_id)
        verdict = Verdict()
        anchored = {anchor.sequence: anchor.hash for anchor in anchors if anchor.sequence}
        last = follow(verdict, _rows(municipality_id, length), anchored)
    if last.sequence < length:
        verdict.findings.append(Finding(Fault.CUT, last.sequence))
    elif last.hash != head:
        verdict.findings.append(Finding(Fault.HEAD, last.sequence))
    verdict.findings += [Finding(Fault.ANCHOR, sequence) for sequence in sorted(anchored)]
    return verdict


@dataclass
class _Link:
    """The record before the one that is looked at."""

    sequence: int = 0
    hash: bytes = audit.GENESIS
    latest: str = ""


def follow(verdict: Verdict, rows: Iterator[_Row], anchored: dict[int, str]) -> _Link:
    """Walk the chain; anchors that are found in place are taken out of `anchored`."""
    before = _Link()
    for row in rows:
        sequence, stored, at = row[0], bytes(row[1]), row[4]
        if sequence != before.sequence + 1:
            verdict.findings.append(Finding(Fault.MISSING, sequence))
        elif hashlib.sha256(before.hash + canonical(row).encode()).digest() != stored:
            verdict.findings.append(Finding(Fault.CHANGED, sequence))
        if at < before.latest and _is_back(at, before.latest):
            verdict.findings.append(Finding(Fault.CLOCK, sequence))
        if anchored and anchored.get(sequence) == stored.hex():
            del anchored[sequence]
        before = _Link(sequence, stored, max(at, before.latest))
        verdict.records += 1
    return before


def canonical(row: _Row) -> str:
    """Write a row exactly as `audit.canonical_json` wrote the entry, ten times as fast."""
    _, _, id_, municipality, at, actor, roles, address, session, verb, kind, object_, person, reason, detail = row
    return (
        f'{{"actor_id":{_key(actor)},"actor_roles":{quoted(roles)},"address":{quoted(address)},"at":"{at}",'
        f'"detail":{_detail(detail)},"id":"{id_}","kind":{quoted(kind)},"municipality_id":"{municipality}",'
        f'"object_id":{_key(object_)},"person_id":{_key(person)},"reason":{quoted(reason)},'
        f'"session":{quoted(session)},"verb":{quoted(verb)}}}'
    )


def _key(value: str | None) -> str:
    return "null" if value is None else f'"{value}"'


@lru_cache(maxsize=4096)
def _detail(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _is_back(at: str, latest: str) -> bool:
    return dt.datetime.fromisoformat(latest) - dt.datetime.fromisoformat(at) > LONGEST_TRANSACTION


def _head(municipality_id: UUID) -> tuple[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash FROM core_audithead WHERE municipality_id = %s", [municipality_id])
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, b"")


def _rows(municipality_id: UUID, until: int) -> Iterator[_Row]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_ROWS, [municipality_id, last, until, BATCH])
            batch: list[_Row] = cursor.fetchall()
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]


def anchor(towns: Iterable[tuple[UUID, str]], file: Path, at: dt.datetime) -> list[Anchor]:
    """Append the ends of chains to a file, and have the disk keep them before saying so.

    Raises:
        OSError: the file cannot be written.
    """
    anchors = []
    for municipality_id, slug in towns:
        with acting_in(municipality_id):
            sequence, head = _head(municipality_id)
        anchors.append(Anchor(at=at.isoformat(), municipality=slug, sequence=sequence, hash=head.hex()))
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as lines:
        lines.writelines(json.dumps(vars(line), sort_keys=True) + "\n" for line in anchors)
        lines.flush()
        os.fsync(lines.fileno())
    return anchors


def read_anchors(file: Path) -> list[Anchor]:
    """Read what `anchor` wrote.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is no anchor; the text names its number.
    """
    anchors = []
    for number, line in enumerate(file.read_text(errors="replace").splitlines(), start=1):
        try:
            anchors.append(Anchor(**json.loads(line)))
        except (TypeError, ValueError) as fault:
            raise ValueError(f"{file}, line {number}: this is no anchor of an access record.") from fault
    return anchors
