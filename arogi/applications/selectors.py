"""The list of applications: filtered, counted and paged in a fixed number of queries; what one application shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from openfisca_greece import catalogue

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.applications.access import visible_applications
from arogi.applications.law import terms_of
from arogi.applications.models import Application, ApplicationEvent, ApplicationQuerySet
from arogi.centres.models import Structure
from arogi.entitlements.selectors import municipality_code
from arogi.entitlements.sight import sight_of
from arogi.entitlements.words import title_of
from arogi.people.models import Person
from arogi.reception.access import hidden_structure_ids

PAGE = 25
EXPORTED_AT_MOST = 20_000
OPEN, CHECK, OVERDUE, RENEW, GRANTED, ENDED, ALL = "open", "check", "overdue", "renew", "granted", "ended", "all"
VIEWS = (OPEN, CHECK, OVERDUE, RENEW, GRANTED, ENDED, ALL)
# How long before its end a granted application stands among those to renew; the task has the programme's own lead.
RENEW_WITHIN = dt.timedelta(days=60)
ORDERS = {
    "newest": ("-state_since", "-pk"),
    "oldest": ("state_since", "pk"),
    "check": ("next_check_on", "state_since", "pk"),
    "end": ("granted_until", "state_since", "pk"),
    "name": ("person__sort_key", "person_id", "pk"),
}
SHORTEST_CODE = 3


@dataclass(frozen=True, kw_only=True)
class ApplicationFilter:
    """What of the list is wanted.

    Attributes:
        view: one of `VIEWS`.
        code: the beginning of an external code; it is looked for in all views.
        order: a key of `ORDERS`.
    """

    view: str = OPEN
    state: str = ""
    programme: str = ""
    structure_id: UUID | None = None
    worker_id: UUID | None = None
    code: str = ""
    order: str = "newest"


def code_key(text: str) -> str:
    """Give letters and digits of an external code, in capitals: what it is found by."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def may_be_applied_for(member: Member, programme: str, today: dt.date) -> bool:
    """Say whether an application can be opened: the programme is known here, applied for, and not hidden."""
    about = catalogue().get(programme)
    if about is None or not terms_of(programme).is_applied_for or programme in sight_of(member).programmes:
        return False
    return about.municipality is None or about.municipality == municipality_code(today)


def programmes_on_offer(member: Member, today: dt.date) -> list[tuple[str, str]]:
    """Give code and title of every programme that may be applied for today, by title."""
    hidden, here = sight_of(member).programmes, municipality_code(today)
    found = (
        (code, title_of(code))
        for code, about in catalogue().items()
        if terms_of(code).is_applied_for and code not in hidden and about.municipality in (None, here)
        if about.state_on(today).state != "closed"
    )
    return sorted(found, key=lambda one: one[1])


def filtered(member: Member, wanted: ApplicationFilter, today: dt.date) -> ApplicationQuerySet:
    """Give the applications that are wanted, of those that the member may see."""
    rows = visible_applications(member)
    key = code_key(wanted.code)
    rows = rows.filter(code_key__startswith=key) if key else rows.filter(condition(wanted.view, today))
    equal = {
        "state": wanted.state,
        "programme": wanted.programme,
        "structure": wanted.structure_id,
        "worker": wanted.worker_id,
    }
    return rows.filter(**{name: value for name, value in equal.items() if value})


def condition(view: str, today: dt.date) -> Q:
    """Give what the applications of a view have in common."""
    not_ended = ~Q(state__in=Application.ENDED)
    return {
        OPEN: Q(state__in=Application.OPEN),
        CHECK: Q(next_check_on__lte=today) & not_ended,
        OVERDUE: Q(next_check_on__lt=today) & not_ended,
        RENEW: Q(state__in=Application.GRANTED, granted_until__lte=today + RENEW_WITHIN),
        GRANTED: Q(state__in=Application.GRANTED),
        ENDED: Q(state__in=Application.ENDED),
        ALL: Q(),
    }[view]


def counts_by_view(member: Member, today: dt.date) -> dict[str, int]:
    """Count the applications in each view; one query."""
    counted = {view: Count("pk", filter=condition(view, today)) for view in VIEWS if view != ALL}
    counts: dict[str, int] = visible_applications(member).aggregate(**counted, **{ALL: Count("pk")})
    return counts


def page_of_applications(rows: ApplicationQuerySet, order: str, number: int) -> Page[Application]:
    """Give one page; two queries, however long the list is."""
    return Paginator(_ordered(rows, order), PAGE).get_page(number)


def all_applications(rows: ApplicationQuerySet, order: str) -> list[Application]:
    """Give the applications of a file."""
    return list(_ordered(rows, order)[:EXPORTED_AT_MOST])


def _ordered(rows: ApplicationQuerySet, order: str) -> QuerySet[Application]:
    return rows.select_related("person", "structure", "worker").order_by(*ORDERS[order])


def programmes_with_applications(member: Member) -> list[tuple[str, str]]:
    """Give code and title of every programme that has applications, by title."""
    codes = visible_applications(member).order_by().values_list("programme", flat=True).distinct()
    return sorted(((code, title_of(code)) for code in codes), key=lambda one: one[1])


def structures_shown(member: Member) -> list[Structure]:
    """Give the structures whose applications the member may see."""
    hidden = hidden_structure_ids(member)
    return [structure for structure in member.structures if structure.pk not in hidden]


def workers_with_applications(member: Member) -> list[User]:
    """Give who looks after applications, by name; one query."""
    rows = visible_applications(member).exclude(worker=None)
    return list(User.objects.filter(pk__in=rows.order_by().values("worker")).order_by("name"))


def staff_today(today: dt.date) -> list[User]:
    """Give who may look after an application: everybody who works in the municipality on a day."""
    from arogi.accounts.models import Membership

    working = Membership.objects.on(today).values("user")
    return list(User.objects.filter(pk__in=working, is_active=True).order_by("name", "pk"))


# One application


def events_of(application: Application) -> list[ApplicationEvent]:
    """Give what happened to an application, the newest first."""
    return list(application.events.select_related("by", "undone").order_by("-pk"))


def applications_of(member: Member, person_ids: Iterable[UUID]) -> ApplicationQuerySet:
    """Give the applications in which any of these persons applies, alone or along, the newest first."""
    ids = list(person_ids)
    rows = visible_applications(member).filter(Q(person__in=ids) | Q(co_applicants__person__in=ids)).distinct()
    return rows.select_related("person", "structure", "worker").order_by("-opened_on", "-pk")


def along_with(application: Application) -> list[Person]:
    """Give who applies along, in the order in which they were named."""
    return [one.person for one in application.co_applicants.select_related("person").order_by("pk")]


def same_code(application: Application, member: Member) -> Application | None:
    """Give another application with the same external code, if the member may see one."""
    if not application.code_key:
        return None
    rows = visible_applications(member).filter(code_key=application.code_key).exclude(pk=application.pk)
    found: Application | None = rows.select_related("person").order_by("-pk").first()
    return found
