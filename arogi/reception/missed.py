"""How many appointments take place, are missed and are cancelled, by structure; no number leads to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.centres.selectors import ATHENS
from arogi.core.small_counts import percent, rounded
from arogi.reception.models import Appointment

State, Side = Appointment.State, Appointment.Side
COUNTED = {
    "done": Q(state=State.DONE),
    "missed": Q(state=State.NO_SHOW),
    "by_citizen": Q(state=State.CANCELLED, cancelled_by_side=Side.CITIZEN),
    "by_centre": Q(state=State.CANCELLED, cancelled_by_side=Side.CENTRE),
    "unsaid": Q(state__in=(State.BOOKED, State.ARRIVED)),
}


@dataclass(frozen=True, kw_only=True)
class Missed:
    """One structure's figures as texts.

    Attributes:
        share: of the missed among those that took place or were missed; empty where a number is too small to be shown.
        unsaid: of which nobody said what became of them.
    """

    structure: Structure
    done: str
    missed: str
    by_citizen: str
    by_centre: str
    unsaid: str
    share: str


def missed_appointments(member: Member, first: dt.date, last: dt.date) -> list[Missed]:
    """Count the appointments of a period, both days included, by structure in the order of codes; one query."""
    since = dt.datetime.combine(first, dt.time.min, ATHENS)
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, ATHENS)
    rows = Appointment.objects.filter(starts_at__gte=since, starts_at__lt=until).values("structure_id")
    counted: dict[Any, Any] = {
        row["structure_id"]: row for row in rows.annotate(**{k: Count("pk", filter=q) for k, q in COUNTED.items()})
    }
    return [_line(structure, counted[structure.pk]) for structure in member.structures if structure.pk in counted]


def _line(structure: Structure, row: Mapping[str, Any]) -> Missed:
    share = percent(row["missed"], row["missed"] + row["done"])
    return Missed(structure=structure, share=share, **rounded({name: row[name] for name in COUNTED}))
