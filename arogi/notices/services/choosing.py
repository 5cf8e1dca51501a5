"""What a person says about messages."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.notices.models import NoticeChoice
from arogi.notices.reach import email_of, sealed_email
from arogi.people.models import Person

WANTED = ("reminders", "asked", "nothing")
"""Reminders as well; only what the person asked for (an appointment); no message at all."""


@transaction.atomic
def choose(*, by: Member, person: Person, email: str, wants: str, today: dt.date) -> NoticeChoice:
    """Keep what a person said: an e-mail address or none, and which messages are wanted.

    Args:
        wants: one of `WANTED`.

    Raises:
        NotAllowed, NoEmailAddress: see there.
    """
    if not by.may("notices.send"):
        raise NotAllowed
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # a second click waits here for the first
    choice = NoticeChoice.objects.filter(person=person).first() or NoticeChoice(id=uuid7(), person=person)
    changed = _changes(choice, email, wants)
    if email != email_of(choice):
        choice.email = sealed_email(choice.pk, email)
    choice.consent_on = (choice.consent_on or today) if wants == "reminders" else None
    choice.opted_out_on = (choice.opted_out_on or today) if wants == "nothing" else None
    choice.said_to = by.user
    choice.version += 1
    choice.save()
    audit.record("change", kind="noticechoice", object_id=choice.pk, person_id=person.pk, fields=changed)
    return choice


def wants_of(choice: NoticeChoice | None) -> str:
    """Give which messages a person wants; only what is asked for before anybody said more."""
    if choice and choice.opted_out_on:
        return "nothing"
    return "reminders" if choice and choice.consent_on else "asked"


def _changes(choice: NoticeChoice, email: str, wants: str) -> list[str]:
    changed = ["email"] if email != email_of(choice) else []
    return [*changed, "wants"] if wants != wants_of(choice) else changed
