"""The person (ωφελούμενος, ωφελούμενη) and the target groups he or she declares."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantManager, TenantModel


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of persons that can be chained."""

    def current(self) -> PersonQuerySet:
        """Leave out those that were merged into another person."""
        return self.filter(merged_into=None)


class Person(RecordedModel):
    """A person as the centre knows him or her. Nothing is required but something to call the person by."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("Woman")
        MALE = "M", _("Man")
        OTHER = "X", _("Other")
        NOT_STATED = "", _("Not stated")

    class BirthPrecision(models.TextChoices):
        DAY = "day", _("Exact day")
        MONTH = "month", _("Month and year")
        YEAR = "year", _("Year only")
        UNKNOWN = "unknown", _("Unknown")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        DORMANT = "dormant", _("Dormant")
        CLOSED = "closed", _("Closed")
        MOVED = "moved", _("Moved to another municipality")
        DECEASED = "deceased", _("Deceased")

    card_number = models.PositiveIntegerField(null=True, editable=False)
    registered_on = models.DateField()
    registered_at = TenantForeignKey(Structure, null=True, blank=True, related_name="+")
    source_key = models.CharField(max_length=120, blank=True, help_text="key in the register it was imported from")
    submission = models.UUIDField(null=True, editable=False, help_text="one form, one person, however often it is sent")

    surname = models.CharField(max_length=120, blank=True)
    first_name = models.CharField(max_length=120, blank=True)
    father_name = models.CharField(max_length=120, blank=True)
    mother_name = models.CharField(max_length=120, blank=True)
    latin_surname = models.CharField(max_length=120, blank=True)
    latin_first_name = models.CharField(max_length=120, blank=True)
    called = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=120, blank=True, editable=False)

    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True, blank=True, help_text="first day of what is known")
    birth_precision = models.CharField(max_length=10, choices=BirthPrecision.choices, default=BirthPrecision.UNKNOWN)
    birth_place = models.CharField(max_length=120, blank=True)
    citizenships = ArrayField(models.CharField(max_length=3), default=list, blank=True, help_text="ISO 3166-1 alpha-3")
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, help_text="ISO 639")
    needs_interpreter = models.BooleanField(default=False)

    do_not_phone = models.BooleanField(default=False)
    do_not_write = models.BooleanField(default=False)
    do_not_visit = models.BooleanField(default=False)
    hide_address = models.BooleanField(default=False)
    alert = models.CharField(max_length=200, blank=True, help_text="words that everyone who opens the file must see")
    no_identifier_reason = models.CharField(max_length=30, blank=True)

    key_worker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_reason = models.CharField(max_length=200, blank=True)
    last_contact_on = models.DateField(null=True, editable=False)
    merged_into = TenantForeignKey("self", null=True, editable=False, related_name="absorbed")

    objects = TenantManager.from_queryset(PersonQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="people_card_number",
                fields=["municipality_id", "card_number"],
                condition=~Q(card_number=None),
            ),
            models.UniqueConstraint(
                name="people_source_key",
                fields=["municipality_id", "source_key"],
                condition=~Q(source_key=""),
            ),
            models.UniqueConstraint(
                name="people_one_person_per_submission",
                fields=["municipality_id", "submission"],
                condition=~Q(submission=None),
            ),
            models.CheckConstraint(name="people_sex_is_known_letter", condition=Q(sex__in=["F", "M", "X", ""])),
            models.CheckConstraint(
                name="people_birth_date_has_a_precision",
                condition=Q(birth_date=None, birth_precision="unknown")
                | Q(birth_date__isnull=False) & ~Q(birth_precision="unknown"),
            ),
            models.CheckConstraint(name="people_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
        ]
        indexes = [
            models.Index(name="people_by_name", fields=["municipality_id", "sort_key", "id"]),
            # A report asks every request's person for sex and birth date: it reads them from here, not from the file.
            models.Index(name="people_for_reports", fields=["municipality_id", "id"], include=["sex", "birth_date"]),
            models.Index(name="people_by_birth_date", fields=["municipality_id", "birth_date"]),
            models.Index(name="people_by_last_contact", fields=["municipality_id", "-last_contact_on"]),
            models.Index(
                name="people_by_key_worker",
                fields=["municipality_id", "key_worker", "-last_contact_on"],
                condition=~Q(key_worker=None),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Give surname and first name as in the papers; Latin or the name in use where there is no other."""
        name = f"{self.surname} {self.first_name}".strip()
        return name or self.latin_name or self.called or str(_("(no name)"))

    @property
    def latin_name(self) -> str:
        """Give the name in Latin letters, as on a passport."""
        return f"{self.latin_surname} {self.latin_first_name}".strip()

    def age_on(self, date: dt.date) -> int | None:
        """Give the completed years on a date; None when not even the year of birth is known."""
        if self.birth_date is None:
            return None
        had_birthday = (date.month, date.day) >= (self.birth_date.month, self.birth_date.day)
        return date.year - self.birth_date.year - (not had_birthday)


class CardNumber(TenantModel):
    """The last card number that a municipality gave: one row each, locked while the next is taken."""

    last = models.PositiveIntegerField(default=0)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="people_one_counter_per_municipality", fields=["municipality_id"]),
        ]


class TargetGroupMembership(TenantModel):
    """A target group (ειδική ή ευάλωτη ομάδα) that the person declares. Never inferred from a name or a place."""

    class Group(models.TextChoices):
        ROMA = "roma", _("Roma")
        MIGRANT = "migrant", _("Migrant")
        REFUGEE = "refugee", _("Refugee or asylum seeker")
        SINGLE_PARENT = "single_parent", _("Single-parent family")
        LARGE_FAMILY = "large_family", _("Family with three or more children")
        HOMELESS = "homeless", _("Homeless or housing exclusion")
        DISABILITY = "disability", _("Disability")
        LONG_TERM_UNEMPLOYED = "long_term_unemployed", _("Long-term unemployed")
        ELDERLY_ALONE = "elderly_alone", _("Elderly person living alone")
        ADDICTION = "addiction", _("Addiction")
        EX_PRISONER = "ex_prisoner", _("Released from prison")
        VIOLENCE = "violence", _("Victim of violence")
        DISASTER = "disaster", _("Victim of a disaster")
        RETURNEE = "returnee", _("Returnee")

    class Source(models.TextChoices):
        DECLARED = "declared", _("Declared by the person")
        DOCUMENT = "document", _("Seen on a document")
        IMPORTED = "imported", _("Imported register")

    # Special categories (GDPR art. 9): shown only to roles with the right to read them.
    SENSITIVE = frozenset({Group.ROMA, Group.DISABILITY, Group.ADDICTION, Group.EX_PRISONER, Group.VIOLENCE})

    person = TenantForeignKey(Person, related_name="target_groups")
    group = models.CharField(max_length=24, choices=Group.choices)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.DECLARED)
    declared_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="people_one_open_target_group",
                fields=["municipality_id", "person", "group"],
                condition=Q(until=None),
            ),
        ]
