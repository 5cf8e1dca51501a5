"""Numbers and papers that the state knows a person by, kept encrypted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel
from arogi.people.models.person import Person


class Identifier(RecordedModel):
    """One identifier of a person: encrypted, found through its blind index, never unique across people.

    Two people may show the same number (a mistake somewhere): that is a duplicate to look into, not an error.
    """

    class Kind(models.TextChoices):
        """The codes of `core.values.identifier_kinds`, whose labels are shown."""

        AMKA = "amka"
        AFM = "afm"
        PERSONAL_NUMBER = "personal_number"
        IDENTITY_CARD = "identity_card"
        PASSPORT = "passport"
        PAAYPA = "paaypa"
        ASYLUM_CARD = "asylum_card"
        INTERNATIONAL_PROTECTION = "international_protection"
        RESIDENCE_TITLE = "residence_title"
        MUNICIPALITY_ROLL = "municipality_roll"
        UNEMPLOYMENT_CARD = "unemployment_card"
        OTHER = "other"

    person = TenantForeignKey(Person, related_name="identifiers")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    value = models.BinaryField(null=True, help_text="ciphertext, see core.crypto")
    blind_index = models.BinaryField(null=True)
    last_characters = models.CharField(max_length=4, blank=True)
    detail = models.CharField(max_length=60, blank=True, help_text="type of title, issuing authority")
    expires_on = models.DateField(null=True, blank=True)
    missing_reason = models.CharField(max_length=30, blank=True)
    override_reason = models.CharField(max_length=200, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="people_identifier_or_reason",
                condition=Q(value__isnull=False, blind_index__isnull=False) | Q(value=None) & ~Q(missing_reason=""),
            ),
            models.UniqueConstraint(
                name="people_identifier_once_per_person",
                fields=["municipality_id", "person", "kind", "blind_index"],
                condition=Q(value__isnull=False),
            ),
        ]
        indexes = [models.Index(name="people_by_blind_index", fields=["municipality_id", "blind_index"])]
