"""Finding people: what is typed into the search box, read in every way, and the best few of those it can mean.

At most seven statements, mostly three, each served by an index under row-level security, whatever is typed:
1. how common each word is, and who bears a typed number (skipped for a single word);
2. the persons whose names and birth date fit (skipped where a word is nobody's);
3. only where nobody fits: which words one letter away anybody bears, and
4. who bears them, or all words but one; first for the words that are nobody's, then (5. and 6.) for all;
7. what the card shows of the best.
Which of those found are meant is decided in Python (`names.rank`); among equals whoever came last stands first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection

from arogi.core import audit, tenancy
from arogi.core.values.partial_date import PartialDate, Precision
from arogi.people import name_lookup
from arogi.people.cards import Card, cards_of
from arogi.people.name_lookup import MOST_CANDIDATES, Sounds, Statement
from arogi.people.names import (
    Match,
    NumberClue,
    PersonNames,
    Query,
    QueryWord,
    is_enough,
    name_tokens,
    rank,
    read_query,
)
from arogi.people.sealing import IDENTIFIERS, PHONES, clues

MOST_FOUND = 50
LONGEST_CARD_NUMBER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A person who was found.

    Attributes:
        matched: what fits: fields of the name, `nickname`, `spelling`, `birth_date`, `card_number`, `phone`, or the
            kind of an identifier; see `people.words.matched_label`.
    """

    card: Card
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant, before ranking."""

    id: UUID
    names: PersonNames
    born: PartialDate


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Candidates, each once, and how well their names fit."""

    persons: dict[UUID, Candidate]
    matches: list[Match[UUID]]

    @classmethod
    def of(cls, query: Query, candidates: Iterable[Candidate]) -> _Ranked:
        """Rank candidates; whoever was found twice counts once."""
        persons = {person.id: person for person in candidates}
        return cls(persons, rank(query, [(person.id, name_tokens(person.names)) for person in persons.values()]))


@dataclass(slots=True)
class _Survey:
    """What is known before names are looked up.

    Attributes:
        readings: in each way to part them, the words with how common they are.
        bearers: who bears a typed number, and as what.
    """

    readings: list[list[tuple[QueryWord, int]]] = field(default_factory=list)
    bearers: dict[UUID, dict[str, None]] = field(default_factory=dict)


def find_people(text: str, *, today: dt.date, limit: int = 5) -> list[Found]:
    """Find the people of the entered municipality that a typed line can mean, best first.

    It leaves one access record with a digest of the text and the number of hits.

    Args:
        text: anything; at most 400 characters of it are looked at.
        today: for ages and households.
        limit: at most `MOST_FOUND`.
    """
    query = read_query(text)
    _take_the_one_plan()
    found = _find(query, min(limit, MOST_FOUND), today) if query else []
    cards = cards_of([person_id for person_id, _matched in found], today=today)
    result = [Found(card=cards[person_id], matched=matched) for person_id, matched in found if person_id in cards]
    audit.record("search", kind="person", query=audit.digest(text), hits=len(result))
    return result


