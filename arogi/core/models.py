"""Tables that every module builds on, and the two tables of the access record."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from arogi.core import tenancy
from arogi.core.errors import DomainError

Row = TypeVar("Row", bound=models.Model, covariant=True)


class RowOfAnotherMunicipality(Exception):
    """A row was about to be written into another municipality than the one entered: a fault of the program."""


class AppendOnly(DomainError):
    """A record that may only be added was about to be changed."""


class TenantManager(models.Manager[Row]):
    """Rows of the entered municipality; the query names it as a constant."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Start every query at the municipality."""
        rows = super().get_queryset()
        if not tenancy.application_wall_is_up():
            return rows
        return rows.filter(municipality_id=tenancy.current_municipality_id())

    def none(self) -> models.QuerySet[Row]:
        """Give no rows, wherever one is: a form's class body may say so before any municipality is entered."""
        return super().get_queryset().none()


class TenantModel(models.Model):
    """A row that belongs to one municipality.

    In the database the primary key is `(municipality_id, id)`; Django sees `id`, a UUIDv7 made by the program.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality_id = models.UUIDField(default=tenancy.current_municipality_id, editable=False)

    objects: models.Manager[Any] = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save into the entered municipality only.

        Raises:
            RowOfAnotherMunicipality: the row belongs elsewhere.
        """
        if tenancy.application_wall_is_up() and self.municipality_id != tenancy.current_municipality_id():
            raise RowOfAnotherMunicipality(f"{self._meta.label} {self.pk}")
        super().save(*args, **kwargs)


class ReferenceModel(models.Model):
    """A row of public fact that all municipalities share; the application only reads it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class RecordedModel(TenantModel):
    """A tenant row that knows when it was first written and last changed."""

    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        base_manager_name = "objects"


class AuditHead(TenantModel):
    """The end of one municipality's chain of access records: its length and its last hash."""

    sequence = models.BigIntegerField(default=0)
    hash = models.BinaryField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="core_one_audit_head_per_municipality", fields=["municipality_id"]),
        ]


class AccessRecord(TenantModel):
    """One line of the access record (ίχνος πρόσβασης); the application may add lines and nothing else."""

    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_roles = models.CharField(max_length=200)
    address = models.CharField(max_length=64)
    session = models.CharField(max_length=32)
    verb = models.CharField(max_length=32)
    kind = models.CharField(max_length=48)
    object_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500)
    detail = models.JSONField(default=dict)
    hash = models.BinaryField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="core_access_record_sequence", fields=["municipality_id", "sequence"]),
        ]
        indexes = [
            models.Index(name="core_access_by_person", fields=["municipality_id", "person_id", "-at"]),
            models.Index(name="core_access_by_actor", fields=["municipality_id", "actor_id", "-at"]),
        ]


class DataKey(TenantModel):
    """One wrapped key of one municipality for one purpose (identifiers, notes, files, blind index); see core.crypto."""

    purpose = models.CharField(max_length=32)
    key_version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="core_one_key_per_purpose_and_version",
                fields=["municipality_id", "purpose", "key_version"],
            ),
        ]
