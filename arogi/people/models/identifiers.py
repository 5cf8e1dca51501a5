"""Numbers and papers that the state knows a person by, kept encrypted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel
from arogi.people.models.person import Person


class Identifier(RecordedModel):
    """One identifier of a person: encrypted, found through its blind index, never unique across people.

    Two people may show the same number (a mistake somewhere): that is a duplicate to look into, not an error.
    """

    class Kind(models.TextChoices):
        AMKA = "amka", _("AMKA (social security number)")
        AFM = "afm", _("AFM (tax number)")
        PERSONAL_NUMBER = "personal_number", _("Personal Number")
        IDENTITY_CARD = "identity_card", _("Identity card")
        PASSPORT = "passport", _("Passport")
        PAAYPA = "paaypa", _("PAAYPA (asylum insurance number)")
        ASYLUM_CARD = "asylum_card", _("Asylum seeker's card")
        RESIDENCE_TITLE = "residence_title", _("Residence title")
        UNEMPLOYMENT_CARD = "unemployment_card", _("Unemployment card (DYPA)")
        MUNICIPAL_ROLL = "municipal_roll", _("Municipal roll number")
        OTHER = "other", _("Other")

    person = TenantForeignKey(Person, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
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
