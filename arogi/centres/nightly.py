"""Work that a night brings to every municipality: one job for each, so that one that fails stops no other."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from arogi.centres.models import Municipality


def municipality_ids() -> list[UUID]:
    """Give the keys of all municipalities, in the order of their short names."""
    return list(Municipality.objects.order_by("slug").values_list("pk", flat=True))


async def in_every_municipality(job: Task[Any, Any, Any], work: str) -> int:
    """Ask for a job that takes a `municipality_id`, once for each municipality; say of how many.

    Args:
        job: what is to be done in one.
        work: what it is called in the locks: of the same work in the same municipality one waits, and one runs.
    """
    towns = await sync_to_async(municipality_ids)()
    for town in towns:
        name = f"{work} {town}"
        with contextlib.suppress(AlreadyEnqueued):  # the last night's has not begun yet
            await job.configure(queueing_lock=name, lock=name).defer_async(municipality_id=str(town))
    return len(towns)
