"""Papers of persons and what happened to them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel, TenantManager, TenantModel
from arogi.documents.kinds import DAYS_A_COPY_OUTLIVES_ITS_PURPOSE, KINDS, Kind, label_of
from arogi.people.models import Person


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads of papers that can be chained."""

    def standing(self) -> DocumentQuerySet:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at=None)


class Document(RecordedModel):
    """A paper of a person that a member of staff has seen: shown, and perhaps copied.

    Attributes:
        kind: a key of `kinds.yaml`.
        expires_on: the last day on which it holds; empty when it has no end or nobody knows it.
        number: ciphertext (`sealing`); `number_end` are the characters that may be shown.
        note: ciphertext (`sealing`).
        seen_on, seen_by: when and by whom of the staff it was seen.
        submission: one form, one paper, however often it is sent.
    """

    person = TenantForeignKey(Person, related_name="documents")
    kind = models.CharField(max_length=40)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    number = models.BinaryField(null=True)
    number_end = models.CharField(max_length=4, blank=True)
    note = models.BinaryField(null=True)
    seen_on = models.DateField()
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    submission = models.UUIDField(null=True, editable=False)

    objects = TenantManager.from_queryset(DocumentQuerySet)()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="documents_one_paper_per_submission",
                fields=["municipality_id", "submission"],
                condition=Q(submission__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_ends_after_issue",
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
            ),
            models.CheckConstraint(
                name="documents_number_shows_its_end", condition=Q(number__isnull=False) | Q(number_end="")
            ),
        ]
        indexes = [
            models.Index(
                name="documents_by_end",
                fields=["municipality_id", "expires_on", "id"],
                condition=Q(withdrawn_at=None, expires_on__isnull=False),
            ),
        ]

    @property
    def label(self) -> str:
        """Give the name of its kind in the language of the screen."""
        return label_of(self.kind)

    @property
    def of_kind(self) -> Kind | None:
        """Give what is known of its kind; None for one of a newer version."""
        return KINDS.get(self.kind)

    @property
    def masked_number(self) -> str:
        """Give the end of the number behind stars, always as many: not even its length is told."""
        return "*" * 7 + self.number_end if self.number else ""

    @property
    def last_day(self) -> dt.date | None:
        """Give the last day on which it is taken as current: its own end, else what its kind is good for."""
        if self.expires_on or self.of_kind is None or self.of_kind.good_for_days is None:
            return self.expires_on
        return (self.issued_on or self.seen_on) + dt.timedelta(days=self.of_kind.good_for_days)

    def holds_on(self, day: dt.date) -> bool:
        """Say whether it is taken as current on a day."""
        return self.last_day is None or self.last_day >= day


class StoredFile(RecordedModel):
    """A copy of a paper: a photo or a scan, written anew; its content lies encrypted on the disk (`vault`).

    Attributes:
        size: of the content, in bytes. pages: one for a picture.
        digest: SHA-256 of the encrypted content, in hexadecimal digits; the name under which it lies.
        needed_until: the day on which its purpose ends; only for copies of identity papers, which are deleted
            `kinds.DAYS_A_COPY_OUTLIVES_ITS_PURPOSE` days later.
        deleted_at: since when the content is gone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not checked for viruses yet")
        CLEAN = "clean", _("Checked for viruses")
        HARMFUL = "harmful", _("Deleted: the antivirus program found something")
        DELETED = "deleted", _("Deleted")

    GONE = (State.HARMFUL, State.DELETED)

    document = TenantForeignKey(Document, related_name="files")
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    needed_until = models.DateField(null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="documents_gone_since_a_moment",
                condition=Q(state__in=["waiting", "clean"], deleted_at=None)
                | Q(state__in=["harmful", "deleted"], deleted_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="documents_files_there",
                fields=["municipality_id", "state"],
                include=["size", "needed_until"],
                condition=Q(deleted_at=None),
            ),
        ]

    @property
    def delete_on(self) -> dt.date | None:
        """Give the day on which the content goes by rule; None where no rule says so."""
        if self.needed_until is None or self.deleted_at is not None:
            return None
        return self.needed_until + dt.timedelta(days=DAYS_A_COPY_OUTLIVES_ITS_PURPOSE)


class DocumentEvent(TenantModel):
    """One thing that happened to a paper; only added to.

    Attributes:
        by: empty for a job.
        reason: as somebody wrote it, or `BY_RULE`.
        former: what the changed columns held, as encrypted JSON (`sealing`), so that it can be undone.
        undone: the event that this one took back.
    """

    class Kind(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        CHANGED = "changed", _("Corrected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        UNDONE = "undone", _("Taken back")
        FILE_ADDED = "file_added", _("A copy was added")
        FILE_DELETED = "file_deleted", _("A copy was deleted")

    BY_RULE = "by_rule"

    document = TenantForeignKey(Document, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=200, blank=True)
    former = models.BinaryField(null=True)
    undone = TenantForeignKey("self", null=True, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="documents_undone_once", fields=["municipality_id", "undone"], condition=Q(undone__isnull=False)
            ),
        ]
