"""Invitations and roles: who lets whom in, and until when."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.accounts.models import Invitation, Membership, MunicipalityAccess, User
from arogi.centres.models import Municipality, Structure
from arogi.core import audit, tenancy
from arogi.core.acting import acting_in
from arogi.core.actor import Actor
from arogi.core.db import refusing
from arogi.core.errors import DomainError

INVITATION_LASTS = dt.timedelta(hours=24)


class StaffRefused(DomainError):
    """Something about staff cannot be done."""


class OwnRole(StaffRefused):
    """Somebody tried to change the own rights."""

    message = _("Nobody changes their own roles. Ask another person who manages accounts.")


class RoleExists(StaffRefused):
    """The same role at the same place is given twice."""

    message = _("This person already has this role there.")
    field = "role"


class NotInvitable(StaffRefused):
    """The account has a password already."""

    message = _("This account already has a password, so it needs no invitation.")


class WorksElsewhere(StaffRefused):
    """The account belongs to another municipality too."""

    message = _("This account also works in another municipality. Ask the operator of the installation to reset it.")


class InvitationOver(StaffRefused):
    """The link was used, is too old or never existed."""

    message = _("This invitation is not valid any more. Ask for a new one.")


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What came of an invitation.

    Attributes:
        token: to be handed over now; it cannot be read again. None when the account has a password already.
    """

    user: User
    token: str | None


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    language: str,
    role: str,
    structure: Structure | None,
    by: Member | None,
    on: dt.date,
    at: dt.datetime,
) -> Invited:
    """Make (or find) an account and give it a first role here.

    Args:
        by: None for the operator of the installation, at the command line.

    Raises:
        OwnRole: the address is the inviter's own.
        RoleExists: the account has this role already.
    """
    user, made = User.objects.get_or_create(
        email__iexact=email, defaults={"email": email.lower(), "name": name, "language": language}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        audit.record("create", kind="user", object_id=user.pk)
    grant_role(user=user, role=role, structure=structure, by=by, on=on)
    token = None if user.has_usable_password() else new_invitation(user=user, by=by, at=at)
    return Invited(user=user, token=token)


@transaction.atomic
def new_invitation(*, user: User, by: Member | None, at: dt.datetime) -> str:
    """Make a link for an account without a password; earlier links of the account stop working.

    Raises:
        NotInvitable: the account has a password: a new one must not be had through another person's link.
    """
    if user.has_usable_password():
        raise NotInvitable
    Invitation.objects.filter(user=user, used_at=None).update(used_at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user, token_digest=_digest(token), invited_by=_user(by), expires_at=at + INVITATION_LASTS
    )
    audit.record("invite", kind="invitation", object_id=invitation.pk)
    return token


@transaction.atomic
def reset_password(*, user: User, by: Member | None, at: dt.datetime) -> str:
    """Take a forgotten password away and make a link for a new one; open sessions of the account end.

    Args:
        by: None for the operator of the installation, who may do so for every account.

    Raises:
        OwnRole: it is the own account.
        WorksElsewhere: the account also opens another municipality, which this one must not be able to enter.
    """
    if user == _user(by):
        raise OwnRole
    if by and MunicipalityAccess.objects.filter(user=user).exclude(municipality=by.municipality).exists():
        raise WorksElsewhere
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record("reset", kind="user", object_id=user.pk)
    return new_invitation(user=user, by=by, at=at)


def accept_invitation(*, municipality: Municipality, token: str, password: str, actor: Actor, at: dt.datetime) -> User:
    """Set the first password of an account, once.

    Raises:
        InvitationOver: the link is not valid.
    """
    with acting_in(municipality.id, actor):
        invitation = _standing(token, at, for_update=True)
        user = invitation.user
        user.set_password(password)
        user.save(update_fields=["password"])
        Invitation.objects.filter(user=user, used_at=None).update(used_at=at)
        audit.record("accept", kind="invitation", object_id=invitation.pk)
    return user


def invited_user(*, municipality: Municipality, token: str, at: dt.datetime) -> User:
    """Say whose invitation a link is.

    Raises:
        InvitationOver: the link is not valid.
    """
    with acting_in(municipality.id):
        return _standing(token, at, for_update=False).user


def _standing(token: str, at: dt.datetime, *, for_update: bool) -> Invitation:
    rows = Invitation.objects.select_related("user")
    if for_update:
        rows = rows.select_for_update(of=("self",))
    invitation: Invitation | None = rows.filter(token_digest=_digest(token), used_at=None, expires_at__gt=at).first()
    if invitation is None or invitation.user.has_usable_password() or not invitation.user.is_active:
        raise InvitationOver
    return invitation


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def grant_role(*, user: User, role: str, structure: Structure | None, by: Member | None, on: dt.date) -> Membership:
    """Give an account a role from a day on, in one structure or in the whole municipality.

    Raises:
        OwnRole: the account is the giver's own.
        RoleExists: it has this role there already.
    """
    if user == _user(by):
        raise OwnRole
    MunicipalityAccess.objects.get_or_create(user=user, municipality_id=tenancy.current_municipality_id())
    with refusing("accounts_one_open_membership", RoleExists):
        membership = Membership.objects.create(
            user=user, role=role, structure=structure, valid_from=on, granted_by=_user(by)
        )
    audit.record("grant", kind="membership", object_id=membership.pk, role=role)
    return membership


def _user(by: Member | None) -> User | None:
    return by.user if by else None


@transaction.atomic
def end_role(*, membership_id: UUID, by: Member, on: dt.date) -> Membership:
    """Take a role away: from `on` it does not hold, so the next request of an open session is refused.

    Raises:
        Membership.DoesNotExist: there is no such role here, or it was ended already.
        OwnRole: it is the own role.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership_id, valid_until=None)
    if membership.user_id == by.user.pk:
        raise OwnRole
    membership.valid_until = max(on, membership.valid_from)
    membership.ended_by = by.user
    membership.save(update_fields=["valid_until", "ended_by"])
    audit.record("end", kind="membership", object_id=membership.pk, role=membership.role)
    return membership
