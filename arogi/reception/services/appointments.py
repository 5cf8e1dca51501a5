"""Booking an appointment, and what happens to it: each act one event, one access record, and a way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.centres.selectors import ATHENS
from arogi.core import audit, keys, shown, tenancy
from arogi.core.crypto import Place
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.core.values import phone as phones
from arogi.core.values.checked import UnreadableValue
from arogi.people.models import Person
from arogi.people.names import display_clean
from arogi.reception.access import visible_appointments
from arogi.reception.errors import (
    AppointmentCannotBeUndone,
    ClosedThen,
    NoSuchAppointment,
    NothingAhead,
    NotYet,
    NotYourAppointments,
    OtherAppointmentThen,
    OutsideHours,
    PersonOrInitials,
    PhoneCannotBeRead,
    TimeIsOver,
    TimeTaken,
    TooFarAhead,
    WhoIsMissing,
    WorkerAway,
)
from arogi.reception.models import Appointment, AppointmentEvent, CentreService, Contact, Request
from arogi.reception.selectors import STILL_OPEN
from arogi.reception.slots import (
    AHEAD,
    LONGEST_AHEAD,
    Span,
    Timetable,
    minutes_for,
    moment_of,
    timetable,
)

State, Kind, Side = Appointment.State, AppointmentEvent.Kind, Appointment.Side
NO_DOUBLE_BOOKING = "reception_no_double_booking"
_TABLE = "reception_appointment"


@dataclass(frozen=True, kw_only=True)
class WantedTime:
    """When and with whom; any colleague who is free where none is named. The clock is that of Athens."""

    date: dt.date
    time: dt.time
    worker: User | None = None


@dataclass(frozen=True, kw_only=True)
class AppointmentFacts:
    """What is said of an appointment: of a person with a file, or of initials and a phone."""

    structure: Structure
    wanted: WantedTime
    service: CentreService | None = None
    person: Person | None = None
    initials: str = ""
    phone: str = ""
    note: str = ""


@transaction.atomic
def book(*, by: Member, facts: AppointmentFacts, submission: UUID, at: dt.datetime) -> Appointment:
    """Book an appointment. The same form sent twice gives the appointment of the first time.

    Raises:
        NotAllowed, AppointmentRefused: one of its family, with the field that it concerns. `TimeTaken` names the next
            free time.
    """
    if already := Appointment.objects.filter(submission=submission).first():
        return already
    _check_place(by, facts.structure)
    appointment = Appointment(
        id=uuid7(),
        structure=facts.structure,
        service=facts.service,
        note=display_clean(facts.note)[:200],
        booked_by=by.user,
        submission=submission,
        **_who(facts),
    )
    appointment.phone = _sealed(appointment.pk, facts.phone) if appointment.person is None else None
    saved = _place(appointment, facts.wanted, by=by, at=at)
    if saved.pk != appointment.pk:
        return saved
    _happened(saved, Kind.BOOKED, by=by, at=at, former={})
    return saved


@transaction.atomic
def move(*, by: Member, appointment_id: UUID, wanted: WantedTime, side: str, at: dt.datetime) -> AppointmentEvent:
    """Give an appointment another time, and perhaps another colleague.

    Args:
        side: who asked for it: a code of `Appointment.Side`.

    Raises:
        NotAllowed, AppointmentRefused: as `book` does.
        NothingAhead: it is settled.
    """
    appointment = _of_member(by, appointment_id)
    _refuse_settled(appointment)
    former = _former(appointment)
    _place(appointment, wanted, by=by, at=at)
    told = {"state": State.BOOKED, "arrived_at": None}
    return _happened(appointment, Kind.MOVED, by=by, at=at, former=former, side=Side(side), values=told)


@transaction.atomic
def cancel(*, by: Member, appointment_id: UUID, side: str, reason: str, at: dt.datetime) -> AppointmentEvent:
    """Cancel an appointment; its time is free again.

    Args:
        side: whose wish it is: a code of `Appointment.Side`.

    Raises:
        NotAllowed, NoSuchAppointment, NothingAhead: see there.
    """
    appointment = _of_member(by, appointment_id)
    _refuse_settled(appointment)
    told = {"state": State.CANCELLED, "cancelled_by_side": Side(side)}
    return _happened(appointment, Kind.CANCELLED, by=by, at=at, side=Side(side), words=reason, values=told)


@transaction.atomic
def note_arrival(*, by: Member, appointment_id: UUID, at: dt.datetime) -> AppointmentEvent:
    """Note that the person sits in the waiting room; the colleague sees it on Today. A second click changes nothing.

    Raises:
        NotAllowed, NoSuchAppointment, NothingAhead: see there.
        NotYet: the day has not come.
    """
    appointment = _of_member(by, appointment_id)
    if appointment.state == State.ARRIVED:
        return _newest(appointment)
    _refuse_settled(appointment)
    _refuse_before_the_day(appointment, at)
    told = {"state": State.ARRIVED, "arrived_at": at}
    return _happened(appointment, Kind.ARRIVED, by=by, at=at, values=told)


@transaction.atomic
def note_no_show(*, by: Member, appointment_id: UUID, at: dt.datetime) -> AppointmentEvent:
    """Note that nobody came.

    Raises:
        NotAllowed, NoSuchAppointment, NothingAhead: see there.
        NotYet: its time has not come.
    """
    appointment = _of_member(by, appointment_id)
    if appointment.state == State.NO_SHOW:
        return _newest(appointment)
    if appointment.state != State.BOOKED:
        raise NothingAhead
    if appointment.starts_at > at:
        raise NotYet
    return _happened(appointment, Kind.NO_SHOW, by=by, at=at, values={"state": State.NO_SHOW})


@transaction.atomic
def note_done(*, by: Member, appointment_id: UUID, at: dt.datetime, contact: Contact | None = None) -> AppointmentEvent:
    """Note that it took place, and the contact that it became.

    Raises:
        NotAllowed, NoSuchAppointment, NothingAhead, NotYet: as `note_arrival` does.
    """
    appointment = _of_member(by, appointment_id)
    if appointment.state == State.DONE and contact is None:
        return _newest(appointment)
    _refuse_settled(appointment)
    _refuse_before_the_day(appointment, at)
    return _happened(appointment, Kind.DONE, by=by, at=at, values={"state": State.DONE, "contact": contact})


@transaction.atomic
def undo(*, by: Member, event_id: UUID, at: dt.datetime) -> AppointmentEvent:
    """Take back one's own last act; a booking that is taken back is cancelled.

    Raises:
        NotAllowed, NoSuchAppointment: the member may not, or there is no such act.
        AppointmentCannotBeUndone: it is not the last act, was taken back before, or was somebody else's.
        TimeTaken: the time that it had was given to somebody else.
    """
    event = AppointmentEvent.objects.filter(pk=event_id, by=by.user).first()
    if event is None:
        raise NoSuchAppointment
    appointment = _of_member(by, event.appointment_id)
    if _newest(appointment) != event or event.kind == Kind.UNDONE:
        raise AppointmentCannotBeUndone
    values = _values_before(event)
    _lock_time_of(values.get("worker_id", appointment.worker_id))
    with refusing(NO_DOUBLE_BOOKING, TimeTaken(_("This time was given to somebody else meanwhile."))):
        return _happened(appointment, Kind.UNDONE, by=by, at=at, values=values)


def phone_of(appointment: Appointment) -> str:
    """Give the phone of somebody without a file; nothing where none was left."""
    if appointment.phone is None:
        return ""
    return keys.identifier_cipher().decrypt(appointment.phone, _cell(appointment.pk))


def next_free_words(table: Timetable, *, minutes: int, after: dt.datetime, worker: User | None) -> str:
    """Say when the next free time is."""
    slot = table.first_free(minutes=minutes, after=after, worker_id=worker.pk if worker else None)
    if slot is None:
        return _("There is no free time in the next two months.")
    return _("The next free time is %(time)s with %(worker)s.") % {
        "time": moment_words(slot.starts_at),
        "worker": slot.worker.name,
    }


def moment_words(moment: dt.datetime) -> str:
    """Write a day with its time: `Τρίτη 24 Νοεμβρίου 2026, 9:00`."""
    return f"{shown.long_day(moment)}, {shown.clock(moment)}"


def _check_place(by: Member, structure: Structure) -> None:
    if not by.may("appointments.book"):
        raise NotAllowed
    if structure.municipality_id != by.municipality.pk or not by.works_in(structure.pk):
        raise NotYourAppointments


def _who(facts: AppointmentFacts) -> dict[str, Any]:
    initials = display_clean(facts.initials)[:12]
    if facts.person is None:
        if not initials:
            raise WhoIsMissing
        return {"initials": initials}
    if initials or facts.phone.strip():
        raise PersonOrInitials
    return {"person": facts.person}


def _sealed(row_id: UUID, typed: str) -> bytes | None:
    if not typed.strip():
        return None
    try:
        number = phones.check(typed[:60]).value
    except UnreadableValue as unreadable:
        raise PhoneCannotBeRead from unreadable
    if not any(sign.isdigit() for sign in number):
        raise PhoneCannotBeRead
    return keys.identifier_cipher().encrypt(number, _cell(row_id))


def _cell(row_id: UUID) -> Place:
    return Place(_TABLE, "phone", row_id, tenancy.current_municipality_id())


def _place(appointment: Appointment, wanted: WantedTime, *, by: Member, at: dt.datetime) -> Appointment:
    """Give an appointment its time, with the first colleague who has it free, and save it."""
    service, structure = appointment.service, appointment.structure
    minutes = minutes_for(structure, service.category if service else "")
    starts_at = moment_of(wanted.date, wanted.time)
    span = (starts_at, starts_at + dt.timedelta(minutes=minutes))
    _check_moment(starts_at, at)
    table = timetable(structure, wanted.date, wanted.date, without=appointment.pk)
    _check_hours(table, wanted.date, span, appointment.person)
    _check_person(appointment, span, by)
    for worker in _candidates(table, wanted, span):
        _lock_time_of(worker.pk)
        if already := _first_click(appointment):
            return already
        try:
            with refusing(NO_DOUBLE_BOOKING, TimeTaken):
                _save(appointment, worker, span)
        except TimeTaken:
            continue
        return appointment
    if already := _first_click(appointment):
        return already
    raise _taken(structure, wanted, minutes=minutes, at=at)


def _first_click(appointment: Appointment) -> Appointment | None:
    """Give the appointment that the same form booked a moment ago."""
    rows = Appointment.objects.filter(submission=appointment.submission, submission__isnull=False)
    found: Appointment | None = rows.exclude(pk=appointment.pk).first()
    return found


def _save(appointment: Appointment, worker: User, span: Span) -> None:
    appointment.worker, appointment.starts_at, appointment.ends_at = worker, *span
    # Its first event is written after it: without one it is new.
    if appointment.events.exists():
        appointment.save(update_fields=["worker", "starts_at", "ends_at"])
    else:
        appointment.save(force_insert=True)


def _check_moment(starts_at: dt.datetime, at: dt.datetime) -> None:
    if starts_at < at:
        raise TimeIsOver
    if starts_at > at + LONGEST_AHEAD:
        raise TooFarAhead


def _check_hours(table: Timetable, date: dt.date, span: Span, person: Person | None) -> None:
    day = table.day(date, has_open_case=person is not None and has_open_case(person))
    if day.closed_because:
        raise ClosedThen(day.closed_because)
    if not any(first <= span[0] and span[1] <= last for first, last in day.spans):
        raise OutsideHours(str(OutsideHours.message) % {"hours": day.hours})


def has_open_case(person: Person) -> bool:
    """Say whether anything of a person is pending, so that he or she is received on days for pending cases."""
    return bool(Request.objects.filter(person=person, is_cancelled=False, outcome__in=STILL_OPEN).exists())


def _check_person(appointment: Appointment, span: Span, by: Member) -> None:
    """Keep a person from being in two places, as far as this member may know of the other one."""
    if appointment.person is None:
        return
    others = visible_appointments(by).taking_time().overlapping(*span).filter(person=appointment.person)
    if others.exclude(pk=appointment.pk).exists():
        raise OtherAppointmentThen


def _candidates(table: Timetable, wanted: WantedTime, span: Span) -> list[User]:
    at_work = table.workers_on(wanted.date)
    if wanted.worker is None:
        # In the order of their ids, so that two bookings wait for each other and never in a circle.
        return sorted((one for one in at_work if not table.is_taken(one.pk, span)), key=lambda one: one.pk)
    if wanted.worker not in at_work or table.is_away(wanted.worker.pk, span):
        raise WorkerAway
    return [] if table.is_taken(wanted.worker.pk, span) else [wanted.worker]


def _taken(structure: Structure, wanted: WantedTime, *, minutes: int, at: dt.datetime) -> TimeTaken:
    """Say that a time is taken, and which one is free."""
    table = timetable(structure, wanted.date, wanted.date + AHEAD)
    after = max(at, moment_of(wanted.date, dt.time.min))
    words = next_free_words(table, minutes=minutes, after=after, worker=wanted.worker)
    return TimeTaken(f"{TimeTaken.message} {words}")


def _lock_time_of(worker_id: UUID) -> None:
    """Let bookings of one colleague come one after the other.

    The constraint alone would refuse a double booking, too; but two that are written at the same moment would wait for
    each other, and PostgreSQL would end one of them with an error that says nothing to anybody.
    """
    with connection.cursor() as cursor:
        key = f"appointments {tenancy.current_municipality_id()} {worker_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _of_member(by: Member, appointment_id: UUID) -> Appointment:
    if not by.may("appointments.book"):
        raise NotAllowed
    rows = visible_appointments(by).select_for_update(of=("self",)).select_related("structure", "service", "person")
    found: Appointment | None = rows.filter(pk=appointment_id).first()
    if found is None:
        raise NoSuchAppointment
    if not by.works_in(found.structure_id) and found.worker_id != by.user.pk:
        raise NotYourAppointments
    return found


def _refuse_settled(appointment: Appointment) -> None:
    if not appointment.is_ahead:
        raise NothingAhead


def _refuse_before_the_day(appointment: Appointment, at: dt.datetime) -> None:
    if appointment.starts_at.astimezone(ATHENS).date() > at.astimezone(ATHENS).date():
        raise NotYet


_KEPT = ("state", "cancelled_by_side")
_MOMENTS = ("starts_at", "ends_at", "arrived_at")
_KEYS = ("worker_id", "contact_id")


def _former(appointment: Appointment) -> dict[str, Any]:
    moments = {name: getattr(appointment, name) for name in _MOMENTS}
    return {
        **{name: getattr(appointment, name) for name in _KEPT},
        **{name: value.isoformat() if value else None for name, value in moments.items()},
        **{name: str(value) if (value := getattr(appointment, name)) else None for name in _KEYS},
    }


def _values_before(event: AppointmentEvent) -> dict[str, Any]:
    """Give the columns as they were before an act."""
    if event.kind == Kind.BOOKED:
        return {"state": State.CANCELLED, "cancelled_by_side": Side.CENTRE}
    former: Mapping[str, Any] = event.former
    return {
        **{name: former[name] for name in _KEPT},
        **{name: dt.datetime.fromisoformat(former[name]) if former[name] else None for name in _MOMENTS},
        **{name: UUID(former[name]) if former[name] else None for name in _KEYS},
    }


def _newest(appointment: Appointment) -> AppointmentEvent:
    newest: AppointmentEvent = appointment.events.latest("pk")
    return newest


def _happened(
    appointment: Appointment,
    kind: str,
    *,
    by: Member,
    at: dt.datetime,
    former: Mapping[str, Any] | None = None,
    side: str = "",
    words: str = "",
    values: Mapping[str, Any] | None = None,
) -> AppointmentEvent:
    """Write the new state, the event and the access record."""
    before = _former(appointment) if former is None else former
    if kind != Kind.BOOKED:
        changes = {**(values or {}), "version": appointment.version + 1, "changed_at": at}
        Appointment.objects.filter(pk=appointment.pk).update(**changes)
    event: AppointmentEvent = AppointmentEvent.objects.create(
        id=uuid7(),
        appointment=appointment,
        kind=kind,
        at=at,
        by=by.user,
        side=side,
        words=display_clean(words)[:200],
        former=dict(before),
    )
    audit.record(
        _VERBS.get(str(kind), "change"),
        kind="appointment",
        object_id=appointment.pk,
        person_id=appointment.person_id,
        act=str(kind),
    )
    return event


_VERBS = {"booked": "create", "cancelled": "cancel", "undone": "undo"}
