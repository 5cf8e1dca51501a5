"""Who asked for an earlier time, and what was offered to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel
from arogi.reception.models.appointments import Appointment


class EarlierWish(TenantModel):
    """That whoever has an appointment would come earlier if a time became free."""

    # RDV-Service-Public: more calls than that are a nuisance.
    MOST_OFFERS = 3

    appointment = TenantForeignKey(Appointment, related_name="earlier_wishes")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_one_wish_per_appointment",
                fields=["municipality_id", "appointment"],
                condition=Q(closed_at=None),
            ),
        ]


class EarlierOffer(TenantModel):
    """A call in which an earlier time was offered, and what came of it."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Takes it")
        REFUSED = "refused", _("Does not want it")
        NOT_REACHED = "not_reached", _("Was not reached")

    wish = TenantForeignKey(EarlierWish, related_name="offers")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=11, choices=Answer.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            # With the check, at most three for one wish, whatever the program does.
            models.UniqueConstraint(name="reception_offers_are_numbered", fields=["municipality_id", "wish", "number"]),
            models.CheckConstraint(name="reception_at_most_three_offers", condition=Q(number__gte=1, number__lte=3)),
        ]
