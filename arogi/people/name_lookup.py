# Statements are put together from constants of this program; every value travels as a parameter.
# ruff: noqa: S608
"""The statements that look names up: who bears words that sound like these, by index alone, whatever the statistics.

A word is a set of ranges of `sound`: an equal sound is a range of one, a beginning is the range of all that follows.
Range and equality are leakproof, so the index `people_token_sound` serves them under row-level security. LATERAL with
LIMIT leaves the planner no other way to run them: a fresh table without statistics gets the same plan as a full one.

Several words: the rarest is looked up, and for each person found the others are compared with that person's few words.
When even the rarest has `COMMON` bearers (Παπαδόπουλος and Γεώργιος in a city), surname and given name are looked up
together (`people.tokens`); where that finds nobody, a choice of the rarest word's bearers is compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from arogi.people.names import QueryWord
from arogi.people.tokens import pair

COMMON = 400
MOST_PAIRS = 600
MOST_OF_A_PAIR = 400
ENOUGH = 20
MOST_CANDIDATES = 120
NEWEST_OF_EACH = 60
RECENT = 150
DAYS = 15
SEEN_EACH_DAY = 30
_LAST = "\U0010ffff"
_NO_SOUND = "~"
# Many sounds travel as one text: to write an array of hundreds takes the client longer than the search.
_MANY = "string_to_array(%s, E'\\n')"


# From one sound to the next by recursion, so that the thousands who bear one are passed over. The array comes out of a
# query of its own, or the planner would weigh each of its hundreds (seen: 4 ms beside 0.6 of reading); looked up one by
# one they take five times as long.
_BORNE = f"""
        asked (sounds) AS MATERIALIZED (SELECT {_MANY}), borne (sound) AS (
              (SELECT token.sound FROM people_nametoken token
                WHERE token.municipality_id = %s AND token.sound = ANY((SELECT sounds FROM asked)::text[])
                ORDER BY token.municipality_id, token.sound LIMIT 1)
               UNION ALL
              SELECT further.sound
                FROM borne
               CROSS JOIN LATERAL (
                     SELECT token.sound FROM people_nametoken token
                      WHERE token.municipality_id = %s AND token.sound = ANY((SELECT sounds FROM asked)::text[])
                        AND token.sound > borne.sound
                      ORDER BY token.municipality_id, token.sound LIMIT 1
                     ) further
        )"""


@dataclass(frozen=True, slots=True)
class Sounds:
    """What one typed word is looked up by.

    Attributes:
        equal: sounds, likeliest first.
        beginnings: what sounds begin with.
        is_given: it is known as a given name, so hardly a surname.
    """

    equal: tuple[str, ...]
    beginnings: tuple[str, ...]
    is_given: bool = False

    @classmethod
    def of(cls, word: QueryWord) -> Sounds:
        """Give the sounds of a word as typed."""
        return cls(word.equal_sounds, word.prefixes, bool(word.short_forms))

    @classmethod
    def whole(cls, word: QueryWord) -> Sounds:
        """Give the sounds of a word that is written to its end."""
        return cls(word.equal_sounds, (), bool(word.short_forms))

    def also(self, others: Sequence[str]) -> Sounds:
        """Give these and others to be compared by equality."""
        return replace(self, equal=tuple(dict.fromkeys((*self.equal, *others))))

    @property
    def openings(self) -> list[str]:
        """Give the beginnings, for a comparison that must not be empty.

        Beside another condition `IN (SELECT unnest(...))` is looked up in a hash; alone, or with an array of hundreds
        in its place, the planner takes longer than the search (seen: 200 ms).
        """
        return list(self.beginnings) or [_NO_SOUND]

    @property
    def lows(self) -> str:
        """Give where each range begins."""
        return _many([*self.equal, *self.beginnings])

    @property
    def highs(self) -> str:
        """Give where each range ends."""
        return _many([*self.equal, *(beginning + _LAST for beginning in self.beginnings)])


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of SQL with its values."""

    sql: str
    values: tuple[Any, ...]


