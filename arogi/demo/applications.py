"""Applications of the demonstration, in all states. They answer requests that are there: no figure of work changes."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from uuid_utils.compat import uuid7

from arogi.accounts.access import Member, member_on
from arogi.accounts.models import User
from arogi.applications.models import Application, ApplicationEvent, Paper
from arogi.applications.services import Told, carry_out, follow_all
from arogi.applications.services.checklist import keep_papers
from arogi.applications.services.opening import set_co_applicants, who_applies
from arogi.centres.models import Municipality
from arogi.entitlements.homes import home_of
from arogi.reception.models import Request

# What happened to one application after the other; the numbers are days since it was opened.
WAYS: tuple[tuple[tuple[str, int], ...], ...] = (
    (),
    (("ready", 1),),
    (("submit", 2),),
    (("submit", 1), ("ask_papers", 6)),
    (("submit", 1), ("approve", 12)),
    (("ready", 1), ("submit", 2), ("approve", 14)),
    (("submit", 3), ("reject", 10)),
    (("submit", 1), ("approve", 9), ("suspend", 20)),
    (("withdraw", 2),),
)
MADE_IN_EACH = 3 * len(WAYS)
LOOKED_AT_WITHIN = 400
FORTNIGHT = dt.timedelta(days=14)


def apply_for_programmes(
    municipality: Municipality, workers: Mapping[UUID | None, list[UUID]], rng: random.Random, *, at: dt.datetime
) -> int:
    """Open applications for requests of the last months and let things happen to them; give how many there are.

    Args:
        workers: who works in each structure; for no structure whoever works anywhere.
    """
    requests = list(_answered(at.date()))
    rng.shuffle(requests)
    made = 0
    for number, request in enumerate(requests[:MADE_IN_EACH]):
        here = workers.get(request.structure_id) or workers[None]
        by = member_on(user=User.objects.get(pk=rng.choice(here)), municipality=municipality, date=request.date)
        if by is not None and by.may("applications.record"):
            _follow(_open(by, request, at), by, WAYS[number % len(WAYS)], rng, at)
            made += 1
    follow_all(today=at.date(), at=at)
    return made


def _answered(today: dt.date) -> Iterator[Request]:
    """Give requests for a programme, one of each person, the newest first."""
    rows = Request.objects.filter(person__isnull=False, is_cancelled=False, date__lte=today)
    rows = rows.exclude(service__programme="").select_related("service", "person").order_by("-date", "-pk")
    seen = set()
    for row in rows[:LOOKED_AT_WITHIN]:
        if row.person_id not in seen:
            seen.add(row.person_id)
            yield row


def _open(by: Member, request: Request, at: dt.datetime) -> Application:
    home = home_of(request.person, request.date)
    application: Application = Application.objects.create(
        id=uuid7(),
        request=request,
        programme=request.service.programme,
        person=request.person,
        household_id=home.household_id,
        structure_id=request.structure_id,
        worker=by.user,
        opened_on=request.date,
        state_since=request.date,
    )
    set_co_applicants(application, home, who_applies(home, application.programme, application.person_id))
    keep_papers(application, request.date)
    opened = ApplicationEvent.Kind.OPENED
    ApplicationEvent.objects.create(application=application, act=opened, on=request.date, at=at, by=by.user)
    return application


def _follow(
    application: Application, by: Member, way: tuple[tuple[str, int], ...], rng: random.Random, at: dt.datetime
) -> None:
    today = at.date()
    for act, days in way:
        on = min(application.opened_on + dt.timedelta(days=days), today)
        told = _told(act, on, rng)
        carry_out(by=by, application_id=application.pk, act=act, told=told, today=today, at=at)
    papers = list(application.papers.order_by("position"))
    seen = [paper.pk for paper in papers[: rng.randint(0, len(papers))]]
    Paper.objects.filter(pk__in=seen).update(seen_on=application.opened_on, seen_by=by.user)


def _told(act: str, on: dt.date, rng: random.Random) -> Told:
    if act == "submit":
        code = "-".join(f"{rng.randint(0, 9999):04}" for _group in range(4))
        return Told(on=on, external_code=code, next_check_on=on + FORTNIGHT)
    if act == "approve":
        amount = Decimal(rng.choice((70, 105, 140, 175, 216, 324, 378, 432)))
        number = f"{rng.randint(1_000, 99_999)}/{on.year}"
        rhythm = Application.Rhythm.MONTH
        begins = on.replace(day=1)
        return Told(on=on, amount=amount, amount_unit=rhythm, granted_from=begins, decision_number=number)
    if act in ("reject", "suspend"):
        return Told(on=on, decision_reason="Το εισόδημα ξεπερνά το όριο", objection_until=on + FORTNIGHT)
    return Told(on=on)
