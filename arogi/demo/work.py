"""The work of an activity as rows: contacts, requests with next steps, networking acts."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from uuid_utils.compat import uuid7

from arogi.demo.acts import NetworkingRow, RequestRow
from arogi.demo.copying import Sheet
from arogi.demo.registers import ATHENS, Registry
from arogi.demo.staff import Crew
from arogi.demo.towns import Town

# Next steps that were due longer ago than this were taken, all but a few that somebody forgot.
GRACE = dt.timedelta(days=2)
_FORGOTTEN = 0.02
_COMPANIONS = ("η κόρη", "ο γιος", "η σύζυγος", "ο σύζυγος", "η αδελφή", "γειτόνισσα")


class Diary:
    """Writes down the work of one municipality up to a moment."""

    def __init__(self, town: Town, crew: Crew, registry: Registry, rng: random.Random, *, at: dt.datetime) -> None:
        self._town = town
        self._crew = crew
        self._registry = registry
        self._rng = rng
        self._now = at.astimezone(ATHENS)
        self.contacts = Sheet(
            "reception_contact",
            (
                *("id", "structure_id", "sub_project_id", "date", "started_at", "minutes", "channel", "person_id"),
                *("anonymous_sex", "anonymous_birth_date", "companion", "representative", "interpreter_language"),
                *("note", "staff_id", "source_key", "cancelled_reason", "recorded_at", "changed_at"),
            ),
        )
        self.requests = Sheet(
            "reception_request",
            (
                *("id", "contact_id", "position", "date", "structure_id", "person_id", "service_id", "text"),
                *("outcome", "next_step", "next_step_on", "next_step_done_at", "next_step_done_by_id"),
                *("responsible_id", "is_cancelled", "source_key", "recorded_at", "changed_at"),
            ),
        )
        self.acts = Sheet(
            "reception_networkingact",
            (
                *("id", "structure_id", "date", "kind", "body", "subject", "minutes", "staff_id"),
                *("cancelled_reason", "recorded_at", "changed_at"),
            ),
        )

    def happened(self, row: RequestRow) -> bool:
        """Say whether a row lies before the moment of loading."""
        return (row.date, row.at) < (self._now.date(), self._now.time())

    def write_down(self, rows: tuple[RequestRow, ...], acts: tuple[NetworkingRow, ...]) -> None:
        """Write contacts with their requests, and networking acts."""
        for _contact, lines in groupby(filter(self.happened, rows), key=lambda row: row.contact_id):
            self._contact(list(lines))
        for act in acts:
            if act.date <= self._now.date():
                self._act(act)

    def _contact(self, lines: list[RequestRow]) -> None:
        first = lines[0]
        contact_id = uuid7()
        at = dt.datetime.combine(first.date, first.at, ATHENS)
        structure = self._town.structures[first.structure].pk
        person = self._registry.ids[first.person_key] if first.person_key else None
        staff = self._who(first)
        self.contacts.add(
            *(contact_id, structure, self._town.sub_project_of(structure, first.date), first.date, first.at),
            *(first.minutes, first.channel, person, "" if person else first.sex, None),
            *(self._companion(first), "", "", "", staff, first.contact_id, "", at, at),
        )
        for position, (line, key) in enumerate(_keyed(lines), start=1):
            done_at, done_by = self._done(line, staff)
            self.requests.add(
                *(uuid7(), contact_id, position, line.date, structure, person, self._town.services[line.service_code]),
                *("", line.outcome, line.next_step, line.next_step_on, done_at, done_by, staff, False, key, at, at),
            )

    def _who(self, row: RequestRow) -> UUID:
        """Choose who received somebody: mostly the key worker where he or she works there."""
        here = self._crew.workers[row.structure]
        own = self._registry.key_workers.get(row.person_key)
        return own if own in here and self._rng.random() < 0.7 else self._rng.choice(here)

    def _companion(self, row: RequestRow) -> str:
        is_old = bool(row.birth_date) and int(row.birth_date[:4]) < row.date.year - 78
        return self._rng.choice(_COMPANIONS) if is_old and self._rng.random() < 0.3 else ""

    def _done(self, line: RequestRow, staff: UUID) -> tuple[dt.datetime | None, UUID | None]:
        due = line.next_step_on
        if due is None or due > self._now.date() - GRACE or (self._is_recent(due) and self._rng.random() < _FORGOTTEN):
            return None, None
        return dt.datetime.combine(due, dt.time(13), ATHENS), staff

    def _is_recent(self, due: dt.date) -> bool:
        return due > self._now.date() - dt.timedelta(days=60)

    def _act(self, act: NetworkingRow) -> None:
        at = dt.datetime.combine(act.date, dt.time(14), ATHENS)
        self.acts.add(
            *(uuid7(), self._town.structures[act.structure].pk, act.date, act.kind, act.body, act.subject, act.minutes),
            *(self._rng.choice(self._crew.workers[act.structure]), "", at, at),
        )


def _keyed(lines: list[RequestRow]) -> Iterator[tuple[RequestRow, str]]:
    """Give each line with the key that an import of the same rows would give it: service and ordinal."""
    times: Counter[str] = Counter()
    for line in lines:
        times[line.service_code] += 1
        yield line, f"{line.service_code}#{times[line.service_code]}"
