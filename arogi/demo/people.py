"""Synthetic persons and households, the same for the same seed.

`Generator(seed).households(n)` gives rich households for the demonstration: Greek, Roma and migrant
families with consistent parents' names, missing papers, several phones, imprecise birth dates and names
as clerks type them. `Generator(seed).bulk_persons(n)` gives plain tuples for registers of a million.
Nobody is meant: names are drawn from lists of common names, numbers from ranges that are not in use
(`numbers`).

Membership of the Roma is a target group that the person declared; it is given to most members of a Roma
household and not stated for the others. Nothing else about a person depends on it but the size of the
family and the papers missing.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import IO
from zlib import crc32

from arogi.demo.bulk import BulkPerson, BulkRegister
from arogi.demo.centres import DemoCentre, DemoSettlement
from arogi.demo.mess import WrittenName, typed_by_a_clerk
from arogi.demo.names import GivenName, NamePool, Surname, greek_names, latin_names
from arogi.demo.numbers import AmkaSeries, afm, mobile

DEFAULT_AS_OF = date(2026, 1, 1)
DEFAULT_SETTLEMENTS = (
    DemoSettlement("Πόλη", "official", "", 70, 20),
    DemoSettlement("Κάτω Χωριό", "official", "", 20, 0),
    DemoSettlement("Οικισμός", "informal", "", 0, 80),
)
HOUSEHOLD_KINDS = ("greek", "roma", "migrant")
MISSING_REASONS = ("never_registered", "lost", "applied", "not_shown", "refused")
COLUMNS = (
    "person_key",
    "surname",
    "first_name",
    "father_name",
    "mother_name",
    "latin_surname",
    "latin_first_name",
    "called",
    "birth_date",
    "sex",
    "amka",
    "phone",
    "settlement",
)

_MESSY = 0.15
_COUNTRIES = ("ALB",) * 8 + ("PAK",) * 3 + ("SYR",) * 4 + ("AFG",) * 3 + ("GEO",) * 2 + ("UKR",) * 3 + ("NGA", "EGY")
_STREETS = ("Ελευθερίας", "Δημοκρατίας", "28ης Οκτωβρίου", "Αγίου Νικολάου", "Ειρήνης", "Ανδρούτσου", "Κύπρου")
# Letters that no office issues, so that a paper of the demonstration is seen to be none.
_PAPERS = {
    "identity_card": "ΨΩ {:06d}",
    "passport": "ZZ{:07d}",
    "paaypa": "99{:09d}",
    "asylum_card": "DEMO-{:07d}",
}
# Countries whose papers often show 1 January because the day of birth was not known.
_DAY_UNKNOWN = frozenset({"AFG", "PAK", "SYR"})
# People who come alone for work far more often than with a family.
_SINGLE_MEN = frozenset({"PAK", "AFG", "EGY"})


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date and how much of it is known: `day`, `month` or `year`; the unknown rest stands as 1."""

    value: date
    precision: str

    def written(self) -> str:
        """Return ISO text with the known part only: `1984-05-03`, `1984-05` or `1984`."""
        return self.value.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number and whose it is (`own`, `relative`, `neighbour`); `is_safe` False: do not call."""

    number: str
    owner: str
    is_safe: bool = True


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number of a person: `amka`, `afm`, `identity_card`, `passport`, `paaypa`, `asylum_card`."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class MissingIdentifier:
    """A number that the person does not have, with the reason (one of `MISSING_REASONS`)."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResidenceTitle:
    """A residence title of somebody from abroad: kind and last day of validity."""

    kind: str
    expires: date


