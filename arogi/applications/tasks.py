"""The renewals that a night brings, as jobs: one for each municipality."""

from __future__ import annotations

import contextlib
import logging
from uuid import UUID

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from arogi.applications.services import follow_all
from arogi.centres.models import Municipality
from arogi.core.acting import acting_in

logger = logging.getLogger(__name__)
# Universal time: after the tasks of papers, before the register is searched.
EVERY_NIGHT = "55 0 * * *"


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="applications.every_night", queueing_lock="applications.every_night")
async def every_night(timestamp: int) -> int:
    """Ask for the renewals of every municipality; say of how many.

    Args:
        timestamp: the moment for which it was deferred.
    """
    towns = await sync_to_async(_municipalities)()
    for town in towns:
        job = follow_applications.configure(queueing_lock=f"applications {town}", lock=f"applications {town}")
        with contextlib.suppress(AlreadyEnqueued):  # the last night's has not begun yet
            await job.defer_async(municipality_id=str(town))
    return len(towns)


def _municipalities() -> list[UUID]:
    return list(Municipality.objects.order_by("slug").values_list("pk", flat=True))


@app.task(name="applications.follow_applications", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def follow_applications(municipality_id: str) -> int:
    """Have the tasks of one municipality's applications that are due; safe to run twice."""
    municipality = Municipality.objects.get(pk=municipality_id)
    with acting_in(municipality.pk):
        made = follow_all(today=timezone.localdate(), at=timezone.now())
    logger.info("%s: %d tasks of applications", municipality.slug, made)
    return made
