"""Which of the people who were found is meant: the fewer and smaller the differences, the higher."""

from __future__ import annotations

import enum
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from arogi.people.names.keys import NameField, NameTokenRow, QueryWord
from arogi.people.names.query import Query

Key = TypeVar("Key", bound=Hashable)


class Fit(enum.IntEnum):
    """How a typed word fits a stored one; the number is the cost."""

    EXACT = 0
    SOUND = 2
    SHORT_FORM = 3
    INFLECTED = 3 + 1
    BEGINNING = 5
    NEAR = 9


SURE_COST = 6
"""Up to this cost nobody has to be looked for among misspelled names as well."""

LESS_LIKELY_FIELD = {NameField.FATHER_NAME: 2, NameField.MOTHER_NAME: 2}
UNMATCHED = 24
UNMATCHED_PARTICLE = 1
_SAID = {Fit.SHORT_FORM: "nickname", Fit.SOUND: "spelling", Fit.NEAR: "spelling"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[Key]):
    """One person who was found."""

    key: Key
    cost: int
    """0 when every word stands as typed in the surname or first name."""

    matched: tuple[str, ...]
    """The fields that fit, and ``nickname`` or ``spelling`` where a word fits by way of these."""

    is_complete: bool
    """Whether every typed word (but articles and the like) fits a word of its own."""

    @property
    def is_sure(self) -> bool:
        """Tell whether it fits so well that no misspelling need be supposed."""
        return self.is_complete and self.cost <= SURE_COST


def rank(query: Query, candidates: Iterable[tuple[Key, Sequence[NameTokenRow]]]) -> list[Match[Key]]:
    """Order people by how well their names fit a query; those that come first among equals stay first.

    Args:
        query: only its words count; numbers fit or do not, the database says.
        candidates: each person's key and all rows of ``keys.name_tokens``, most recent people first.
    """
    readings = [words for words in (query.words, query.joined) if words]
    matches = [min((_match(key, words, rows) for words in readings), key=_cost) for key, rows in candidates if readings]
    return sorted(matches, key=_cost)


def _cost(match: Match[Key]) -> int:
    return match.cost


def _match(key: Key, words: Sequence[QueryWord], rows: Sequence[NameTokenRow]) -> Match[Key]:
    fits = sorted(
        (fit + LESS_LIKELY_FIELD.get(row.field, 0), at, place, fit)
        for at, word in enumerate(words)
        for place, row in enumerate(rows)
        if (fit := fit_of(word, row)) is not None
    )
    chosen: dict[int, tuple[int, int, Fit]] = {}
    taken: set[int] = set()
    for cost, at, place, fit in fits:
        if at not in chosen and place not in taken:
            chosen[at] = (cost, place, fit)
            taken.add(place)
    missing = [word for at, word in enumerate(words) if at not in chosen]
    said = [name for at in sorted(chosen) for name in _names(rows[chosen[at][1]].field, chosen[at][2])]
    return Match(
        key=key,
        cost=sum(cost for cost, _, _ in chosen.values()) + sum(map(_cost_of_missing, missing)),
        matched=tuple(dict.fromkeys(said)),
        is_complete=all(word.is_particle for word in missing),
    )


def _cost_of_missing(word: QueryWord) -> int:
    return UNMATCHED_PARTICLE if word.is_particle else UNMATCHED


def _names(field: NameField, fit: Fit) -> tuple[str, ...]:
    return (field.value, _SAID[fit]) if fit in _SAID else (field.value,)


def fit_of(word: QueryWord, row: NameTokenRow) -> Fit | None:
    """Tell how a typed word fits a stored one; None when it does not."""
    if row.folded == word.folded:
        return Fit.EXACT
    if row.sound in word.sounds:
        return Fit.SOUND
    if row.sound in word.short_forms:
        return Fit.SHORT_FORM
    if row.sound in word.inflected:
        return Fit.INFLECTED
    if row.sound.startswith(word.prefixes):
        return Fit.BEGINNING
    return Fit.NEAR if row.sound in word.near_sounds else None
