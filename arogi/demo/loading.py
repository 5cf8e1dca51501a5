"""Load the five centres with synthetic people into the database, each in one transaction."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from uuid_utils.compat import uuid7

from arogi.casework.services import bring_all_tasks
from arogi.centres.models import Municipality
from arogi.centres.services import open_municipality
from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError
from arogi.demo.activity import Activity, karditsa_first_quarter, year_of_activity
from arogi.demo.applications import apply_for_programmes
from arogi.demo.centres import SLUGS, DemoCentre, UnknownCentre, load_centre
from arogi.demo.copying import write_all
from arogi.demo.facts import Planted, plant
from arogi.demo.orders import MARK, Order, real_municipalities
from arogi.demo.papers import show_papers
from arogi.demo.people import Generator, Person
from arogi.demo.registers import Registry
from arogi.demo.staff import Crew, hire
from arogi.demo.towns import Town, describe, furnish, words_of
from arogi.demo.waiting_rooms import furnish_waiting_rooms
from arogi.demo.wishes import let_some_agree
from arogi.demo.work import Diary
from arogi.outreach.services import search_register
from arogi.people.models import PossibleDuplicate

WORK_OF = dt.timedelta(days=240)
_PAIRS = 8
Say = Callable[[str], None]
Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Doubled:
    """Somebody with two files, and what the files have in common."""

    ids: tuple[UUID, UUID]
    reasons: tuple[str, ...]


class DemoRefused(DomainError):
    """The demonstration is not loaded here; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What one municipality was filled with; `was_there` when nothing was done.

    Attributes:
        planted: families that seem entitled and have not applied.
        listed: lines of who seems entitled and has not applied, as the search of the register found them.
        search_seconds: how long that search took.
    """

    slug: str
    persons: int = 0
    contacts: int = 0
    requests: int = 0
    planted: tuple[Planted, ...] = ()
    listed: int = 0
    search_seconds: float = 0.0
    was_there: bool = False


def chosen(words: str) -> tuple[str, ...]:
    """Read `all` or `karditsa,drama`.

    Raises:
        DemoRefused: one of them is no centre of the demonstration.
    """
    slugs = SLUGS if words == "all" else tuple(dict.fromkeys(word.strip() for word in words.split(",")))
    for slug in slugs:
        try:
            load_centre(slug)
        except UnknownCentre as unknown:
            raise DemoRefused(
                f"The demo has no centre “{slug[:40]}”. It has: {', '.join(SLUGS)}; or say all."
            ) from unknown
    return slugs


def refuse_real_installation() -> None:
    """Keep synthetic people out of an installation where real ones are.

    Raises:
        DemoRefused: the pages are served to others, or a municipality is not the demonstration's.
    """
    if settings.SESSION_COOKIE_SECURE:
        raise DemoRefused(
            "AROGI_HTTPS is set, so this looks like an installation for real work: the demo is not loaded. "
            "If you mean it, say --force."
        )
    real = real_municipalities()
    if real:
        raise DemoRefused(
            f"This database has municipalities that are not the demo's ({', '.join(real[:5])}): the demo is not "
            "loaded. If you mean it, say --force."
        )


def load(slugs: Iterable[str], *, seed: int, at: dt.datetime, say: Say, now: Clock | None = None) -> list[Loaded]:
    """Load municipalities; one that is there already is left as it is.

    Args:
        slugs: of `demo.centres.SLUGS`.
        seed: the same seed and moment give the same people.
        at: aware; work goes up to this moment, so that something is due around it.
        say: told what has been done.
        now: gives the moment of the search of each register, which is told how long it took; by default `at`.

    Raises:
        DemoRefused: a municipality of that name is there and is not the demonstration's.
    """
    order = Order(slugs=tuple(slugs), seed=seed)
    return [_load_one(load_centre(slug), order, at, say, now or (lambda: at)) for slug in order.slugs]


def _load_one(centre: DemoCentre, order: Order, at: dt.datetime, say: Say, now: Clock) -> Loaded:
    # One transaction: a centre is there whole or not at all, wherever the program was stopped.
    with transaction.atomic():
        _wait_for_other_loads()
        there = Municipality.objects.filter(slug=centre.slug).first()
        if there and not there.source.startswith(MARK):
            raise DemoRefused(f"There is a municipality “{centre.slug}” that is not the demo's; it was left alone.")
        loaded = Loaded(slug=centre.slug, was_there=True) if there else _open_and_fill(centre, order, at, now)
    if loaded.was_there:
        say(f"{centre.name_en}: it is there already; nothing was changed.")
    else:
        say(
            f"{centre.name_en}: {loaded.persons:,} people, {loaded.contacts:,} contacts, {loaded.requests:,} requests; "
            f"the register was searched in {loaded.search_seconds:.1f} s: "
            f"{loaded.listed:,} benefits not applied for."
        )
    return loaded


def _wait_for_other_loads() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('arogi demo load', 0))")


def _activities(centre: DemoCentre, seed: int, today: dt.date) -> list[Activity]:
    recent = year_of_activity(centre, seed, today - WORK_OF, today)
    return [karditsa_first_quarter(seed), recent] if centre.slug == "karditsa" else [recent]


def _open_and_fill(centre: DemoCentre, order: Order, at: dt.datetime, now: Clock) -> Loaded:
    activities = _activities(centre, order.seed, at.date())
    municipality = open_municipality(
        slug=centre.slug,
        name_el=centre.name_el,
        name_en=centre.name_en,
        source=f"{MARK}\n{order.words}\n{words_of(centre.provenance)}",
    )
    describe(municipality, centre)
    with acting_in(municipality.pk):
        town = furnish(municipality, centre)
        crew = hire(centre, municipality, town.structures, seed=order.seed)
        loaded = _fill(town, crew, activities, order.seed, at)
        chance = random.Random(f"applications-{centre.slug}-{order.seed}")  # noqa: S311
        apply_for_programmes(municipality, _workers_by_structure(town, crew), chance, at=at)
        # In the same transaction: the lists are not empty at first look, and no centre is there without them.
        bring_all_tasks(today=at.date(), at=at)
        let_some_agree(at=at)
        run = search_register(today=at.date(), now=now)
        return replace(loaded, listed=run.standing, search_seconds=run.seconds)


def _fill(town: Town, crew: Crew, activities: list[Activity], seed: int, at: dt.datetime) -> Loaded:
    rng = random.Random(f"load-{town.centre.slug}-{seed}")  # noqa: S311
    registry = Registry(town, crew, rng)
    diary = Diary(town, crew, registry, rng, at=at)
    for activity in activities:
        rows = tuple(filter(diary.happened, activity.rows))
        registry.file(activity.households, rows, otherwise=activity.first_day)
        diary.write_down(rows, activity.networking)
    doubled = _doubled(town, registry, activities[-1], seed, at)
    persons = len(registry.sheets.persons)
    contacts, requests = len(diary.contacts), len(diary.requests)
    write_all((*registry.sheets.in_order, diary.contacts, diary.requests, diary.acts))
    _raise_pairs(doubled, crew, at)
    papers = random.Random(f"papers-{town.centre.slug}-{seed}")  # noqa: S311
    show_papers(_workers_by_structure(town, crew), papers, at=at)
    planted = plant(next(iter(crew.workers.values()))[0], rng, at=at)
    booking = random.Random(f"appointments-{town.centre.slug}-{seed}")  # noqa: S311
    furnish_waiting_rooms(town, crew, tuple(registry.ids.values()), booking, at=at)
    audit.record("import", kind="demo", persons=persons, contacts=contacts, requests=requests)
    return Loaded(slug=town.centre.slug, persons=persons, contacts=contacts, requests=requests, planted=tuple(planted))


def _workers_by_structure(town: Town, crew: Crew) -> dict[UUID | None, list[UUID]]:
    by_structure: dict[UUID | None, list[UUID]] = {
        town.structures[code].pk: list(workers) for code, workers in crew.workers.items() if workers
    }
    return {None: next(iter(by_structure.values())), **by_structure}


def _doubled(town: Town, registry: Registry, activity: Activity, seed: int, at: dt.datetime) -> list[Doubled]:
    """File some people a second time, as it happens at another desk."""
    generator = Generator.for_centre(town.centre, seed, as_of=at.date(), register="X")
    grown_up = [person for person in activity.persons if person.clean.surname and (person.age_on(at.date()) or 0) > 20]
    rng = random.Random(f"pairs-{town.centre.slug}-{seed}")  # noqa: S311
    structure = next(iter(town.structures.values())).pk
    doubled = []
    for day, person in enumerate(rng.sample(grown_up, min(_PAIRS, len(grown_up))), start=1):
        again = generator.duplicate_of(person)
        second = registry.file_again(again, on=at.date() - dt.timedelta(days=day), structure=structure)
        doubled.append(Doubled((registry.ids[person.key], second), tuple(_in_common(person, again))))
    return doubled


def _in_common(person: Person, again: Person) -> Iterator[str]:
    """Give the codes of `people.duplicates` for what two files share."""
    yield "name" if person.name == again.name else "similar_name"
    if person.born:
        yield "birth_date" if person.born.precision == "day" else "birth_year"
    if again.phones:
        yield "phone"
    yield from (paper.kind for paper in again.identifiers)


def _raise_pairs(doubled: list[Doubled], crew: Crew, at: dt.datetime) -> None:
    """Leave some pairs as tasks that a second person decides; the rest waits to be noticed."""
    raised_by = next(iter(crew.workers.values()))[0]
    PossibleDuplicate.objects.bulk_create(
        PossibleDuplicate(
            id=uuid7(),
            first_id=min(pair.ids),
            second_id=max(pair.ids),
            reasons=list(pair.reasons),
            raised_by_id=raised_by,
            raised_at=at - dt.timedelta(days=number),
        )
        for number, pair in enumerate(doubled[: _PAIRS // 2], start=1)
    )
