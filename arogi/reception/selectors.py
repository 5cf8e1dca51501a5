"""Reads of the desk: what a structure offers, a person's timeline, next steps, the day's figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from arogi.accounts.access import Member
from arogi.accounts.models import Membership, User
from arogi.centres.models import Structure
from arogi.people.models import Person
from arogi.reception.access import visible_contacts, visible_structure_ids
from arogi.reception.models import (
    CentreService,
    Contact,
    ContactQuerySet,
    Correction,
    NetworkingAct,
    Request,
    ServiceOffer,
)

PAGE = 15  # fifteen long contacts fit into a page of 60 KiB
STILL_OPEN = (Request.Outcome.OPEN, Request.Outcome.PENDING_DOCUMENTS)
MOST_OPEN = 20
MOST_USED = 10
MOST_USED_SINCE = dt.timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A service that is not offered here, and where people are sent."""

    service: CentreService
    instead: str


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    """One page of a person's contacts, newest first."""

    contacts: tuple[Contact, ...]
    number: int
    has_next: bool


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits in a person's file: steps that were promised, the nearest first, and open requests, newest first."""

    steps: tuple[Request, ...]
    requests: tuple[Request, ...]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What happened from one day to another, in the structures that the member may see."""

    contacts: int
    requests: int
    persons: int
    anonymous: int


@dataclass(frozen=True, kw_only=True)
class DayFigures:
    """Today, this week so far, and last week up to the same weekday."""

    today: Figures
    this_week: Figures
    last_week: Figures


def offered_services(structure: Structure, on: dt.date) -> list[CentreService]:
    """Give what a structure offers on a date, by code: the services of its kind, less those it said no to.

    A structure whose kind the catalogue does not know (a social service) offers everything.
    """
    said: dict[UUID, bool] = dict(
        ServiceOffer.objects.filter(structure=structure).values_list("service_id", "is_offered")
    )
    services = list(CentreService.objects.on(on).order_by("code", "pk"))
    kinds_known = {kind for service in services for kind in service.structure_kinds}

    def is_offered(service: CentreService) -> bool:
        usual = structure.kind in service.structure_kinds or not service.structure_kinds
        return said.get(service.pk, usual or structure.kind not in kinds_known)

    return [service for service in services if is_offered(service)]


def offered_elsewhere(structure: Structure, on: dt.date) -> list[Elsewhere]:
    """Give what this structure said that it does not offer, with where people are sent, by code."""
    current = Q(service__valid_until=None) | Q(service__valid_until__gt=on)
    offers = ServiceOffer.objects.filter(current, structure=structure, is_offered=False).select_related("service")
    return [Elsewhere(service=offer.service, instead=offer.instead) for offer in offers.order_by("service__code", "pk")]


def services_for_desk(structure: Structure, on: dt.date) -> tuple[list[CentreService], list[CentreService]]:
    """Give the structure's ten most used services of the last half year, most used first, and then all it offers."""
    offered = offered_services(structure, on)
    used = (
        Request.objects.filter(structure=structure, date__gt=on - MOST_USED_SINCE, date__lte=on, is_cancelled=False)
        .values_list("service_id")
        .annotate(times=Count("pk"))
        .order_by("-times", "service_id")
    )
    rank = {service_id: place for place, (service_id, _times) in enumerate(used)}
    most_used = sorted((service for service in offered if service.pk in rank), key=lambda service: rank[service.pk])
    return most_used[:MOST_USED], offered


def timeline(member: Member, person: Person, *, page: int = 1) -> TimelinePage:
    """Give one page of a person's contacts that the member may see, newest first, in two queries.

    Each contact carries structure, staff and `requests` with their services; cancelled ones are there, marked.
    """
    return _page(member, visible_contacts(member).filter(person=person).select_related("staff"), page)


def contacts_on(member: Member, date: dt.date, *, page: int = 1) -> TimelinePage:
    """Give one page of the contacts of a day with their persons, last recorded first; else as `timeline`."""
    return _page(member, visible_contacts(member).filter(date=date).select_related("staff", "person"), page)


def _page(member: Member, contacts: ContactQuerySet, page: int) -> TimelinePage:
    number = max(page, 1)
    first = (number - 1) * PAGE
    lines = Prefetch("requests", Request.objects.select_related("service").order_by("position", "pk"))
    rows = list(_newest_first(contacts).prefetch_related(lines)[first : first + PAGE + 1])
    _place(member, rows)
    return TimelinePage(contacts=tuple(rows[:PAGE]), number=number, has_next=len(rows) > PAGE)


def _place(member: Member, contacts: Iterable[Contact]) -> None:
    """Give each contact its structure, from those that the member's request has read anyway."""
    structures = {structure.pk: structure for structure in member.structures}
    for contact in contacts:
        contact.structure = structures[contact.structure_id]


