"""Registers of any size as plain tuples, for measurement: a few microseconds a person.

Everything that costs is prepared once: name pools, AMKA tables, names in capitals. A household shares
surname and place, children bear their parents' names, and one name in twenty is written in capitals
without accents.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from arogi.demo.centres import DemoSettlement
from arogi.demo.mess import without_accents
from arogi.demo.names import GivenName, NamePool, greek_names, latin_names, spread
from arogi.demo.numbers import BulkNumbers, mobile

# (key, household number, surname, first name, father's name, mother's name, Latin surname, Latin first
# name, called,
#  birth date, precision, sex, AMKA, phone, settlement, group); group is "", "roma" or "migrant".
BulkPerson = tuple[str, int, str, str, str, str, str, str, str, date, str, str, str, str, str, str]

_DAYS = 100 * 366
_SIZES = spread((1, 2, 3, 4, 5, 6, 7), (30, 27, 18, 15, 6, 3, 1), 256)
_HEAD_AGES = spread(tuple(range(20, 92)), tuple(1.0 if age < 70 else 0.6 for age in range(20, 92)), 1024)
_ADULT = 18 * 365


class _Kin:
    """What a household shares while its members are made."""

    __slots__ = ("father", "group", "household", "mother", "mother_day", "place", "pool", "surname")

    def __init__(self, household: int, pool: NamePool, group: str, place: str, rng: random.Random) -> None:
        self.household = household
        self.pool = pool
        self.group = group
        self.place = place
        self.surname = pool.surnames[int(rng.random() * len(pool.surnames))]
        self.father = pool.men[int(rng.random() * len(pool.men))]
        self.mother = pool.women[int(rng.random() * len(pool.women))]
        self.mother_day = 0


class BulkRegister:
    """A register of plain persons; the same arguments give the same register."""

    def __init__(
        self,
        seed: int,
        *,
        prefix: str,
        as_of: date,
        places: Sequence[DemoSettlement],
        roma_places: Sequence[DemoSettlement],
        share_roma: float = 0.05,
        share_migrant: float = 0.07,
    ) -> None:
        self._rng = random.Random(f"bulk-{seed}-{prefix}")  # noqa: S311
        self._prefix = prefix
        self._places = tuple(place.name for place in places)
        self._roma_places = tuple(place.name for place in roma_places)
        self._limits = (share_roma, share_roma + share_migrant)
        self._numbers = BulkNumbers(date.fromordinal(as_of.toordinal() - _DAYS + 1), _DAYS)
        self._greek = greek_names()
        self._abroad = tuple(latin_names().values())
        self._capitals = _capitals()
        self._made = 0
        self._phones = self._rng.randrange(1_000_000)

    def persons(self, count: int) -> Iterator[BulkPerson]:
        """Make persons household by household; the last household is cut off at the count."""
        household = 0
        while count > 0:
            household += 1
            size = min(count, _SIZES[int(self._rng.random() * 256)])
            count -= size
            yield from self._members(self._kin(household), size)

    def _kin(self, household: int) -> _Kin:
        rng = self._rng
        draw = rng.random()
        roma, migrant = self._limits
        if draw < roma:
            place = self._roma_places[int(rng.random() * len(self._roma_places))]
            return _Kin(household, self._greek, "roma", place, rng)
        place = self._places[int(rng.random() * len(self._places))]
        if draw < migrant:
            pool = self._abroad[int(rng.random() * len(self._abroad))]
            return _Kin(household, pool, "migrant", place, rng)
        return _Kin(household, self._greek, "", place, rng)

    def _members(self, kin: _Kin, size: int) -> list[BulkPerson]:
        random_ = self._rng.random
        head_day = _DAYS - 1 - _HEAD_AGES[int(random_() * 1024)] * 365 - int(random_() * 365)
        lone_woman = random_() < 0.3
        if lone_woman or size == 1:
            first, sex = (kin.mother, 0) if lone_woman else (kin.father, 1)
            kin.mother_day = head_day
            rows = [self._other(kin, first, head_day, sex)]
        else:
            kin.mother_day = min(head_day + int(random_() * 2600), _DAYS - _ADULT)
            rows = [
                self._other(kin, kin.father, head_day, 1),
                self._other(kin, kin.mother, kin.mother_day, 0),
            ]
        while len(rows) < size:
            rows.append(self._child(kin))
        return rows

    def _other(self, kin: _Kin, first: GivenName, day: int, male: int) -> BulkPerson:
        """Make an adult whose parents are not in the household."""
        rng, pool = self._rng, kin.pool
        father = pool.men[int(rng.random() * len(pool.men))]
        mother = pool.women[int(rng.random() * len(pool.women))]
        return self._row(kin, first, father, mother, day, male)

    def _child(self, kin: _Kin) -> BulkPerson:
        draw = self._rng.random()
        day = min(kin.mother_day + 7300 + int(draw * 7300), _DAYS - 1 - int(draw * 6000))
        male = int(self._rng.random() < 0.51)
        given = kin.pool.men if male else kin.pool.women
        return self._row(kin, given[int(self._rng.random() * len(given))], kin.father, kin.mother, day, male)

    def _row(
        self, kin: _Kin, first: GivenName, father: GivenName, mother: GivenName, day: int, male: int
    ) -> BulkPerson:
        self._made += 1
        draw = self._rng.random()
        sex = "M" if male else "F"
        surname = kin.surname.man if male else kin.surname.woman
        name = first.name
        if draw < 0.05 and kin.group != "migrant":
            surname, name = self._capitals[surname], self._capitals[name]
        phone = ""
        if draw < 0.85 and day < _DAYS - _ADULT:
            self._phones += 1
            phone = mobile(self._phones)
        abroad = kin.group == "migrant"
        return (
            f"{self._prefix}{self._made:07d}",
            kin.household,
            surname,
            name,
            father.name,
            mother.name,
            kin.surname.man if abroad else "",
            name if abroad else "",
            first.short[0] if draw > 0.9 and first.short else "",
            self._numbers.dates[day],
            "year" if draw > 0.985 else "day",
            sex,
            self._numbers.amka(day, male) if draw < 0.94 else "",
            phone,
            kin.place,
            kin.group,
        )


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    pool = greek_names()
    texts = {surname.of(sex) for surname in pool.surnames for sex in "MF"}
    texts |= {given.name for given in (*pool.men, *pool.women)}
    return {text: without_accents(text).upper() for text in texts}