def bearers(municipality_id: UUID, sounds: Sounds, *, of_each: int, at_most: int) -> Statement:
    """Give `person_id` of who bears a word; own names before parents', the newest file first within one sound."""
    sql = f"""
        SELECT bearer.person_id
          FROM unnest({_MANY}, {_MANY}) AS heard (low, high)
         CROSS JOIN LATERAL (
               SELECT token.person_id
                 FROM people_nametoken token
                WHERE token.municipality_id = %s AND token.sound >= heard.low AND token.sound <= heard.high
                ORDER BY token.municipality_id DESC, token.sound DESC, token.is_own DESC, token.person_id DESC
                LIMIT %s
               ) bearer
         LIMIT %s"""
    return Statement(sql, (sounds.lows, sounds.highs, municipality_id, of_each, at_most))


def count_of(municipality_id: UUID, sounds: Sounds) -> Statement:
    """Give how many bear a word, up to `COMMON`."""
    some = bearers(municipality_id, sounds, of_each=COMMON, at_most=COMMON)
    return Statement(f"(SELECT count(*) FROM ({some.sql}) counted)", some.values)


def borne(municipality_id: UUID, word: int, sounds: Iterable[str]) -> Statement:
    """Give `word` and each of these sounds, some hundreds, that anybody bears: few."""
    these = _borne(municipality_id, sounds)
    sql = f"(WITH RECURSIVE {these.sql} SELECT %s::int, sound FROM borne)"
    return Statement(sql, (*these.values, word))


def bearers_of_one(municipality_id: UUID, sounds: Sounds, *, today: dt.date) -> Statement:
    """Give the persons for a single word: a choice of the newest, and of a common one those who came lately too."""
    newest = bearers(municipality_id, sounds, of_each=NEWEST_OF_EACH, at_most=2 * MOST_CANDIDATES)
    also = _bears(municipality_id, sounds, "recent.id", "bears")
    sql = f"""
        WITH newest AS MATERIALIZED (SELECT DISTINCT person_id FROM ({newest.sql}) found)
        SELECT person_id FROM newest
         UNION
        SELECT recent.id
          FROM (SELECT seen.id
                  FROM unnest(%s::date[]) AS lately (day)
                 CROSS JOIN LATERAL (
                       SELECT id FROM people_person
                        WHERE municipality_id = %s AND last_contact_on = lately.day LIMIT {SEEN_EACH_DAY}
                       ) seen
                 LIMIT {RECENT}) recent
          {also.sql}
         WHERE (SELECT count(*) FROM newest) >= {NEWEST_OF_EACH}"""
    days = [today - dt.timedelta(days=ago) for ago in range(DAYS)]
    return Statement(sql, (*newest.values, days, municipality_id, *also.values))


def bearers_of_all(municipality_id: UUID, words: Sequence[tuple[Sounds, int]]) -> Statement:
    """Give the persons who bear all words.

    Args:
        municipality_id: names the municipality (wall one).
        words: two or more, each with its count (`count_of`).
    """
    ordered = [sounds for sounds, _count in sorted(words, key=lambda word: word[1])]
    rarest = _bearers_of_rarest(municipality_id, ordered)
    if min(count for _sounds, count in words) < COMMON:
        return rarest
    return _bearers_of_pairs(municipality_id, [sounds for sounds, _count in words], otherwise=rarest)


def _bearers_of_rarest(municipality_id: UUID, ordered: Sequence[Sounds]) -> Statement:
    driving = bearers(municipality_id, ordered[0], of_each=COMMON, at_most=COMMON)
    probes = _probes(municipality_id, ordered[1:], "rare.person_id")
    sql = f"""
        SELECT rare.person_id
          FROM (SELECT DISTINCT person_id FROM ({driving.sql}) found OFFSET 0) rare {probes.sql}"""
    return Statement(sql, (*driving.values, *probes.values))


