"""The queue of a day: tickets with a number and nothing else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel


class QueueTicket(TenantModel):
    """A number in a structure's queue of one day. It belongs to nobody: no name, no person, no phone.

    `kind` parts the queue by kind of service (category of the catalogue) where a structure wants that; the numbers run
    through all kinds, so that one number on the screen means one ticket.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CALLED = "called", _("Called")
        SERVED = "served", _("Served")
        SKIPPED = "skipped", _("Did not answer")

    structure = TenantForeignKey(Structure, related_name="tickets")
    date = models.DateField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    desk = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)
    submission = models.UUIDField(editable=False, help_text="one click, one ticket")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_one_ticket_per_number", fields=["municipality_id", "structure", "date", "number"]
            ),
            models.UniqueConstraint(name="reception_one_ticket_per_click", fields=["municipality_id", "submission"]),
            models.CheckConstraint(
                name="reception_called_ticket_says_when",
                condition=Q(state="waiting", called_at=None) | ~Q(state="waiting") & Q(called_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="reception_tickets_waiting",
                fields=["municipality_id", "structure", "date", "number"],
                condition=Q(state="waiting"),
            ),
        ]
