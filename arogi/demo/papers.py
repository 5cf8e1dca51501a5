"""Papers of the people of a centre: what a worker saw when somebody came, some of it ending soon."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from arogi.demo.copying import Sheet, write_all
from arogi.demo.registers import ATHENS
from arogi.people.models import Identifier, Person

SHARE = 0.45
SEEN_WITHIN_DAYS = 200
GROWN_UP_DAYS = 18 * 365
RESIDENCE = "residence_title"


@dataclass(frozen=True, slots=True)
class _Usual:
    """A paper that many bring.

    Attributes:
        share: of the grown-up people who bring papers.
        ends: the first and the last day of its end, in days from today; None for a paper without an end.
        holds: for how many days it is issued.
    """

    kind: str
    share: float
    ends: tuple[int, int] | None = None
    holds: int = 0


USUAL = (
    _Usual("identity_card", 0.6),
    _Usual("tax_return", 0.5),
    _Usual("unemployment_card", 0.3, ends=(-45, 88), holds=90),
    _Usual("lease", 0.25, ends=(-60, 900), holds=1_095),
    _Usual("eee_approval", 0.2, ends=(-80, 175), holds=182),
    _Usual("housing_approval", 0.12, ends=(-80, 175), holds=182),
    _Usual("family_certificate", 0.15),
    _Usual("kepa", 0.08, ends=(-60, 1_000), holds=1_095),
)


def show_papers(workers: Mapping[UUID | None, Sequence[UUID]], rng: random.Random, *, at: dt.datetime) -> int:
    """Let some people of the entered municipality show their papers; say how many papers there are.

    Args:
        workers: who records, by the structure in which somebody was registered; the key None for nowhere.
        at: aware; nothing was seen later.
    """
    book = _Book(at)
    titles = _ends_of_titles()
    rows = Person.objects.order_by("pk").values_list("pk", "registered_on", "registered_at", "birth_date")
    for person, registered, structure, born in rows:
        brings = rng.random() < SHARE and (born is None or (at.date() - born).days > GROWN_UP_DAYS)
        seen = _seen(registered, at.date(), rng)
        by = rng.choice(workers.get(structure) or workers[None])
        if brings and person in titles:
            book.write(person, RESIDENCE, seen, by, ends=titles[person])
        for usual in USUAL if brings else ():
            if rng.random() < usual.share:
                book.write_usual(person, usual, seen, by, rng)
    return book.close()


def _ends_of_titles() -> dict[UUID, dt.date]:
    rows = Identifier.objects.filter(kind=Identifier.Kind.RESIDENCE_TITLE, expires_on__isnull=False)
    return dict(rows.values_list("person", "expires_on"))


def _seen(registered: dt.date, today: dt.date, rng: random.Random) -> dt.date:
    earliest = max(registered, today - dt.timedelta(days=SEEN_WITHIN_DAYS))
    return earliest + dt.timedelta(days=rng.randint(0, max(0, (today - earliest).days)))


class _Book:
    """The sheets of papers and of what happened to them."""

    def __init__(self, at: dt.datetime) -> None:
        self._today = at.date()
        self._papers = Sheet(
            "documents_document",
            (
                *("id", "person_id", "kind", "issued_on", "expires_on", "number_end", "seen_on", "seen_by_id"),
                *("recorded_at", "changed_at"),
            ),
        )
        self._events = Sheet(
            "documents_documentevent", ("id", "document_id", "kind", "at", "by_id", "reason"), is_recorded=False
        )

    def write_usual(self, person: UUID, usual: _Usual, seen: dt.date, by: UUID, rng: random.Random) -> None:
        """Write down a paper whose end lies around today."""
        ends = self._today + dt.timedelta(days=rng.randint(*usual.ends)) if usual.ends else None
        issued = min(ends - dt.timedelta(days=usual.holds), seen) if ends else None
        self.write(person, usual.kind, seen, by, ends=ends, issued=issued)

    def write(
        self,
        person: UUID,
        kind: str,
        seen: dt.date,
        by: UUID,
        *,
        ends: dt.date | None = None,
        issued: dt.date | None = None,
    ) -> None:
        """Write down a paper and that it was recorded."""
        paper = uuid7()
        at = dt.datetime.combine(seen, dt.time(8), ATHENS)
        self._papers.add(paper, person, kind, issued, ends, "", seen, by, at, at)
        self._events.add(uuid7(), paper, "recorded", at, by, "")

    def close(self) -> int:
        """Write both sheets; say how many papers there are."""
        return write_all((self._papers, self._events))["documents_document"]
