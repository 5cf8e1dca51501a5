"""The tasks that a night brings, as jobs: one for each municipality."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from arogi.casework.services import bring_all_tasks
from arogi.centres.models import Municipality
from arogi.centres.nightly import in_every_municipality
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
    return await in_every_municipality(bring_tasks, "tasks")


@app.task(name="casework.bring_tasks", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def bring_tasks(municipality_id: str) -> int:
    """Make the tasks of one municipality that are due; safe to run twice."""
    municipality = Municipality.objects.get(pk=municipality_id)
    with acting_in(municipality.pk):
        made = bring_all_tasks(today=timezone.localdate(), at=timezone.now())
    logger.info("%s: %d tasks", municipality.slug, made)
    return made
