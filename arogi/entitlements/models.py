"""Facts of a household as they were told, and each check as it was told to the citizen. Both are only added to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel
from arogi.people.models import Household, Person


class HouseholdFact(TenantModel):
    """One fact that a rule may ask for, as of one day; the newest one holds, the others are its history.

    It belongs to a household or to a person. A household's fact told by somebody who has no household in the file
    belongs to that person. Incomes and disability are among them, so every value is encrypted (`sealing`).
    """

    class Source(models.TextChoices):
        DECLARED = "declared", _("Declared by the person")
        PAPER = "paper", _("Seen on a paper")

    household = TenantForeignKey(Household, null=True, blank=True, related_name="+")
    person = TenantForeignKey(Person, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=60, help_text="path of the fact in a household's description")
    value = models.BinaryField(help_text="JSON text, encrypted; null says that it is not known any more")
    source = models.CharField(max_length=10, choices=Source.choices)
    told_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="entitlements_fact_of_one",
                condition=Q(household=None, person__isnull=False) | Q(household__isnull=False, person=None),
            ),
        ]


class Check(TenantModel):
    """One check as it was told: the facts, the version of the rules and the answers, encrypted.

    Attributes:
        content: the household's description and all answers (`kept.Kept`).
        summary: what the person's page shows of it (`kept.Summary`).
    """

    person = TenantForeignKey(Person, related_name="+")
    household = TenantForeignKey(Household, null=True, blank=True, related_name="+")
    as_of = models.DateField()
    rules_version = models.CharField(max_length=60)
    content = models.BinaryField()
    summary = models.BinaryField()
    checked_at = models.DateTimeField(db_default=Now(), editable=False)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
