"""Accounts of staff: one identity for the country, memberships by municipality."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from arogi.centres.models import Municipality, Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import ReferenceModel, TenantManager, TenantModel


class UserManager(BaseUserManager["User"]):
    """Find accounts as people write their address: in any case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find the account by its e-mail address, whatever the case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A member of staff who can sign in. No rights hang on the account itself; see `Membership`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="el")
    shortcuts = models.BooleanField(default=True, help_text="single-key shortcuts are on (WCAG 2.1.4)")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_user_per_email",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityAccess(ReferenceModel):
    """The municipalities in which an account may work: what sign-in asks before any municipality is entered."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="municipalities")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="accounts_one_access_per_municipality", fields=["user", "municipality"]),
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships that can be chained."""

    def on(self, date: dt.date) -> MembershipQuerySet:
        """Keep those that hold on a date."""
        return self.filter(valid_from__lte=date).filter(Q(valid_until=None) | Q(valid_until__gt=date))


class Membership(TenantModel):
    """What a member of staff is in one structure, or in the whole municipality, during a period."""

    class Role(models.TextChoices):
        RECEPTION = "reception", _("Reception")
        SOCIAL_WORKER = "social_worker", _("Social worker")
        PSYCHOLOGIST = "psychologist", _("Psychologist")
        SOCIAL_SCIENTIST = "social_scientist", _("Social scientist")
        LAWYER = "lawyer", _("Lawyer")
        ECONOMIST = "economist", _("Economist / job counsellor")
        PEDAGOGUE = "pedagogue", _("Pedagogue / special educator")
        HEALTH = "health", _("Nurse / health visitor")
        MEDIATOR = "mediator", _("Roma mediator")
        INTERCULTURAL_MEDIATOR = "intercultural_mediator", _("Intercultural mediator")
        COORDINATOR = "coordinator", _("Coordinator")
        SUPERVISOR = "supervisor", _("Supervising social service")
        DPO = "dpo", _("Data protection officer")
        AUDITOR = "auditor", _("Auditor")
        MINISTRY = "ministry", _("Ministry viewer")
        ADMINISTRATOR = "administrator", _("Administrator of accounts")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    structure = TenantForeignKey(Structure, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=32, choices=Role.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = TenantManager.from_queryset(MembershipQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="accounts_one_open_membership",
                fields=["municipality_id", "user", "role", "structure"],
                condition=Q(valid_until=None),
                nulls_distinct=False,
                violation_error_message=_("This person already has this role there."),
            ),
            # Equal days: a role that was given and taken away on one day, so it never held.
            models.CheckConstraint(
                name="accounts_membership_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="accounts_nobody_grants_himself_a_role",
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
            ),
            models.CheckConstraint(
                name="accounts_nobody_ends_his_own_role",
                condition=Q(ended_by=None) | ~Q(ended_by=F("user")),
            ),
        ]
        indexes = [models.Index(name="accounts_membership_by_user", fields=["municipality_id", "user"])]


class Invitation(TenantModel):
    """A link that lets a new member of staff choose a password, once, within a day. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    token_digest = models.CharField(max_length=64)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="accounts_one_invitation_per_token", fields=["municipality_id", "token_digest"]
            ),
        ]
        indexes = [models.Index(name="accounts_invitation_by_user", fields=["municipality_id", "user"])]