def with_lines(contacts: ContactQuerySet) -> ContactQuerySet:
    """Fetch all that the pages of one contact show, corrections too, newest first."""
    lines = Request.objects.select_related("service", "responsible").order_by("position", "pk")
    corrections = Correction.objects.select_related("by").order_by("-at", "pk")
    return _newest_first(contacts.select_related("structure", "person", "staff", "cancelled_by")).prefetch_related(
        Prefetch("requests", lines), Prefetch("corrections", corrections)
    )


def _newest_first(contacts: ContactQuerySet) -> ContactQuerySet:
    return contacts.order_by("-date", F("started_at").desc(nulls_last=True), "-recorded_at", "-pk")


def next_steps(member: Member, *, until: dt.date, limit: int = 50) -> list[Request]:
    """Give the member's own open next steps that are due by a date, longest overdue first."""
    due = Request.objects.filter(
        responsible=member.user,
        next_step_on__lte=until,
        next_step_done_at=None,
        is_cancelled=False,
        structure_id__in=visible_structure_ids(member),
    )
    return list(due.select_related("person", "service").order_by("next_step_on", "pk")[:limit])


def waiting_of(member: Member, person: Person) -> Waiting:
    """Give what waits in a person's file, whoever is responsible for it; one query."""
    is_step = Q(next_step_done_at=None) & ~Q(next_step="")
    waiting = Request.objects.filter(
        is_step | Q(outcome__in=STILL_OPEN),
        person=person,
        is_cancelled=False,
        structure_id__in=visible_structure_ids(member),
    )
    rows = list(waiting.select_related("service").order_by("-date", "-pk"))
    steps = [row for row in rows if row.next_step and row.next_step_done_at is None]
    return Waiting(
        steps=tuple(sorted(steps, key=lambda row: (row.next_step_on or dt.date.max, row.pk))),
        requests=tuple(row for row in rows if row.outcome in STILL_OPEN)[:MOST_OPEN],
    )


def day_figures(member: Member, today: dt.date) -> DayFigures:
    """Count today, this week so far and last week up to the same weekday, in two queries."""
    monday = today - dt.timedelta(days=today.weekday())
    week = dt.timedelta(days=7)
    spans = {"today": (today, today), "this_week": (monday, today), "last_week": (monday - week, today - week)}
    visible = visible_contacts(member).standing().filter(date__gte=monday - week, date__lte=today)
    contacts = visible.aggregate(
        **{f"{name}_contacts": Count("pk", filter=Q(date__range=span)) for name, span in spans.items()},
        **{
            f"{name}_persons": Count("person", distinct=True, filter=Q(date__range=span))
            for name, span in spans.items()
        },
        **{f"{name}_anonymous": Count("pk", filter=Q(date__range=span, person=None)) for name, span in spans.items()},
    )
    requests = Request.objects.filter(
        is_cancelled=False,
        date__gte=monday - week,
        date__lte=today,
        structure_id__in=visible_structure_ids(member),
    ).aggregate(**{name: Count("pk", filter=Q(date__range=span)) for name, span in spans.items()})
    return DayFigures(
        **{
            name: Figures(
                contacts=contacts[f"{name}_contacts"],
                requests=requests[name],
                persons=contacts[f"{name}_persons"],
                anonymous=contacts[f"{name}_anonymous"],
            )
            for name in spans
        }
    )


def my_people(member: Member, *, since: dt.date, limit: int = 10) -> list[Person]:
    """Give the people whom the member received since a date, last seen first; each has `seen_on`."""
    seen = (
        visible_contacts(member)
        .standing()
        .filter(staff=member.user, date__gte=since, person__isnull=False)
        .values_list("person_id")
        .annotate(seen_on=Max("date"), recorded=Max("recorded_at"))
        .order_by("-seen_on", "-recorded", "person_id")[:limit]
    )
    dates = {person_id: seen_on for person_id, seen_on, _recorded in seen}
    people = {person.pk: person for person in Person.objects.current().filter(pk__in=dates)}
    for person_id, person in people.items():
        person.seen_on = dates[person_id]  # type: ignore[attr-defined]
    return [people[person_id] for person_id in dates if person_id in people]


def responsible_staff(structure: Structure, on: dt.date) -> QuerySet[User]:
    """Give who can be made responsible for a next step: the staff of a structure on a date, by name."""
    here = Q(structure=structure) | Q(structure=None)
    members = Membership.objects.on(on).filter(here).values("user_id")
    return User.objects.filter(pk__in=members, is_active=True).order_by("name", "pk")


def networking_acts(*, since: dt.date, until: dt.date, structure_ids: frozenset[UUID]) -> list[NetworkingAct]:
    """Give the standing networking acts of some structures between two dates (both included), newest first."""
    acts = NetworkingAct.objects.filter(
        cancelled_at=None, date__gte=since, date__lte=until, structure_id__in=structure_ids
    )
    return list(acts.select_related("structure", "staff").order_by("-date", "-pk"))
