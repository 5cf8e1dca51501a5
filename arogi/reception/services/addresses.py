"""Secret addresses: made, renewed, revoked, and found again by the digest of their token."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from django.db import transaction

from arogi.accounts.access import Member, member_on
from arogi.accounts.models import User
from arogi.centres.models import Municipality, Structure
from arogi.core import audit, tenancy
from arogi.core.errors import NotAllowed
from arogi.reception.errors import NoSuchAddress
from arogi.reception.models import SecretAddress

Kind = SecretAddress.Kind
TOKEN_BYTES = 32  # 256 bits


@transaction.atomic
def make_calendar_address(*, by: Member, at: dt.datetime) -> str:
    """Make the secret address of one's own calendar, once more if there was one: that one stops working.

    Returns:
        The token; it cannot be read again.

    Raises:
        NotAllowed: the role does not include appointments.
    """
    if not by.may("appointments.book"):
        raise NotAllowed
    SecretAddress.objects.filter(kind=Kind.CALENDAR, worker=by.user, revoked_at=None).update(revoked_at=at)
    return _make(by, at, kind=Kind.CALENDAR, worker=by.user)


@transaction.atomic
def make_screen_address(*, by: Member, structure: Structure, at: dt.datetime) -> str:
    """Make the secret address of the screen in a waiting room, once more if there was one.

    Raises:
        NotAllowed: the role does not include it.
    """
    if not by.may("centres.manage"):
        raise NotAllowed
    SecretAddress.objects.filter(kind=Kind.SCREEN, structure=structure, revoked_at=None).update(revoked_at=at)
    return _make(by, at, kind=Kind.SCREEN, structure=structure)


@transaction.atomic
def revoke_calendar_address(*, by: Member, worker_id: UUID, at: dt.datetime) -> None:
    """Make a calendar's address worthless: the own one, or that of a colleague for whoever manages accounts.

    Raises:
        NotAllowed: it is somebody else's.
    """
    if worker_id != by.user.pk and not by.may("staff.manage"):
        raise NotAllowed
    _revoke(SecretAddress.objects.filter(kind=Kind.CALENDAR, worker_id=worker_id, revoked_at=None).first(), at)


@transaction.atomic
def revoke_screen_address(*, by: Member, structure: Structure, at: dt.datetime) -> None:
    """Make a screen's address worthless.

    Raises:
        NotAllowed: the role does not include it.
    """
    if not by.may("centres.manage"):
        raise NotAllowed
    _revoke(SecretAddress.objects.filter(kind=Kind.SCREEN, structure=structure, revoked_at=None).first(), at)


def standing_address(
    kind: str, *, worker_id: UUID | None = None, structure_id: UUID | None = None
) -> SecretAddress | None:
    """Give the address that works now; None where there is none."""
    rows = SecretAddress.objects.filter(kind=kind, worker_id=worker_id, structure_id=structure_id, revoked_at=None)
    found: SecretAddress | None = rows.first()
    return found


def find_address(kind: str, token: str, *, today: dt.date) -> SecretAddress:
    """Find what a token opens in the entered municipality.

    Raises:
        NoSuchAddress: it never was, was revoked, or its colleague does not work here any more.
    """
    rows = SecretAddress.objects.select_related("worker", "structure")
    found: SecretAddress | None = rows.filter(kind=kind, token_digest=_digest(token), revoked_at=None).first()
    if found is None or (found.worker is not None and not _works_here(found.worker, today)):
        raise NoSuchAddress
    return found


def _works_here(worker: User, today: dt.date) -> bool:
    town = Municipality.objects.get(pk=tenancy.current_municipality_id())
    member = member_on(user=worker, municipality=town, date=today)
    return member is not None and member.may("appointments.view")


def _make(by: Member, at: dt.datetime, **of: object) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address = SecretAddress.objects.create(token_digest=_digest(token), made_at=at, made_by=by.user, **of)
    audit.record("create", kind="secretaddress", object_id=address.pk)
    return token


def _revoke(address: SecretAddress | None, at: dt.datetime) -> None:
    if address is None:
        return
    address.revoked_at = at
    address.save(update_fields=["revoked_at"])
    audit.record("remove", kind="secretaddress", object_id=address.pk)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
