"""Some people of the demonstration agree to reminders, so that messages wait in the queue and go to the outbox."""

from __future__ import annotations

import datetime as dt

from uuid_utils.compat import uuid7

from arogi.casework.models import Task
from arogi.casework.services.reminders import remind_of_renewals
from arogi.notices.models import NoticeChoice

AGREE = 12


def let_some_agree(*, at: dt.datetime) -> int:
    """Let those whose papers end first agree to reminders; give how many messages wait."""
    renewals = Task.objects.open().filter(
        kind=Task.Kind.RENEWAL, source_kind="document", due_on__gte=at.date(), person__isnull=False
    )
    persons = renewals.order_by("due_on", "person__card_number").values_list("person_id", flat=True)[: 3 * AGREE]
    wishes = [
        NoticeChoice(id=uuid7(), person_id=person, consent_on=at.date() - dt.timedelta(days=30))
        for person in list(dict.fromkeys(persons))[:AGREE]
    ]
    NoticeChoice.objects.bulk_create(wishes)
    return remind_of_renewals(today=at.date(), at=at)