@dataclass(frozen=True, slots=True)
class Person:
    """One synthetic person.

    `name` is what stands in the register, with its mess; `clean` the name without it; `mess` the kind of
    mess or empty. `role` is the relation to the head of the household.
    """

    key: str
    name: WrittenName
    clean: WrittenName
    mess: str
    sex: str
    born: BirthDate | None
    role: str
    citizenship: str
    language: str
    phones: tuple[Phone, ...]
    identifiers: tuple[Identifier, ...]
    missing: tuple[MissingIdentifier, ...]
    residence: ResidenceTitle | None
    target_groups: tuple[str, ...]

    def identifier(self, kind: str) -> str:
        """Return the number of this kind, or an empty text."""
        return next((one.value for one in self.identifiers if one.kind == kind), "")

    def age_on(self, day: date) -> int | None:
        """Return the age in full years on a day, None when no birth date is known."""
        if self.born is None:
            return None
        born = self.born.value
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Household:
    """People who live together; the first member is the head. `kind` is one of `HOUSEHOLD_KINDS`."""

    key: str
    kind: str
    members: tuple[Person, ...]
    settlement: str
    address: str
    no_fixed_abode: bool
    tenure: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a household that is still without a name."""

    role: str
    sex: str
    age: int


@dataclass(frozen=True, slots=True)
class _Named:
    """A place in a household with its names."""

    slot: _Slot
    surname: Surname
    first: GivenName
    father: GivenName
    mother: GivenName


class Generator:
    """Makes synthetic people; the same arguments give the same people in the same order.

    Args:
        seed: any integer.
        settlements: where the people live, with weights.
        as_of: the day on which the ages hold.
        prefix: first letters of the keys of persons and households.
        share_roma: share of Roma households.
        share_migrant: share of households from abroad.
    """

    def __init__(
        self,
        seed: int,
        *,
        settlements: Sequence[DemoSettlement] = DEFAULT_SETTLEMENTS,
        as_of: date = DEFAULT_AS_OF,
        prefix: str = "P",
        share_roma: float = 0.08,
        share_migrant: float = 0.08,
    ) -> None:
        self._seed = seed
        self._rng = random.Random(f"people-{seed}-{prefix}")  # noqa: S311
        self._as_of = as_of
        self._prefix = prefix
        self._share_roma = share_roma
        self._share_migrant = share_migrant
        # Registers of one town start at different serials, so that two people rarely share a number.
        self._amka = AmkaSeries(crc32(prefix.encode()) % 400)
        self._persons = 0
        self._households = 0
        self._numbers = self._rng.randrange(100_000)
        self._places = _places(settlements, lambda place: place.weight)
        self._roma_places = _places(settlements, lambda place: place.roma_weight) or self._places

    @classmethod
    def for_centre(
        cls, centre: DemoCentre, seed: int, *, as_of: date, share_roma: float = 0.08, register: str = ""
    ) -> Generator:
        """Make a generator for one municipality; `register` keeps the keys of two registers of one town apart."""
        return cls(
            seed,
            settlements=centre.settlements,
            as_of=as_of,
            prefix=centre.slug[:2].upper() + register,
            share_roma=share_roma,
            share_migrant=centre.share_migrant,
        )

    def households(self, count: int) -> Iterator[Household]:
        """Make households of all kinds in the shares of this generator."""
        for _number in range(count):
            yield self.household(self._kind())

    def household(self, kind: str) -> Household:
        """Make one household of a kind (`greek`, `roma`, `migrant`)."""
        country = self._rng.choice(_COUNTRIES) if kind == "migrant" else "GRC"
        pool = latin_names()[country] if kind == "migrant" else greek_names()
        named = _give_names(self._slots(kind, country), pool, self._rng)
        self._households += 1
        place = self._rng.choice(self._roma_places if kind == "roma" else self._places)
        homeless = self._rng.random() < 0.01
        family = _family_group([one.slot for one in named])
        return Household(
            key=f"{self._prefix}H{self._households:06d}",
            kind=kind,
            members=tuple(self._person(one, kind, country, pool, family) for one in named),
            settlement="" if homeless else place.name,
            address="" if homeless or place.kind == "informal" else self._address(),
            no_fixed_abode=homeless,
            tenure="none" if homeless else self._tenure(kind, place),
        )

    def duplicate_of(self, person: Person) -> Person:
        """Make a second record of a person: another key and spelling, and the number lost or one digit wrong."""
        name, kind = typed_by_a_clerk(person.clean, self._rng)
        keep = self._rng.random() < 0.4
        return replace(
            person,
            key=self._person_key(),
            name=name,
            mess=kind,
            identifiers=person.identifiers if keep else (),
            phones=person.phones[:1],
        )

    def bulk_persons(self, count: int) -> Iterator[BulkPerson]:
        """Make plain persons, fast: see `BulkPerson` for the columns."""
        register = BulkRegister(
            self._seed,
            prefix=self._prefix,
            as_of=self._as_of,
            places=self._places,
            roma_places=self._roma_places,
            share_roma=self._share_roma,
            share_migrant=self._share_migrant,
        )
        return register.persons(count)

    def _kind(self) -> str:
        draw = self._rng.random()
        if draw < self._share_roma:
            return "roma"
        return "migrant" if draw < self._share_roma + self._share_migrant else "greek"

    def _slots(self, kind: str, country: str) -> list[_Slot]:
        if kind == "roma":
            return _roma_family(self._rng)
        if country in _SINGLE_MEN and self._rng.random() < 0.7:
            return [_Slot("head", "M", self._rng.randint(19, 48))]
        return _family(self._rng)

    def _person(self, one: _Named, kind: str, country: str, pool: NamePool, family: str) -> Person:
        clean = _written(one, self._rng, is_foreign=country != "GRC", single_name=kind == "roma")
        name, mess = clean, ""
        if self._rng.random() < _MESSY:
            name, mess = typed_by_a_clerk(clean, self._rng)
        born = self._born(one.slot.age, kind, country)
        identifiers, missing = self._papers(one.slot, born, kind, country)
        return Person(
            key=self._person_key(),
            name=name,
            clean=clean,
            mess=mess,
            sex=one.slot.sex,
            born=born,
            role=one.slot.role,
            citizenship=country,
            language=pool.language if self._rng.random() < 0.8 else "el",
            phones=self._phones(one.slot),
            identifiers=identifiers,
            missing=missing,
            residence=self._residence(pool.paper) if country != "GRC" else None,
            target_groups=self._groups(one.slot, kind, country, family),
        )

    def _person_key(self) -> str:
        self._persons += 1
        return f"{self._prefix}{self._persons:07d}"

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _born(self, age: int, kind: str, country: str) -> BirthDate | None:
        latest = self._as_of - timedelta(days=365 * age + age // 4 + 1)
        value = latest - timedelta(days=self._rng.randrange(360))
        draw = self._rng.random()
        if kind == "roma" and draw < 0.03:
            return None
        if kind == "roma" and draw < 0.15:
            return BirthDate(value.replace(month=1, day=1), "year")
        if kind == "roma" and draw < 0.2:
            return BirthDate(value.replace(day=1), "month")
        if country in _DAY_UNKNOWN and draw < 0.25:
            return BirthDate(value.replace(month=1, day=1), "year" if draw < 0.1 else "day")
        return BirthDate(value, "day")

    def _papers(
        self, slot: _Slot, born: BirthDate | None, kind: str, country: str
    ) -> tuple[tuple[Identifier, ...], tuple[MissingIdentifier, ...]]:
        asks_asylum = country in _DAY_UNKNOWN and self._rng.random() < 0.6
        wanted = self._wanted(slot, is_foreign=country != "GRC", asks_asylum=asks_asylum)
        have: list[Identifier] = []
        missing: list[MissingIdentifier] = []
        gap = {"roma": 0.22, "migrant": 0.15}.get(kind, 0.03)
        for paper in wanted:
            value = self._paper_number(paper, born, slot.sex)
            if value and self._rng.random() >= gap:
                have.append(Identifier(paper, value))
            else:
                missing.append(MissingIdentifier(paper, self._rng.choice(MISSING_REASONS)))
        return tuple(have), tuple(missing)

    @staticmethod
    def _wanted(slot: _Slot, *, is_foreign: bool, asks_asylum: bool) -> list[str]:
        wanted = ["paaypa", "asylum_card"] if asks_asylum else ["amka"]
        if slot.age >= 18:
            wanted += ["afm", "passport" if is_foreign else "identity_card"]
        return wanted

    def _paper_number(self, paper: str, born: BirthDate | None, sex: str) -> str:
        if paper == "amka":
            return self._amka.next(born.value, sex) if born is not None else ""
        number = self._number()
        return afm(number) if paper == "afm" else _PAPERS[paper].format(number)

    def _phones(self, slot: _Slot) -> tuple[Phone, ...]:
        if slot.age < 15:
            return ()
        draw = self._rng.random()
        phones = [] if draw < 0.12 else [Phone(mobile(self._number()), "own", draw < 0.985)]
        if 0.06 < draw < 0.2:
            phones.append(Phone(mobile(self._number()), self._rng.choice(("neighbour", "relative"))))
        return tuple(phones)

    def _residence(self, paper: str) -> ResidenceTitle:
        # Some have run out by the day of the register: those are the ones that a centre has to notice.
        return ResidenceTitle(paper, self._as_of + timedelta(days=self._rng.randint(-120, 900)))

    def _groups(self, slot: _Slot, kind: str, country: str, family: str) -> tuple[str, ...]:
        draw = self._rng.random()
        declared = {
            "roma": kind == "roma" and draw < 0.85,
            "migrant": country != "GRC",
            "refugee": country in _DAY_UNKNOWN and draw < 0.6,
            family: family != "" and slot.role in {"head", "spouse"},
            "long_term_unemployed": slot.role == "head" and slot.age < 60 and draw > 0.9,
            "disability": draw > 0.97,
        }
        return tuple(group for group, is_member in declared.items() if is_member)

    def _address(self) -> str:
        return f"{self._rng.choice(_STREETS)} {self._rng.randint(1, 140)}"

    def _tenure(self, kind: str, place: DemoSettlement) -> str:
        if place.kind == "informal":
            return "informal"
        if kind == "migrant":
            return self._rng.choice(("rent", "rent", "rent", "hosted"))
        return self._rng.choice(("own", "own", "own", "rent", "rent", "hosted"))


def write_people_csv(persons: Iterable[tuple[Person, str]], stream: IO[str]) -> int:
    """Write (person, settlement) in the columns of `arogi import people`; return the number of rows."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = 0
    for person, settlement in persons:
        writer.writerow(_csv_row(person, settlement))
        rows += 1
    return rows


