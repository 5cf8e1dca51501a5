"""Codes with a Greek and an English label, kept as data files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Labelled:
    """A code of a closed list, with its labels and how well the entry is proven.

    ``evidence`` is the dossier's mark: A read in the source, B only its opening read, K not verified.
    """

    code: str
    el: str
    en: str
    evidence: str

    @property
    def label(self) -> str:
        """Give the label in the language in force; Greek when none is."""
        return self.en if (get_language() or "el").startswith("en") else self.el

    def __str__(self) -> str:
        return self.label


def load(file_name: str, key: str) -> Mapping[str, Labelled]:
    """Read one list of a data file of this folder, in its order, by code."""
    entries: list[dict[str, Any]] = _content(file_name)[key]
    return MappingProxyType({entry["code"]: Labelled(**entry) for entry in entries})


def choices(entries: Mapping[str, Labelled]) -> list[tuple[str, str]]:
    """Give code and label of each entry, for a form."""
    return [(entry.code, entry.label) for entry in entries.values()]


def _content(file_name: str) -> dict[str, Any]:
    text = Path(__file__).with_name(file_name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
