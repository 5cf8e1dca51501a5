"""Where a message may go: only to the person's own phone that is safe to text, or to an e-mail that he or she gave."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from arogi.core import keys, tenancy
from arogi.core.crypto import Place
from arogi.core.values.phone import is_mobile
from arogi.notices.errors import NoConsent, NoEmailAddress, NoSafeContact, NotThere, OptedOut
from arogi.notices.models import Notice, NoticeChoice
from arogi.notices.texts import Template
from arogi.people.models import Person, Phone
from arogi.people.sealing import PHONES, unseal

CHOICES = "notices_noticechoice"
SHOWN_SIGNS = 3
GONE = (Person.Status.DECEASED, Person.Status.MOVED)


@dataclass(frozen=True, slots=True)
class Way:
    """A channel and where it leads."""

    channel: str
    address: str

    @property
    def end(self) -> str:
        """Give as much of the address as may be shown."""
        if self.channel == Notice.Channel.SMS:
            return f"*******{self.address[-SHOWN_SIGNS:]}"
        name, _at, domain = self.address.rpartition("@")
        return f"{name[:1]}***@{domain}"[:80]


def choice_of(person_id: UUID) -> NoticeChoice | None:
    """Give what a person chose; None before anybody asked."""
    choice: NoticeChoice | None = NoticeChoice.objects.filter(person=person_id).first()
    return choice


def way_to(person: Person, template: Template, channel: str = "") -> Way:
    """Give the way on which a message may go, the phone first.

    Args:
        channel: a code of `Notice.Channel` to use no other.

    Raises:
        NotThere, OptedOut, NoConsent, NoSafeContact: why there is none.
    """
    choice = choice_of(person.pk)
    if person.status in GONE or person.merged_into_id:
        raise NotThere
    if person.do_not_write or (choice and choice.opted_out_on):
        raise OptedOut
    if template.needs_consent and not (choice and choice.consent_on):
        raise NoConsent
    ways = [way for way in (_phone(person), _email(choice)) if way and channel in ("", way.channel)]
    if not ways:
        raise NoSafeContact
    return ways[0]


def _phone(person: Person) -> Way | None:
    rows = Phone.objects.filter(person=person, owner=Phone.Owner.OWN, safe_to_text=True).order_by("position", "pk")
    numbers = (unseal(PHONES, row.pk, row.value).partition(";ext=")[0] for row in rows)
    mobile = next((number for number in numbers if is_mobile(number)), "")
    return Way(Notice.Channel.SMS, mobile) if mobile else None


def _email(choice: NoticeChoice | None) -> Way | None:
    address = email_of(choice)
    return Way(Notice.Channel.EMAIL, address) if address else None


def email_of(choice: NoticeChoice | None) -> str:
    """Give the e-mail address that a person gave, or nothing."""
    if choice is None or choice.email is None:
        return ""
    return keys.identifier_cipher().decrypt(choice.email, _place(choice.pk))


def sealed_email(choice_id: UUID, address: str) -> bytes | None:
    """Encrypt an address for one row.

    Raises:
        NoEmailAddress: it is none.
    """
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise NoEmailAddress from wrong
    return keys.identifier_cipher().encrypt(address, _place(choice_id))


def _place(choice_id: UUID) -> Place:
    return Place(CHOICES, "email", choice_id, tenancy.current_municipality_id())
