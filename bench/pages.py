"""Pages over HTTP: search, the mixed work of a desk, recording contacts, and one person at a time."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import cycle

from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.people.models import Person
from arogi.reception.catalogue import load_catalogue
from bench import serving
from bench.browser import Answer, Browser, Form, WrongAnswer, expect, form_with, sign_in, together
from bench.figures import Figure, median, percentile
from bench.searching import Asked

TIMES = 20
WARM_UPS = 3
SECONDS = 8.0
LARGEST_PAGE_KIB = 60
# Of trust 4.2 what exists, in its proportions; calls of benefits, uploads and packets from outside come later.
MIX = {"search": 35, "open": 25, "contact": 15, "list": 5, "register": 3, "report": 2}
_LETTERS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
_REPORT = "/reports/activity/"


class Desk:
    """One member of staff at work: each act is one request, or a form and its answer."""

    def __init__(self, browser: Browser, people: Sequence[str], queries: Sequence[str], *, seed: int) -> None:
        self.browser = browser
        self._people = people
        self._queries = cycle(queries)
        self._chance = random.Random(seed)
        # Never the same names twice: a second run would be warned of the persons of the first.
        self._names = random.Random()
        self.largest: dict[str, int] = {}
        self._contact = form_with(expect(self.open_page(), 200).body, "line-0-service")
        self._registration = self._form("/people/new/", "surname")
        self._token = self._contact.fields["csrfmiddlewaretoken"]
        # The form starts at the centre, so what only its branch offers would be refused.
        here = {service.code for service in load_catalogue().for_kind("centre")}
        self._services = [code for code in self._contact.options["line-0-service"] if code in here]

    def open_page(self):
        """Open a person's page."""
        return self._seen("open", self.browser.get(f"/people/{self._chance.choice(self._people)}/"))

    def search(self) -> float:
        """Search as while typing."""
        fields = {"q": next(self._queries), "csrfmiddlewaretoken": self._token}
        return self._seen("search", expect(self.browser.post("/search/", fields, live=True), 200, 302)).seconds

    def open(self) -> float:
        """Open a person."""
        return expect(self.open_page(), 200).seconds

    def contact(self) -> float:
        """Record a contact with one request."""
        person = self._chance.choice(self._people)
        fields = self._contact.filled(line__0__service=self._chance.choice(self._services))
        return _saved(self.browser.post(f"/people/{person}/contact/", fields)).seconds

    def list(self) -> float:
        """Show the list of persons."""
        return self._seen("list", expect(self.browser.get("/people/"), 200)).seconds

    def register(self) -> float:
        """Ask for the form, and save somebody new with one request."""
        asked = self._seen("register", expect(self.browser.get("/people/new/"), 200))
        return asked.seconds + _saved(self.browser.post("/people/new/", self._somebody())).seconds

    def report(self) -> float:
        """Show the activity report as the page opens."""
        return self._seen("report", expect(self.browser.get(_REPORT), 200)).seconds

    def today(self) -> float:
        """Show Today."""
        return self._seen("today", expect(self.browser.get("/"), 200)).seconds

    def mixed(self) -> float:
        """Do one of the acts of a desk, drawn by their shares."""
        (act,) = self._chance.choices(tuple(MIX), weights=tuple(MIX.values()))
        took: float = getattr(self, act)()
        return took

    def _somebody(self) -> dict[str, str]:
        surname, first = (("".join(self._names.choices(_LETTERS, k=9))).capitalize() for _name in range(2))
        return self._registration.filled(
            surname=surname, first_name=first, sex="F", born="3/5/1984", line__0__service=self._services[0]
        )

    def _form(self, path: str, field: str) -> Form:
        return form_with(expect(self.browser.get(path), 200).body, field)

    def _seen(self, act: str, answer):
        self.largest[act] = max(self.largest.get(act, 0), len(answer.body))
        return answer


def _saved(answer: Answer) -> Answer:
    """Give the answer back if it leads away from the form.

    Raises:
        WrongAnswer: it leads back to the form, which says what is wrong.
    """
    if "again=" in expect(answer, 302).location:
        raise WrongAnswer(f"Not saved: {answer.location}")
    return answer