def _csv_row(person: Person, settlement: str) -> list[str]:
    name = person.name
    return [
        person.key,
        name.surname,
        name.first_name,
        name.father_name,
        name.mother_name,
        name.latin_surname,
        name.latin_first_name,
        name.called,
        person.born.written() if person.born else "",
        person.sex,
        person.identifier("amka"),
        person.phones[0].number if person.phones else "",
        settlement,
    ]


def _places(
    settlements: Sequence[DemoSettlement], weight: Callable[[DemoSettlement], int]
) -> tuple[DemoSettlement, ...]:
    return tuple(place for place in settlements for _time in range(weight(place)))


def _family_group(slots: list[_Slot]) -> str:
    """Return the target group that the shape of the household makes, or an empty text."""
    roles = [slot.role for slot in slots]
    if roles.count("child") >= 3:
        return "large_family"
    if "child" in roles and "spouse" not in roles:
        return "single_parent"
    return "elderly_alone" if len(slots) == 1 and slots[0].age >= 67 else ""


def _family(rng: random.Random) -> list[_Slot]:
    draw = rng.random()
    if draw < 0.24:
        return [_Slot("head", "F" if rng.random() < 0.7 else "M", rng.randint(67, 93))]
    if draw < 0.36:
        return [_Slot("head", rng.choice("MF"), rng.randint(22, 66))]
    if draw < 0.5:
        return _couple(rng, rng.randint(30, 84))
    if draw < 0.63:
        mother = _Slot("head", "F" if rng.random() < 0.85 else "M", rng.randint(24, 50))
        return [mother, *_children(rng, rng.randint(1, 3), mother.age)]
    couple = _couple(rng, rng.randint(27, 55))
    members = [*couple, *_children(rng, rng.choice((1, 1, 2, 2, 2, 3, 4)), couple[1].age)]
    if draw > 0.95:
        members.append(_Slot("parent", "F", couple[0].age + rng.randint(22, 34)))
    return members


