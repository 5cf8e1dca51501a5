"""Jobs of the queue itself: what a killed worker left behind is taken up again."""

from __future__ import annotations

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)
# A worker says every ten seconds that it is alive.
SILENT_SECONDS = 30


@app.periodic(cron="* * * * *")
@app.task(name="core.take_up_again", queueing_lock="core.take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> int:
    """Put jobs back whose worker has not been heard of for a while; say how many they were.

    Args:
        timestamp: the minute for which it was deferred.
    """
    manager = context.app.job_manager
    stalled = [job for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS) if job.id]
    for job in stalled:
        logger.warning("The worker of job %s (%s) is gone: the job is taken up again.", job.id, job.task_name)
        await manager.retry_job(job)
    return len(stalled)
