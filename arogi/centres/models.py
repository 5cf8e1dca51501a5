"""Municipalities and their structures (δομές), with hours, closures and the operations (πράξεις) that fund them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arogi.core.fields import TenantForeignKey
from arogi.core.models import ReferenceModel, TenantManager, TenantModel


class Municipality(ReferenceModel):
    """A municipality (Δήμος): the tenant and data controller. Its row holds public facts only."""

    slug = models.SlugField(unique=True, max_length=60)
    name_el = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    patron_day = models.CharField(max_length=5, blank=True, help_text="MM-DD")
    patron_name = models.CharField(max_length=120, blank=True)
    supervising_service = models.CharField(max_length=200, blank=True)
    dpo_contact = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="centres_patron_day_is_month_and_day",
                condition=Q(patron_day="") | Q(patron_day__regex=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Give the name in the language of the screen."""
        return self.name_en if get_language() == "en" else self.name_el


class MunicipalityCode(ReferenceModel):
    """A code that a register knows the municipality by, for as long as it was valid (Kallikratis, ELSTAT)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="centres_one_code_at_a_time", fields=["municipality", "scheme", "valid_from"]),
            models.CheckConstraint(
                name="centres_code_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]


class Settlement(TenantModel):
    """A place where people live: official settlement (οικισμός), neighbourhood or informal settlement."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Settlement")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
        INFORMAL = "informal", _("Informal settlement")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OFFICIAL)
    community_code = models.CharField(max_length=12, blank=True)
    is_rural = models.BooleanField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="centres_one_settlement_per_name", fields=["municipality_id", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class StructureQuerySet(models.QuerySet["Structure"]):
    """Reads of structures that can be chained."""

    def open_on(self, on: dt.date) -> StructureQuerySet:
        """Keep those that exist on a date."""
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=on)).filter(Q(closed_on=None) | Q(closed_on__gt=on))


class Structure(TenantModel):
    """A structure (δομή) of the municipality that receives people."""

    class Kind(models.TextChoices):
        CENTRE = "centre", _("Community centre")
        ROMA_BRANCH = "roma_branch", _("Roma branch")
        MIGRANT_CENTRE = "migrant_centre", _("Migrant integration centre")
        MOBILE_UNIT = "mobile_unit", _("Mobile unit")
        SOCIAL_GROCERY = "social_grocery", _("Social grocery")
        SOCIAL_PHARMACY = "social_pharmacy", _("Social pharmacy")
        SOCIAL_KITCHEN = "social_kitchen", _("Social kitchen")
        SOCIAL_SERVICE = "social_service", _("Social service")

    # Being a client of these already tells of an origin (GDPR art. 9), so their contacts stay with their own staff.
    CONFIDENTIAL_KINDS = frozenset({Kind.ROMA_BRANCH, Kind.MIGRANT_CENTRE})

    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_el = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    parent = TenantForeignKey("self", null=True, blank=True, related_name="branches")
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    phones = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    serves_also = models.CharField(max_length=300, blank=True)
    source = models.TextField(blank=True)

    objects = TenantManager.from_queryset(StructureQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="centres_structure_code", fields=["municipality_id", "code"]),
            models.CheckConstraint(
                name="centres_structure_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gt=F("opened_on")),
            ),
            models.CheckConstraint(
                name="centres_structure_is_not_its_own_branch", condition=Q(parent=None) | ~Q(parent=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Give the name in the language of the screen."""
        return self.name_en if self.name_en and get_language() == "en" else self.name_el

    def is_open_on(self, on: dt.date) -> bool:
        """Say whether it exists on a date."""
        return (self.opened_on is None or self.opened_on <= on) and (self.closed_on is None or self.closed_on > on)

    @property
    def is_confidential(self) -> bool:
        """Say whether only the structure's own staff may see who came."""
        return self.kind in self.CONFIDENTIAL_KINDS


class OpeningHours(TenantModel):
    """One range of one weekday in which a structure is open."""

    structure = TenantForeignKey(Structure, related_name="hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 = Monday")
    opens = models.TimeField()
    closes = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(name="centres_weekday_is_a_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="centres_closes_after_it_opens", condition=Q(closes__gt=F("opens"))),
        ]


class Closure(TenantModel):
    """Days on which a structure, or the whole municipality, stays closed: strike, flood, moving house."""

    structure = TenantForeignKey(Structure, null=True, blank=True, related_name="closures")
    from_date = models.DateField()
    until_date = models.DateField(help_text="last day closed")
    reason = models.CharField(max_length=200)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="centres_closure_ends_after_it_starts", condition=Q(until_date__gte=F("from_date"))
            ),
        ]


class Operation(TenantModel):
    """An operation (πράξη) with its MIS code: the grant that pays for structures during a period."""

    mis_code = models.CharField(max_length=12)
    title_el = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    budget_eur = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="centres_operation_mis_code", fields=["municipality_id", "mis_code"]),
            models.CheckConstraint(
                name="centres_operation_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.mis_code


class SubProject(TenantModel):
    """A sub-project (υποέργο) of an operation: the part that pays for one structure."""

    operation = TenantForeignKey(Operation, related_name="sub_projects")
    number = models.CharField(max_length=10)
    title_el = models.CharField(max_length=300, blank=True)
    structure = TenantForeignKey(Structure, null=True, blank=True, related_name="sub_projects")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="centres_sub_project_number", fields=["municipality_id", "operation", "number"]
            ),
        ]

    @property
    def code(self) -> str:
        """Give the code that reports name it by: the MIS code of the operation and its own number (`5003189/1`)."""
        return f"{self.operation.mis_code}/{self.number}"
