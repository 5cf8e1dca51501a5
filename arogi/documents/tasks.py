"""Jobs of the stored files: what waits is scanned, and what the rule says is deleted."""

from __future__ import annotations

import contextlib
import logging
from uuid import UUID

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.documents import scanning, services

logger = logging.getLogger(__name__)
EVERY_TEN_MINUTES = "*/10 * * * *"
# Universal time: half past four in Athens, half past five in summer.
AT_NIGHT = "30 2 * * *"


@app.periodic(cron=AT_NIGHT)
@app.task(name="documents.every_night", queueing_lock="documents.every_night")
async def every_night(timestamp: int) -> int:
    """Ask every municipality for what the rule deletes; say of how many.

    Args:
        timestamp: the moment for which it was deferred.
    """
    towns = await sync_to_async(_municipalities)()
    for town in towns:
        job = delete_by_rule.configure(queueing_lock=f"copies {town}", lock=f"copies {town}")
        with contextlib.suppress(AlreadyEnqueued):  # the last night's has not begun yet
            await job.defer_async(municipality_id=str(town))
    return len(towns)


@app.task(name="documents.delete_by_rule", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def delete_by_rule(municipality_id: str) -> int:
    """Delete one municipality's copies of identity papers that nobody needs any more; safe to run twice."""
    with acting_in(UUID(municipality_id)):
        deleted = services.delete_by_rule(today=timezone.localdate(), at=timezone.now())
    if deleted:
        logger.info("%s copies of identity papers were deleted by rule.", deleted)
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
    scanned = 0
    for town in _municipalities():
        with acting_in(town):
            scanned += services.scan_waiting(at=timezone.now())
    return scanned


def _municipalities() -> list[UUID]:
    return list(Municipality.objects.order_by("slug").values_list("pk", flat=True))
