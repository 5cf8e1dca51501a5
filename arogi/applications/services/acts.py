"""What happens to an application: each act one transaction, one event, one access record, and a way back."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.applications.access import get_application, visible_applications
from arogi.applications.errors import (
    ActedMeanwhile,
    BeforeOpening,
    BeforeSubmission,
    DayToCome,
    EndsBeforeItBegins,
    FactMissing,
    NoSuchApplication,
    NothingToUndo,
    NotPossibleNow,
    OpenAlready,
    TooEarly,
)
from arogi.applications.law import Act, acts, platform_of, terms_of
from arogi.applications.models import Application, ApplicationEvent
from arogi.applications.selectors import code_key
from arogi.applications.services.checklist import keep_papers
from arogi.applications.services.following import keep_tasks
from arogi.applications.services.opening import set_co_applicants
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.entitlements.homes import home_of
from arogi.people.kept_text import kept
from arogi.reception import services as reception
from arogi.reception.models import Request

LONGEST = {"note": 300, "payer_word": 60, "external_code": 60, "decision_number": 60, "decision_reason": 300}
# So long before it was opened here an application may have been submitted elsewhere.
SUBMITTED_BEFORE_OPENING = dt.timedelta(days=3 * 366)
# What the answered request says from then on.
OUTCOMES = {"submit": Request.Outcome.APPLICATION, "withdraw": Request.Outcome.WITHDRAWN}
# Days that lie in the future when an act tells them.
TO_COME = ("objection_until", "next_check_on", "granted_until")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told with an act. An act takes what it asks for (acts.yaml) and leaves the rest as it is.

    Attributes:
        on: the day on which it happened.
        amount: euros, with the rhythm of `amount_unit`.
    """

    on: dt.date
    note: str = ""
    payer_word: str = ""
    submitter: str = Application.Submitter.CENTRE
    external_code: str = ""
    decision_number: str = ""
    decision_reason: str = ""
    amount: Decimal | None = None
    amount_unit: str = ""
    granted_from: dt.date | None = None
    granted_until: dt.date | None = None
    objection_until: dt.date | None = None
    next_check_on: dt.date | None = None


