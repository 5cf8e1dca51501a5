"""Runs over the whole register, the lines that they found, and what was done with each line."""

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
from arogi.people.models import Household, Person


class Run(TenantModel):
    """One run over every household of the municipality, with its figures.

    Attributes:
        as_of: the day for which the rules were asked.
        told: homes of which at least one fact was told.
        standing: lines that hold at its end; `opened`, `reopened` and `closed` count what it changed.
    """

    as_of = models.DateField()
    rules_version = models.CharField(max_length=60)
    homes = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    told = models.PositiveIntegerField()
    standing = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    reopened = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="outreach_run_ends_after_it_starts", condition=Q(finished_at__gte=F("started_at"))
            ),
        ]
        indexes = [models.Index(name="outreach_runs_newest_first", fields=["municipality_id", "-started_at"])]

    @property
    def seconds(self) -> float:
        """Give how long it took."""
        return (self.finished_at - self.started_at).total_seconds()


class ProgrammeFigures(TenantModel):
    """What a run counted of one programme, in homes.

    Attributes:
        entitled: seem entitled, whether they receive it or not.
        receiving: say that they receive it.
        not_asked: seem entitled, and nobody asked them what they receive: they are on no list.
        applied: seem entitled, do not receive it and have applied.
        listed: seem entitled and neither receive it nor applied.
    """

    run = TenantForeignKey(Run, related_name="figures")
    programme = models.CharField(max_length=60)
    entitled = models.PositiveIntegerField()
    receiving = models.PositiveIntegerField()
    not_asked = models.PositiveIntegerField()
    applied = models.PositiveIntegerField()
    listed = models.PositiveIntegerField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="outreach_figures_once_per_programme", fields=["municipality_id", "run", "programme"]
            ),
        ]


class LineQuerySet(models.QuerySet["Line"]):
    """Reads of lines that can be chained."""

    def standing(self) -> LineQuerySet:
        """Leave out what does not hold any more."""
        return self.exclude(state=Line.State.CLOSED)


class Line(RecordedModel):
    """A home that seems entitled to a programme and neither receives it nor applied. Never a decision.

    Attributes:
        household: empty for somebody of whom no household is known.
        person: whom the programme is a right of, else the head of the household.
        amount: in euros, with the rhythm of `unit`; empty where it is not known or nothing is paid.
        per_month: the amount of what is paid by the month or by the year, spread; it orders the list.
        since: the day of the run that found it, in its present life.
        structure, worker: who had to do with the person last; empty when nobody had.
    """

    class Cause(models.TextChoices):
        FIRST_RUN = "first_run", _("First run over the register")
        NEW_HOME = "new_home", _("New in the register")
        TURNED_67 = "turned_67", _("Turned 67")
        TURNED_18 = "turned_18", _("A child turned 18")
        BIRTHDAY = "birthday", _("Reached another age")
        NEW_MEMBER = "new_member", _("Somebody joined or left the household")
        NEW_FACT = "new_fact", _("A new fact was told")
        NEW_LAW = "new_law", _("A new value of law")
        NEW_RULES = "new_rules", _("New rules of the program")
        TIME = "time", _("Time that passed")
        OTHER = "other", _("Another reason")

    class State(models.TextChoices):
        OPEN = "open", _("To be called")
        TAKEN = "taken", _("Taken")
        POSTPONED = "postponed", _("Postponed")
        APPLIED = "applied", _("Has applied")
        RECEIVES = "receives", _("Receives it already")
        REFUSED = "refused", _("Not followed")
        CLOSED = "closed", _("Does not hold any more")

    class Ending(models.TextChoices):
        NONE = "", ""
        NOT_ENTITLED = "not_entitled", _("Does not seem entitled any more")
        CANNOT_SAY = "cannot_say", _("A fact is missing now")
        RECEIVES = "receives", _("It is told now that they receive it")
        APPLIED = "applied", _("An application was recorded")
        ALTERNATIVE = "alternative", _("Another programme gives more in its place")
        NOT_IN_FORCE = "not_in_force", _("The programme is not in force any more")
        NOT_ASKED = "not_asked", _("It is not known any more what they receive")
        GONE = "gone", _("Nobody lives there any more")

    # What a run leaves to people: it neither reopens nor closes what was settled, as long as it holds.
    WORK = (State.OPEN, State.TAKEN, State.POSTPONED)

    household = TenantForeignKey(Household, null=True, blank=True, related_name="+")
    person = TenantForeignKey(Person, related_name="+")
    programme = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=20, blank=True)
    per_month = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    since = models.DateField()
    run = TenantForeignKey(Run, related_name="+")
    rules_version = models.CharField(max_length=60)
    structure = TenantForeignKey(Structure, null=True, related_name="+")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    until = models.DateField(null=True, help_text="postponed until this day")
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)

    objects = TenantManager.from_queryset(LineQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="outreach_line_once_per_household",
                fields=["municipality_id", "household", "programme"],
                condition=Q(household__isnull=False),
            ),
            models.UniqueConstraint(
                name="outreach_line_once_per_person_alone",
                fields=["municipality_id", "person", "programme"],
                condition=Q(household=None),
            ),
            models.CheckConstraint(
                name="outreach_taken_by_somebody", condition=~Q(state="taken") | Q(taken_by__isnull=False)
            ),
            models.CheckConstraint(
                name="outreach_postponed_until_a_day",
                condition=Q(state="postponed", until__isnull=False) | ~Q(state="postponed") & Q(until=None),
            ),
            models.CheckConstraint(
                name="outreach_closed_for_a_reason",
                condition=Q(state="closed") & ~Q(ending="") | ~Q(state="closed") & Q(ending=""),
            ),
            models.CheckConstraint(name="outreach_amount_is_not_negative", condition=Q(amount=None) | Q(amount__gte=0)),
        ]
        indexes = [
            models.Index(name="outreach_lines_by_sum", fields=["municipality_id", "state", "-per_month", "id"]),
            models.Index(name="outreach_lines_by_programme", fields=["municipality_id", "programme", "state"]),
        ]

    @property
    def is_work(self) -> bool:
        """Say whether somebody still has to do something."""
        return self.state in self.WORK

    @property
    def former(self) -> dict[str, str | None]:
        """Give what an undo puts back."""
        return {
            "state": self.state,
            "taken_by": str(self.taken_by_id) if self.taken_by_id else None,
            "until": self.until.isoformat() if self.until else None,
        }

    def is_due(self, today: dt.date) -> bool:
        """Say whether something can be done today: what was postponed waits for its day."""
        return self.state in (self.State.OPEN, self.State.TAKEN) or (self.until is not None and self.until <= today)


