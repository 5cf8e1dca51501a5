"""What a line typed into the search box means: names in any order, numbers, a date of birth."""

from __future__ import annotations

from dataclasses import dataclass

from arogi.people.names.folding import LONGEST_TEXT, plain, words_of
from arogi.people.names.keys import QueryWord, query_words
from arogi.people.names.numbers import NumberClue, read_numbers


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
    words = tuple(query_words(rest))
    return Query(text=line.strip()[:LONGEST_TEXT], words=words, joined=_joined(words, rest), numbers=numbers)


def _joined(words: tuple[QueryWord, ...], text: str) -> tuple[QueryWord, ...]:
    if not any(word.is_particle for word in words[:-1]):
        return ()
    parts: list[str] = []
    for word in words:
        if parts and parts[-1].endswith("-"):
            parts[-1] = parts[-1].rstrip("-") + word.text
        else:
            parts.append(word.text)
        if word.is_particle and word is not words[-1]:
            parts[-1] += "-"
    return tuple(query_words(" ".join(part.rstrip("-") for part in parts)))