@transaction.atomic
def carry_out(
    *,
    by: Member,
    application_id: UUID,
    act: str,
    told: Told,
    today: dt.date,
    at: dt.datetime,
    after: UUID | None = None,
) -> ApplicationEvent:
    """Let an act of acts.yaml happen to an application.

    Args:
        after: the newest event of the page on which it was typed; a second click gives the event of the first.

    Raises:
        NotAllowed, NoSuchApplication: the member may not, or there is none.
        NotPossibleNow: the act does not fit the state.
        ActedMeanwhile: something else happened after that event.
        DayToCome, BeforeSubmission, BeforeOpening, TooEarly, EndsBeforeItBegins, FactMissing: see there.
        KeyError: there is no such act.
    """
    application, rule = _locked(by, application_id), acts()[act]
    if done := _first_click(by, application, act, told, after):
        return done
    if application.state not in rule.sources:
        raise NotPossibleNow
    _refuse_impossible(application, rule, told, today)
    columns = _columns(application, rule, told)
    outcome = _settled(by, application, OUTCOMES.get(act))
    return _happened(by, application, act, told, columns, at, beside=outcome)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What may be changed at any time, without the state.

    Attributes:
        worker_id: who looks after it; None for nobody.
        member_ids: who applies along.
    """

    worker_id: UUID | None
    external_code: str
    next_check_on: dt.date | None
    member_ids: tuple[UUID, ...]


@transaction.atomic
def change_facts(
    *, by: Member, application_id: UUID, facts: Facts, today: dt.date, at: dt.datetime, after: UUID | None = None
) -> ApplicationEvent:
    """Change who looks after an application, who applies along, its external code and the next check.

    Raises:
        NotAllowed, NoSuchApplication, ActedMeanwhile: as `carry_out` has them.
        NotOfTheHousehold: somebody was named who does not live there.
    """
    application = _locked(by, application_id)
    newest = newest_event(application)
    if after is not None and newest is not None and newest.pk != after:
        raise ActedMeanwhile
    former = sorted(str(one) for one in application.co_applicants.values_list("person_id", flat=True))
    set_co_applicants(application, home_of(application.person, today), facts.member_ids)
    keep_papers(application, today)
    code = _code(application, facts.external_code)
    columns = {**code, "worker_id": facts.worker_id, "next_check_on": facts.next_check_on}
    told = Told(on=today)
    return _happened(by, application, ApplicationEvent.Kind.CHANGED, told, columns, at, beside={"members": former})


@transaction.atomic
def undo(*, by: Member, event_id: UUID, today: dt.date, at: dt.datetime) -> ApplicationEvent:
    """Take back one's own last act: the application is again as it was before it.

    To take back that it was opened withdraws it, together with the request that was made along.

    Raises:
        NotAllowed, NoSuchApplication: the member may not, or there is no such act.
        NothingToUndo: it is not the last event, was undone before, or was somebody else's.
        OpenAlready: another application was opened meanwhile, which makes this one the second.
    """
    event = ApplicationEvent.objects.filter(pk=event_id).first()
    if event is None:
        raise NoSuchApplication
    application = _locked(by, event.application_id)
    if newest_event(application) != event or event.act == ApplicationEvent.Kind.UNDONE or event.by_id != by.user.pk:
        raise NothingToUndo
    told = Told(on=today)
    if event.act in (ApplicationEvent.Kind.OPENED, ApplicationEvent.Kind.RENEWED):
        return _never_opened(by, application, event, told, at)
    former = dict(event.former)
    _settled(by, application, former.pop("request_outcome", None))
    if (members := former.pop("members", None)) is not None:
        set_co_applicants(application, home_of(application.person, today), map(UUID, members))
        keep_papers(application, today)
    columns = {name: _restored(name, value) for name, value in former.items()}
    return _happened(by, application, ApplicationEvent.Kind.UNDONE, told, columns, at, undone=event)


def newest_event(application: Application) -> ApplicationEvent | None:
    """Give the last thing that happened to an application."""
    newest: ApplicationEvent | None = application.events.order_by("-pk").first()
    return newest


def _never_opened(
    by: Member, application: Application, event: ApplicationEvent, told: Told, at: dt.datetime
) -> ApplicationEvent:
    if application.request_made_along and not application.request.is_cancelled:
        reason = "Undone: the application was opened by mistake."
        reception.cancel_request_line(by=by, request_id=application.request_id, reason=reason, at=at)
    columns = {"state": Application.State.WITHDRAWN, "state_since": told.on, "payer_word": "", "next_check_on": None}
    return _happened(by, application, ApplicationEvent.Kind.UNDONE, told, columns, at, undone=event)


def _locked(by: Member, application_id: UUID) -> Application:
    if not by.may("applications.record"):
        raise NotAllowed
    rows = visible_applications(by).select_for_update(of=("self",))
    if not rows.filter(pk=application_id).exists():
        raise NoSuchApplication
    return get_application(by, application_id)


def _first_click(
    by: Member, application: Application, act: str, told: Told, after: UUID | None
) -> ApplicationEvent | None:
    """Give the event that the same form made before; None where the act is still to be done."""
    newest = newest_event(application)
    if after is None or newest is None or newest.pk == after:
        return None
    before = application.events.filter(pk__lt=newest.pk).order_by("-pk").first()
    is_the_same = (newest.by_id, newest.act, newest.on) == (by.user.pk, act, told.on)
    if is_the_same and before is not None and before.pk == after:
        return newest
    raise ActedMeanwhile


# What cannot be so


def _refuse_impossible(application: Application, act: Act, told: Told, today: dt.date) -> None:
    if told.on > today:
        raise DayToCome
    if application.submitted_on and act.code != "submit" and told.on < application.submitted_on:
        raise BeforeSubmission
    if told.on < application.opened_on - SUBMITTED_BEFORE_OPENING:
        raise BeforeOpening
    for name in act.must:
        if not getattr(told, name):
            raise FactMissing(field=name)
    _refuse_impossible_days(act, told)


def _refuse_impossible_days(act: Act, told: Told) -> None:
    for name in TO_COME:
        day = getattr(told, name) if name in act.asks else None
        if day is not None and day < told.on and name != "granted_until":
            raise TooEarly(field=name)
    if told.granted_from and told.granted_until and told.granted_until < told.granted_from:
        raise EndsBeforeItBegins


# What it writes


def _columns(application: Application, act: Act, told: Told) -> dict[str, Any]:
    columns: dict[str, Any] = {name: getattr(told, name) for name in act.asks if name not in LONGEST}
    columns |= {name: _text(told, name) for name in act.asks if name in LONGEST}
    if "external_code" in columns:
        columns |= _code(application, told.external_code or application.external_code)
    if "granted_from" in columns and columns["granted_until"] is None:
        columns["granted_until"] = usual_end(application.programme, told.granted_from)
    if "objection_until" in columns and columns["objection_until"] is None:
        columns["objection_until"] = usual_objection(application.programme, told.on)
    if act.day:
        columns[act.day] = told.on
    if act.target:
        columns |= {"state": act.target, "state_since": told.on, "payer_word": _word(application, act, told)}
        columns.setdefault("next_check_on", None)
    return columns


def _text(told: Told, name: str) -> str:
    return kept(getattr(told, name), at_most=LONGEST[name], field=name)


def _word(application: Application, act: Act, told: Told) -> str:
    """Give the payer's word for the new state: the one that was told, else the usual one."""
    words = platform_of(application.programme).words_for(act.target)
    return told.payer_word if told.payer_word in words else next(iter(words), "")


