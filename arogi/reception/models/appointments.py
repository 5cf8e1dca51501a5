"""Appointments, what happened to them, how long services take, and when colleagues are away.

Free times are never rows: `reception.slots` computes them. That no colleague is booked twice for one moment is kept by
the database (`reception_no_double_booking`), whatever the program does.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantManager, TenantModel
from arogi.people.models import Person
from arogi.reception.models.contacts import CentreService, Contact


class TimeRange(Func):
    """From one moment until before another."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reads of appointments that can be chained."""

    def taking_time(self) -> AppointmentQuerySet:
        """Keep those whose time nobody else can have."""
        return self.filter(state__in=Appointment.TAKES_TIME)

    def overlapping(self, first: dt.datetime, last: dt.datetime) -> AppointmentQuerySet:
        """Keep those that touch the time from one moment until before another."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)


class Appointment(RecordedModel):
    """An appointment (ραντεβού) of a person, or of somebody with initials only, with one colleague."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Booked")
        ARRIVED = "arrived", _("Has arrived")
        DONE = "done", _("Took place")
        NO_SHOW = "no_show", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    class Side(models.TextChoices):
        CITIZEN = "citizen", _("The citizen")
        CENTRE = "centre", _("The centre")

    TAKES_TIME = (State.BOOKED, State.ARRIVED, State.DONE)
    AHEAD = (State.BOOKED, State.ARRIVED)

    structure = TenantForeignKey(Structure, related_name="appointments")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = TenantForeignKey(CentreService, null=True, blank=True, related_name="+")
    person = TenantForeignKey(Person, null=True, blank=True, related_name="appointments")
    initials = models.CharField(max_length=12, blank=True)
    phone = models.BinaryField(null=True, help_text="of somebody without a file; encrypted")
    note = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    cancelled_by_side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    arrived_at = models.DateTimeField(null=True)
    contact = TenantForeignKey(Contact, null=True, blank=True, related_name="appointments")
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    submission = models.UUIDField(null=True, editable=False, help_text="one form, one appointment")

    objects = TenantManager.from_queryset(AppointmentQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="reception_no_double_booking",
                expressions=[
                    ("municipality_id", RangeOperators.EQUAL),
                    ("worker", RangeOperators.EQUAL),
                    (TimeRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "arrived", "done"]),
            ),
            models.UniqueConstraint(
                name="reception_one_appointment_per_form",
                fields=["municipality_id", "submission"],
                condition=Q(submission__isnull=False),
            ),
            models.CheckConstraint(
                name="reception_appointment_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="reception_appointment_of_a_person_or_of_initials",
                condition=Q(person__isnull=False, initials="", phone=None) | Q(person=None) & ~Q(initials=""),
            ),
            models.CheckConstraint(
                name="reception_cancelled_appointment_says_by_whom",
                condition=Q(state="cancelled") & ~Q(cancelled_by_side="")
                | ~Q(state="cancelled") & Q(cancelled_by_side=""),
            ),
        ]
        indexes = [
            models.Index(name="reception_appointments_by_day", fields=["municipality_id", "structure", "starts_at"]),
            models.Index(name="reception_appointments_of", fields=["municipality_id", "worker", "starts_at"]),
            models.Index(
                name="reception_appointments_ahead",
                fields=["municipality_id", "person", "starts_at"],
                condition=Q(person__isnull=False),
            ),
        ]

    @property
    def is_ahead(self) -> bool:
        """Say whether it is still to take place."""
        return self.state in self.AHEAD

    @property
    def who(self) -> str:
        """Give the name of the person, or the initials."""
        return self.person.full_name if self.person else self.initials


class AppointmentEvent(TenantModel):
    """One thing that happened to an appointment; by it the last act can be taken back."""

    class Kind(models.TextChoices):
        BOOKED = "booked", _("Booked")
        MOVED = "moved", _("Moved")
        ARRIVED = "arrived", _("Arrived")
        DONE = "done", _("Took place")
        NO_SHOW = "no_show", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Taken back")

    appointment = TenantForeignKey(Appointment, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    side = models.CharField(max_length=8, choices=Appointment.Side.choices, blank=True)
    words = models.CharField(max_length=200, blank=True)
    former = models.JSONField(default=dict, help_text="time, colleague and state before it")

    class Meta:
        base_manager_name = "objects"


class ServiceLength(TenantModel):
    """How many minutes an appointment for one kind of service takes in a structure."""

    structure = TenantForeignKey(Structure, related_name="service_lengths")
    category = models.CharField(max_length=4)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_one_length_per_kind", fields=["municipality_id", "structure", "category"]
            ),
            models.CheckConstraint(name="reception_length_is_possible", condition=Q(minutes__gte=5, minutes__lte=240)),
        ]


class StaffAbsence(TenantModel):
    """A time in which a colleague receives nobody. Why is not asked: an illness is nobody's business here."""

    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="reception_absence_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(name="reception_absences_of", fields=["municipality_id", "worker", "starts_at"])]
