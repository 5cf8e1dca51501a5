"""Jobs of the papers: numbers that end become papers, what the rule says is deleted, what waits is scanned."""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from arogi.centres.nightly import in_every_municipality, municipality_ids
from arogi.core.acting import acting_in
from arogi.documents import scanning, services

logger = logging.getLogger(__name__)
EVERY_TEN_MINUTES = "*/10 * * * *"
# Universal time: half past two in Athens, half past three in summer; before tasks are made of papers that end.
AT_NIGHT = "30 0 * * *"


@app.periodic(cron=AT_NIGHT)
@app.task(name="documents.every_night", queueing_lock="documents.every_night")
async def every_night(timestamp: int) -> int:
    """Ask for the night's work on the papers of every municipality; say of how many.

    Args:
        timestamp: the moment for which it was deferred.
    """
    return await in_every_municipality(look_after_papers, "papers")


@app.task(name="documents.look_after_papers", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def look_after_papers(municipality_id: str) -> int:
    """Make papers of one municipality's numbers that end, and delete the copies that nobody needs any more.

    Safe to run twice. Gives the number of deleted copies.
    """
    with acting_in(UUID(municipality_id)):
        adopted = services.adopt_identifiers(at=timezone.now())
        deleted = services.delete_by_rule(today=timezone.localdate(), at=timezone.now())
    logger.info("%s papers came from numbers that end; %s copies were deleted by rule.", adopted, deleted)
    return deleted


@app.periodic(cron=EVERY_TEN_MINUTES)
@app.task(name="documents.scan_waiting", queueing_lock="documents.scan_waiting")
def scan_waiting(timestamp: int) -> int:
    """Let the antivirus program look at what came while it was away; say how many files.

    Args:
        timestamp: the moment for which it was deferred.
    """
    if not scanning.is_configured():
        return 0
    if not scanning.answers():
        logger.warning("The antivirus program (AROGI_CLAMD) does not answer: new files are held back until it does.")
        return 0
    scanned = 0
    for town in municipality_ids():
        with acting_in(town):
            scanned += services.scan_waiting(at=timezone.now())
    return scanned