def _desks(port: int, asked: list[Asked], *, count: int) -> list[Desk]:
    towns = list(Municipality.objects.filter(slug__startswith="scale-").order_by("slug"))
    with_pairs = sorted({each.slug for each in asked})
    chosen = [town for town in towns if town.slug in with_pairs]
    chosen += [town for town in towns if town.slug not in with_pairs][: max(0, count - len(chosen))]
    return [_desk(port, town, asked, number) for number, town in enumerate(chosen[:count])]


def _desk(port: int, town: Municipality, asked: list[Asked], number: int) -> Desk:
    with acting_in(town.pk):
        people = [str(pk) for pk in Person.objects.exclude(last_contact_on=None).values_list("pk", flat=True)[:400]]
    queries = [each.pair.query for each in asked if each.slug == town.slug] or ["ΠΑΠΑΔΟΠΟΥΛΟΣ", "γιωργος", "μαρια"]
    browser = sign_in(port, f"worker@{town.slug}.example", town.slug)
    return Desk(browser, people, queries, seed=number)


def several_users(asked: list[Asked]) -> list[Figure]:
    """Measure two workers with four and eight users."""
    bare = _bare(users=4)
    with serving.pages(workers=2) as served:
        desks = _desks(served.port, asked, count=8)
        four = desks[:4]
        _times([desk.search for desk in four], seconds=1.0)
        found, _all = together([desk.search for desk in four], seconds=SECONDS)
        contacts, contact_time = together([desk.contact for desk in four], seconds=SECONDS)
        mixed, mixed_time = together([desk.mixed for desk in desks], seconds=2 * SECONDS)
        memory = served.worker_megabytes()
    ratio = percentile(found, 0.95) / percentile(bare, 0.95)
    return [
        _ms("search over HTTP, 4 users: p50", percentile(found, 0.5)),
        _ms("search over HTTP, 4 users: p95", percentile(found, 0.95), aim=50),
        _ms("a bare SELECT 1 page, 4 users: p95", percentile(bare, 0.95)),
        Figure(name="search p95 : bare p95", value=ratio, unit="times"),
        Figure(name="contacts recorded, 4 users", value=len(contacts) / contact_time, unit="/s"),
        _ms("contact recorded: p95", percentile(contacts, 0.95), aim=250),
        Figure(name="mixed desk, 8 users", value=len(mixed) / mixed_time, unit="req/s", aim=150, at_least=True),
        _ms("mixed desk: p95", percentile(mixed, 0.95), aim=250),
        Figure(name="memory of a worker", value=memory, unit="MiB"),
    ]


def _bare(*, users: int) -> list[float]:
    with serving.bare_page() as served:
        browsers = [Browser(served.port) for _user in range(users)]
        acts = [lambda browser=browser: expect(browser.get("/"), 200).seconds for browser in browsers]
        _times(acts, seconds=1.0)
        return together(acts, seconds=SECONDS / 2)[0]


def _times(acts: Sequence[Callable[[], float]], *, seconds: float) -> None:
    together(acts, seconds=seconds)


def one_at_a_time(asked: list[Asked]) -> list[Figure]:
    """Measure one worker with one user, and the sizes of pages."""
    with serving.pages(workers=1) as served:
        (desk,) = _desks(served.port, asked, count=1)
        aims = {"list": 40, "open": 40, "register": 55, "today": None, "search": None, "report": None}
        figures = [_alone(served, desk, act, aim) for act, aim in aims.items()]
    sizes = [
        Figure(name=f"page size: {act}", value=size / 1024, unit="KiB", aim=LARGEST_PAGE_KIB)
        for act, size in sorted(desk.largest.items())
    ]
    return [*figures, *sizes]


def _alone(served: serving.Served, desk: Desk, act: str, aim: float | None) -> Figure:
    once: Callable[[], float] = getattr(desk, act)
    for _time in range(WARM_UPS):
        once()
    before = served.cpu_seconds()
    taken = [once() for _time in range(TIMES)]
    cpu = 1000 * (served.cpu_seconds() - before) / TIMES
    return _ms(
        f"one worker: {act}, median of {TIMES}", median(taken), aim=aim, note=f"{cpu:.0f} ms of the worker's CPU"
    )


def _ms(name: str, seconds: float, *, aim: float | None = None, note: str = "") -> Figure:
    return Figure(name=name, value=1000 * seconds, unit="ms", aim=aim, note=note)