def _code(application: Application, typed: str) -> dict[str, str]:
    code = platform_of(application.programme).written(
        kept(typed, at_most=LONGEST["external_code"], field="external_code")
    )
    return {"external_code": code, "code_key": code_key(code)}


def usual_end(programme: str, begins: dt.date | None) -> dt.date | None:
    """Give the last day for which a programme is granted; None where no source says for how long."""
    months = terms_of(programme).months
    if months is None or begins is None:
        return None
    year, month = divmod(begins.year * 12 + begins.month - 1 + months, 12)
    # What begins on the 31st ends on the last day of a shorter month.
    last_day = monthrange(year, month + 1)[1]
    if begins.day > last_day:
        return dt.date(year, month + 1, last_day)
    return dt.date(year, month + 1, begins.day) - dt.timedelta(days=1)


def usual_objection(programme: str, decided_on: dt.date) -> dt.date | None:
    """Give the last day for an objection; None where no source says how many days there are."""
    days = terms_of(programme).objection_days
    return decided_on + dt.timedelta(days=days) if days else None


def _settled(by: Member, application: Application, outcome: str | None) -> dict[str, str]:
    """Let the answered request say what became of it; give what it said before, to be put back."""
    if outcome is None or application.request.is_cancelled:
        return {}
    former = reception.settle_request(by=by, request_id=application.request_id, outcome=outcome)
    return {"request_outcome": former}


def _happened(
    by: Member,
    application: Application,
    act: str,
    told: Told,
    columns: Mapping[str, Any],
    at: dt.datetime,
    *,
    undone: ApplicationEvent | None = None,
    beside: Mapping[str, Any] | None = None,
) -> ApplicationEvent:
    """Write the new values, the event and the access record; `beside` is kept to be put back, too."""
    former = {name: _plain(getattr(application, name)) for name in columns} | dict(beside or {})
    with refusing("applications_one_open_per_programme", OpenAlready):
        Application.objects.filter(pk=application.pk).update(**columns, version=F("version") + 1, changed_at=at)
    for name, value in columns.items():
        setattr(application, name, value)
    event: ApplicationEvent = ApplicationEvent.objects.create(
        id=uuid7(),
        application=application,
        act=act,
        on=told.on,
        at=at,
        by=by.user,
        note=_text(told, "note"),
        payer_word=columns.get("payer_word", ""),
        former=former,
        undone=undone,
    )
    keep_tasks(application, timezone.localtime(at).date())
    verb = "undo" if undone else "change"
    audit.record(verb, kind="application", object_id=application.pk, person_id=application.person_id, act=str(act))
    return event


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | dt.date | UUID) else value


def _restored(column: str, value: Any) -> Any:
    """Give a value of JSON as its column has it."""
    field = Application._meta.get_field(column.removesuffix("_id") if column.endswith("_id") else column)
    if value is None or not isinstance(field, models.Field):
        return value
    return UUID(value) if column.endswith("_id") else field.to_python(value)
