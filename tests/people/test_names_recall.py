"""The engine alone over a town kept in memory: what the index would give, by dictionaries."""

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from arogi.people.names import Match, PersonNames, Query, QueryWord, is_enough, name_tokens, rank, read_query
from bench.search_pairs import KINDS, KnownPerson, SearchPair, search_pairs
from tests.people.recall_people import town

PEOPLE = 5_000
SHARE_FOUND = 0.98
SHARE_FOUND_OF_EACH_KIND = 0.95


class TokenIndex:
    """What the table of tokens and its index on ``sound`` do."""

    def __init__(self, people: list[KnownPerson]) -> None:
        self.rows = {person.key: name_tokens(_names(person)) for person in people}
        self.by_sound: dict[str, set[str]] = defaultdict(set)
        self.by_number: dict[str, set[str]] = defaultdict(set)
        for person in people:
            for row in self.rows[person.key]:
                self.by_sound[row.sound].add(person.key)
            self.by_number[person.amka].add(person.key)
            self.by_number[f"+30{person.phone}"].add(person.key)
            self.by_number[str(person.birth_date)].add(person.key)
        self.sounds = sorted(self.by_sound)

    def found(self, text: str) -> list[str]:
        query = read_query(text)
        keys = self._by_words(query)
        for clue in query.numbers:
            fitting = {
                key
                for number in (*clue.amkas, *clue.phones, *map(str, clue.birth_dates))
                for key in self.by_number[number]
            }
            keys = fitting if keys is None else keys & fitting
        keys = sorted(keys or ())
        if not query.words:
            return keys
        return [match.key for match in self._ranked(query, keys)]

    def _ranked(self, query: Query, keys: Iterable[str]) -> list[Match[str]]:
        return rank(query, ((key, self.rows[key]) for key in sorted(keys)))

    def _by_words(self, query: Query) -> set[str] | None:
        if not query.words:
            return None
        keys = set().union(*(self._all_of(words) for words in (query.words, query.joined) if words))
        if is_enough(self._ranked(query, keys)):
            return keys
        near = [self._near(word) for word in query.words]
        plain = [self._word(word) for word in query.words]
        return keys | {
            key
            for at, mistaken in enumerate(near)
            for key in mistaken
            if all(key in plain[other] for other in range(len(plain)) if other != at)
        }

    def _all_of(self, words: tuple[QueryWord, ...]) -> set[str]:
        needed = [word for word in words if not word.is_particle] or list(words)
        return set.intersection(*map(self._word, needed))

    def _word(self, word: QueryWord) -> set[str]:
        equal = (self.by_sound.get(sound, set()) for sound in word.equal_sounds)
        return set().union(*equal, *(self._beginning(prefix) for prefix in word.prefixes))

    def _near(self, word: QueryWord) -> set[str]:
        return set().union(*(self.by_sound.get(sound, set()) for sound in word.near_sounds))

    def _beginning(self, prefix: str) -> set[str]:
        found: set[str] = set()
        for sound in self.sounds[bisect.bisect_left(self.sounds, prefix) :]:
            if not sound.startswith(prefix):
                break
            found |= self.by_sound[sound]
        return found


def _names(person: KnownPerson) -> PersonNames:
    return PersonNames(**{field: getattr(person, field) for field in PersonNames.__dataclass_fields__})


@pytest.fixture(scope="module")
def people():
    return town(size=PEOPLE, seed=20)


@pytest.fixture(scope="module")
def index(people):
    return TokenIndex(people)


def _missed(index: TokenIndex, pairs: list[SearchPair]) -> list[SearchPair]:
    return [pair for pair in pairs if pair.key not in index.found(pair.query)[:5]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_at_least_98_of_100_people_are_among_the_first_five(people, index, seed):
    pairs = search_pairs(people, count=200, seed=seed)

    missed = _missed(index, pairs)

    assert len(missed) <= len(pairs) * (1 - SHARE_FOUND), missed


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_query_is_worse_than_the_others(people, index, kind):
    pairs = [pair for pair in search_pairs(people, count=60 * len(KINDS), seed=4) if pair.kind == kind]

    missed = _missed(index, pairs)

    assert len(missed) <= len(pairs) * (1 - SHARE_FOUND_OF_EACH_KIND), missed


def test_the_pairs_are_the_same_for_the_same_seed(people):
    once = search_pairs(people, count=64, seed=9)

    assert once == search_pairs(people, count=64, seed=9)
    assert set(Counter(pair.kind for pair in once).values()) == {64 // len(KINDS)}
