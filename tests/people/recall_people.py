"""A town of synthetic people for the recall test: Greek families, foreign families, messy spellings."""

import datetime as dt
import random
from pathlib import Path

import yaml

from bench.search_pairs import KnownPerson, elot

PARTS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
STEMS, MEN, WOMEN = (PARTS[part].split() for part in ("stems", "men", "women"))
ENDINGS = PARTS["endings"]
FOREIGN = [(family["surnames"].split(), family["first_names"].split()) for family in PARTS["foreign"]]


def town(*, size: int, seed: int) -> list[KnownPerson]:
    """Make people of whom no two share surname, first name and father's name."""
    chance = random.Random(seed)
    people: dict[tuple[str, str, str], KnownPerson] = {}
    while len(people) < size:
        person = _foreigner(len(people), chance) if chance.random() < 0.15 else _greek(len(people), chance)
        people.setdefault((person.surname, person.first_name, person.father_name), person)
    return list(people.values())


def _greek(number: int, chance: random.Random) -> KnownPerson:
    male = chance.random() < 0.5
    surname = chance.choice(STEMS) + chance.choice(ENDINGS)[0 if male else 1]
    if chance.random() < 0.03:
        surname += "-" + chance.choice(STEMS) + chance.choice(ENDINGS)[0 if male else 1]
    first = chance.choice(MEN if male else WOMEN)
    messy = str.upper if chance.random() < 0.1 else str
    return KnownPerson(
        key=f"p{number}",
        surname=messy(surname),
        first_name=first,
        father_name=chance.choice(MEN),
        mother_name=chance.choice(WOMEN),
        latin_surname=elot(surname).title() if chance.random() < 0.3 else "",
        latin_first_name=elot(first).title() if chance.random() < 0.3 else "",
        **_numbers(chance),
    )


def _foreigner(number: int, chance: random.Random) -> KnownPerson:
    surnames, firsts = chance.choice(FOREIGN)
    return KnownPerson(
        key=f"p{number}",
        surname=chance.choice(surnames),
        first_name=chance.choice(firsts),
        father_name=chance.choice(firsts),
        **_numbers(chance),
    )


def _numbers(chance):
    born = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(32_000))
    return {
        "birth_date": born,
        "amka": f"{born:%d%m%y}{chance.randrange(100_000):05d}",
        "phone": f"69{chance.randrange(10**8):08d}",
    }
