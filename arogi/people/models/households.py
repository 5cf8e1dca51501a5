"""The household (νοικοκυριό): who lives with whom, and since when."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantManager
from arogi.people.models.person import Person


class Household(RecordedModel):
    """People who live together; its members come and go with dates."""

    class Tenure(models.TextChoices):
        UNKNOWN = "", _("Not known")
        OWN = "own", _("Own home")
        RENT = "rent", _("Rented")
        HOSTED = "hosted", _("Hosted")
        INFORMAL = "informal", _("Informal dwelling")
        NONE = "none", _("No home")

    tenure = models.CharField(max_length=10, choices=Tenure.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"


class HouseholdMembershipQuerySet(models.QuerySet["HouseholdMembership"]):
    """Reads of household memberships that can be chained."""

    def on(self, date: dt.date) -> HouseholdMembershipQuerySet:
        """Keep those that hold on a date."""
        return self.filter(Q(joined_on=None) | Q(joined_on__lte=date)).filter(Q(left_on=None) | Q(left_on__gt=date))


class HouseholdMembership(RecordedModel):
    """One person in one household during a period. A child may live in two (shared custody)."""

    class Relation(models.TextChoices):
        HEAD = "head", _("Head")
        SPOUSE = "spouse", _("Spouse or partner")
        CHILD = "child", _("Child")
        PARENT = "parent", _("Parent")
        GRANDPARENT = "grandparent", _("Grandparent")
        GRANDCHILD = "grandchild", _("Grandchild")
        SIBLING = "sibling", _("Brother or sister")
        OTHER_RELATIVE = "other_relative", _("Other relative")
        HOSTED = "hosted", _("Hosted person")
        PROTECTED_CHILD = "protected_child", _("Child in care of the household")

    household = TenantForeignKey(Household, related_name="memberships")
    person = TenantForeignKey(Person, related_name="household_memberships")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True, help_text="first day no longer there")

    objects = TenantManager.from_queryset(HouseholdMembershipQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="people_one_head_per_household",
                fields=["municipality_id", "household"],
                condition=Q(relation="head", left_on=None),
                violation_error_message=_("This household already has a head."),
            ),
            models.UniqueConstraint(
                name="people_once_in_a_household",
                fields=["municipality_id", "household", "person"],
                condition=Q(left_on=None),
                violation_error_message=_("This person is already a member of the household."),
            ),
            models.CheckConstraint(
                name="people_membership_ends_after_it_starts",
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=F("joined_on")),
            ),
        ]
