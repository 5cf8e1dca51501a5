"""The job that carries messages away; it names a municipality and nothing of a person."""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from arogi.notices.services import deliver_due
from arogi.notices.services.queueing import DELIVER

logger = logging.getLogger(__name__)


@app.task(name=DELIVER, retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def deliver(municipality_id: str) -> int:
    """Carry away what is due in one municipality; safe to run twice."""
    sent = deliver_due(UUID(municipality_id), now=timezone.now)
    if sent:
        logger.info("%d messages have left.", sent)
    return sent
