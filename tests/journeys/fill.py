"""Fill the database that AROGI_DATABASE names with two weeks of a small centre: `python -m tests.journeys.fill`."""

from __future__ import annotations

import datetime as dt
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

import django

DAYS = 14
SEED = 2026


def main() -> None:
    """Load Karditsa's structures, services and staff with a fortnight of synthetic people, and the master key."""
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from arogi.core import keys
    from arogi.demo import loading
    from arogi.demo.activity import year_of_activity
    from arogi.demo.centres import load_centre

    keys.ensure_master_key()
    now = timezone.localtime()
    centre = load_centre("karditsa")
    fortnight = year_of_activity(centre, SEED, now.date() - dt.timedelta(days=DAYS), now.date())
    with transaction.atomic():
        loading._open_and_fill(centre, [fortnight], SEED, now)


if __name__ == "__main__":
    main()
