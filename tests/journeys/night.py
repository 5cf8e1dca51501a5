"""What a night to come brings to the town's applications: `python -m tests.journeys.night 2027-05-01`."""

from __future__ import annotations

import datetime as dt
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

import django


def main(day: dt.date) -> None:
    """Let the nightly job of that day run, and the morning after it carry messages away."""
    django.setup()
    from arogi.applications.services import follow_all
    from arogi.centres.models import Municipality
    from arogi.core.acting import acting_in
    from arogi.notices.services import deliver_due

    town = Municipality.objects.get().pk
    with acting_in(town):
        follow_all(today=day, at=dt.datetime.combine(day, dt.time(2, 55), dt.UTC))
    # Messages wait for the morning.
    deliver_due(town, now=lambda: dt.datetime.combine(day, dt.time(10, 0), dt.UTC))


if __name__ == "__main__":
    main(dt.date.fromisoformat(sys.argv[1]))
