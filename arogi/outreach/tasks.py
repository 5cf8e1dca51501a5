"""The search of the register as jobs: every night one for each municipality."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from arogi.centres.models import Municipality
from arogi.centres.nightly import in_every_municipality
from arogi.outreach.searching import Town, search_one

logger = logging.getLogger(__name__)
# Universal time: a quarter past three in Athens, four in summer.
EVERY_NIGHT = "15 1 * * *"


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="outreach.every_night", queueing_lock="outreach.every_night")
async def every_night(timestamp: int) -> int:
    """Ask for the search of every municipality's register; say of how many.

    Args:
        timestamp: the moment for which it was deferred.
    """
    return await in_every_municipality(search_register, "register")


@app.task(name="outreach.search_register", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def search_register(municipality_id: str) -> str:
    """Search one municipality's register; safe to run twice, since a run that ended leaves the same list."""
    municipality = Municipality.objects.get(pk=municipality_id)
    town = Town(id=municipality.pk, slug=municipality.slug)
    said = search_one(town, today=timezone.localdate(), now=timezone.now)
    logger.info("%s", said)
    return said
