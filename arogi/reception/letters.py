"""Days by the first letter of the surname: reading `Α-Δ, Ζ`, and which letters have no day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arogi.core.values.typed_text import in_capitals, to_greek

ALPHABET = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
_PART = re.compile(r"([Α-Ω])(?:-([Α-Ω]))?")


class UnreadableLetters(ValueError):
    """The text is no list of letters and ranges of letters."""


def read_letters(text: str) -> str:
    """Read letters and ranges, written in small letters or with Latin twins (`a-d`), and write them one way.

    Returns:
        `Α-Δ, Ζ`, in the order of the alphabet and without repetition; empty for an empty text.

    Raises:
        UnreadableLetters: see there.
    """
    plain = to_greek(in_capitals(text)).replace("–", "-").replace("—", "-").replace(" ", "")
    found: set[str] = set()
    for part in filter(None, re.split(r"[,;.·/]+", plain)):
        match = _PART.fullmatch(part)
        if match is None or not _is_range(match[1], match[2]):
            raise UnreadableLetters(text[:40])
        found |= _between(match[1], match[2] or match[1])
    return write_letters(found)


def letters_in(written: str) -> frozenset[str]:
    """Give the letters of what `read_letters` wrote."""
    parts = (part.partition("-") for part in written.split(", ") if part)
    return frozenset().union(*(_between(first, last or first) for first, _dash, last in parts))


def write_letters(letters: Iterable[str]) -> str:
    """Write letters as ranges: three and more that follow each other as `Α-Δ`."""
    runs: list[list[str]] = []
    for letter in sorted(letters, key=ALPHABET.index):
        if runs and ALPHABET.index(letter) == ALPHABET.index(runs[-1][-1]) + 1:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def letters_without_a_day(week: Iterable[str]) -> str:
    """Give the letters that no day of a week has; nothing when every surname has its day."""
    given = frozenset().union(*(letters_in(written) for written in week))
    return write_letters(set(ALPHABET) - given)


def _between(first: str, last: str) -> set[str]:
    return set(ALPHABET[ALPHABET.index(first) : ALPHABET.index(last) + 1])


def _is_range(first: str, last: str | None) -> bool:
    return last is None or ALPHABET.index(first) <= ALPHABET.index(last)
