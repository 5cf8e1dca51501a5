"""What somebody asked the demonstration to load, and what of it is missing.

Imports little: every start of the pages asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from arogi.centres.models import Municipality
from arogi.demo.centres import SLUGS

MARK = "Demonstration: synthetic people."
"""What the `source` of a municipality of the demonstration begins with, so that a real one is never taken for it."""

DEFAULT_SEED = 2026
_TOGETHER = "Loaded together: {slugs}; seed {seed}."
_READ_TOGETHER = re.compile(r"^Loaded together: (?P<slugs>[a-z, ]+); seed (?P<seed>-?[0-9]+)\.$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Order:
    """These centres, from this seed."""

    slugs: tuple[str, ...]
    seed: int

    @property
    def words(self) -> str:
        """Give the line that every municipality of the order keeps, so that an interrupted load can be completed."""
        return _TOGETHER.format(slugs=", ".join(self.slugs), seed=self.seed)


def unfinished() -> Order | None:
    """Give what `arogi run` has to load: everything into an empty database, else what an interrupted load left out.

    Where a real municipality is, nothing is.
    """
    there = dict(Municipality.objects.order_by("slug").values_list("slug", "source"))
    if not there:
        return Order(slugs=SLUGS, seed=DEFAULT_SEED)
    if real_municipalities():
        return None
    for order in filter(None, map(_read, there.values())):
        missing = tuple(slug for slug in order.slugs if slug not in there)
        if missing:
            return Order(slugs=missing, seed=order.seed)
    return None


def real_municipalities() -> list[str]:
    """Name the municipalities that are not the demonstration's."""
    real = Municipality.objects.exclude(source__startswith=MARK)
    return list(real.order_by("slug").values_list("slug", flat=True))


def _read(source: str) -> Order | None:
    found = _READ_TOGETHER.search(source)
    if found is None:
        return None
    slugs = tuple(slug for slug in found["slugs"].split(", ") if slug in SLUGS)
    return Order(slugs=slugs, seed=int(found["seed"]))
