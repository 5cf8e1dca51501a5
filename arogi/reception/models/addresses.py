"""Secret addresses: of a colleague's calendar, and of the screen in a waiting room."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel


class SecretAddress(TenantModel):
    """An address that opens without signing in; whoever has it sees what it shows. Only its digest is kept."""

    class Kind(models.TextChoices):
        CALENDAR = "calendar", _("Calendar of a colleague")
        SCREEN = "screen", _("Screen of a waiting room")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    structure = TenantForeignKey(Structure, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="reception_one_address_per_token", fields=["municipality_id", "token_digest"]),
            models.UniqueConstraint(
                name="reception_one_standing_address",
                fields=["municipality_id", "kind", "worker", "structure"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reception_address_is_of_one",
                condition=Q(kind="calendar", worker__isnull=False, structure=None)
                | Q(kind="screen", worker=None, structure__isnull=False),
            ),
        ]
