"""Years of work of the demonstration's centres, and the periods that reproduce published figures.

`year_of_activity` invents plausible work for one of the five centres; `karditsa_first_quarter`, `maroussi_2021` and
`volos_grocery_2022` add up to what was published (see `published`). Everything is the same for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from arogi.demo.acts import (
    ASSUMED_HOURS,
    Activity,
    NetworkingRow,
    RequestRow,
    Visit,
    Visitor,
    anonymous,
    moment_within,
    number_contacts,
    visitor,
    working_days,
    write_contacts_csv,
)
from arogi.demo.centres import DemoCentre, DemoStructure
from arogi.demo.choices import contact_sizes, follow_up, minutes_for, networking_acts, outcome_for
from arogi.demo.people import Generator, Household
from arogi.demo.published import karditsa_first_quarter, maroussi_2021, share_out, volos_grocery_2022

__all__ = [
    "Activity",
    "NetworkingRow",
    "RequestRow",
    "karditsa_first_quarter",
    "maroussi_2021",
    "volos_grocery_2022",
    "write_contacts_csv",
    "year_of_activity",
]

# Share of information acts for which nobody was asked a name, in addition to the requests of known persons.
ANONYMOUS_SHARE = 0.08
_KIND_OF_HOUSEHOLD = {"roma_branch": "roma", "migrant_centre": "migrant"}
# How often a service is asked for; what is not named counts 3. Estimates.
_WEIGHTS = {"A2.01": 30, "A2.02": 22, "A2.03": 10, "A1.01": 10, "A3.01": 10, "A2.08": 6, "R2": 14, "R4": 10, "M1": 20}
# Days from which a benefit could be asked for; unverified, they only keep the demonstration plausible.
_STARTED = {"A2.02": date(2019, 3, 1), "A2.03": date(2018, 3, 1), "A2.04": date(2020, 2, 1)}
_CHANNELS = {
    "centre": {"desk": 80, "phone": 14, "email": 4, "home_visit": 2},
    "roma_branch": {"desk": 72, "phone": 10, "street": 12, "home_visit": 4, "event": 2},
    "migrant_centre": {"desk": 82, "phone": 12, "email": 6},
    "mobile_unit": {"mobile_unit": 92, "home_visit": 8},
}


def year_of_activity(centre: DemoCentre, seed: int, first: date, last: date) -> Activity:
    """Make the work of a centre between two days, both included (any length, not only a year).

    Every call makes people of its own: make several years of one centre in one call, so that people come again. The
    volume is that of the centre's file (requests a year, scaled), in proportion to the length of the period; one
    person in ten of a branch also comes to its parent. No contact lies before a structure opened.
    """
    rng = random.Random(f"year-{centre.slug}-{seed}-{first}-{last}")  # noqa: S311
    generator = Generator.for_centre(centre, seed, as_of=first, share_roma=0.02, register=f"{first:%y%m}")
    days = working_days(first, last, centre.patron.day if centre.patron else "")
    households: list[Household] = []
    visits: list[Visit] = []
    for structure in centre.structures:
        open_days = _open_days(structure, days)
        requests = _requests_in(centre, structure, open_days)
        if requests:
            new, people = _register(generator, rng, structure, round(requests / _per_person(centre, structure)))
            households += new
            visits += _work(rng, centre, structure, share_out(rng, people, max(requests, len(people))), open_days)
            visits += _anonymous_acts(rng, structure, round(requests * ANONYMOUS_SHARE), open_days)
    meetings = {code: len(days) // 7 for code, kind in _codes(centre) if kind != "mobile_unit"}
    return Activity(
        slug=centre.slug,
        name_el=centre.name_el,
        name_en=centre.name_en,
        structures=_codes(centre),
        first_day=first,
        last_day=last,
        households=tuple(households),
        rows=number_contacts(visits, f"{centre.slug[:3].upper()}-{first:%Y%m%d}"),
        networking=networking_acts(rng, days, meetings) if days else (),
        notes=(f"Invented work at {centre.scale} of the centre's size.",),
    )


def _codes(centre: DemoCentre) -> tuple[tuple[str, str], ...]:
    return tuple((structure.code, structure.kind) for structure in centre.structures)


def _open_days(structure: DemoStructure, days: Sequence[date]) -> Sequence[date]:
    if structure.opened is None or not days or structure.opened.first_day <= days[0]:
        return days
    return [day for day in days if day >= structure.opened.first_day]


def _per_person(centre: DemoCentre, structure: DemoStructure) -> Decimal:
    return centre.volumes[structure.code].requests_per_person


def _requests_in(centre: DemoCentre, structure: DemoStructure, open_days: Sequence[date]) -> int:
    """Return the requests of a period, by its share of the some 250 working days of a year."""
    return round(centre.volumes[structure.code].requests_per_year * len(open_days) / 250)


def _register(
    generator: Generator, rng: random.Random, structure: DemoStructure, count: int
) -> tuple[list[Household], list[Visitor]]:
    """Draw households until at least `count` of their members come; most visitors are adults."""
    households: list[Household] = []
    people: list[Visitor] = []
    kind = _KIND_OF_HOUSEHOLD.get(structure.kind)
    while len(people) < max(1, count):
        household = generator.household(kind) if kind else next(generator.households(1))
        households.append(household)
        people += [
            visitor(person, household)
            for person in household.members
            if rng.random() < (0.08 if person.role == "child" else 0.8)
        ]
    return households, people[: max(1, count)]


def _work(
    rng: random.Random,
    centre: DemoCentre,
    structure: DemoStructure,
    asked: Sequence[tuple[Visitor, int]],
    days: Sequence[date],
) -> Iterator[Visit]:
    for someone, count in asked:
        # Some of a branch's people also come to the centre that it belongs to.
        elsewhere = structure.parent != "" and rng.random() < 0.1
        where = centre.structure(structure.parent) if elsewhere else structure
        open_days = _open_days(where, days)
        for size in contact_sizes(rng, count if open_days else 0):
            yield _visit(rng, someone, where, size, open_days)


def _services(rng: random.Random, structure: DemoStructure, on: date, count: int) -> list[str]:
    """Draw different services that the structure offers and that existed on the day."""
    offered = [code for code in structure.services if code != "C5.04" and _STARTED.get(code, date.min) <= on]
    weights = [_WEIGHTS.get(code, 3) for code in offered]
    drawn: dict[str, None] = {}
    while len(drawn) < min(count, len(offered)):
        drawn.update(dict.fromkeys(rng.choices(offered, weights=weights)))
    return list(drawn)


def _visit(rng: random.Random, someone: Visitor, structure: DemoStructure, size: int, days: Sequence[date]) -> Visit:
    moment = _moment(rng, structure, days)
    services = _services(rng, structure, moment.date(), size)
    asked = tuple((code, outcome_for(rng, code)) for code in services)
    next_step, due = follow_up(rng, asked, moment.date())
    channel = _channel(rng, structure)
    return Visit(someone, structure.code, channel, moment, asked, minutes_for(rng, asked), next_step, due)


def _anonymous_acts(rng: random.Random, structure: DemoStructure, count: int, days: Sequence[date]) -> Iterator[Visit]:
    for _act in range(count):
        someone = anonymous(rng.choice(("M", "F", "F", "")))
        service = rng.choice(("A1.01", "A1.02"))
        # Whoever only asks something asks by phone more often than not.
        channel = rng.choice(("phone", "phone", "desk"))
        yield Visit(someone, structure.code, channel, _moment(rng, structure, days), ((service, "served"),), 5)


def _channel(rng: random.Random, structure: DemoStructure) -> str:
    weights = _CHANNELS[structure.kind]
    return rng.choices(tuple(weights), weights=tuple(weights.values()))[0]


def _moment(rng: random.Random, structure: DemoStructure, days: Sequence[date]) -> datetime:
    return moment_within(rng, days, _hours(structure))


def _hours(structure: DemoStructure) -> tuple[time, time]:
    if not structure.hours:
        return ASSUMED_HOURS
    return structure.hours[0].opens, structure.hours[0].closes
