"""`python -m bench.tasks`: the inbox of a structure with 20,000 open tasks, and a caseload of 1,500 handed over.

Works in a database of its own, which is made anew; the pages are asked for inside this process, as a page server would.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import uuid4

os.environ["AROGI_DATABASE"] = "arogi_bench_tasks"
os.environ["AROGI_DEMO"] = "false"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

from bench.figures import Figure, machine, percentile, table

OPEN, FEW, CASES, TIMES, WARM_UPS = 20_000, 20, 1_500, 60, 5
SHOWN = "/tasks/?view=ours"
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def main() -> int:
    """Fill, ask, hand over, and print the figures."""
    from arogi.config import installation
    from arogi.config.environment import read_environment
    from bench.filling import _drop

    _drop(read_environment())
    with ExitStack() as stack:
        installation.bring_up(stack)
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        print(machine())
        print(table([*_inbox(), *_caseload()]))
    return 0


def _inbox() -> Iterator[Figure]:
    town = _town("inbox")
    _fill(town, FEW)
    few = _queries(town)
    _fill(town, OPEN - FEW)
    _analyze()
    many = _queries(town)
    for path, name in ((SHOWN, "the structure's"), ("/tasks/", "one's own"), (f"{SHOWN}&page=400", "page 400")):
        times = sorted(_times(town, path))
        note = f"median {1000 * times[len(times) // 2]:.0f} ms, {TIMES} times"
        yield Figure(
            name=f"inbox with {OPEN:,} tasks, {name}: p95", value=1000 * percentile(times, 0.95), unit="ms", aim=100,
            note=note,
        )  # fmt: skip
    yield Figure(name="inbox: queries with 20,000 less those with 20", value=many - few, unit="", aim=0, note=f"{many}")


def _caseload() -> Iterator[Figure]:
    from arogi.casework import services
    from arogi.core.acting import acting_in

    town = _town("caseload")
    _fill(town, CASES)
    _analyze()
    to = [one.pk for one in town["colleagues"]]
    by = town["coordinator"]

    def hand() -> Any:
        with acting_in(town["town"].pk):
            return services.hand_caseload_over(
                by=by, user_id=town["worker"].pk, receivers=to, submission=uuid4(), today=TODAY, at=NOW
            )

    seconds, done = _timed(hand)
    note = f"{done.persons:,} persons and {done.tasks:,} tasks to {len(to)} colleagues"
    yield Figure(name="a caseload handed over", value=seconds, unit="s", aim=5, note=note)

    def back() -> Any:
        with acting_in(town["town"].pk):
            return services.undo_hand_over(by=by, hand_over_id=done.pk, at=NOW)

    seconds, done = _timed(back)
    yield Figure(
        name="and taken back", value=seconds, unit="s", aim=5, note=f"{done.persons_back:,} and {done.tasks_back:,}"
    )


def _town(slug: str) -> dict[str, Any]:
    from arogi.accounts.access import member_on
    from arogi.accounts.models import Membership, MunicipalityAccess, User
    from arogi.centres.models import Structure
    from arogi.centres.services import open_municipality, open_structure
    from arogi.core.acting import acting_in

    town = open_municipality(slug=slug, name_el=slug, name_en=slug)

    def hire(name: str, role: str) -> User:
        user: User = User.objects.create(email=f"{name}@{slug}.example", name=name)
        MunicipalityAccess.objects.create(user=user, municipality=town)
        Membership.objects.create(user=user, role=role, structure=None, valid_from=dt.date(2020, 1, 1))
        return user

    with acting_in(town.pk):
        kind = Structure.Kind.CENTRE
        centre = open_structure(code="KK", kind=kind, name_el="Κέντρο", name_en="Centre", parent=None)
        worker, boss = hire("worker", "social_worker"), hire("boss", "coordinator")
        colleagues = [hire(f"colleague-{number}", "social_worker") for number in range(3)]
        return {
            "town": town, "centre": centre, "worker": worker, "colleagues": colleagues, "boss": boss,
            "coordinator": member_on(user=boss, municipality=town, date=TODAY),
        }  # fmt: skip


def _fill(town: dict[str, Any], count: int) -> None:
    """Let the worker follow as many persons, a task each: most of them due, some overdue, some handed to everybody."""
    from uuid_utils.compat import uuid7

    from arogi.casework.services import TaskDraft, have_tasks
    from arogi.core.acting import acting_in
    from arogi.people.models import Person

    with acting_in(town["town"].pk):
        persons = [
            Person(
                id=uuid7(), surname=f"Πρόσωπο {number}", registered_on=TODAY, registered_at=town["centre"],
                key_worker=town["worker"], sort_key=f"prosopo {number:06d}",
            )
            for number in range(count)
        ]  # fmt: skip
        Person.objects.bulk_create(persons, batch_size=500)
        drafts = (
            TaskDraft(
                kind="renewal", source_kind="document", source_id=uuid4(), subject="lease", person_id=person.pk,
                due_on=TODAY + dt.timedelta(days=number % 400 - 60),
            )
            for number, person in enumerate(persons)
        )  # fmt: skip
        have_tasks(drafts, on=TODAY)


def _analyze() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _client(town: dict[str, Any]) -> Any:
    from django.test import Client

    from arogi.accounts.middleware import MUNICIPALITY, SEEN_AT, SIGNED_IN_AT

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(town["worker"], backend="arogi.accounts.backends.StaffBackend")
    session = client.session
    session.update({MUNICIPALITY: str(town["town"].pk), SIGNED_IN_AT: int(time.time()), SEEN_AT: int(time.time())})
    session.save()
    return client


def _times(town: dict[str, Any], path: str) -> list[float]:
    client = _client(town)
    return [_timed(lambda: _page(client, path))[0] for _time in range(TIMES + WARM_UPS)][WARM_UPS:]


def _page(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        sys.exit(f"{path} answered {answer.status_code}.")


def _queries(town: dict[str, Any]) -> int:
    client, asked = _client(town), []
    _page(client, SHOWN)
    with _watching(asked):
        _page(client, SHOWN)
    return len([sql for sql in asked if "SAVEPOINT" not in sql and "django_session" not in sql])


@contextmanager
def _watching(asked: list[str]) -> Iterator[None]:
    from django.db import connection

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    given = act()
    return time.perf_counter() - started, given


if __name__ == "__main__":
    sys.exit(main())
