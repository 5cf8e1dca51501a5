"""Card numbers: 1, 2, 3 ... in each municipality, without gaps."""

from __future__ import annotations

from django.db.models import F

from arogi.people.models import CardNumber


def hold_card_numbers() -> None:
    """Make others who register wait until this transaction ends; a number is given only by whoever commits."""
    if not CardNumber.objects.select_for_update().exists():
        CardNumber.objects.bulk_create([CardNumber()], ignore_conflicts=True)
    CardNumber.objects.select_for_update().get()


def take_card_numbers(count: int = 1) -> int:
    """Give the first of the next `count` numbers."""
    hold_card_numbers()
    CardNumber.objects.update(last=F("last") + count)
    last: int = CardNumber.objects.values_list("last", flat=True).get()
    return last - count + 1
