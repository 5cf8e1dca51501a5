"""Asking for an earlier time, and calling those who asked when one is free."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.centres.selectors import ATHENS
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.reception.access import visible_appointments
from arogi.reception.earlier import may_be_offered
from arogi.reception.errors import NoSuchAppointment, NothingAhead, NotYourAppointments, OfferedLately
from arogi.reception.models import Appointment, EarlierOffer, EarlierWish
from arogi.reception.services.appointments import WantedTime, move

Answer = EarlierOffer.Answer


@transaction.atomic
def ask_for_earlier(*, by: Member, appointment_id: UUID, at: dt.datetime) -> EarlierWish:
    """Note that whoever has an appointment would come earlier. A second click gives the wish of the first.

    Raises:
        NotAllowed, NoSuchAppointment, NotYourAppointments: see there.
        NothingAhead: it is settled.
    """
    appointment = _of_member(by, appointment_id)
    if appointment.state != Appointment.State.BOOKED:
        raise NothingAhead
    standing: EarlierWish | None = EarlierWish.objects.filter(appointment=appointment, closed_at=None).first()
    if standing is not None:
        return standing
    wish: EarlierWish = EarlierWish.objects.create(appointment=appointment, asked_at=at, asked_by=by.user)
    audit.record("create", kind="earlierwish", object_id=wish.pk, person_id=appointment.person_id)
    return wish


@transaction.atomic
def take_wish_back(*, by: Member, appointment_id: UUID, at: dt.datetime) -> None:
    """Note that the appointment may stay where it is.

    Raises:
        NotAllowed, NoSuchAppointment, NotYourAppointments: see there.
    """
    appointment = _of_member(by, appointment_id)
    for wish in EarlierWish.objects.filter(appointment=appointment, closed_at=None):
        _close(wish, appointment, at)


@transaction.atomic
def record_offer(
    *, by: Member, wish_id: UUID, starts_at: dt.datetime, worker: User, answer: str, at: dt.datetime
) -> EarlierOffer:
    """Record a call; who takes the earlier time is moved to it at once.

    Args:
        answer: a code of `EarlierOffer.Answer`.

    Raises:
        NotAllowed, NoSuchAppointment, NotYourAppointments: see there.
        OfferedLately: three calls were made, or one in the last seven days.
        AppointmentRefused: the time was taken meanwhile, or as `move` has it.
    """
    wish: EarlierWish | None = EarlierWish.objects.select_for_update(of=("self",)).filter(pk=wish_id).first()
    if wish is None:
        raise NoSuchAppointment
    appointment = _of_member(by, wish.appointment_id)
    if wish.closed_at is not None or not appointment.is_ahead:
        raise NothingAhead
    if not may_be_offered(wish, at):
        raise OfferedLately
    offer = EarlierOffer(
        wish=wish,
        number=wish.offers.count() + 1,
        starts_at=starts_at,
        worker=worker,
        answer=Answer(answer),
        made_at=at,
        made_by=by.user,
    )
    with refusing("reception_offers_are_numbered", OfferedLately):
        offer.save(force_insert=True)
    audit.record("change", kind="earlierwish", object_id=wish.pk, person_id=appointment.person_id, act=answer)
    if answer == Answer.ACCEPTED:
        here = starts_at.astimezone(ATHENS)
        wanted = WantedTime(date=here.date(), time=here.time(), worker=worker)
        move(by=by, appointment_id=appointment.pk, wanted=wanted, side=Appointment.Side.CITIZEN, at=at)
        _close(wish, appointment, at)
    return offer


def _close(wish: EarlierWish, appointment: Appointment, at: dt.datetime) -> None:
    wish.closed_at = at
    wish.save(update_fields=["closed_at"])
    audit.record("end", kind="earlierwish", object_id=wish.pk, person_id=appointment.person_id)


def _of_member(by: Member, appointment_id: UUID) -> Appointment:
    if not by.may("appointments.book"):
        raise NotAllowed
    rows = visible_appointments(by).select_for_update(of=("self",)).select_related("structure")
    found: Appointment | None = rows.filter(pk=appointment_id).first()
    if found is None:
        raise NoSuchAppointment
    if not by.works_in(found.structure_id):
        raise NotYourAppointments
    return found
