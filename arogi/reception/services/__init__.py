"""What is done at the desk: contacts and their requests, next steps, networking acts, the catalogue of services."""

from arogi.reception.services.answering import programmes_of, request_for, settle_request
from arogi.reception.services.catalogue import add_local_service, adopt_catalogue, set_offer
from arogi.reception.services.contacts import (
    ContactFacts,
    RequestLine,
    birth_date_of_age,
    record_contact,
)
from arogi.reception.services.corrections import (
    cancel_contact,
    cancel_request_line,
    correct_contact,
    undo_contact,
)
from arogi.reception.services.networking import (
    ActFacts,
    cancel_networking_act,
    record_networking_act,
)
from arogi.reception.services.next_steps import (
    complete_next_step,
    give_next_steps,
    postpone_next_step,
    reopen_next_step,
)

__all__ = [
    "ActFacts",
    "ContactFacts",
    "RequestLine",
    "add_local_service",
    "adopt_catalogue",
    "birth_date_of_age",
    "cancel_contact",
    "cancel_networking_act",
    "cancel_request_line",
    "complete_next_step",
    "correct_contact",
    "give_next_steps",
    "postpone_next_step",
    "programmes_of",
    "record_contact",
    "record_networking_act",
    "reopen_next_step",
    "request_for",
    "set_offer",
    "settle_request",
    "undo_contact",
]