def _take_the_one_plan() -> None:
    """Tell PostgreSQL, for this transaction, not to weigh plans anew for each value (docs/decisions/0010)."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")


def _find(query: Query, limit: int, today: dt.date) -> list[tuple[UUID, tuple[str, ...]]]:
    readings = _readings(query)
    survey = _survey(query, readings)
    if survey.bearers or not readings:
        candidates = candidates_of(union_of([_these(survey.bearers), *([] if readings else [_born(query)])]))
        return _ordered(query, _Ranked.of(query, candidates), survey)[:limit]
    ranked = _Ranked.of(query, _candidates(_strict(survey, today), query))
    for misspelled in () if is_enough(ranked.matches) else _suspicions(survey):
        wider = _candidates(_wider(survey, misspelled, today), query)
        ranked = _Ranked.of(query, [*ranked.persons.values(), *wider])
        if any(match.is_complete for match in ranked.matches[:1]):
            break
    return _ordered(query, ranked, survey)[:limit]


def _readings(query: Query) -> list[list[QueryWord]]:
    """Give the words to look up, in each way to part them: initials and particles only when there is nothing else."""
    readings = []
    for words in filter(None, (query.words, query.joined)):
        strong = [word for word in words if not word.is_initial and not word.is_particle]
        readings.append(strong or list(words))
    return readings


def _survey(query: Query, readings: Sequence[Sequence[QueryWord]]) -> _Survey:
    """Ask once for all: how common each word is, and who bears the numbers."""
    several = [words for words in readings if len(words) > 1]
    counted = list(dict.fromkeys(word for words in several for word in words))
    lookups = [lookup for clue in query.numbers for lookup in _lookups(clue, beside_words=bool(readings))]
    survey = _Survey()
    counts = [name_lookup.count_of(here(), Sounds.of(word)) for word in counted]
    found = dict(zip(counted, rows_of(_side_by_side(counts))[0], strict=True)) if counts else {}
    survey.readings = [[(word, found.get(word, 0)) for word in words] for words in readings]
    for person_id, what in rows_of(union_of(lookups)) if lookups else ():
        survey.bearers.setdefault(person_id, {})[what] = None
    return survey


def _lookups(clue: NumberClue, *, beside_words: bool) -> Iterator[Statement]:
    """Ask who bears a number, as an identifier of any kind, a phone, or the number of the card.

    Beside a name what can be a date is one.
    """
    if beside_words and clue.birth_dates:
        return
    numbers = dict.fromkeys((*clue.amkas, *clue.identifiers))
    blind = [each for number in numbers for each in clues(IDENTIFIERS, number)]
    if blind:
        yield Statement(
            "SELECT person_id, kind FROM people_identifier WHERE municipality_id = %s AND blind_index = ANY(%s)",
            (here(), blind),
        )
    if phones := [each for number in clue.phones for each in clues(PHONES, number)]:
        yield Statement(
            "SELECT person_id, 'phone' FROM people_phone WHERE municipality_id = %s AND blind_index = ANY(%s)",
            (here(), phones),
        )
    if clue.text.isdecimal() and clue.text.isascii() and len(clue.text) <= LONGEST_CARD_NUMBER:
        yield Statement(
            "SELECT coalesce(merged_into_id, id), 'card_number' FROM people_person"
            " WHERE municipality_id = %s AND card_number = %s",
            (here(), int(clue.text)),
        )


def _these(bearers: Iterable[UUID]) -> Statement:
    return Statement("SELECT unnest(%s::uuid[]) AS person_id", (list(bearers)[: 2 * MOST_CANDIDATES],))


def _strict(survey: _Survey, today: dt.date) -> list[Statement]:
    """Look for the words as they were typed, unless one of several is known to be nobody's."""
    borne = (words for words in survey.readings if len(words) == 1 or all(count for _word, count in words))
    return [_bearers([(Sounds.of(word), count) for word, count in words], today) for words in borne]


def _suspicions(survey: _Survey) -> Iterator[set[QueryWord]]:
    """Give the words that may be misspelled: first those that nobody bears, then all."""
    words = {word: count for reading in survey.readings for word, count in reading}
    nobodys = {word for word, count in words.items() if not count}
    if nobodys and len(nobodys) < len(words):
        yield nobodys
    yield set(words)


def _wider(survey: _Survey, misspelled: set[QueryWord], today: dt.date) -> list[Statement]:
    """Look for words one letter away; of three words and more also for all but one."""
    near = _near(misspelled)
    statements = []
    for words in survey.readings:
        # What is meant by a word that nobody bears may be common.
        meant = [(Sounds.of(word).also(near.get(word, ())), count or name_lookup.COMMON) for word, count in words]
        statements.append(_bearers(meant, today))
        if len(words) > 2:
            strict = [(Sounds.of(word), count) for word, count in words]
            statements += [_bearers(strict[:place] + strict[place + 1 :], today) for place in range(len(strict))]
    return statements


def _near(misspelled: Iterable[QueryWord]) -> dict[QueryWord, list[str]]:
    """Ask which sounds of words one letter away anybody bears."""
    words = [word for word in misspelled if word.near_sounds]
    asked = [name_lookup.borne(here(), place, word.near_sounds) for place, word in enumerate(words)]
    near: dict[QueryWord, list[str]] = {}
    for place, sound in rows_of(union_of(asked)) if asked else ():
        near.setdefault(words[place], []).append(sound)
    return near


def _bearers(words: list[tuple[Sounds, int]], today: dt.date) -> Statement:
    if len(words) == 1:
        return name_lookup.bearers_of_one(here(), words[0][0], today=today)
    return name_lookup.bearers_of_all(here(), words)


def _born(query: Query) -> Statement:
    """Look for a date of birth alone: people of that day, and those of whom only the month or year is known."""
    dates = {day for clue in query.numbers for born in clue.birth_dates for day in _first_days(born)}
    sql = """
        SELECT person.id AS person_id
          FROM unnest(%s::date[]) AS born (day)
         CROSS JOIN LATERAL (
               SELECT id FROM people_person
                WHERE municipality_id = %s AND birth_date = born.day
                ORDER BY municipality_id, birth_date LIMIT %s
               ) person"""
    return Statement(sql, (sorted(dates), here(), MOST_CANDIDATES))


