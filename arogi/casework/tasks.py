"""The tasks that a night brings, as jobs: one for each municipality."""

from __future__ import annotations

import contextlib
import logging
from uuid import UUID

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from arogi.casework.services import bring_all_tasks
from arogi.centres.models import Municipality
from arogi.core.acting import acting_in

logger = logging.getLogger(__name__)
# Universal time: before the register is searched, and long before anybody comes.
EVERY_NIGHT = "45 0 * * *"


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="casework.every_night", queueing_lock="casework.every_night")
async def every_night(timestamp: int) -> int:
    """Ask for the tasks of every municipality; say of how many.

    Args:
        timestamp: the moment for which it was deferred.
    """
    towns = await sync_to_async(_municipalities)()
    for town in towns:
        job = bring_tasks.configure(queueing_lock=f"tasks {town}", lock=f"tasks {town}")
        with contextlib.suppress(AlreadyEnqueued):  # the last night's has not begun yet
            await job.defer_async(municipality_id=str(town))
    return len(towns)


def _municipalities() -> list[UUID]:
    return list(Municipality.objects.order_by("slug").values_list("pk", flat=True))


@app.task(name="casework.bring_tasks", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def bring_tasks(municipality_id: str) -> int:
    """Make the tasks of one municipality that are due; safe to run twice."""
    municipality = Municipality.objects.get(pk=municipality_id)
    with acting_in(municipality.pk):
        made = bring_all_tasks(today=timezone.localdate(), at=timezone.now())
    logger.info("%s: %d tasks", municipality.slug, made)
    return made
