"""All words that are one mistake away: what was meant when a letter was missed, doubled, swapped or mistyped."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from arogi.people.names.folding import bare
from arogi.people.names.keyboard import resolved
from arogi.people.names.romanization import romanize
from arogi.people.names.sound import sounds

SHORTEST = 4
LONGEST = 24

# Η and Ω are left out: by sound they are Ι and Ο.
_GREEK = "αβγδεζθικλμνξοπρστυφχψ"
_LATIN = "abcdefghiklmnoprstuvxyz"
_GREEK_WORD = re.compile("[α-ω]+")
_LATIN_WORD = re.compile("[a-z]+")


@functools.lru_cache(maxsize=1024)
def near_sounds(word: str) -> frozenset[str]:
    """Give the sounds of all words that differ from a Greek or Latin word by one letter: some hundreds.

    The mistakes are made in the letters as typed and then heard, so that a broken digraph (ποθλος for πουλος) is one
    mistake too. Nothing for words of fewer than ``SHORTEST`` letters, of more than ``LONGEST``, or of other scripts.
    """
    letters = bare(resolved(word))
    if not SHORTEST <= len(letters) <= LONGEST:
        return frozenset()
    if _GREEK_WORD.fullmatch(letters):
        return frozenset(sounds(romanize(" ".join(_edits(letters, _GREEK))).split()))
    if _LATIN_WORD.fullmatch(letters):
        return frozenset(sounds(_edits(letters, _LATIN)))
    return frozenset()


def _edits(word: str, alphabet: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in alphabet)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in alphabet)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
