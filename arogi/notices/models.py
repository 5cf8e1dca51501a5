"""What a person chose about messages, and every message that left or did not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RecordedModel
from arogi.people.models import Person


class NoticeChoice(RecordedModel):
    """What one person said about messages: an e-mail address, that reminders are wanted, that nothing is wanted.

    Attributes:
        email: encrypted; empty when none is known.
        consent_on: when the person agreed to reminders that nobody asked for; empty without consent.
        opted_out_on: since when the person wants no message at all.
    """

    person = TenantForeignKey(Person, related_name="+")
    email = models.BinaryField(null=True)
    consent_on = models.DateField(null=True)
    opted_out_on = models.DateField(null=True)
    said_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(name="notices_one_choice_per_person", fields=["municipality_id", "person"]),
            models.CheckConstraint(
                name="notices_consent_ends_with_opting_out", condition=Q(consent_on=None) | Q(opted_out_on=None)
            ),
        ]


class Notice(RecordedModel):
    """One message. Where it goes is looked up when it leaves, so that what became unsafe meanwhile is not used.

    Attributes:
        template: a key of `templates.yaml`.
        words: what fills its places: a day, a time. Nothing that tells of a person.
        about_on: the day that it is about; with template and source it is sent once.
        send_after: not before, because of quiet hours or of another try.
        reason: why it was not sent; a code of `Reason`.
        address_end: the last signs of where it went.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waits to leave")
        SENDING = "sending", _("Leaving")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Arrived")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Not sent")

    class Reason(models.TextChoices):
        NONE = "", ""
        OPTED_OUT = "opted_out", _("The person wants no messages")
        NO_CONSENT = "no_consent", _("The person has not agreed to reminders")
        NO_SAFE_CONTACT = "no_contact", _("No safe phone or e-mail is known")
        NOT_REACHED = "gone", _("The person has died or moved away")
        REFUSED = "refused", _("The provider refused it")
        UNREACHABLE = "unreachable", _("The provider could not be reached")
        UNKNOWN = "unknown", _("The program was stopped while it left: it may have arrived")
        TAKEN_BACK = "taken_back", _("Taken back by a colleague")

    person = TenantForeignKey(Person, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    words = models.JSONField(default=dict)
    source_kind = models.CharField(max_length=20, blank=True)
    source_id = models.UUIDField(null=True)
    about_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    address_end = models.CharField(max_length=80, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="notices_once_about_a_thing",
                fields=["municipality_id", "template", "source_kind", "source_id", "about_on"],
                condition=~Q(source_kind=""),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="notices_source_is_a_pair",
                condition=Q(source_kind="", source_id=None) | ~Q(source_kind="") & Q(source_id__isnull=False),
            ),
            models.CheckConstraint(
                name="notices_not_sent_for_a_reason",
                condition=~Q(state__in=["failed", "cancelled"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="notices_sent_at_a_moment",
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="notices_waiting",
                fields=["municipality_id", "send_after", "id"],
                condition=Q(state__in=["queued", "sending"]),
            ),
            models.Index(name="notices_of_person", fields=["municipality_id", "person", "-id"]),
        ]