def _first_days(born: PartialDate) -> Iterator[dt.date]:
    """Give the days that a person born then can have in the column: the day itself, and the first of what is known."""
    if born.date is None or born.precision is Precision.YEAR:
        return
    yield from (born.date, born.date.replace(day=1), born.date.replace(month=1, day=1))


_PERSONS = """
SELECT person.id, person.surname, person.first_name, person.father_name, person.mother_name, person.latin_surname,
       person.latin_first_name, person.called, person.birth_date, person.birth_precision
  FROM (SELECT DISTINCT person_id FROM ({found}) found) meant
 CROSS JOIN LATERAL (
       SELECT * FROM people_person
        WHERE municipality_id = %s AND id = meant.person_id AND merged_into_id IS NULL LIMIT 1
       ) person
 {born}
 ORDER BY person.last_contact_on DESC NULLS LAST, person.id DESC
 LIMIT {most}
"""


def _candidates(found: list[Statement], query: Query) -> list[Candidate]:
    return candidates_of(union_of(found), query) if found else []


def candidates_of(found: Statement, query: Query | None = None) -> list[Candidate]:
    """Read the names of those found, whoever came last first; a date of birth that the query has must fit."""
    years = _years(query) if query else ()
    born = "WHERE (person.birth_date BETWEEN %s AND %s)" if years else ""
    sql = _PERSONS.format(found=found.sql, born=born, most=MOST_CANDIDATES)
    rows = rows_of(Statement(sql, (*found.values, here(), *years)))
    persons = [_candidate(row) for row in rows]
    return [person for person in persons if not query or _can_be_born_then(person, query)]


def _candidate(row: Sequence[Any]) -> Candidate:
    surname, first, father, mother, latin_surname, latin_first, called = row[1:8]
    names = PersonNames(
        surname=surname,
        first_name=first,
        father_name=father,
        mother_name=mother,
        latin_surname=latin_surname,
        latin_first_name=latin_first,
        called=called,
    )
    return Candidate(row[0], names, PartialDate(row[8], Precision(row[9])))


def _years(query: Query) -> tuple[dt.date, ...]:
    """Give the first and the last day that the typed dates of birth leave possible, imprecise ones included."""
    dates = [born for clue in query.numbers for born in clue.birth_dates]
    first = [born.earliest.replace(month=1, day=1) for born in dates if born.earliest]
    last = [born.latest for born in dates if born.latest]
    return (min(first), max(last)) if first and last else ()


def _can_be_born_then(person: Candidate, query: Query) -> bool:
    dated = [clue for clue in query.numbers if clue.birth_dates]
    return all(any(person.born and person.born.can_be(born) for born in clue.birth_dates) for clue in dated)


def _ordered(query: Query, ranked: _Ranked, survey: _Survey) -> list[tuple[UUID, tuple[str, ...]]]:
    """Put those who bear the number first, then by how well the names fit; say what fits."""
    persons = ranked.persons
    by_name = {match.key: match for match in ranked.matches}

    dates = {born for clue in query.numbers for born in clue.birth_dates}

    def place(person_id: UUID) -> tuple[bool, float, bool]:
        cost = by_name[person_id].cost if by_name else 0
        return person_id not in survey.bearers, cost, persons[person_id].born not in dates

    def matched(person_id: UUID) -> tuple[str, ...]:
        names = by_name[person_id].matched if by_name else ()
        dated = dates and _can_be_born_then(persons[person_id], query)
        return (*survey.bearers.get(person_id, ()), *names, *(("birth_date",) if dated else ()))

    return [(person_id, matched(person_id)) for person_id in sorted(persons, key=place)]


def union_of(statements: Iterable[Statement]) -> Statement:
    """Put statements of the same columns under each other."""
    each = list(statements)
    return Statement(" UNION ALL ".join(f"({one.sql})" for one in each), tuple(chain(*(one.values for one in each))))


def _side_by_side(statements: Sequence[Statement]) -> Statement:
    columns = ", ".join(one.sql for one in statements)
    return Statement(f"SELECT {columns}", tuple(chain(*(one.values for one in statements))))


def rows_of(statement: Statement) -> list[tuple[Any, ...]]:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return list(cursor.fetchall())


def here() -> UUID:
    """Give the entered municipality."""
    return tenancy.current_municipality_id()
