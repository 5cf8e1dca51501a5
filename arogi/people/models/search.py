"""The words by which a person can be found."""

from __future__ import annotations

from django.db import models

from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel
from arogi.people.models.person import Person


class NameToken(TenantModel):
    """One word of one name of a person, with the keys that a search compares (see people.names)."""

    class Field(models.TextChoices):
        SURNAME = "surname"
        FIRST_NAME = "first_name"
        FATHER_NAME = "father_name"
        MOTHER_NAME = "mother_name"
        LATIN_SURNAME = "latin_surname"
        LATIN_FIRST_NAME = "latin_first_name"
        CALLED = "called"

    person = TenantForeignKey(Person, related_name="name_tokens")
    field = models.CharField(max_length=16)
    folded = models.CharField(max_length=60, db_collation="C")
    sound = models.CharField(max_length=60, db_collation="C")

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(name="people_token_folded", fields=["municipality_id", "folded", "person"]),
            models.Index(name="people_token_sound", fields=["municipality_id", "sound", "person"]),
        ]
