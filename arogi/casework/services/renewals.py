"""Papers that expire are tasks in time: each a renewal, due on the day on which the paper ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from arogi.casework.models import Task
from arogi.casework.services.drafts import TaskDraft, have_tasks, settle_many
from arogi.documents.selectors import Expiring

DOCUMENT = "document"
# A paper that ended longer ago is no renewal any more: whoever needs it asks for a new one.
ENDED_WITHIN = dt.timedelta(days=180)


def keep_renewals(papers: Iterable[Expiring], *, on: dt.date) -> int:
    """Have a task for each paper whose time to be renewed has come; settle those of papers that end no more.

    Args:
        papers: all that end since `on - ENDED_WITHIN` and up to the longest lead time.

    Returns:
        How many tasks were made.
    """
    due = {paper.document_id: paper for paper in papers if paper.remind_on <= on}
    made = have_tasks(map(_draft, due.values()), on=on)
    open_ = Task.objects.open().filter(kind=Task.Kind.RENEWAL, source_kind=DOCUMENT)
    over = {task.about_id for task in open_.only("pk", "source_id")} - set(due)
    settle_many(dict.fromkeys(over, str(Task.Result.NOT_NEEDED)), source_kind=DOCUMENT)
    return made


def _draft(paper: Expiring) -> TaskDraft:
    return TaskDraft(
        kind=Task.Kind.RENEWAL,
        source_kind=DOCUMENT,
        source_id=paper.document_id,
        due_on=paper.expires_on,
        person_id=paper.person_id,
        subject=paper.kind,
    )
