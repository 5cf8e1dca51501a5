"""Which of the people who were found is meant: the fewer and smaller the differences, the higher."""

from __future__ import annotations

import enum
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from arogi.people.names.keys import NameField, NameTokenRow, QueryWord
from arogi.people.names.query import Query

Key = TypeVar("Key", bound=Hashable)


class Fit(float, enum.Enum):
    """How a typed word fits a stored one, best first; the number is the cost."""

    EXACT = 0.0
    SOUND = 2.0
    SHORT_FORM = 3.0
    INFLECTED = 3.1
    BEGINNING = 4.0
    BEGINNING_BY_SOUND = 6.0
    NEAR = 9.0


OWN_GIVEN_NAMES = {NameField.FIRST_NAME, NameField.LATIN_FIRST_NAME, NameField.CALLED}
SURNAMES = {NameField.SURNAME, NameField.LATIN_SURNAME}
PARENTS = {NameField.FATHER_NAME, NameField.MOTHER_NAME}
PARENT_AFTER_OWN_NAME = 0.5
PARENT_BEFORE_OWN_NAME = 1.5
PARENT_ALONE = 5.0
"""Who types one given name means the person's own; a parent's comes after own name and surname, as in the papers."""

UNMATCHED = 24.0
UNMATCHED_PARTICLE = 1.0
SURE_COST = 3.5
"""Up to this cost (one word heard or called otherwise, a parent named) no misspelling need be supposed."""

ENOUGH = 5
"""So many people who fit are as many as anybody reads."""

DOUBTFUL_COST = 8.0

# Words of the result's ``matched``, besides the names of fields.
_SAID = {Fit.SHORT_FORM: "nickname", Fit.SOUND: "spelling", Fit.NEAR: "spelling"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[Key]):
    """One person who was found."""

    key: Key
    cost: float
    """0 when every word stands as typed in the surname or first name."""

    matched: tuple[str, ...]
    """The fields that fit, and ``nickname`` or ``spelling`` where a word fits by way of these."""

    is_complete: bool
    """Whether every typed word (but articles and the like) fits a word of its own."""

    @property
    def is_sure(self) -> bool:
        """Tell whether it fits so well that this will be the person."""
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


def is_enough(matches: Sequence[Match[Key]]) -> bool:
    """Tell whether these people, best first, make it needless to look for misspelled names (``near_sounds``) too."""
    if any(match.is_sure for match in matches[:1]):
        return True
    return len(matches) >= ENOUGH and matches[ENOUGH - 1].cost <= DOUBTFUL_COST


def _cost(match: Match[Key]) -> float:
    return match.cost


def _match(key: Key, words: Sequence[QueryWord], rows: Sequence[NameTokenRow]) -> Match[Key]:
    chosen = _assigned(words, rows)
    fields = {at: rows[place].field for at, (place, _) in chosen.items()}
    missing = [word for at, word in enumerate(words) if at not in chosen]
    said = [name for at, (_, fit) in sorted(chosen.items()) for name in (fields[at].value, _SAID.get(fit, ""))]
    return Match(
        key=key,
        cost=sum(fit.value for _, fit in chosen.values())
        + _cost_of_parents(fields)
        + sum(UNMATCHED_PARTICLE if word.is_particle else UNMATCHED for word in missing),
        matched=tuple(dict.fromkeys(filter(None, said))),
        is_complete=all(word.is_particle for word in missing),
    )


def _assigned(words: Sequence[QueryWord], rows: Sequence[NameTokenRow]) -> dict[int, tuple[int, Fit]]:
    """Give each typed word a stored word of its own, the best fits first.

    Returns:
        For the place of each typed word that fits, the place of the stored one and the fit.
    """
    fits = [
        (fit.value + (PARENT_ALONE if row.field in PARENTS else 0), at, place, fit)
        for at, word in enumerate(words)
        for place, row in enumerate(rows)
        if (fit := fit_of(word, row)) is not None
    ]
    chosen: dict[int, tuple[int, Fit]] = {}
    taken: set[int] = set()
    for _, at, place, fit in sorted(fits, key=lambda one: one[:3]):
        if at not in chosen and place not in taken:
            chosen[at] = (place, fit)
            taken.add(place)
    return chosen | _misspelled(words, rows, chosen)


def _misspelled(
    words: Sequence[QueryWord], rows: Sequence[NameTokenRow], chosen: dict[int, tuple[int, Fit]]
) -> dict[int, tuple[int, Fit]]:
    """Give those of the other typed words that are one letter away from a stored word that is still free."""
    taken = {place for place, _ in chosen.values()}
    found: dict[int, tuple[int, Fit]] = {}
    for at, word in enumerate(words):
        free = [place for place in range(len(rows)) if place not in taken] if at not in chosen else []
        place = next((place for place in free if rows[place].sound in word.near_sounds), None)
        if place is not None:
            found[at] = (place, Fit.NEAR)
            taken.add(place)
    return found


def _cost_of_parents(fields: dict[int, NameField]) -> float:
    """Give the cost of the parents' names among the fields that fit, by the place of the typed word."""
    own = min((at for at, field in fields.items() if field in OWN_GIVEN_NAMES), default=None)
    named = [at for at, field in fields.items() if field in PARENTS]
    if own is None or SURNAMES.isdisjoint(fields.values()):
        return PARENT_ALONE * len(named)
    return sum(PARENT_AFTER_OWN_NAME if at > own else PARENT_BEFORE_OWN_NAME for at in named)


def fit_of(word: QueryWord, row: NameTokenRow) -> Fit | None:
    """Tell how a typed word fits a stored one; None when it does not, or only by a misspelling."""
    if row.folded == word.folded:
        return Fit.EXACT
    if row.sound in word.sounds:
        return Fit.SOUND
    if row.sound in word.short_forms:
        return Fit.SHORT_FORM
    if row.sound in word.inflected:
        return Fit.INFLECTED
    if row.sound.startswith(word.prefixes):
        return Fit.BEGINNING if row.folded.startswith(word.folded) else Fit.BEGINNING_BY_SOUND
    return None