def _roma_family(rng: random.Random) -> list[_Slot]:
    couple = _couple(rng, rng.randint(19, 52))
    members = [*couple, *_children(rng, rng.randint(2, 7), couple[1].age, first_at=16)]
    draw = rng.random()
    if draw > 0.75:
        members.append(_Slot("parent", rng.choice("MF"), couple[0].age + rng.randint(17, 26)))
    # One in eight families is without the man: the woman is then the head.
    return members if draw > 0.12 else [replace(members[1], role="head"), *members[2:]]


def _couple(rng: random.Random, age: int) -> list[_Slot]:
    return [_Slot("head", "M", age), _Slot("spouse", "F", max(18, age - rng.randint(-1, 7)))]


def _children(rng: random.Random, count: int, mother_age: int, first_at: int = 20) -> list[_Slot]:
    oldest = min(24, mother_age - first_at)
    if oldest < 0:
        return []
    return [_Slot("child", rng.choice("MF"), rng.randint(0, oldest)) for _child in range(count)]


def _give_names(slots: list[_Slot], pool: NamePool, rng: random.Random) -> list[_Named]:
    family = rng.choice(pool.surnames)
    head = _Named(slots[0], family, rng.choice(pool.given(slots[0].sex)), rng.choice(pool.men), rng.choice(pool.women))
    spouse = next((_spouse(slot, head, pool, rng) for slot in slots if slot.role == "spouse"), None)
    named = [head] if spouse is None else [head, spouse]
    parents = _parents(head, spouse, pool, rng)
    first_names: set[str] = set()
    for slot in slots:
        if slot.role == "child":
            child = _child(slot, head, parents, pool, rng, first_names)
            first_names.add(child.first.name)
            named.append(child)
        elif slot.role == "parent":
            named.append(_parent(slot, head, pool, rng))
    return named


