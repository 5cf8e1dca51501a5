"""Contacts, requests, the centre's service catalogue and networking acts."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.centres.models import Structure, SubProject
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantManager, TenantModel
from arogi.people.models import Person


class Axis(models.TextChoices):
    """The three compulsory axes (άξονες) of a Community Centre (ν. 4368/2016 art. 4 and its ministerial decisions)."""

    RECEPTION = "A", _("A. Reception, information, support")
    COOPERATION = "B", _("B. Cooperation with services and bodies")
    SERVICES = "C", _("C. Services for living standard and inclusion")


class CentreServiceQuerySet(models.QuerySet["CentreService"]):
    """Reads of the catalogue that can be chained."""

    def on(self, date: dt.date) -> CentreServiceQuerySet:
        """Keep what is in the catalogue on a date."""
        return self.filter(valid_from__lte=date).filter(Q(valid_until=None) | Q(valid_until__gt=date))


class CentreService(TenantModel):
    """A service of the municipality's catalogue: one of the national list, or a local addition mapped to it."""

    code = models.CharField(max_length=12)
    national_code = models.CharField(max_length=12)
    catalogue_version = models.CharField(max_length=12)
    axis = models.CharField(max_length=1, choices=Axis.choices)
    category = models.CharField(max_length=4)
    programme = models.CharField(max_length=40, blank=True)
    label_el = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    structure_kinds = ArrayField(models.CharField(max_length=20), default=list)
    about_person = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = TenantManager.from_queryset(CentreServiceQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_service_code",
                fields=["municipality_id", "code"],
                condition=Q(valid_until=None),
            ),
            models.CheckConstraint(
                name="reception_service_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        """Give the label in the language of the screen."""
        return self.label_en if get_language() == "en" else self.label_el


class ServiceOffer(TenantModel):
    """That a structure does, or does not, offer a service; and where people are sent instead."""

    structure = TenantForeignKey(Structure, related_name="offers")
    service = TenantForeignKey(CentreService, related_name="offers")
    is_offered = models.BooleanField(default=True)
    instead = models.CharField(max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_one_offer_per_structure", fields=["municipality_id", "structure", "service"]
            ),
        ]


class Channel(models.TextChoices):
    """How the contact took place."""

    DESK = "desk", _("At the desk")
    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")
    MOBILE_UNIT = "mobile_unit", _("Mobile unit")
    HOME_VISIT = "home_visit", _("Home visit")
    STREET = "street", _("Street work")
    EVENT = "event", _("At an event")


class ContactQuerySet(models.QuerySet["Contact"]):
    """Reads of contacts that can be chained."""

    def standing(self) -> ContactQuerySet:
        """Leave out those that were cancelled."""
        return self.filter(cancelled_at=None)


class Contact(RecordedModel):
    """A contact (επαφή): one meeting of a person, known or anonymous, with a structure."""

    structure = TenantForeignKey(Structure, related_name="contacts")
    sub_project = TenantForeignKey(SubProject, null=True, blank=True, related_name="+")
    date = models.DateField()
    started_at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.DESK)
    person = TenantForeignKey(Person, null=True, blank=True, related_name="contacts")
    anonymous_sex = models.CharField(max_length=1, choices=Person.Sex.choices, blank=True)
    anonymous_birth_date = models.DateField(null=True, blank=True)
    companion = models.CharField(max_length=120, blank=True)
    representative = models.CharField(max_length=120, blank=True)
    interpreter_language = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    staff = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    source_key = models.CharField(max_length=120, blank=True)
    submission = models.UUIDField(
        null=True, editable=False, help_text="one form, one contact: a double click changes nothing"
    )
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    objects = TenantManager.from_queryset(ContactQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_contact_source_key",
                fields=["municipality_id", "source_key"],
                condition=~Q(source_key=""),
            ),
            models.UniqueConstraint(
                name="reception_one_contact_per_form",
                fields=["municipality_id", "submission"],
                condition=Q(submission__isnull=False),
            ),
            # What the composite key of a request points at, so that its copies of these columns can never differ.
            models.UniqueConstraint(
                name="reception_contact_facts", fields=["municipality_id", "id", "date", "structure"]
            ),
            models.UniqueConstraint(name="reception_contact_person", fields=["municipality_id", "id", "person"]),
            models.CheckConstraint(
                name="reception_anonymous_facts_only_without_person",
                condition=Q(person=None) | Q(anonymous_sex="", anonymous_birth_date=None),
            ),
            models.CheckConstraint(
                name="reception_cancelled_has_a_reason",
                condition=Q(cancelled_at=None) | ~Q(cancelled_reason=""),
            ),
        ]
        indexes = [
            models.Index(name="reception_contact_by_date", fields=["municipality_id", "-date", "structure"]),
            models.Index(name="reception_contact_timeline", fields=["municipality_id", "person", "-date"]),
            models.Index(name="reception_contact_by_staff", fields=["municipality_id", "staff", "-date"]),
            models.Index(
                name="reception_contact_anonymous",
                fields=["municipality_id", "date"],
                include=["id", "anonymous_sex", "anonymous_birth_date"],
                condition=Q(person=None, cancelled_at=None),
            ),
        ]


class Request(RecordedModel):
    """A request (αίτημα): one thing asked in a contact; the spine of everything that follows.

    `date`, `structure` and `person` repeat the contact's, held equal by composite keys with ON UPDATE CASCADE: reports
    count six million rows without a join. For the same reason the line with `position` 1 is never a cancelled line of
    a standing contact: counting those lines counts the contacts.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        SERVED = "served", _("Served at once")
        APPLICATION = "application", _("Application submitted")
        PENDING_DOCUMENTS = "pending_documents", _("Papers are missing")
        REFERRED = "referred", _("Referred")
        NOT_ENTITLED = "not_entitled", _("Not entitled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        NO_CAPACITY = "no_capacity", _("No capacity")

    contact = TenantForeignKey(Contact, related_name="requests")
    position = models.PositiveSmallIntegerField(default=1)
    date = models.DateField()
    structure = TenantForeignKey(Structure, related_name="+")
    person = TenantForeignKey(Person, null=True, blank=True, related_name="requests")
    service = TenantForeignKey(CentreService, related_name="requests")
    text = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    next_step_done_at = models.DateTimeField(null=True)
    next_step_done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    is_cancelled = models.BooleanField(default=False, help_text="its contact was cancelled, or this line alone")
    source_key = models.CharField(
        max_length=20, blank=True, help_text="imported: the service's code and its ordinal in the contact (A2.01#1)"
    )

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_request_position", fields=["municipality_id", "contact", "position"]
            ),
            models.UniqueConstraint(
                name="reception_request_source_key",
                fields=["municipality_id", "contact", "source_key"],
                condition=~Q(source_key=""),
            ),
            models.CheckConstraint(
                name="reception_next_step_has_words", condition=Q(next_step_on=None) | ~Q(next_step="")
            ),
        ]
        indexes = [
            models.Index(
                name="reception_request_counted",
                fields=["municipality_id", "date"],
                include=["structure", "person", "service", "contact", "position"],
                condition=Q(is_cancelled=False),
            ),
            # In the order of persons, so that counting distinct ones needs no table of them in memory; and the answer
            # to "was this person here before?".
            models.Index(
                name="reception_request_by_person",
                fields=["municipality_id", "person", "structure", "date"],
                include=["service", "contact", "position"],
                condition=Q(is_cancelled=False),
            ),
            models.Index(
                name="reception_next_steps",
                fields=["municipality_id", "responsible", "next_step_on"],
                condition=Q(next_step_on__isnull=False, next_step_done_at=None, is_cancelled=False),
            ),
        ]


class Correction(TenantModel):
    """What a contact and its requests said before they were corrected or cancelled, and why."""

    contact = TenantForeignKey(Contact, related_name="corrections")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    before = models.JSONField()

    class Meta:
        base_manager_name = "objects"


class NetworkingAct(RecordedModel):
    """A visit to a body, a meeting, a talk: work of the centre that concerns no single person."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit to a body")
        MEETING = "meeting", _("Meeting")
        CALL = "call", _("Call or letter")
        TALK = "talk", _("Talk or presentation")
        OTHER = "other", _("Other")

    structure = TenantForeignKey(Structure, related_name="networking_acts")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    body = models.CharField(max_length=160, help_text="the organisation or group met")
    subject = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    staff = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="reception_act_cancelled_has_a_reason",
                condition=Q(cancelled_at=None) | ~Q(cancelled_reason=""),
            ),
        ]
        indexes = [models.Index(name="reception_act_by_date", fields=["municipality_id", "-date"])]
