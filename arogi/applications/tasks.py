"""The renewals that a night brings, as jobs: one for each municipality."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from arogi.applications.services import follow_all
from arogi.centres.models import Municipality
from arogi.centres.nightly import in_every_municipality
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
    return await in_every_municipality(follow_applications, "applications")


@app.task(name="applications.follow_applications", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def follow_applications(municipality_id: str) -> int:
    """Have the tasks of one municipality's applications that are due; safe to run twice."""
    municipality = Municipality.objects.get(pk=municipality_id)
    with acting_in(municipality.pk):
        made = follow_all(today=timezone.localdate(), at=timezone.now())
    logger.info("%s: %d tasks of applications", municipality.slug, made)
    return made
