"""What has to be done because of an application, and when: tasks that come and go with its state and its days.

The next check and the day of an objection are tasks at once; a renewal is one as soon as the programme's lead time
before the end has begun, which only a night can notice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from arogi.applications.law import terms_of
from arogi.applications.models import Application
from arogi.casework.models import Task
from arogi.casework.services import TaskDraft, have_tasks, settle_tasks

APPLICATION = "application"
# Whose granted period ended longer ago applies anew when he or she comes again.
RENEWED_WITHIN = dt.timedelta(days=180)


def keep_tasks(application: Application, today: dt.date) -> None:
    """Have the tasks of an application that its state asks for, and settle those that it does not ask for any more."""
    drafts = list(drafts_of(application, today))
    wanted = {draft.kind for draft in drafts}
    open_ = Task.objects.open().filter(source_kind=APPLICATION, source_id=application.pk)
    if set(open_.values_list("kind", flat=True)) - wanted:
        is_followed = application.state in Application.GRANTED and _is_followed(application)
        settle_tasks(APPLICATION, application.pk, result=Task.Result.RENEWED if is_followed else Task.Result.DONE)
    have_tasks(drafts, on=today)


def drafts_of(application: Application, today: dt.date) -> Iterator[TaskDraft]:
    """Give what has to be done because of an application on a day."""
    if application.next_check_on and not application.is_ended:
        yield _draft(application, Task.Kind.ANSWER, application.next_check_on)
    if may_object(application) and application.objection_until and application.objection_until >= today:
        yield _draft(application, Task.Kind.DEADLINE, application.objection_until)
    if application.granted_until and is_to_renew(application, today) and not _is_followed(application):
        yield _draft(application, Task.Kind.RENEWAL, application.granted_until)


def may_object(application: Application) -> bool:
    """Say whether an objection can still be lodged against the last decision."""
    refused = (Application.State.REJECTED, Application.State.REVOKED, Application.State.SUSPENDED)
    return application.state in refused and application.objected_on is None


def is_to_renew(application: Application, today: dt.date) -> bool:
    """Say whether the lead time before the end of what is granted has begun, and the end is not long ago."""
    terms, ends = terms_of(application.programme), application.granted_until
    if ends is None or not terms.renewal or today > ends + RENEWED_WITHIN:
        return False
    granted = (*Application.GRANTED, Application.State.EXPIRED)
    return application.state in granted and today >= ends - dt.timedelta(days=terms.renewal_days)


def _is_followed(application: Application) -> bool:
    return bool(application.successors.exclude(state=Application.State.WITHDRAWN).exists())


def _draft(application: Application, kind: str, due_on: dt.date) -> TaskDraft:
    return TaskDraft(
        kind=kind,
        source_kind=APPLICATION,
        source_id=application.pk,
        due_on=due_on,
        person_id=application.person_id,
        structure_id=application.structure_id,
        worker_id=application.worker_id,
        subject=application.programme,
    )