def _bearers_of_pairs(municipality_id: UUID, words: Sequence[Sounds], *, otherwise: Statement) -> Statement:
    """Look surname and given name up together: as heard, then by their beginnings, then otherwise."""
    meant = _surname_and_given(words)
    pairs = [pair(heard, name) for surname, given in meant for heard in surname.equal for name in given.equal]
    # Of words one letter away there are too many pairs; surnames are read then and given names compared.
    whole = _borne(municipality_id, pairs if len(pairs) <= MOST_PAIRS else [])
    begun = [_begun_pairs(municipality_id, surname, given) for surname, given in meant]
    probes = _probes(municipality_id, words, "found.person_id") if len(words) > 2 else Statement("", ())
    sql = f"""
        WITH RECURSIVE {whole.sql}, whole AS MATERIALIZED (
              SELECT DISTINCT bearer.person_id
                FROM (SELECT sound FROM borne
                       ORDER BY array_position((SELECT sounds FROM asked), sound::text)) heard
               CROSS JOIN LATERAL (
                     SELECT token.person_id FROM people_nametoken token
                      WHERE token.municipality_id = %s AND token.sound = heard.sound
                      ORDER BY token.municipality_id DESC, token.sound DESC, token.is_own DESC, token.person_id DESC
                      LIMIT {MOST_OF_A_PAIR}
                     ) bearer
               LIMIT {MOST_OF_A_PAIR}
        ), pairs AS MATERIALIZED (
              SELECT person_id FROM whole
               UNION
              SELECT person_id FROM ({" UNION ALL ".join(each.sql for each in begun)}) begun
               WHERE (SELECT count(*) FROM whole) < {ENOUGH}
        )
        SELECT found.person_id FROM pairs found {probes.sql}
         UNION ALL
        SELECT person_id FROM ({otherwise.sql}) others WHERE (SELECT count(*) FROM pairs) = 0"""
    values = (*whole.values, municipality_id, *_values(begun), *probes.values, *otherwise.values)
    return Statement(sql, values)


def _begun_pairs(municipality_id: UUID, surname: Sounds, given: Sounds) -> Statement:
    """Read the pairs of a surname from its beginning on, and keep those whose given name fits."""
    heard = [f" {sound} " for sound in surname.equal] + [f" {beginning}" for beginning in surname.beginnings]
    sql = f"""
        (SELECT bearer.person_id
           FROM unnest({_MANY}, {_MANY}) AS heard (low, high)
          CROSS JOIN LATERAL (
                SELECT token.person_id FROM people_nametoken token
                 WHERE token.municipality_id = %s AND token.sound >= heard.low AND token.sound <= heard.high
                   AND (split_part(token.sound, ' ', 3) IN (SELECT unnest({_MANY}))
                        OR split_part(token.sound, ' ', 3) ^@ ANY(%s))
                 ORDER BY token.municipality_id, token.sound
                 LIMIT {MOST_OF_A_PAIR}
                ) bearer
          LIMIT {MOST_OF_A_PAIR})"""
    highs = [low + _LAST for low in heard]
    return Statement(sql, (_many(heard), _many(highs), municipality_id, _many(given.equal), given.openings))


def _surname_and_given(words: Sequence[Sounds]) -> list[tuple[Sounds, Sounds]]:
    """Give the ways to take one word for the surname and another for the given name."""
    given = [word for word in words if word.is_given] or list(words)
    surnames = [word for word in words if not word.is_given] or list(words)
    return [(surname, name) for surname in surnames for name in given if surname is not name]


def _probes(municipality_id: UUID, words: Sequence[Sounds], person_id: str) -> Statement:
    """Keep the persons who bear these words too."""
    each = [_bears(municipality_id, sounds, person_id, f"bears_{place}") for place, sounds in enumerate(words)]
    return Statement("".join(probe.sql for probe in each), tuple(_values(each)))


def _bears(municipality_id: UUID, sounds: Sounds, person_id: str, alias: str) -> Statement:
    """Keep the persons who bear another word too, by looking at all their words."""
    sql = f"""
        CROSS JOIN LATERAL (
              SELECT 1 FROM people_nametoken token
               WHERE token.municipality_id = %s AND token.person_id = {person_id}
                 AND (token.sound IN (SELECT unnest({_MANY})) OR token.sound ^@ ANY(%s))
               LIMIT 1
              ) {alias}"""
    return Statement(sql, (municipality_id, _many(sounds.equal), sounds.openings))


def _values(statements: Sequence[Statement]) -> Iterator[Any]:
    for statement in statements:
        yield from statement.values


def _borne(municipality_id: UUID, sounds: Iterable[str]) -> Statement:
    return Statement(_BORNE, (_many(sounds), municipality_id, municipality_id))


def _many(sounds: Iterable[str]) -> str:
    return "\n".join(sounds)
