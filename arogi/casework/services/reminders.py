"""Who agreed to reminders is told of what ends, once for each renewal and day."""

from __future__ import annotations

import contextlib
import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import translation

from arogi.casework.models import Task
from arogi.casework.services.renewals import DOCUMENT
from arogi.core import shown
from arogi.notices.errors import NotSent
from arogi.notices.models import Notice, NoticeChoice
from arogi.notices.services import send
from arogi.notices.texts import template_called

TEMPLATE, SOURCE = "renewal", "task"


def remind_of_renewals(*, today: dt.date, at: dt.datetime) -> int:
    """Queue a message for each paper to be renewed of who agreed to reminders; safe to run twice. Give how many.

    Of what was granted for a time `applications` tells.
    """
    told = Notice.objects.filter(
        template=TEMPLATE, source_kind=SOURCE, source_id=OuterRef("pk"), about_on=OuterRef("due_on")
    )
    agreed = NoticeChoice.objects.exclude(consent_on=None).values("person")
    tasks = Task.objects.open().filter(
        kind=Task.Kind.RENEWAL, source_kind=DOCUMENT, due_on__gte=today, person__in=agreed
    )
    rows = tasks.filter(~Exists(told)).select_related("person").order_by("due_on", "pk")
    return sum(_remind(task, at) for task in rows)


def _remind(task: Task, at: dt.datetime) -> bool:
    template, person = template_called(TEMPLATE), task.person
    if person is None:  # the query asks for one; the type does not know
        return False
    with translation.override(template.language_for(person.languages)):
        words = {"day": shown.day(task.due_on)}
    with contextlib.suppress(NotSent):
        send(person=person, template=TEMPLATE, words=words, at=at, source=(SOURCE, task.pk), about_on=task.due_on)
        return True
    return False
