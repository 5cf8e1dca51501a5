"""What is stored of a person's names, and what is looked for when words are typed.

Stored: one row for each word of each name (``name_tokens``). Looked for, in any order of the words: rows whose
``sound`` begins with one of ``QueryWord.prefixes``, equals one of ``QueryWord.equal_sounds``, or, where that finds
nobody for sure, equals one of ``QueryWord.near_sounds``. Both sides meet in ``sound``; ``folded`` is for the order of
what was found.
"""

from __future__ import annotations

import enum
import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from arogi.people.names import spelling_mistakes
from arogi.people.names.folding import bare, plain, words_of
from arogi.people.names.greeklish import greek_readings, latin_readings
from arogi.people.names.inflection import inflected
from arogi.people.names.keyboard import is_greek, other_readings, resolved, twin, without_dead_keys
from arogi.people.names.romanization import romanize
from arogi.people.names.short_forms import formal_names_beginning, other_forms
from arogi.people.names.sound import sound, sound_of_beginning
from arogi.people.names.word_keys import WORDS_KEPT, TokenKeys, token_keys

MOST_WORDS_OF_A_NAME = 8
MOST_WORDS_OF_A_QUERY = 8
MOST_SOUNDS = 96
MOST_PREFIXES = 16
MOST_INFLECTED = 4
LONGEST_GUESSED = 32
"""A typed word of more letters is taken as it stands."""

# Words of a name that people leave out, join to the next or put in front out of courtesy; in ELOT 743.
_PARTICLES = """
    al el ul ol ad as ash ud ur bin ibn ben bint abu abou abd abdul abdel umm um van von der den de da di du do dos la
    le li o mac mc st san nt nte nta nti ntel ntella papa chatzi hatzi kara tou tis ton
    kyrios kyria kyriou kyrias kyrio k ka kos kon dr mr mrs ms sir don
"""
PARTICLES = frozenset(_PARTICLES.split())

# What can follow the last letters of a typed beginning and change their sound: Παπαδο(υ), Αν(τ)...
_CONTINUED = (
    ("a", ("i",)),
    ("e", ("i", "e")),
    ("o", ("u", "i")),
    ("n", ("t", "g", "tz")),
    ("m", ("p",)),
    ("g", ("ia", "ie", "io", "iu")),
    ("gi", ("a", "e", "o", "u")),
    ("nt", ("z",)),
    ("n", ("ts", "st")),
    ("ns", ("t",)),
    ("dj", ("a",)),
)
_CONTINUED_IN_LATIN = (
    ("t", ("h", "ch")),
    ("c", ("h", "e")),
    ("k", ("h",)),
    ("p", ("h",)),
    ("s", ("ch",)),
    ("d", ("z", "j")),
    ("x", ("h",)),
    ("a", ("u",)),
    ("e", ("u",)),
)


def joined_particles(words: Iterable[str]) -> list[str]:
    """Join particles to the word after them: van der Berg gives vanderBerg."""
    joined: list[str] = []
    waiting = ""
    for word in words:
        waiting += word
        if token_keys(word).folded not in PARTICLES:
            joined.append(waiting)
            waiting = ""
    return [*joined, waiting] if waiting else joined


class NameField(enum.StrEnum):
    """Which name of a person a word is of."""

    SURNAME = "surname"
    FIRST_NAME = "first_name"
    FATHER_NAME = "father_name"
    MOTHER_NAME = "mother_name"
    LATIN_SURNAME = "latin_surname"
    LATIN_FIRST_NAME = "latin_first_name"
    CALLED = "called"


class NameTokenRow(NamedTuple):
    """One word of one name, ready to be stored."""

    field: NameField
    folded: str
    sound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNames:
    """The names of a person, as written; any may be empty."""

    surname: str = ""
    first_name: str = ""
    father_name: str = ""
    mother_name: str = ""
    latin_surname: str = ""
    latin_first_name: str = ""
    called: str = ""


# A word of these is not stored again when the name on the right has it with the same keys already.
_REPEATS = {
    NameField.LATIN_SURNAME: NameField.SURNAME,
    NameField.LATIN_FIRST_NAME: NameField.FIRST_NAME,
    NameField.CALLED: NameField.FIRST_NAME,
}
_HYPHENATED = re.compile(r"[\w']+(?:\s?-\s?[\w']+)+")


def name_tokens(names: PersonNames) -> tuple[NameTokenRow, ...]:
    """Give the rows by which a person is found, mostly one for each word; fields in the order of ``NameField``."""
    rows: dict[NameTokenRow, None] = {}
    for field in NameField:
        repeated = _REPEATS.get(field)
        for keys in _keys_of_name(getattr(names, field.value)):
            if repeated is None or (repeated, keys.folded, keys.sound) not in rows:
                rows[NameTokenRow(field, keys.folded, keys.sound)] = None
    return tuple(rows)


@functools.lru_cache(maxsize=WORDS_KEPT)
def _keys_of_name(name: str) -> tuple[TokenKeys, ...]:
    if not name:
        return ()
    keys = dict.fromkeys(token_keys(word) for word in _stored_words(name))
    return tuple(itertools.islice(keys, MOST_WORDS_OF_A_NAME))


