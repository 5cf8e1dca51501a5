"""What the desk's pages show, gathered with a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from arogi.accounts.access import Member, rulebook
from arogi.accounts.models import Membership, User
from arogi.applications.panels import ApplicationPanel, application_panel
from arogi.casework.panels import TaskPanel, task_panel
from arogi.core.models import AccessRecord
from arogi.desk.words import act_of
from arogi.documents.panels import DocumentPanel, document_panel
from arogi.entitlements.panels import EntitlementPanel, entitlement_panel
from arogi.people.cards import Card
from arogi.people.models import Person
from arogi.people.panels import PersonPanels, person_panels
from arogi.people.search import find_people
from arogi.people.words import matched_label
from arogi.reception.diary import ReceptionToday, ahead_of, own_day, reception_today
from arogi.reception.models import Appointment, Request
from arogi.reception.selectors import (
    DayFigures,
    TimelinePage,
    Waiting,
    day_figures,
    my_people,
    next_steps,
    timeline,
    waiting_of,
)

ACCESSES_PER_PAGE = 50
SEEN_LATELY = dt.timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class TodayPage:
    """What Today shows: how people are received, appointments, steps, people seen lately, figures."""

    date: dt.date
    overdue: tuple[Request, ...]
    due: tuple[Request, ...]
    coming: tuple[Request, ...]
    people: tuple[Person, ...]
    figures: DayFigures
    reception: tuple[ReceptionToday, ...] = ()
    appointments: tuple[Appointment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """What the person's page shows: people's panels, what seems due and was applied for, what is open, the timeline.

    Attributes:
        entitlements, documents, tasks, applications: None for a member who may not see them.
    """

    panels: PersonPanels
    entitlements: EntitlementPanel | None
    applications: ApplicationPanel | None
    documents: DocumentPanel | None
    tasks: TaskPanel | None
    waiting: Waiting
    timeline: TimelinePage
    appointments: tuple[Appointment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AccessLine:
    """One line of "who opened this file"."""

    record: AccessRecord
    name: str
    roles: str
    act: str


@dataclass(frozen=True, kw_only=True)
class AccessPage:
    """One page of "who opened this file", newest first."""

    lines: tuple[AccessLine, ...]
    number: int
    has_next: bool


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A person who was found, with the reasons in words."""

    card: Card
    why: tuple[str, ...]


def hits(text: str, date: dt.date, *, limit: int) -> list[Hit]:
    """Search, and say in words why each person is there."""
    found = find_people(text, today=date, limit=limit) if text else []
    return [Hit(card=each.card, why=tuple(str(matched_label(code)) for code in each.matched)) for each in found]


def today_page(member: Member, date: dt.date, now: dt.datetime) -> TodayPage:
    """Gather what Today shows."""
    sees_appointments = member.may("appointments.view")
    steps = next_steps(member, until=date + dt.timedelta(days=7)) if member.may("contacts.view") else ()
    return TodayPage(
        date=date,
        overdue=tuple(step for step in steps if step.next_step_on and step.next_step_on < date),
        due=tuple(step for step in steps if step.next_step_on == date),
        coming=tuple(step for step in steps if step.next_step_on and step.next_step_on > date),
        people=tuple(my_people(member, since=date - SEEN_LATELY, limit=8)) if member.may("people.view") else (),
        figures=day_figures(member, date),
        reception=reception_today(member, date),
        appointments=own_day(member, now) if sees_appointments else (),
    )


def person_page(
    member: Member, person: Person, date: dt.date, now: dt.datetime, *, timeline_page: int = 1
) -> PersonPage:
    """Gather what the person's page shows."""
    panels = person_panels(member, person, date)
    return PersonPage(
        panels=panels,
        entitlements=entitlement_panel(member, person, panels.households),
        applications=application_panel(member, person, date),
        documents=document_panel(member, person, date),
        tasks=task_panel(member, person, date),
        waiting=waiting_of(member, person),
        timeline=timeline(member, person, page=timeline_page),
        appointments=ahead_of(member, person, now) if member.may("appointments.view") else (),
    )


def accesses_of(person: Person, *, number: int) -> AccessPage:
    """Give one page of the access records that concern a person, with the names of those who looked."""
    first = (number - 1) * ACCESSES_PER_PAGE
    rows = AccessRecord.objects.filter(person_id=person.pk).order_by("-at", "-sequence")
    records = list(rows[first : first + ACCESSES_PER_PAGE + 1])
    names = dict(User.objects.filter(pk__in={record.actor_id for record in records}).values_list("pk", "name"))
    lines = tuple(
        AccessLine(
            record=record,
            name=names.get(record.actor_id, ""),
            roles=_role_words(record.actor_roles),
            act=act_of(record),
        )
        for record in records[:ACCESSES_PER_PAGE]
    )
    return AccessPage(lines=lines, number=number, has_next=len(records) > ACCESSES_PER_PAGE)


def _role_words(codes: str) -> str:
    labels = dict(Membership.Role.choices)
    known = [str(labels[code]) for code in codes.split(",") if code in rulebook().roles]
    return ", ".join(known)
