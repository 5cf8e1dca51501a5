"""The catalogue of services as versioned data: reader of the YAML files beside this module.

A file `<version>.yaml` is a complete catalogue. A code keeps its meaning through all versions, so that a
report over years can be counted; a new version adds codes or marks them as retired. The file itself says
where each service was seen (`source`) and which ones no source was seen to state (`unverified`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

CURRENT_VERSION = "2026-1"
AXIS_CODES = ("A", "B", "C")
# The kinds of the structures table, named here too because the catalogue is read without the database.
STRUCTURE_KINDS = (
    "centre",
    "roma_branch",
    "migrant_centre",
    "mobile_unit",
    "social_grocery",
    "social_pharmacy",
    "social_kitchen",
)

_FOLDER = Path(__file__).parent


class UnknownCatalogue(LookupError):
    """No catalogue of this version is shipped with the program."""


@dataclass(frozen=True, slots=True)
class Label:
    """One text in the two languages of the interface; a long text that is not given repeats the short one."""

    el: str
    en: str
    el_long: str
    en_long: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the three compulsory axes of a centre, or of the three axes that a Roma branch reports along."""

    code: str
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class Category:
    """A group of services inside an axis (`A2`, `R`); reports count by it."""

    code: str
    axis: str
    label: Label


@dataclass(frozen=True, slots=True)
class CatalogueService:
    """One service that can be asked for, with the structures that offer it and where it was seen.

    `programmes` are codes of benefit programmes that a request for this service may concern.
    `kinds_partly` are kinds whose source names them with a reservation. `branch_axis` is the axis of a
    Roma branch's own report, or empty.
    """

    code: str
    axis: str
    category: str
    label: Label
    kinds: tuple[str, ...]
    kinds_partly: tuple[str, ...]
    programmes: tuple[str, ...]
    branch_axis: str
    about_person: bool
    source: str
    unverified: bool
    note: str

    @property
    def programme(self) -> str:
        """The programme that every request for this service concerns, or empty (several, or none)."""
        return self.programmes[0] if len(self.programmes) == 1 else ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A complete catalogue of one version, in the order in which it is shown.

    `issued` is the day of the file, `valid_from` the first day of a contact that its codes can stand for.
    """

    version: str
    issued: date
    valid_from: date
    axes: tuple[Axis, ...]
    branch_axes: tuple[Axis, ...]
    categories: tuple[Category, ...]
    services: tuple[CatalogueService, ...]

    def service(self, code: str) -> CatalogueService:
        """Return the service with this code.

        Raises:
            KeyError: no service of this version has the code.
        """
        for service in self.services:
            if service.code == code:
                return service
        raise KeyError(code)

    def for_kind(self, kind: str) -> tuple[CatalogueService, ...]:
        """Return the services that a structure of this kind offers, in the catalogue's order."""
        return tuple(service for service in self.services if kind in service.kinds)


def versions() -> tuple[str, ...]:
    """Return the versions that are shipped, oldest first."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@lru_cache(maxsize=4)
def load_catalogue(version: str = CURRENT_VERSION) -> Catalogue:
    """Read the catalogue of one version.

    Raises:
        UnknownCatalogue: no such version is shipped.
    """
    if version not in versions():
        raise UnknownCatalogue(version)
    raw = cast("dict[str, Any]", yaml.safe_load((_FOLDER / f"{version}.yaml").read_text(encoding="utf-8")))
    categories = tuple(Category(item["code"], item["axis"], _label(item)) for item in raw["categories"])
    axis_of = {category.code: category.axis for category in categories}
    return Catalogue(
        version=raw["version"],
        issued=raw["issued"],
        valid_from=raw["valid_from"],
        axes=tuple(_axis(item) for item in raw["axes"]),
        branch_axes=tuple(_axis(item) for item in raw["branch_axes"]),
        categories=categories,
        services=tuple(_service(item, axis_of) for item in raw["services"]),
    )


def category_of(code: str) -> str:
    """Return the category's code that a service's code begins with: `A2.01` -> `A2`, `R4` -> `R`."""
    head, dot, _tail = code.partition(".")
    return head if dot else head.rstrip("0123456789")


def _label(item: dict[str, Any]) -> Label:
    return Label(item["el"], item["en"], item.get("el_long", item["el"]), item.get("en_long", item["en"]))


def _axis(item: dict[str, Any]) -> Axis:
    return Axis(item["code"], _label(item), item["source"])


def _service(item: dict[str, Any], axis_of: dict[str, str]) -> CatalogueService:
    category = category_of(item["code"])
    return CatalogueService(
        code=item["code"],
        axis=axis_of[category],
        category=category,
        label=_label(item),
        kinds=tuple(item["kinds"]),
        kinds_partly=tuple(item.get("kinds_partly", ())),
        programmes=tuple(item.get("programmes", ())),
        branch_axis=item.get("branch_axis", ""),
        about_person=item.get("about_person", True),
        source=item["source"],
        unverified=item.get("unverified", False),
        note=item.get("note", ""),
    )
