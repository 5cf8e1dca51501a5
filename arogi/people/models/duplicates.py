"""Pairs that may be one person, and merges that can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantModel
from arogi.people.models.person import Person


class PossibleDuplicate(RecordedModel):
    """Two files that may be one person's: a task for somebody other than who raised it."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        SAME = "same", _("The same person")
        DIFFERENT = "different", _("Different people")

    first = TenantForeignKey(Person, related_name="+")
    second = TenantForeignKey(Person, related_name="+")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    raised_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="people_pair_raised_once",
                fields=["municipality_id", "first", "second"],
                condition=Q(state="open"),
            ),
            models.CheckConstraint(name="people_pair_is_ordered", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="people_pair_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("raised_by")),
            ),
            models.CheckConstraint(
                name="people_decision_has_a_date",
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
            ),
        ]


class Merge(TenantModel):
    """Two files made one: what was moved and what each field held before, so that it can be undone."""

    kept = TenantForeignKey(Person, related_name="+")
    absorbed = TenantForeignKey(Person, related_name="+")
    before = models.BinaryField(help_text="encrypted JSON: the fields of both persons before the merge")
    moved = models.JSONField(default=list, help_text="[[table label, column, [ids]], ...]")
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="people_absorbed_once",
                fields=["municipality_id", "absorbed"],
                condition=Q(undone_at=None),
            ),
        ]
