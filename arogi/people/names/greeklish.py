"""The other ways to read a name in Latin letters, and a Greek spelling of a foreign name.

Passports follow ELOT 743; people who type do not. In Greeklish ``h`` is Η, ``x`` is Χ, ``u`` is Υ, ``w`` is Ω, ``8`` is
Θ; ``b`` is Β though Greeks write ΜΠ for the foreign b. A person keeps to one way within a word, so each letter is
changed everywhere or nowhere.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

MOST_READINGS = 24

_DIGITS = str.maketrans({"8": "th", "9": "th", "3": "x", "4": "ps", "6": "x"})
_WORD_WITH_DIGIT = re.compile(r"[34689]?[a-z]+(?:[34689][a-z]+)*")

# Each line: what can be changed, and into what. In this order, so that the ``ch`` made of an ``x`` keeps its h.
_LATIN_CHOICES = (
    (re.compile("h"), ("i",)),
    (re.compile("(?<![tc])h|(?<=[tc]h)h"), ("i",)),
    (re.compile("x"), ("ch",)),
    (re.compile("ch"), ("ts",)),
    (re.compile("(?<=[ae])[yu]"), ("v",)),
    (re.compile("(?<=a)u"), ("ou",)),
    (re.compile("(?<!o)u"), ("y",)),
    (re.compile("w"), ("o", "u")),
    (re.compile("b"), ("v",)),
    (re.compile("v"), ("n",)),
    (re.compile("j"), ("ts", "x")),
    (re.compile("c(?!h)"), ("s", "ts")),
)
_GREEK_CHOICES = (
    (re.compile("aou"), ("av",)),
    (re.compile("ou(?=[aeiy])|^ou"), ("v",)),
    (re.compile("t[sz]"), ("ch", "j")),
    (re.compile("oui"), ("vi",)),
)


def latin_readings(latin: str) -> tuple[str, ...]:
    """Give the Latin spellings in the way of ELOT 743 that a typed Latin word can stand for; itself first.

    At most ``MOST_READINGS``.
    """
    if _WORD_WITH_DIGIT.fullmatch(latin) and not latin.isalpha():
        latin = latin.translate(_DIGITS)
    return _bounded(latin, _LATIN_CHOICES)


def greek_readings(latin: str) -> tuple[str, ...]:
    """Give the Latin spellings that a foreign name written in Greek can have (Ουαλίντ, Walid), itself first.

    Args:
        latin: the Greek word as ELOT 743 writes it.
    """
    return _bounded(latin, _GREEK_CHOICES)


def _bounded(latin: str, choices: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]) -> tuple[str, ...]:
    return tuple(itertools.islice(dict.fromkeys(_readings(latin, choices)), MOST_READINGS))


def _readings(latin: str, choices: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]) -> Iterator[str]:
    applying = [(pattern, spellings) for pattern, spellings in choices if pattern.search(latin)]
    # One change, then two ...: where the number of readings is cut, the likelier ones are kept.
    for count in range(min(len(applying), 3) + 1):
        for chosen in itertools.combinations(applying, count):
            for spellings in itertools.product(*(options for _, options in chosen)):
                yield _changed(latin, [pattern for pattern, _ in chosen], spellings)


def _changed(latin: str, patterns: list[re.Pattern[str]], spellings: tuple[str, ...]) -> str:
    for pattern, spelling in zip(patterns, spellings, strict=True):
        latin = pattern.sub(spelling, latin)
    return latin
