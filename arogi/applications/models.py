"""Applications, who applies along, the papers they need, and what happened to them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantManager, TenantModel
from arogi.entitlements.models import Check
from arogi.people.models import Household, Person
from arogi.reception.models import Request


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Reads of applications that can be chained."""

    def open(self) -> ApplicationQuerySet:
        """Keep those that a payer has not answered yet."""
        return self.filter(state__in=Application.OPEN)

    def told_to_payer(self) -> ApplicationQuerySet:
        """Keep those that were submitted and not taken back, whatever was answered."""
        return self.filter(submitted_on__isnull=False).exclude(state=Application.State.WITHDRAWN)


class Application(RecordedModel):
    """An application of a person for a programme; it answers a request.

    Attributes:
        programme: a code of the rules' catalogue.
        person: the applicant; `co_applicants` apply along.
        entitlement_check: the check from whose answer it was opened: facts, papers and sources as they were told.
        former: the application whose granted period ends before this one.
        state_since: the day of the act that led to the state.
        payer_word: what the payer calls the state, where it has several words for it.
        code_key: the external code without signs, to be found by.
        amount_unit: its rhythm, as the rules have it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready to be submitted")
        SUBMITTED = "submitted", _("Submitted")
        AWAITING_PAPERS = "awaiting_papers", _("Waits for papers")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Revoked")
        EXPIRED = "expired", _("Ended")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Submitter(models.TextChoices):
        CENTRE = "centre", _("The centre")
        CITIZEN = "citizen", _("The citizen")
        OTHER = "other", _("Somebody else")

    class Rhythm(models.TextChoices):
        MONTH = "EUR/month", _("a month")
        YEAR = "EUR/year", _("a year")
        SEASON = "EUR/season", _("a season")
        ONCE = "EUR once", _("once")

    # The payer has not answered: nobody applies for the same a second time meanwhile.
    OPEN = (State.DRAFT, State.READY, State.SUBMITTED, State.AWAITING_PAPERS)
    GRANTED = (State.APPROVED, State.SUSPENDED)
    ENDED = (State.REJECTED, State.REVOKED, State.EXPIRED, State.WITHDRAWN)

    request = TenantForeignKey(Request, related_name="applications")
    request_made_along = models.BooleanField(default=False, help_text="nobody had recorded a request before")
    programme = models.CharField(max_length=60)
    person = TenantForeignKey(Person, related_name="applications")
    household = TenantForeignKey(Household, null=True, blank=True, related_name="+")
    structure = TenantForeignKey(Structure, related_name="+")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    entitlement_check = TenantForeignKey(Check, null=True, blank=True, related_name="+")
    former = TenantForeignKey("self", null=True, blank=True, related_name="successors")
    opened_on = models.DateField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    state_since = models.DateField()
    payer_word = models.CharField(max_length=60, blank=True)
    external_code = models.CharField(max_length=60, blank=True)
    code_key = models.CharField(max_length=60, blank=True, editable=False)
    submitted_on = models.DateField(null=True, blank=True)
    submitter = models.CharField(max_length=10, choices=Submitter.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    amount_unit = models.CharField(max_length=20, choices=Rhythm.choices, blank=True)
    granted_from = models.DateField(null=True, blank=True)
    granted_until = models.DateField(null=True, blank=True, help_text="last day for which it is granted")
    objection_until = models.DateField(null=True, blank=True)
    objected_on = models.DateField(null=True, blank=True)
    next_check_on = models.DateField(null=True, blank=True)

    objects = TenantManager.from_queryset(ApplicationQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="applications_one_open_per_programme",
                fields=["municipality_id", "person", "programme"],
                condition=Q(state__in=["draft", "ready", "submitted", "awaiting_papers"]),
            ),
            models.CheckConstraint(
                name="applications_answered_after_submission",
                condition=Q(state__in=["draft", "ready", "withdrawn"]) | Q(submitted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="applications_decision_has_a_day",
                condition=~Q(state__in=["approved", "rejected", "suspended", "revoked", "expired"])
                | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="applications_decided_after_submission",
                condition=Q(decided_on=None) | Q(decided_on__gte=F("submitted_on")),
            ),
            models.CheckConstraint(
                name="applications_granted_until_after_from",
                condition=Q(granted_until=None) | Q(granted_from=None) | Q(granted_until__gte=F("granted_from")),
            ),
            models.CheckConstraint(
                name="applications_amount_is_not_negative", condition=Q(amount=None) | Q(amount__gte=0)
            ),
            models.CheckConstraint(name="applications_not_its_own_former", condition=~Q(former=F("id"))),
        ]
        indexes = [
            models.Index(name="applications_by_state", fields=["municipality_id", "state", "-state_since", "id"]),
            models.Index(name="applications_by_person", fields=["municipality_id", "person", "-opened_on"]),
            models.Index(
                name="applications_by_code", fields=["municipality_id", "code_key"], condition=~Q(code_key="")
            ),
            models.Index(
                name="applications_to_check",
                fields=["municipality_id", "next_check_on"],
                condition=Q(next_check_on__isnull=False),
            ),
            models.Index(
                name="applications_by_end",
                fields=["municipality_id", "granted_until"],
                condition=Q(granted_until__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Say whether the payer has still to answer."""
        return self.state in self.OPEN

    @property
    def is_ended(self) -> bool:
        """Say whether nothing is granted and nothing is awaited."""
        return self.state in self.ENDED

    def is_overdue(self, today: dt.date) -> bool:
        """Say whether the day of the next check has passed."""
        return self.next_check_on is not None and self.next_check_on < today and not self.is_ended


