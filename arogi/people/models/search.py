"""The words by which a person can be found."""

from __future__ import annotations

from django.db import models

from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel
from arogi.people.models.person import Person


class NameToken(TenantModel):
    """How one word of a person's names sounds (see `people.names.keys`). Millions of rows, so a narrow one.

    The index is all that a search reads. Read backwards from one sound it gives the persons who bear the name before
    those whose father or mother does, and of these the one registered last first (ids are UUIDv7).
    """

    person = TenantForeignKey(Person, related_name="name_tokens")
    is_own = models.BooleanField(help_text="the person's own name, not a parent's")
    sound = models.CharField(max_length=60, db_collation="C")

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(name="people_token_sound", fields=["municipality_id", "sound", "is_own", "person"]),
        ]
