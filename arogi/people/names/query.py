"""What a line typed into the search box means: names in any order, numbers, a date of birth."""

from __future__ import annotations

from dataclasses import dataclass

from arogi.people.names.folding import LONGEST_TEXT, plain
from arogi.people.names.keys import QueryWord, joined_particles, query_words
from arogi.people.names.numbers import NumberClue, read_numbers

LABELS = frozenset(
    [
        "amka",
        "afm",
        "adt",
        "paaypa",
        "til",
        "tilefono",
        "tel",
        "phone",
        "kin",
        "kinito",
        "gen",
        "gennisi",
        "born",
        "dob",
    ]
)
"""Words that say what the number after them is; no part of a name when there is a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A line as it is looked for: a person fits all ``words`` and all ``numbers``."""

    text: str
    words: tuple[QueryWord, ...] = ()
    joined: tuple[QueryWord, ...] = ()
    """The words with particles joined to the next (Χατζη Γεωργίου, Abdul Rahman); empty when that changes nothing."""

    numbers: tuple[NumberClue, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers)


def read_query(text: str) -> Query:
    """Read what somebody typed. Any text is good; one without letters and digits gives a query that is false.

    A year alone is no clue without a name: it stays an identifier.
    """
    line = plain(text)
    numbers, rest = read_numbers(line)
    words = tuple(word for word in query_words(rest) if not numbers or _is_of_a_name(word))
    return Query(text=line.strip()[:LONGEST_TEXT], words=words, joined=_joined(words), numbers=numbers)


def _is_of_a_name(word: QueryWord) -> bool:
    # Letters alone are left over from labels (Α.Φ.Μ. 123456789) more often than they are initials.
    return not (word.is_initial or word.folded in LABELS)


def _joined(words: tuple[QueryWord, ...]) -> tuple[QueryWord, ...]:
    if not any(word.is_particle for word in words[:-1]):
        return ()
    return tuple(query_words(" ".join(joined_particles(word.text for word in words))))
