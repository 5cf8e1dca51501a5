"""What the work of the centre says of homes: who had to do with them last, and what they applied for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from arogi.applications.models import Application
from arogi.entitlements.register import RegisterHome
from arogi.outreach.findings import Key
from arogi.reception.models import Contact, Request

# An application that was submitted longer ago has come to its end, or has to be renewed.
APPLIED_WITHIN = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Handled:
    """Where somebody of a home was seen last, and by whom; None where nobody knows."""

    structure_id: UUID | None
    worker_id: UUID | None


def last_handled(homes: Iterable[RegisterHome]) -> dict[UUID, Handled]:
    """Give for each home the structure and the worker of its last contact, else those that its head's file names."""
    homes = list(homes)
    newest = _newest_contacts([member.id for home in homes for member in home.members])
    return {home.key: _of_home(home, newest) for home in homes}


def _of_home(home: RegisterHome, newest: Mapping[UUID, tuple[tuple[dt.date, UUID], Handled]]) -> Handled:
    contacts = [newest[member.id] for member in home.members if member.id in newest]
    head = home.members[0]
    if not contacts:
        return Handled(head.structure_id, head.key_worker_id)
    last = max(contacts, key=lambda contact: contact[0])[1]
    return last if last.worker_id else Handled(last.structure_id, head.key_worker_id)


def _newest_contacts(persons: list[UUID]) -> dict[UUID, tuple[tuple[dt.date, UUID], Handled]]:
    rows = Contact.objects.standing().filter(person__in=persons).order_by("person", "-date", "-pk").distinct("person")
    columns = rows.values_list("person_id", "date", "pk", "structure_id", "staff_id")
    return {person: ((date, pk), Handled(structure, staff)) for person, date, pk, structure, staff in columns}


def applications(homes: Iterable[RegisterHome], today: dt.date) -> set[Key]:
    """Give the homes and programmes for which somebody there has applied.

    An application is open, or was submitted within `APPLIED_WITHIN`; or a request of that time says so.
    """
    home_of: dict[UUID, list[UUID]] = {}
    for home in homes:
        for member in home.members:
            home_of.setdefault(member.id, []).append(home.key)
    rows = Request.objects.filter(
        person__in=list(home_of),
        outcome=Request.Outcome.APPLICATION,
        is_cancelled=False,
        date__range=(today - APPLIED_WITHIN, today),
    ).exclude(service__programme="")
    told = {*rows.values_list("person_id", "service__programme"), *_opened(home_of, today)}
    return {(home, programme) for person, programme in told for home in home_of[person]}


def _opened(person_ids: Iterable[UUID], today: dt.date) -> Iterable[tuple[UUID, str]]:
    of_late = Q(submitted_on__range=(today - APPLIED_WITHIN, today)) & ~Q(state=Application.State.WITHDRAWN)
    rows = Application.objects.filter(Q(state__in=Application.OPEN) | of_late, person__in=list(person_ids))
    return rows.values_list("person_id", "programme")
