"""Requests of any number as plain tuples, for measurement: about a microsecond and a half each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from arogi.demo.acts import working_days
from arogi.demo.names import spread
from arogi.reception.catalogue import load_catalogue

# (contact number from 1, position in the contact from 1, date, index of the structure, channel, index of the person or
#  -1 when nobody was asked for a name, service code, outcome)
BulkRequest = tuple[int, int, date, int, str, int, str, str]

_CHANNELS = spread(("desk", "phone", "email", "home_visit"), (82, 13, 3, 2), 256)
_OUTCOMES = spread(
    ("served", "application", "pending_documents", "referred", "not_entitled", "withdrawn", ""),
    (45, 27, 12, 8, 4, 1, 3),
    256,
)
_SIZES = spread((1, 2, 3), (72, 21, 7), 256)
_SERVICE_PLACES = 1024
_MOST = 3
_FREQUENT = {"A2.01": 12, "A2.02": 9, "A1.01": 5, "A3.01": 5, "R2": 6, "R4": 4, "M1": 8, "C5.03": 2}
# Whoever comes often comes very often: the power makes a tenth of the people ask for a third of everything.
_UNEVENNESS = 2.0


def bulk_requests(
    seed: int, *, requests: int, persons: int, kinds: Sequence[str], first: date, last: date
) -> Iterator[BulkRequest]:
    """Make requests of one municipality, contact by contact.

    Args:
        seed: any integer.
        requests: how many.
        persons: how many persons the register has; they are meant by their index.
        kinds: the kind of each structure; a person keeps to one structure.
        first: first day.
        last: last day, included.

    Raises:
        ValueError: one of the kinds offers no service of the catalogue.
    """
    draw = random.Random(f"work-{seed}").random  # noqa: S311
    days = working_days(first, last)
    services = tuple(_services(kind) for kind in kinds)
    most = tuple(len(set(offered)) for offered in services)
    contact = 0
    while requests > 0:
        contact += 1
        person = int(draw() ** _UNEVENNESS * persons) if draw() > 0.05 else -1
        structure = person % len(kinds) if person >= 0 else 0
        offered, different = services[structure], most[structure]
        size = min(requests, _SIZES[int(draw() * 256)], different)
        requests -= size
        day = days[int(draw() * len(days))]
        channel = _CHANNELS[int(draw() * 256)]
        # Neighbours in the ring are different services, so one contact does not ask for the same thing twice.
        start = int(draw() * len(offered))
        for position in range(size):
            service = offered[(start + position) % len(offered)]
            outcome = _OUTCOMES[int(draw() * 256)]
            yield contact, position + 1, day, structure, channel, person, service, outcome


@lru_cache(maxsize=16)
def _services(kind: str) -> tuple[str, ...]:
    """Lay the services of a kind out in a ring where neighbours differ and frequent ones stand more often."""
    codes = [service.code for service in load_catalogue().for_kind(kind) if service.about_person]
    if not codes:
        raise ValueError(kind)
    if len(codes) <= 2 * _MOST:
        return tuple(codes)
    weights = [_FREQUENT.get(code, 1) for code in codes]
    pick = random.Random(kind).choices  # noqa: S311
    apart = _MOST - 1
    ring: list[str] = []
    while len(ring) < _SERVICE_PLACES:
        # The end of the ring meets its beginning, so the last places must differ from the first ones too.
        missing = _SERVICE_PLACES - len(ring)
        near = {*ring[-apart:], *ring[: max(0, apart - missing + 1)]}
        (code,) = pick(codes, weights)
        if code not in near:
            ring.append(code)
    return tuple(ring)