def _stored_words(name: str) -> Iterable[str]:
    name = without_dead_keys(name)
    words = words_of(name)
    yield from words
    # People write Χατζηγεωργίου for Χατζη-Γεωργίου, Abdulrahman for Abdul Rahman, and Brien for O'Brien.
    for group in _HYPHENATED.findall(plain(name)):
        yield "".join(words_of(group))
    yield from (word for word in joined_particles(words) if word not in words)
    for word in words:
        last = word.rpartition("'")[2]
        if last != word and len(last) > 1:
            yield last
        if other := twin(word):
            yield other


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryWord:
    """One typed word and everything it can stand for. All sounds are keys like ``TokenKeys.sound``."""

    text: str
    folded: str
    prefixes: tuple[str, ...]
    """What the sound of the name begins with while the word is being typed; none is the beginning of another."""

    sounds: tuple[str, ...]
    """The sounds of the word itself in every way to read it, likeliest first."""

    inflected: tuple[str, ...]
    """The sounds of its other cases and gender."""

    short_forms: tuple[str, ...]
    """The sounds of the other forms of a given name: short, formal, foreign."""

    @property
    def equal_sounds(self) -> tuple[str, ...]:
        """Give all sounds to be compared by equality."""
        return tuple(dict.fromkeys((*self.sounds, *self.inflected, *self.short_forms)))

    @property
    def near_sounds(self) -> frozenset[str]:
        """Give the sounds of all words one letter away: some hundreds, made when asked for; a last resort."""
        return spelling_mistakes.near_sounds(self.text)

    @property
    def is_initial(self) -> bool:
        """Tell whether it is a single letter, which fits too many names to begin a search with."""
        return len(bare(self.text)) == 1

    @property
    def is_particle(self) -> bool:
        """Tell whether a name may lack it: an article, a prefix that is often joined to the name, a courtesy."""
        return self.folded in PARTICLES


def query_words(text: str) -> list[QueryWord]:
    """Read the words of a name as somebody types them; at most ``MOST_WORDS_OF_A_QUERY``, none for a text without."""
    # A word typed twice counts twice: the daughter of Μανάνα is called Μανάνα.
    return [query_word(word) for word in words_of(without_dead_keys(text))[:MOST_WORDS_OF_A_QUERY]]


@functools.lru_cache(maxsize=4096)
def query_word(word: str) -> QueryWord:
    """Read one typed word (``folding.words_of``)."""
    readings = _readings(word)
    sounds = tuple(dict.fromkeys((token_keys(word).sound, *filter(None, map(sound, readings)))))
    cases = tuple(dict.fromkeys(case for heard in sounds[:MOST_INFLECTED] for case in inflected(heard)))[:MOST_SOUNDS]
    return QueryWord(
        text=word,
        folded=token_keys(word).folded,
        prefixes=_prefixes(word, readings),
        sounds=sounds,
        inflected=tuple(case for case in cases if case not in sounds),
        short_forms=_short_forms(sounds, cases),
    )


def _readings(word: str) -> tuple[str, ...]:
    """Give all that a word can be in the spelling of ELOT 743, the likeliest first."""
    if len(word) > LONGEST_GUESSED:
        return (romanize(bare(resolved(word))),)
    found: dict[str, None] = {}
    for reading in (resolved(word), *other_readings(word)):
        letters = bare(reading)
        spellings = greek_readings(romanize(letters)) if is_greek(letters) else latin_readings(romanize(letters))
        # Of a reading that takes the keyboard for switched, only its plain sense.
        found.update(dict.fromkeys(spellings if not found or reading in _alike(word) else spellings[:1]))
    return tuple(found)


def _alike(word: str) -> tuple[str, ...]:
    return tuple(filter(None, (twin(word.upper()),)))


def _prefixes(word: str, readings: tuple[str, ...]) -> tuple[str, ...]:
    likeliest = readings[0]
    endings = _CONTINUED if is_greek(word) else _CONTINUED + _CONTINUED_IN_LATIN
    continued = [likeliest + more for last, following in endings if likeliest.endswith(last) for more in following]
    heard = dict.fromkeys(filter(None, map(sound_of_beginning, (likeliest, *continued, *readings[1:]))))
    return tuple(itertools.islice(_shortest(heard), MOST_PREFIXES))


def _shortest(prefixes: Iterable[str]) -> Iterator[str]:
    every = set(prefixes)
    for prefix in prefixes:
        if not any(prefix[:length] in every for length in range(1, len(prefix))):
            yield prefix


def _short_forms(sounds: tuple[str, ...], cases: tuple[str, ...]) -> tuple[str, ...]:
    forms = dict.fromkeys(form for heard in (*sounds, *cases) for form in other_forms(heard))
    forms.update(dict.fromkeys(formal_names_beginning(sounds[0])))
    return tuple(form for form in forms if form not in sounds)[:MOST_SOUNDS]
