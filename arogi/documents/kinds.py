"""The kinds of papers, read from `kinds.yaml`: when a reminder is due, what a paper stands for, what its copy is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.utils.translation import get_language

DAYS_A_COPY_OUTLIVES_ITS_PURPOSE = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of paper; `kinds.yaml` says what each attribute means and where it comes from."""

    code: str
    group: str
    el: str
    en: str
    lead_days: int
    usually_ends: bool
    evidence: str
    source: str
    good_for_days: int | None = None
    identity: bool = False
    health: bool = False
    several: bool = False
    stands_for: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Give the name in the language in force; Greek when none is."""
        return _in_language(self.el, self.en)


def _in_language(el: str, en: str) -> str:
    return en if (get_language() or "el").startswith("en") else el


def _read() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("kinds.yaml").read_text(encoding="utf-8"))
    return content


def _kind(code: str, told: dict[str, Any]) -> Kind:
    return Kind(code=code, **{**told, "stands_for": tuple(told.get("stands_for", ()))})


_CONTENT = _read()
KINDS: Mapping[str, Kind] = MappingProxyType({code: _kind(code, told) for code, told in _CONTENT["kinds"].items()})
GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType(_CONTENT["groups"])
HEALTH_KINDS = frozenset(code for code, kind in KINDS.items() if kind.health)
LONGEST_LEAD_DAYS = max(kind.lead_days for kind in KINDS.values())


def label_of(code: str) -> str:
    """Give a kind's name; the code itself where a newer version wrote one that this one does not know."""
    return KINDS[code].label if code in KINDS else code


def choices_without(hidden: frozenset[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the kinds for a form, by group, less those that are hidden from a member."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, kind in KINDS.items():
        if code not in hidden:
            groups.setdefault(kind.group, []).append((code, kind.label))
    return [(_in_language(GROUPS[group]["el"], GROUPS[group]["en"]), kinds) for group, kinds in groups.items()]
