"""Make one municipality and one social worker in the database that the environment names."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

import django

EMAIL = "worker@reliable.example"


def main() -> None:
    """Open the municipality."""
    django.setup()
    from django.db import transaction

    from arogi.centres.models import Structure
    from arogi.core import keys
    from arogi.core.acting import acting_in
    from tests.factories import membership, municipality, user

    keys.ensure_master_key()
    with transaction.atomic():
        town = municipality("reliable", "Αξιόπιστος Δήμος", "Reliable")
        with acting_in(town.id):
            membership(town, account=user(email=EMAIL), at=Structure.objects.get(code="KK"))


if __name__ == "__main__":
    main()
