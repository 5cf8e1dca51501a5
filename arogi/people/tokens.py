"""What `NameToken` keeps of a person's names: how each word sounds, and surname and first name together.

A pair is kept as one more row (" PAPADOPULOS IORIOS"): most searches give both, and in a city both are common. The
space in front keeps the pairs apart from the words in the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Protocol

from arogi.people.names import PersonNames, name_tokens, sort_key
from arogi.people.names.folding import SORT_KEY_LENGTH
from arogi.people.names.word_keys import WORDS_KEPT

LONGEST = 60
MOST_PAIRS = 6


class _Names(Protocol):
    """Whatever has these names: a person, or facts about one."""

    @property
    def surname(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def latin_surname(self) -> str: ...
    @property
    def called(self) -> str: ...


def sounds_of(names: Sequence[str]) -> dict[str, bool]:
    """Give the sounds that are kept, each with whether it is of the person's own name.

    Args:
        names: surname, first name, father's, mother's, Latin surname and first name, called.
    """
    surname, first, father, mother, latin_surname, latin_first, called = map(_sounds, names)
    surnames, given = surname + latin_surname, first + latin_first + called
    kept = dict.fromkeys(father + mother, False)
    kept.update(dict.fromkeys(surnames + given, True))
    for each in islice(_pairs(surnames, given), MOST_PAIRS):
        kept[each] = True
    return kept


def pair(surname: str, given: str) -> str:
    """Give the sound of a surname and a given name together."""
    return f" {surname} {given}"[:LONGEST]


def order_of(names: _Names) -> str:
    """Give the text by which a person's file is put in order: by surname, else by whatever there is."""
    surname = _capitals(names.surname or names.latin_surname or names.called)
    return f"{surname}\t{_capitals(names.first_name)}".strip("\t")[:SORT_KEY_LENGTH]


def _pairs(surnames: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    for surname in dict.fromkeys(surnames):
        for name in dict.fromkeys(given):
            yield pair(surname, name)


@lru_cache(maxsize=WORDS_KEPT)
def _sounds(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.sound for row in name_tokens(PersonNames(surname=name)))) if name else ()


@lru_cache(maxsize=WORDS_KEPT)
def _capitals(name: str) -> str:
    return sort_key(name, "")
