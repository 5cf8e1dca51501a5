"""Tasks with what happened to them, and hand-overs of whole caseloads."""

from __future__ import annotations

import datetime as dt
from typing import cast
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantManager, TenantModel
from arogi.people.models import Person


class TaskQuerySet(models.QuerySet["Task"]):
    """Reads of tasks that can be chained."""

    def open(self) -> TaskQuerySet:
        """Keep what is still to be done."""
        return self.filter(state=Task.State.OPEN)

    def awake(self, today: dt.date) -> TaskQuerySet:
        """Leave out what was put off to a later day."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))


class Task(RecordedModel):
    """One thing that somebody has to do by a day.

    What it is about is named by a free pair, so that every module may have tasks: ("document", id), ("request", id).
    Its words never tell of anything sensitive: `subject` is a code, and pages decide who reads it in words.

    Attributes:
        structure: whose inbox it lies in.
        worker: who has it; empty while it is everybody's of the structure.
        subject: code of a paper or of a programme; empty where the kind says all.
        words: written by whoever made it by hand.
    """

    class Kind(models.TextChoices):
        RENEWAL = "renewal", _("Renewal")
        DEADLINE = "deadline", _("Deadline")
        NEXT_STEP = "next_step", _("Next step")
        ANSWER = "answer", _("Answer due")
        FINDING = "finding", _("Nightly finding")
        OTHER = "other", _("Task")

    class State(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")

    class Result(models.TextChoices):
        NONE = "", ""
        DONE = "done", _("It was done")
        RENEWED = "renewed", _("It was renewed")
        NOT_NEEDED = "not_needed", _("It is not needed any more")
        NOT_REACHED = "not_reached", _("Nobody could be reached")
        OTHER = "other", _("Something else came of it")

    person = TenantForeignKey(Person, null=True, blank=True, related_name="+")
    structure = TenantForeignKey(Structure, related_name="+")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    snoozed_until = models.DateField(null=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    source_kind = models.CharField(max_length=20, blank=True)
    source_id = models.UUIDField(null=True)

    objects = TenantManager.from_queryset(TaskQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="casework_one_open_task",
                fields=["municipality_id", "kind", "source_kind", "source_id"],
                condition=Q(state="open") & ~Q(source_kind=""),
            ),
            models.CheckConstraint(
                name="casework_source_is_a_pair",
                condition=Q(source_kind="", source_id=None) | ~Q(source_kind="") & Q(source_id__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_settled_with_a_result",
                condition=Q(state="open", result="", settled_at=None)
                | Q(state="done", settled_at__isnull=False) & ~Q(result=""),
            ),
            models.CheckConstraint(
                name="casework_task_says_what", condition=~Q(words="") | ~Q(source_kind="") | ~Q(kind="other")
            ),
        ]
        indexes = [
            # The page of an inbox and all its counts are read from these alone, however long it is.
            models.Index(
                name="casework_inbox",
                fields=["municipality_id", "due_on", "id"],
                include=["structure", "worker", "snoozed_until", "kind", "person"],
                condition=Q(state="open"),
            ),
            models.Index(
                name="casework_inbox_of_worker",
                fields=["municipality_id", "worker", "due_on", "id"],
                include=["structure", "snoozed_until", "kind"],
                condition=Q(state="open"),
            ),
            models.Index(
                name="casework_inbox_of_structure",
                fields=["municipality_id", "structure", "due_on", "id"],
                include=["worker", "snoozed_until", "kind"],
                condition=Q(state="open"),
            ),
            models.Index(name="casework_by_source", fields=["municipality_id", "source_kind", "source_id"]),
            models.Index(
                name="casework_settled",
                fields=["municipality_id", "-settled_at"],
                condition=Q(state="done"),
            ),
        ]

    @property
    def about_id(self) -> UUID:
        """Give the id of what it is about; only asked of a task that names it."""
        return cast(UUID, self.source_id)

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be done."""
        return self.state == self.State.OPEN

    def is_overdue(self, today: dt.date) -> bool:
        """Say whether its day has passed and it is still to be done."""
        return self.is_open and self.due_on < today

    def sleeps(self, today: dt.date) -> bool:
        """Say whether it was put off to a later day."""
        return self.is_open and self.snoozed_until is not None and self.snoozed_until > today


class HandOver(TenantModel):
    """A whole caseload given to colleagues in one act: persons and open tasks.

    Attributes:
        submission: of the form: sent twice, it is done once.
        persons, tasks: how many were given.
        persons_back, tasks_back: how many an undo gave back; the others had been changed since.
    """

    former = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200, blank=True)
    submission = models.UUIDField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    persons = models.PositiveIntegerField()
    tasks = models.PositiveIntegerField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)
    persons_back = models.PositiveIntegerField(default=0)
    tasks_back = models.PositiveIntegerField(default=0)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="casework_one_hand_over_per_form", fields=["municipality_id", "submission"]),
            models.CheckConstraint(
                name="casework_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="casework_hand_overs", fields=["municipality_id", "-at"])]


class HandedPerson(TenantModel):
    """A person of a caseload that was handed over: who follows him or her since."""

    hand_over = TenantForeignKey(HandOver, related_name="people")
    person = TenantForeignKey(Person, related_name="+")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"


class TaskEvent(TenantModel):
    """One thing that happened to a task; only added to.

    Attributes:
        act: shared by all events of one act on several tasks, so that they are taken back together.
        by: empty for the program itself.
        version: the task's after it; while it is the task's still, nothing else has happened.
        former: what an undo puts back.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("Made")
        CHANGED = "changed", _("Another day")
        TAKEN = "taken", _("Taken")
        HANDED = "handed", _("Handed over")
        SNOOZED = "snoozed", _("Put off")
        DONE = "done", _("Done")
        UNDONE = "undone", _("Taken back")

    task = TenantForeignKey(Task, related_name="events")
    act = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    result = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    hand_over = TenantForeignKey(HandOver, null=True, related_name="+")
    former = models.JSONField(default=dict)

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(name="casework_events_of_act", fields=["municipality_id", "act"])]
