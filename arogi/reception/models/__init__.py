"""Tables of the reception, by notion."""

from arogi.reception.models.addresses import SecretAddress
from arogi.reception.models.appointments import (
    Appointment,
    AppointmentEvent,
    AppointmentQuerySet,
    ServiceLength,
    StaffAbsence,
)
from arogi.reception.models.contacts import (
    Axis,
    CentreService,
    Channel,
    Contact,
    ContactQuerySet,
    Correction,
    NetworkingAct,
    Request,
    ServiceOffer,
)
from arogi.reception.models.earlier import EarlierOffer, EarlierWish
from arogi.reception.models.modes import ReceptionMode
from arogi.reception.models.queue import QueueTicket

__all__ = [
    "Appointment",
    "AppointmentEvent",
    "AppointmentQuerySet",
    "Axis",
    "CentreService",
    "Channel",
    "Contact",
    "ContactQuerySet",
    "Correction",
    "EarlierOffer",
    "EarlierWish",
    "NetworkingAct",
    "QueueTicket",
    "ReceptionMode",
    "Request",
    "SecretAddress",
    "ServiceLength",
    "ServiceOffer",
    "StaffAbsence",
]