def _spouse(slot: _Slot, head: _Named, pool: NamePool, rng: random.Random) -> _Named:
    # Since 1983 a Greek wife keeps the surname she was born with; older wives bear their husband's.
    surname = head.surname if slot.age > 62 or rng.random() < 0.1 else rng.choice(pool.surnames)
    return _Named(slot, surname, rng.choice(pool.given(slot.sex)), rng.choice(pool.men), rng.choice(pool.women))


def _parents(
    head: _Named, spouse: _Named | None, pool: NamePool, rng: random.Random
) -> tuple[Surname, GivenName, GivenName]:
    """Return the children's surname, father and mother; the one who does not live with them gets a name too."""
    if head.slot.sex == "M":
        return head.surname, head.first, spouse.first if spouse is not None else rng.choice(pool.women)
    return rng.choice(pool.surnames), rng.choice(pool.men), head.first


def _child(
    slot: _Slot,
    head: _Named,
    parents: tuple[Surname, GivenName, GivenName],
    pool: NamePool,
    rng: random.Random,
    taken: set[str],
) -> _Named:
    surname, father, mother = parents
    # The first child of each sex is often named after the grandparent; brothers and sisters do not share
    # a name.
    grandparent = head.father if slot.sex == "M" else head.mother
    first = grandparent if rng.random() < 0.4 else rng.choice(pool.given(slot.sex))
    while first.name in taken:
        first = rng.choice(pool.given(slot.sex))
    return _Named(slot, surname, first, father, mother)


def _parent(slot: _Slot, head: _Named, pool: NamePool, rng: random.Random) -> _Named:
    first = head.father if slot.sex == "M" else head.mother
    return _Named(slot, head.surname, first, rng.choice(pool.men), rng.choice(pool.women))


def _written(one: _Named, rng: random.Random, *, is_foreign: bool, single_name: bool) -> WrittenName:
    if is_foreign:
        return _written_from_abroad(one, rng)
    draw = rng.random()
    called = rng.choice(one.first.short) if one.first.short and draw < 0.3 else ""
    return WrittenName(
        surname="" if single_name and draw > 0.97 else one.surname.of(one.slot.sex),
        first_name=one.first.name,
        father_name=one.father.genitive if 0.3 < draw < 0.36 else one.father.name,
        mother_name="" if draw > 0.9 else one.mother.name,
        latin_surname="",
        latin_first_name="",
        called=called,
    )


def _written_from_abroad(one: _Named, rng: random.Random) -> WrittenName:
    rendered = one.surname.rendered and one.first.rendered and rng.random() < 0.5
    return WrittenName(
        surname=one.surname.rendered if rendered else one.surname.man,
        first_name=one.first.rendered if rendered else one.first.name,
        father_name=one.father.name,
        mother_name=one.mother.name if rng.random() < 0.6 else "",
        latin_surname=one.surname.man,
        latin_first_name=one.first.name,
        called="",
    )
