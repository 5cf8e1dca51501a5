"""Citizenships and languages: two closed lists, read from whatever word people type for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.utils.translation import get_language

from arogi.people.names.folding import bare, words_of

SHORTEST_BEGINNING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One country or language.

    Attributes:
        also: other words that are typed for it.
        offered: stands in the list under the box; the others are only read.
    """

    code: str
    el: str
    en: str
    also: tuple[str, ...] = ()
    offered: bool = False

    @property
    def label(self) -> str:
        """Give the name in the language in force."""
        return self.en if (get_language() or "el").startswith("en") else self.el


class Origins:
    """A list that can be asked for the code of a typed word, and for the name of a code."""

    def __init__(self, entries: tuple[Origin, ...]) -> None:
        self.by_code: Mapping[str, Origin] = MappingProxyType({entry.code: entry for entry in entries})

    def label(self, code: str) -> str:
        """Give the name of a code in the language in force; a code that is not in the list as it is."""
        known = self.by_code.get(code)
        return known.label if known else code

    def offered(self) -> list[str]:
        """Give the names for the list under the box, in the language in force."""
        return [entry.label for entry in self.by_code.values() if entry.offered]

    def read(self, typed: str) -> str | None:
        """Give the code that a word means: a code, a name in either language, or a beginning that only one name has."""
        word = folded(typed)
        return self._words.get(word) or self._of_beginning(word)

    @cached_property
    def _words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for entry in self.by_code.values():
            for word in (entry.code, entry.el, entry.en, *entry.also):
                found.setdefault(folded(word), entry.code)
        return found

    def _of_beginning(self, typed: str) -> str | None:
        if len(typed) < SHORTEST_BEGINNING:
            return None
        meant = {code for word, code in self._words.items() if word.startswith(typed)}
        offered = {code for code in meant if self.by_code[code].offered}
        for codes in (offered, meant):
            if len(codes) == 1:
                return codes.pop()
        return None


def folded(word: str) -> str:
    """Give a word or name in the one form in which two writings of it are equal."""
    return " ".join(bare(part) for part in words_of(word))


def _load(name: str) -> Origins:
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (Path(__file__).parent / f"{name}.yaml").read_text("utf-8")
    )
    return Origins(tuple(Origin(**{**entry, "also": tuple(entry.get("also", ()))}) for entry in content[name]))


CITIZENSHIPS = _load("citizenships")
LANGUAGES = _load("languages")
