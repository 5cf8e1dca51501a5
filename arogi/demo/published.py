"""Synthetic work that adds up to figures which real centres published.

* AD-1 Karditsa, first quarter (S1): 805 citizens, 978 requests; Centre 516 (298 men's, 218 women's), Roma branch 462
  (171, 291). How many came to both structures was not published; 19 is assumed.
* AD-3 Maroussi 2021 (enypografa.gr): 1,300 requests by category. The town calls them beneficiaries; the number of
  persons was not published; 905 is assumed.
* AD-10 Volos social grocery, July to December 2022 (thessalianews.gr): 1,605 adults and 783 minors, which are
  person-months. The 1,001 cards are read in the same way, as cards that were used in a month.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from arogi.demo.acts import (
    Activity,
    Visit,
    Visitor,
    moment_within,
    number_contacts,
    visitor,
    working_days,
)
from arogi.demo.centres import DemoSettlement, load_centre
from arogi.demo.choices import follow_up, minutes_for, networking_acts, outcome_for, split_into_contacts
from arogi.demo.people import Generator, Household, Person

KARDITSA_PERIOD = (date(2017, 12, 1), date(2018, 2, 28))
KARDITSA_REQUESTS = {("KK", "M"): 298, ("KK", "F"): 218, ("ROMA", "M"): 171, ("ROMA", "F"): 291}
KARDITSA_PERSONS = 805
# Persons by the structures they came to: 250 + 178 + 140 + 218 + 6 + 13 = 805. Ours: only the sum was published.
_KARDITSA_VISITORS = {
    (("KK",), "M"): 250,
    (("KK",), "F"): 178,
    (("ROMA",), "M"): 140,
    (("ROMA",), "F"): 218,
    (("KK", "ROMA"), "M"): 6,
    (("KK", "ROMA"), "F"): 13,
}
# The services that S1 lists; weights are ours.
_KARDITSA_SERVICES = {
    "KK": {"A2.01": 40, "A2.08": 16, "A1.01": 12, "A3.01": 12, "A1.02": 6, "A1.04": 5, "A3.04": 3, "C1.01": 6},
    "ROMA": {"A2.01": 22, "R2": 18, "R4": 12, "R1": 8, "A3.01": 14, "C4.02": 8, "A2.08": 8, "A3.04": 4, "C1.01": 6},
}

MAROUSSI_PERIOD = (date(2021, 1, 1), date(2021, 12, 31))
MAROUSSI_PERSONS = 905
# Published category -> code of the catalogue. Three names are wider than one service: "welfare benefits" (προνοιακά)
# is counted as information on welfare benefits, "reception, information, support" as information on services,
# "other benefits" as the group of seasonal benefits. Codes are unique, so the figures can be read back by service.
MAROUSSI_REQUESTS = {
    "A2.01": 419,  # ΕΕΕ
    "A2.02": 518,  # επίδομα στέγασης
    "A1.01": 271,  # προνοιακά
    "A1.02": 46,  # υποδοχή - ενημέρωση - υποστήριξη
    "A2.07": 16,  # ανασφάλιστοι υπερήλικες
    "A2.05": 10,  # αναπηρικά προνοιακά
    "C1.02": 7,  # κοινωνική έρευνα
    "A2.13": 6,  # λοιπά επιδόματα
    "B1.01": 4,  # διασύνδεση και παραπομπή
    "C1.01": 3,  # συμβουλευτική
}

VOLOS_MONTHS = tuple(date(2022, month, 1) for month in range(7, 13))
VOLOS_ADULTS = (289, 281, 249, 248, 245, 293)
VOLOS_MINORS = (134, 135, 118, 114, 121, 161)
# 1,001 cards shared out over the months in proportion to the persons; only their sum was published.
VOLOS_CARDS = (177, 174, 154, 152, 154, 190)
# Meals brought home, published apart and not part of the rows; December is what is missing to 10,471.
VOLOS_MEALS_AT_HOME = (1721, 1627, 1800, 1779, 1820, 1724)

_MAROUSSI = (
    DemoSettlement("Μαρούσι", "official", "91680101", 80, 1),
    DemoSettlement("Πολύδροσο", "neighbourhood", "", 20, 0),
)
_VOLOS = (DemoSettlement("Βόλος", "official", "", 80, 1), DemoSettlement("Νέα Ιωνία", "official", "", 20, 0))


class CannotAddUp(RuntimeError):
    """The drawn households cannot be combined to the published sums; another seed may do."""


def karditsa_first_quarter(seed: int) -> Activity:
    """Make the first quarter of Karditsa so that it reproduces AD-1 exactly, for every seed."""
    rng = random.Random(f"karditsa-{seed}")  # noqa: S311
    centre = load_centre("karditsa")
    first, last = KARDITSA_PERIOD
    days = working_days(first, last, centre.patron.day if centre.patron else "")
    generator = Generator.for_centre(centre, seed, as_of=last)
    households, groups = _karditsa_register(generator, rng)
    visits: list[Visit] = []
    for (structure, sex), total in KARDITSA_REQUESTS.items():
        people = [one for (codes, of), members in groups.items() if structure in codes and of == sex for one in members]
        asked = share_out(rng, people, total)
        visits += _karditsa_visits(rng, structure, asked, days)
    networking = networking_acts(rng, days, {"KK": 9, "ROMA": 4})
    return Activity(
        slug="karditsa",
        name_el=centre.name_el,
        name_en=centre.name_en,
        structures=tuple((structure.code, structure.kind) for structure in centre.structures),
        first_day=first,
        last_day=last,
        households=tuple(households),
        rows=number_contacts(visits, "KAR-2018Q1"),
        networking=networking,
        notes=("19 persons in both structures, times of day and the split by service are assumed.",),
    )


def maroussi_2021(seed: int) -> Activity:
    """Make the year 2021 of Maroussi so that it reproduces AD-3 exactly by service."""
    rng = random.Random(f"maroussi-{seed}")  # noqa: S311
    days = working_days(*MAROUSSI_PERIOD)
    generator = Generator(seed, settlements=_MAROUSSI, as_of=date(2021, 1, 1), prefix="MA", share_roma=0.0)
    households, people = _register_of(generator, MAROUSSI_PERSONS)
    services = [code for code, total in MAROUSSI_REQUESTS.items() for _time in range(total)]
    rng.shuffle(services)
    asked = share_out(rng, people, len(services))
    visits: list[Visit] = []
    for someone, count in asked:
        wanted, services = services[:count], services[count:]
        visits += _visits(rng, someone, "KK", wanted, days)
    return Activity(
        slug="amarousi",
        name_el="Δήμος Αμαρουσίου",
        name_en="Municipality of Maroussi",
        structures=(("KK", "centre"),),
        first_day=MAROUSSI_PERIOD[0],
        last_day=MAROUSSI_PERIOD[1],
        households=tuple(households),
        rows=number_contacts(visits, "MAR-2021"),
        networking=(),
        notes=("905 persons are assumed; the town published requests and called them beneficiaries.",),
    )


def volos_grocery_2022(seed: int) -> Activity:
    """Make the second half of 2022 of the social grocery of Volos so that AD-10 is reproduced month by month.

    Every member of a household that uses its card in a month has one contact (collection of goods) in that month, so
    the persons of a month are the published ones and their sum over the months are person-months.

    Raises:
        CannotAddUp: the households drawn with this seed cannot be combined to the published figures.
    """
    rng = random.Random(f"volos-{seed}")  # noqa: S311
    generator = Generator(seed, settlements=_VOLOS, as_of=VOLOS_MONTHS[0], prefix="VO", share_roma=0.0)
    cards = [_Card(household) for household in _grocery_households(generator, 330)]
    visits: list[Visit] = []
    used: list[_Card] = cards[: VOLOS_CARDS[0]]
    for month, adults, minors, count in zip(VOLOS_MONTHS, VOLOS_ADULTS, VOLOS_MINORS, VOLOS_CARDS, strict=True):
        used = _cards_of_month(rng, cards, used, count, (adults, minors))
        visits += [visit for card in used for visit in _collection(rng, card, month)]
    return Activity(
        slug="volos",
        name_el="Δήμος Βόλου",
        name_en="Municipality of Volos",
        structures=(("KP", "social_grocery"),),
        first_day=VOLOS_MONTHS[0],
        last_day=date(2022, 12, 31),
        households=tuple(card.household for card in cards),
        rows=number_contacts(visits, "VOL-2022"),
        networking=(),
        notes=("1,001 cards are read as cards used in a month; their number by month is assumed.",),
    )


def share_out(rng: random.Random, people: Sequence[Visitor], total: int) -> list[tuple[Visitor, int]]:
    """Give every visitor one request and the rest to some of them, a few to some and many to few."""
    counts = dict.fromkeys(people, 1)
    weights = [rng.paretovariate(1.6) for _one in people]
    for someone in rng.choices(people, weights=weights, k=total - len(people)):
        counts[someone] += 1
    return list(counts.items())


_Groups = dict[tuple[tuple[str, ...], str], list[Visitor]]


def _karditsa_register(generator: Generator, rng: random.Random) -> tuple[list[Household], _Groups]:
    """Draw households until every group of visitors is full; households in which nobody comes are left out."""
    households: list[Household] = []
    groups: _Groups = {key: [] for key in _KARDITSA_VISITORS}
    for kind, choices in (
        ("greek", (("KK",),)),
        ("roma", (("KK", "ROMA"), ("ROMA",))),
    ):
        while any(len(groups[key]) < _KARDITSA_VISITORS[key] for key in groups if key[0] in choices):
            household = generator.household("migrant" if kind == "greek" and rng.random() < 0.06 else kind)
            comers = [person for person in _adults(household) if _enter(groups, choices, person, household)]
            if comers:
                households.append(household)
    return households, groups


def _enter(groups: _Groups, choices: Sequence[tuple[str, ...]], person: Person, household: Household) -> bool:
    """Put a person into the first group that still has room."""
    for codes in choices:
        key = (codes, person.sex)
        if len(groups[key]) < _KARDITSA_VISITORS[key]:
            groups[key].append(visitor(person, household))
            return True
    return False


def _adults(household: Household) -> Iterator[Person]:
    return (person for person in household.members if person.role != "child")


def _karditsa_visits(
    rng: random.Random, structure: str, asked: Sequence[tuple[Visitor, int]], days: Sequence[date]
) -> Iterator[Visit]:
    services, weights = zip(*_KARDITSA_SERVICES[structure].items(), strict=True)
    for someone, count in asked:
        yield from _visits(rng, someone, structure, rng.choices(services, weights=weights, k=count), days)


def _visits(
    rng: random.Random, someone: Visitor, structure: str, services: Sequence[str], days: Sequence[date]
) -> Iterator[Visit]:
    """Make the contacts of one person, in person: published figures leave phone calls out."""
    for wanted in split_into_contacts(rng, services):
        moment = moment_within(rng, days)
        asked = tuple((code, outcome_for(rng, code)) for code in wanted)
        next_step, due = follow_up(rng, asked, moment.date())
        channel = "home_visit" if "C1.02" in wanted else "desk"
        yield Visit(someone, structure, channel, moment, asked, minutes_for(rng, asked), next_step, due)


def _register_of(generator: Generator, count: int) -> tuple[list[Household], list[Visitor]]:
    """Draw households until as many adults as wanted have come; the last household may have an adult who did not."""
    households: list[Household] = []
    people: list[Visitor] = []
    while len(people) < count:
        (household,) = generator.households(1)
        households.append(household)
        people += [visitor(person, household) for person in _adults(household)]
    return households, people[:count]


@dataclass(frozen=True, slots=True, eq=False)
class _Card:
    """A household of the grocery, counted once."""

    household: Household

    @property
    def size(self) -> tuple[int, int]:
        """Adults and minors."""
        adults = sum(1 for person in self.household.members if _is_adult(person))
        return adults, len(self.household.members) - adults


def _is_adult(person: Person) -> bool:
    age = person.age_on(VOLOS_MONTHS[0])
    return age is None or age >= 18


def _grocery_households(generator: Generator, count: int) -> Iterator[Household]:
    """Draw households in which nobody comes of age during the half-year: a minor stays one in every month."""
    while count:
        (household,) = generator.households(1)
        if all(person.age_on(VOLOS_MONTHS[0]) != 17 for person in household.members):
            count -= 1
            yield household


def _cards_of_month(
    rng: random.Random, cards: Sequence[_Card], before: Sequence[_Card], count: int, wanted: tuple[int, int]
) -> list[_Card]:
    """Choose the cards of a month, as many as possible of the month before, so that adults and minors add up."""
    idle = [card for card in cards if card not in before]
    rng.shuffle(idle)
    used = [*before, *idle][:count]
    idle = [card for card in cards if card not in used]
    missing = _missing(used, wanted)
    for _attempt in range(200_000):
        if missing == (0, 0):
            return used
        leaving, coming = rng.randrange(count), rng.randrange(len(idle))
        after = _swap(missing, used[leaving].size, idle[coming].size)
        if abs(after[0]) + abs(after[1]) <= abs(missing[0]) + abs(missing[1]):
            used[leaving], idle[coming] = idle[coming], used[leaving]
            missing = after
    raise CannotAddUp(wanted)


def _missing(used: Sequence[_Card], wanted: tuple[int, int]) -> tuple[int, int]:
    adults = sum(card.size[0] for card in used)
    minors = sum(card.size[1] for card in used)
    return wanted[0] - adults, wanted[1] - minors


def _swap(missing: tuple[int, int], leaving: tuple[int, int], coming: tuple[int, int]) -> tuple[int, int]:
    return missing[0] + leaving[0] - coming[0], missing[1] + leaving[1] - coming[1]


def _collection(rng: random.Random, card: _Card, month: date) -> Iterator[Visit]:
    days = working_days(month, month.replace(day=28))
    moment = moment_within(rng, days)
    for person in card.household.members:
        yield Visit(visitor(person, card.household), "KP", "desk", moment, (("C5.03", "served"),), 5)
