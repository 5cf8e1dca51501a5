"""How a structure receives people, from which day to which."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import TenantModel


class ReceptionMode(TenantModel):
    """How a structure receives from a day on; with a last day it is an exception to what holds otherwise.

    Source of the six ways: the Community Centre, the migrant centre and the Roma branch of Heraklion, December 2019.
    """

    class Kind(models.TextChoices):
        QUEUE = "queue", _("In the order of arrival")
        LETTERS = "letters", _("By the first letter of the surname")
        APPOINTMENTS = "appointments", _("By appointment only")
        MIXED = "mixed", _("By appointment and in the order of arrival")
        SUSPENDED = "suspended", _("Nobody is received")
        PENDING = "pending", _("Pending cases only")

    structure = TenantForeignKey(Structure, related_name="reception_modes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True, help_text="last day of an exception")
    letters = ArrayField(models.CharField(max_length=60, blank=True), default=list, help_text="by weekday, 0 = Monday")
    appointments_from = models.TimeField(null=True, blank=True)
    appointments_until = models.TimeField(null=True, blank=True)
    notice_el = models.CharField(max_length=300, blank=True)
    notice_en = models.CharField(max_length=300, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="reception_one_mode_from_a_day",
                fields=["municipality_id", "structure", "from_date"],
                condition=Q(until_date=None),
            ),
            ExclusionConstraint(
                name="reception_one_exception_at_a_time",
                expressions=[
                    ("municipality_id", RangeOperators.EQUAL),
                    ("structure", RangeOperators.EQUAL),
                    (
                        Func(F("from_date"), F("until_date"), Value("[]"), function="DATERANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(until_date__isnull=False),
            ),
            models.CheckConstraint(
                name="reception_mode_ends_after_it_starts",
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
            ),
            models.CheckConstraint(
                name="reception_mode_hours_are_a_range",
                condition=Q(appointments_from=None, appointments_until=None)
                | Q(appointments_until__gt=F("appointments_from")),
            ),
            models.CheckConstraint(
                name="reception_suspension_has_a_notice",
                condition=~Q(kind="suspended") | ~Q(notice_el=""),
            ),
        ]

    @property
    def notice(self) -> str:
        """Give the notice in the language of the screen."""
        return self.notice_en if self.notice_en and get_language() == "en" else self.notice_el

    def letters_on(self, date: dt.date) -> str:
        """Give whose day it is, as `Α-Δ, Ζ`; nothing for a day without letters."""
        return self.letters[date.weekday()] if len(self.letters) > date.weekday() else ""
