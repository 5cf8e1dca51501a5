"""Phones and addresses, with who answers and what is safe."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Settlement
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel
from arogi.people.models.person import Person


class Phone(RecordedModel):
    """A number the person can be reached at, encrypted like an identifier; often somebody else's."""

    class Owner(models.TextChoices):
        OWN = "own", _("Own")
        RELATIVE = "relative", _("Relative's")
        NEIGHBOUR = "neighbour", _("Neighbour's")
        EMPLOYER = "employer", _("Employer's")
        OTHER = "other", _("Somebody else's")

    person = TenantForeignKey(Person, related_name="phones")
    value = models.BinaryField()
    blind_index = models.BinaryField()
    owner = models.CharField(max_length=10, choices=Owner.choices, default=Owner.OWN)
    owner_name = models.CharField(max_length=80, blank=True)
    safe_to_call = models.BooleanField(default=True)
    safe_to_text = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="people_phone_once_per_person", fields=["municipality_id", "person", "blind_index"]
            ),
        ]
        indexes = [models.Index(name="people_phone_by_blind_index", fields=["municipality_id", "blind_index"])]


class Address(RecordedModel):
    """Where a person lives, or that he or she has no fixed abode, during a period."""

    person = TenantForeignKey(Person, related_name="addresses")
    settlement = TenantForeignKey(Settlement, null=True, blank=True, related_name="+")
    settlement_text = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    no_fixed_abode = models.BooleanField(default=False)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="people_address_ends_after_it_starts",
                condition=Q(until_date=None) | Q(from_date=None) | Q(until_date__gte=F("from_date")),
            ),
            models.UniqueConstraint(
                name="people_one_current_address",
                fields=["municipality_id", "person"],
                condition=Q(until_date=None),
            ),
        ]

    @property
    def place(self) -> str:
        """Give the settlement's name, as chosen or as typed."""
        return self.settlement.name if self.settlement else self.settlement_text
