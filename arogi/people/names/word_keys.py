"""From one written word to its two keys."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from arogi.people.names.folding import bare
from arogi.people.names.keyboard import resolved
from arogi.people.names.romanization import romanize
from arogi.people.names.sound import LONGEST, sound

WORDS_KEPT = 1 << 16
"""Distinct words whose keys are remembered: the names of a country repeat a few ten thousand words."""


@dataclass(frozen=True, slots=True)
class TokenKeys:
    """The keys of one word, each at most 60 characters."""

    folded: str
    """Plain lower-case Latin letters, as ELOT 743 writes the word; ranks an exact hit before one that sounds alike."""

    sound: str
    """What the word sounds like to a Greek ear, in capitals; this is what a search looks for."""


@functools.lru_cache(maxsize=WORDS_KEPT)
def token_keys(word: str) -> TokenKeys:
    """Give the keys of one word as it stands in a name (``folding.words_of``)."""
    folded = romanize(bare(resolved(word)))[:LONGEST]
    # A sign that has no sound (a lone Cyrillic ь) is its own key.
    return TokenKeys(folded=folded or word[:LONGEST], sound=sound(folded) or word[:LONGEST])
