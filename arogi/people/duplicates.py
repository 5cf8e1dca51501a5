"""Files that may be of one person: asked before anybody is registered, and kept as tasks.

A name alone proves little among namesakes, and 1 January is nobody's proof. So a number says enough; a name needs
something beside it: the date of birth, a parent's name or the phone. A date of birth allows for one wrong letter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from arogi.core.values.checked import UnreadableValue
from arogi.core.values.partial_date import PartialDate, Precision
from arogi.core.values.phone import check as check_phone
from arogi.core.values.typed_text import is_blank
from arogi.people import name_lookup
from arogi.people.cards import cards_of
from arogi.people.facts import NewPerson
from arogi.people.models import PossibleDuplicate
from arogi.people.name_lookup import Sounds, Statement
from arogi.people.names import NameField, NameTokenRow, PersonNames, QueryWord, name_tokens, query_words
from arogi.people.names.ranking import Fit, fit_of
from arogi.people.sealing import IDENTIFIERS, PHONES, clues
from arogi.people.search import Candidate, Found, candidates_of, here, rows_of, union_of

MOST_SHOWN = 5
MOST_OPEN = 200
WEIGHTS = {
    "name": 40,
    "similar_name": 25,
    "birth_date": 30,
    "birth_year": 8,
    "father_name": 10,
    "mother_name": 15,
    "phone": 12,
}
NUMBER = 100
_BEGINNINGS = frozenset(fit for fit in Fit if fit.name.startswith("BEGINNING"))
_OWN = frozenset(
    {
        NameField.SURNAME,
        NameField.FIRST_NAME,
        NameField.LATIN_SURNAME,
        NameField.LATIN_FIRST_NAME,
        NameField.CALLED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A file that may be the same person's, and what the two have in common (`people.words.reason_label`)."""

    found: Found
    reasons: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Give how much that is; for the order."""
        return sum(WEIGHTS.get(reason, NUMBER) for reason in self.reasons)


def likely_duplicates(new: NewPerson, *, today: dt.date) -> list[Likeness]:
    """Give the files that may be the person's who is about to be registered, likeliest first, at most `MOST_SHOWN`.

    Three statements: who bears a number or phone, who bears the names or was born that day, their cards.
    """
    bearers = _bearers(new)
    words = _own_words(new.facts.names)
    wanted = [*_by_name(words, today), *_by_birth(new.facts.born), *([_these(bearers)] if bearers else [])]
    if not wanted:
        return []
    facing = _Facing(new, words)
    persons = {person.id: person for person in candidates_of(union_of(wanted))}
    reasons = {person.id: facing.reasons(person, bearers.get(person.id, ())) for person in persons.values()}
    alike = {person_id: said for person_id, said in reasons.items() if said}
    cards = cards_of(list(alike), today=today)
    found = [
        Likeness(found=Found(card=cards[person_id], matched=said), reasons=said)
        for person_id, said in alike.items()
        if person_id in cards
    ]
    return sorted(found, key=lambda likeness: -likeness.weight)[:MOST_SHOWN]


def open_pairs() -> list[PossibleDuplicate]:
    """Give the pairs that wait for a decision, oldest first; those that were merged meanwhile are left out."""
    pairs = PossibleDuplicate.objects.filter(
        state=PossibleDuplicate.State.OPEN, first__merged_into=None, second__merged_into=None
    )
    return list(pairs.select_related("first", "second", "raised_by").order_by("raised_at", "pk")[:MOST_OPEN])


class _Facing:
    """The person who is about to be registered, ready to be compared with many."""

    def __init__(self, new: NewPerson, words: Sequence[QueryWord]) -> None:
        names = new.facts.names
        self._words = words
        self._father = query_words(names.father_name)
        self._mother = query_words(names.mother_name)
        self._born = new.facts.born

    def reasons(self, person: Candidate, numbers: Iterable[str]) -> tuple[str, ...]:
        """Say what a file has in common with the person; nothing when that is too little."""
        rows = name_tokens(person.names)
        name = self._name(rows)
        birth = self._birth(person.born)
        father = self._parent(self._father, rows, NameField.FATHER_NAME)
        mother = self._parent(self._mother, rows, NameField.MOTHER_NAME)
        said = [*numbers, *filter(None, (name, birth, father, mother))]
        return tuple(said) if self._is_enough(said, name, person) else ()

    def _is_enough(self, said: Sequence[str], name: str, person: Candidate) -> bool:
        if any(reason not in WEIGHTS for reason in said):
            return True
        beside = {"birth_date", "father_name", "mother_name", "phone"}.intersection(said)
        if not name:
            return False
        if not self._born.can_be(person.born):
            # A mistyped date of birth: both parents bear the same names.
            return {"father_name", "mother_name"} <= beside
        if name == "similar_name":
            return "birth_date" in beside
        return bool(beside) or not (self._tells_more() and _tells_more(person))

    def _tells_more(self) -> bool:
        return bool(self._born or self._father or self._mother)

    def _name(self, rows: Sequence[NameTokenRow]) -> str:
        own = [row for row in rows if row.field in _OWN]
        if not self._words or not own:
            return ""
        fits = [_best_fit(word, own) for word in self._words]
        if None in fits:
            return ""
        return "similar_name" if Fit.NEAR in fits or len(fits) < 2 else "name"

    def _birth(self, born: PartialDate) -> str:
        if not (self._born and born) or not self._born.can_be(born):
            return ""
        exact = self._born.precision is Precision.DAY and self._born == born
        assumed = self._born.date is not None and (self._born.date.month, self._born.date.day) == (1, 1)
        return "birth_date" if exact and not assumed else "birth_year"

    @staticmethod
    def _parent(words: Sequence[QueryWord], rows: Sequence[NameTokenRow], field: NameField) -> str:
        named = [row for row in rows if row.field == field]
        fits = any(_best_fit(word, named) is not None for word in words)
        return field.value if fits else ""


def _best_fit(word: QueryWord, rows: Sequence[NameTokenRow]) -> Fit | None:
    """Tell how a whole word fits one of the stored ones; a mere beginning is no fit."""
    fits = [fit for row in rows if (fit := fit_of(word, row)) is not None and fit not in _BEGINNINGS]
    if fits:
        return min(fits, key=lambda fit: fit.value)
    return Fit.NEAR if any(row.sound in word.near_sounds for row in rows) else None


def _tells_more(person: Candidate) -> bool:
    return bool(person.born or person.names.father_name or person.names.mother_name)


def _bearers(new: NewPerson) -> dict[UUID, list[str]]:
    """Give who bears one of the numbers or phones, and which."""
    numbers = [one.value for one in new.identifiers if not is_blank(one.value)]
    blind = [each for number in numbers for each in clues(IDENTIFIERS, number)]
    phones = [each for one in new.phones for each in clues(PHONES, _international(one.number))]
    lookups = []
    if blind:
        lookups.append(
            Statement(
                "SELECT person_id, kind FROM people_identifier WHERE municipality_id = %s AND blind_index = ANY(%s)",
                (here(), blind),
            )
        )
    if phones:
        lookups.append(
            Statement(
                "SELECT person_id, 'phone' FROM people_phone WHERE municipality_id = %s AND blind_index = ANY(%s)",
                (here(), phones),
            )
        )
    bearers: dict[UUID, list[str]] = {}
    for person_id, what in rows_of(union_of(lookups)) if lookups else ():
        bearers.setdefault(person_id, []).append(what)
    return bearers


def _international(number: str) -> str:
    try:
        return check_phone(number).value
    except UnreadableValue:
        return ""


def _own_words(names: PersonNames) -> list[QueryWord]:
    """Read the names that the person goes by: surname and first name, else in Latin, else what he or she is called."""
    for text in (f"{names.surname} {names.first_name}", f"{names.latin_surname} {names.latin_first_name}"):
        if words := query_words(text):
            return words
    return query_words(names.called)


def _by_name(words: Sequence[QueryWord], today: dt.date) -> list[Statement]:
    """Look for whoever bears the names as they sound, not for what merely begins alike."""
    sounds = [Sounds.whole(word) for word in words if not word.is_initial]
    if len(sounds) < 2:
        return [name_lookup.bearers_of_one(here(), each, today=today) for each in sounds]
    return [name_lookup.bearers_of_all(here(), [(each, name_lookup.COMMON) for each in sounds])]


def _by_birth(born: PartialDate) -> list[Statement]:
    if born.precision is not Precision.DAY:
        return []
    sql = """
        SELECT id AS person_id FROM people_person
         WHERE municipality_id = %s AND birth_date = %s
         ORDER BY municipality_id, birth_date LIMIT 60"""
    return [Statement(sql, (here(), born.date))]


def _these(bearers: Iterable[UUID]) -> Statement:
    return Statement("SELECT unnest(%s::uuid[]) AS person_id", (list(bearers)[:60],))
