"""The five centres of the demonstration: public facts of institutions, each with its source.

One YAML file a municipality stands beside this module. Inside a block `sources` maps a field to the keys of
`sources.yaml`, `unverified` names the fields that a person has to confirm. A field that no source gives
is absent, never invented; the block `demo` alone is assumed by Arogi (volumes of synthetic work) and
shown nowhere as a fact. Names of staff are left out on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

SLUGS = ("karditsa", "trikala", "drama", "athens", "palamas")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FOLDER = Path(__file__).parent


class UnknownCentre(LookupError):
    """The demonstration has no municipality of this name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A public page or document; `is_ours` marks an assumption of Arogi."""

    key: str
    title: str
    publisher: str
    url: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the fields of one block come from (field -> keys of sources) and which are to be confirmed."""

    sources: Mapping[str, tuple[str, ...]]
    unverified: frozenset[str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which only the year, or year and month, may be known; `first_day` fills the rest with 1."""

    first_day: date
    precision: str  # "day", "month" or "year"


@dataclass(frozen=True, slots=True)
class Patron:
    """The patron saint of the town and the day of the feast as `MM-DD`."""

    day: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenRange:
    """One opening range of one weekday (0 = Monday), local time."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class DemoStructure:
    """A structure with its published facts; codes of services are those of the catalogue."""

    code: str
    kind: str
    name_el: str
    name_en: str
    parent: str
    address: str
    postcode: str
    phones: tuple[str, ...]
    fax: str
    email: str
    opened: PartialDate | None
    hours: tuple[OpenRange, ...]
    staff: tuple[tuple[str, int], ...]
    services: tuple[str, ...]
    not_offered: tuple[str, ...]
    reception_mode: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DemoSubProject:
    """A part of an operation that pays for one structure."""

    number: str
    title_el: str
    structure: str


@dataclass(frozen=True, slots=True)
class DemoOperation:
    """An operation; without a published MIS code and period it can be shown but not stored."""

    mis_code: str
    title_el: str
    valid_from: date | None
    valid_until: date | None
    budget_eur: Decimal | None
    sub_projects: tuple[DemoSubProject, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DemoSettlement:
    """A place where synthetic people live, with its weights for Roma families and for everybody else."""

    name: str
    kind: str
    code: str
    weight: int
    roma_weight: int


@dataclass(frozen=True, slots=True)
class Volume:
    """How much synthetic work a structure shows in a year (after scaling), and how much a person brings."""

    requests_per_year: int
    requests_per_person: Decimal


@dataclass(frozen=True, slots=True)
class DemoCentre:
    """A municipality of the demonstration with its structures."""

    slug: str
    code: str
    name_el: str
    name_en: str
    supervising_service: str
    patron: Patron | None
    structures: tuple[DemoStructure, ...]
    operations: tuple[DemoOperation, ...]
    settlements: tuple[DemoSettlement, ...]
    volumes: Mapping[str, Volume]
    scale: Decimal
    share_migrant: float
    provenance: Provenance

    def structure(self, code: str) -> DemoStructure:
        """Return the structure with this code.

        Raises:
            KeyError: the municipality has no such structure.
        """
        for structure in self.structures:
            if structure.code == code:
                return structure
        raise KeyError(code)


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """Return every source by its key."""
    return {
        key: Source(key, item["title"], item["publisher"], item.get("url", ""), item.get("kind") == "ours")
        for key, item in _yaml("sources.yaml").items()
    }


@lru_cache(maxsize=len(SLUGS))
def load_centre(slug: str) -> DemoCentre:
    """Read one municipality of the demonstration.

    Raises:
        UnknownCentre: the slug is not one of `SLUGS`.
    """
    if slug not in SLUGS:
        raise UnknownCentre(slug)
    raw = _yaml(f"{slug}.yaml")
    return DemoCentre(
        slug=slug,
        code=raw["code"],
        name_el=raw["name_el"],
        name_en=raw["name_en"],
        supervising_service=raw.get("supervising_service", ""),
        patron=Patron(**raw["patron"]) if "patron" in raw else None,
        structures=tuple(_structure(item) for item in raw["structures"]),
        operations=tuple(_operation(item) for item in raw["operations"]),
        settlements=tuple(_settlement(item) for item in raw["settlements"]),
        volumes=_volumes(raw["demo"]),
        scale=Decimal(raw["demo"]["scale"]),
        share_migrant=float(raw["demo"]["share_migrant"]),
        provenance=_provenance(raw),
    )


def load_all() -> tuple[DemoCentre, ...]:
    """Read the five municipalities, in the order of `SLUGS`."""
    return tuple(load_centre(slug) for slug in SLUGS)


def parse_partial_date(text: str) -> PartialDate:
    """Read `2017-12-01`, `2018-02` or `2008`."""
    parts = [int(part) for part in text.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return PartialDate(date(year, month, day), ("year", "month", "day")[len(parts) - 1])


def _yaml(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8")))


def _provenance(item: dict[str, Any]) -> Provenance:
    named = item.get("sources", {})
    return Provenance(
        sources={field: tuple(key.strip() for key in keys.split(",")) for field, keys in named.items()},
        unverified=frozenset(item.get("unverified", ())),
        notes=tuple(item.get("notes", ())),
    )


def _structure(item: dict[str, Any]) -> DemoStructure:
    opened = item.get("opened_on")
    return DemoStructure(
        code=item["code"],
        kind=item["kind"],
        name_el=item["name_el"],
        name_en=item["name_en"],
        parent=item.get("parent", ""),
        address=item.get("address", ""),
        postcode=item.get("postcode", ""),
        phones=tuple(item.get("phones", ())),
        fax=item.get("fax", ""),
        email=item.get("email", ""),
        opened=parse_partial_date(opened) if opened else None,
        hours=tuple(one for entry in item.get("hours", ()) for one in _ranges(entry)),
        staff=tuple(item.get("staff", {}).items()),
        services=tuple(item["services"]),
        not_offered=tuple(item.get("not_offered", ())),
        reception_mode=item.get("reception_mode", ""),
        provenance=_provenance(item),
    )


def _ranges(entry: dict[str, str]) -> list[OpenRange]:
    first, _dash, last = entry["days"].partition("-")
    days = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    opens, closes = time.fromisoformat(entry["opens"]), time.fromisoformat(entry["closes"])
    return [OpenRange(day, opens, closes) for day in days]


def _operation(item: dict[str, Any]) -> DemoOperation:
    budget = item.get("budget_eur")
    return DemoOperation(
        mis_code=item["mis_code"],
        title_el=item["title_el"],
        valid_from=_day(item, "valid_from"),
        valid_until=_day(item, "valid_until"),
        budget_eur=Decimal(budget) if budget else None,
        sub_projects=tuple(DemoSubProject(**part) for part in item.get("sub_projects", ())),
        provenance=_provenance(item),
    )


def _day(item: dict[str, Any], field: str) -> date | None:
    return date.fromisoformat(item[field]) if field in item else None


def _settlement(item: dict[str, Any]) -> DemoSettlement:
    return DemoSettlement(item["name"], item["kind"], item.get("code", ""), item["weight"], item["roma"])


def _volumes(raw: dict[str, Any]) -> dict[str, Volume]:
    per_person = raw["requests_per_person"]
    return {code: Volume(requests, Decimal(per_person[code])) for code, requests in raw["requests_per_year"].items()}