class Applicant(TenantModel):
    """Somebody who applies along with the applicant, as a rule a member of the household."""

    application = TenantForeignKey(Application, related_name="co_applicants")
    person = TenantForeignKey(Person, related_name="+")
    relation = models.CharField(max_length=16, blank=True, help_text="to the head of the household, on that day")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="applications_applies_along_once", fields=["municipality_id", "application", "person"]
            ),
        ]


class Paper(TenantModel):
    """One paper that an application needs, of one person: a line of its checklist.

    Attributes:
        kind: a code of the rules' documents.
        seen_on: the day on which it was shown at the desk; a paper in the person's file satisfies the line, too.
        not_needed: why this application does without it; empty while it is needed.
    """

    application = TenantForeignKey(Application, related_name="papers")
    kind = models.CharField(max_length=40)
    person = TenantForeignKey(Person, related_name="+")
    position = models.PositiveSmallIntegerField()
    seen_on = models.DateField(null=True, blank=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    not_needed = models.CharField(max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="applications_paper_once", fields=["municipality_id", "application", "kind", "person"]
            ),
            models.CheckConstraint(
                name="applications_paper_seen_by_somebody", condition=Q(seen_on=None) | Q(seen_by__isnull=False)
            ),
            models.CheckConstraint(
                name="applications_paper_seen_or_not_needed", condition=Q(seen_on=None) | Q(not_needed="")
            ),
        ]


class ApplicationEvent(TenantModel):
    """One thing that happened to an application; only added to.

    Attributes:
        act: a key of acts.yaml, or one of `Kind`.
        on: the day on which it happened; `at` is the moment at which it was written down.
        former: the columns that it changed as they were before it, so that it can be taken back.
        undone: the event that this one took back.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        RENEWED = "renewed", _("Opened to follow an earlier one")
        CHANGED = "changed", _("Facts were changed")
        UNDONE = "undone", _("Taken back")

    application = TenantForeignKey(Application, related_name="events")
    act = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)
    payer_word = models.CharField(max_length=60, blank=True)
    former = models.JSONField(default=dict)
    undone = TenantForeignKey("self", null=True, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="applications_undone_once",
                fields=["municipality_id", "undone"],
                condition=Q(undone__isnull=False),
            ),
        ]
