"""Given names that are one name: short forms, popular and formal forms, spellings of other languages.

The table ``short_forms.yaml`` has one line for each name. It is used when a search is read, never when a person is
stored: a better table finds more people at once.
"""

from __future__ import annotations

import bisect
import functools
from dataclasses import dataclass
from pathlib import Path

import yaml

from arogi.people.names.folding import words_of
from arogi.people.names.word_keys import token_keys

TABLE = Path(__file__).with_name("short_forms.yaml")
SHORTEST_BEGINNING = 3
MOST_NAMES_OF_A_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class _Table:
    names: dict[str, tuple[str, ...]]
    """For each sound of the table the sounds of all forms of the names that it can stand for."""
    ordered: list[str]
    formal: dict[str, frozenset[str]]
    """For each sound the sounds of the formal names (first of their line) that it can stand for."""


def other_forms(sound: str) -> tuple[str, ...]:
    """Give the sounds of the other forms of a given name: of IORGOS (Γιώργος) GEORIOS (Γεώργιος) and so on."""
    return tuple(form for form in _table().names.get(sound, ()) if form != sound)


def formal_names_beginning(sound: str) -> tuple[str, ...]:
    """Give the sounds of the formal names whose short form begins with this sound (KOST of Κώστας: KOSTADINOS).

    Nothing for beginnings that are short or that fit many names.
    """
    if len(sound) < SHORTEST_BEGINNING:
        return ()
    table = _table()
    found: set[str] = set()
    for form in table.ordered[bisect.bisect_left(table.ordered, sound) :]:
        if not form.startswith(sound):
            break
        found |= table.formal[form]
    meant = sorted(name for name in found if not name.startswith(sound))
    return tuple(meant) if len(meant) <= MOST_NAMES_OF_A_BEGINNING else ()


@functools.cache
def _table() -> _Table:
    names: dict[str, dict[str, None]] = {}
    formal: dict[str, set[str]] = {}
    for line in _lines():
        for form in line:
            names.setdefault(form, {}).update(line)
            formal.setdefault(form, set()).add(next(iter(line)))
    return _Table(
        names={form: tuple(forms) for form, forms in names.items()},
        ordered=sorted(formal),
        formal={form: frozenset(of) for form, of in formal.items()},
    )


def _lines() -> list[dict[str, None]]:
    raw: dict[str, dict[str, list[str]]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [
        dict.fromkeys(token_keys(word).sound for form in (name, *forms) for word in words_of(form))
        for section in raw.values()
        for name, forms in section.items()
    ]
