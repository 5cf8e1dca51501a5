"""How registers really look: names as clerks typed them, in capitals, without accents, in the wrong field.

Every function takes a `WrittenName` and returns it as it would have been typed; `KINDS` names them, so
that a test or a list of suspected duplicates can say what happened to a name.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class WrittenName:
    """The names of one person as text; every field may be empty."""

    surname: str
    first_name: str
    father_name: str
    mother_name: str
    latin_surname: str
    latin_first_name: str
    called: str


# Greek capitals that share their shape with a Latin letter: what a half-switched keyboard leaves behind.
_LOOK_ALIKES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")


def without_accents(text: str) -> str:
    """Return the text without accents and dialytika."""
    stripped = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", stripped)


def capitals(name: WrittenName) -> WrittenName:
    """Write all names in capitals without accents, as on an identity card."""
    return _each(name, lambda text: without_accents(text).upper())


def no_accents(name: WrittenName) -> WrittenName:
    """Leave the accents out."""
    return _each(name, without_accents)


def swapped(name: WrittenName) -> WrittenName:
    """Write the surname and the first name in each other's field."""
    return replace(name, surname=name.first_name, first_name=name.surname)


def trailing_space(name: WrittenName) -> WrittenName:
    """Leave blanks behind the surname and before the first name."""
    return replace(name, surname=name.surname + " ", first_name=" " + name.first_name)


def double_space(name: WrittenName) -> WrittenName:
    """Write two blanks where one belongs, and a blank around a hyphen."""
    return replace(name, surname=name.surname.replace(" ", "  "), first_name=name.first_name.replace("-", " - "))


def look_alikes(name: WrittenName) -> WrittenName:
    """Write capitals with Latin letters of the same shape inside the Greek surname."""
    typed = without_accents(name.surname).upper()
    return replace(name, surname=typed[:1] + typed[1:].translate(_LOOK_ALIKES))


def everything_in_surname(name: WrittenName) -> WrittenName:
    """Write both names into the field of the surname."""
    return replace(name, surname=f"{name.surname} {name.first_name}".strip(), first_name="")


def called_as_first_name(name: WrittenName) -> WrittenName:
    """Write the short form instead of the first name."""
    return replace(name, first_name=name.called or name.first_name)


KINDS: dict[str, Callable[[WrittenName], WrittenName]] = {
    "capitals": capitals,
    "no_accents": no_accents,
    "swapped": swapped,
    "trailing_space": trailing_space,
    "double_space": double_space,
    "look_alikes": look_alikes,
    "everything_in_surname": everything_in_surname,
    "called_as_first_name": called_as_first_name,
}
# Capitals are the everyday case; the others are slips.
_POOL = ("capitals",) * 8 + ("no_accents",) * 4 + ("trailing_space",) * 3 + tuple(KINDS)


def typed_by_a_clerk(name: WrittenName, rng: random.Random) -> tuple[WrittenName, str]:
    """Return the name with one kind of mess, and the kind."""
    kind = rng.choice(_POOL)
    return KINDS[kind](name), kind


def _each(name: WrittenName, change: Callable[[str], str]) -> WrittenName:
    return WrittenName(
        surname=change(name.surname),
        first_name=change(name.first_name),
        father_name=change(name.father_name),
        mother_name=change(name.mother_name),
        latin_surname=name.latin_surname,
        latin_first_name=name.latin_first_name,
        called=change(name.called),
    )