class LineEvent(TenantModel):
    """One thing that happened to a line; only added to.

    Attributes:
        by: empty for a run.
        former: state, taken_by and until as they were before it, so that it can be undone.
        undone: the event that this one took back.
    """

    class Kind(models.TextChoices):
        FOUND = "found", _("Found by the nightly run")
        FOUND_AGAIN = "found_again", _("Found again by the nightly run")
        CLOSED = "closed", _("Closed by the nightly run")
        TAKEN = "taken", _("Taken")
        CALLED = "called", _("Called")
        POSTPONED = "postponed", _("Postponed")
        REFUSED = "refused", _("Not followed")
        APPLIED = "applied", _("An application was opened")
        UNDONE = "undone", _("Taken back")

    class Result(models.TextChoices):
        NONE = "", ""
        NOT_REACHED = "not_reached", _("Nobody answered")
        WILL_COME = "will_come", _("Will come to apply")
        APPLIED = "applied", _("Has applied")
        RECEIVES = "receives", _("Receives it already")
        NOT_WANTED = "not_wanted", _("Does not want it")

    class Refusal(models.TextChoices):
        NONE = "", ""
        NOT_SO = "not_so", _("The facts are not so: they have to be asked again")
        NOT_SUITABLE = "not_suitable", _("It would do the family no good")
        NO_CONTACT = "no_contact", _("The family cannot be reached safely")
        NOT_WANTED = "not_wanted", _("The family does not want it")
        OTHER = "other", _("Another reason")

    line = TenantForeignKey(Line, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    run = TenantForeignKey(Run, null=True, related_name="+")
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    refusal = models.CharField(max_length=12, choices=Refusal.choices, blank=True)
    cause = models.CharField(max_length=12, blank=True, help_text="a code of Line.Cause or of Line.Ending")
    words = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)
    former = models.JSONField(default=dict)
    undone = TenantForeignKey("self", null=True, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="outreach_call_has_a_result", condition=Q(kind="called") & ~Q(result="") | ~Q(kind="called")
            ),
            models.CheckConstraint(
                name="outreach_refusal_has_a_reason", condition=Q(kind="refused") & ~Q(refusal="") | ~Q(kind="refused")
            ),
            models.UniqueConstraint(
                name="outreach_undone_once", fields=["municipality_id", "undone"], condition=Q(undone__isnull=False)
            ),
        ]
