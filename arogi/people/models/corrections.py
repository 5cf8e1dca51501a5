"""What a person's file said before it was corrected."""

from __future__ import annotations

from django.db import models

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel
from arogi.people.models.person import Person


class PersonCorrection(TenantModel):
    """The former values of what was changed in one row of a person's file, encrypted; nothing is ever overwritten."""

    class Kind(models.TextChoices):
        PERSON = "person"
        IDENTIFIER = "identifier"
        PHONE = "phone"
        ADDRESS = "address"

    person = TenantForeignKey(Person, related_name="corrections")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    row_id = models.UUIDField()
    row_version = models.PositiveIntegerField(help_text="the version that had the former values")
    fields = models.JSONField(default=list)
    before = models.BinaryField(help_text="encrypted JSON: the former values by field")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
