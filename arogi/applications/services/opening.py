"""Opening an application: from an answer, from a request, from nothing but a wish, or to follow an earlier one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.applications.access import get_application, visible_applications
from arogi.applications.errors import NoStructure, NotAppliedFor, NotOfTheHousehold, NotRenewable, OpenAlready
from arogi.applications.law import FAMILY, HOUSEHOLD, terms_of
from arogi.applications.models import Applicant, Application, ApplicationEvent
from arogi.applications.selectors import may_be_applied_for
from arogi.applications.services.checklist import keep_papers
from arogi.applications.services.following import keep_tasks
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.entitlements.homes import Home, home_of
from arogi.entitlements.models import Check
from arogi.entitlements.selectors import get_check
from arogi.people.access import get_person
from arogi.people.kept_text import kept
from arogi.people.models import Person
from arogi.reception import services as reception
from arogi.reception.models import CentreService, Request
from arogi.reception.selectors import offered_services
from arogi.reception.services.answering import request_for

LONGEST_NOTE = 300
# Who a tax family is, by their relation to the head (benefits dossier 1.1).
RELATIONS_OF_FAMILY = frozenset({"head", "spouse", "child", "protected_child"})
# An open request of so long ago is what the person came for; an older one was something else.
ANSWERS_REQUEST_WITHIN = dt.timedelta(days=30)
# "Online application of another body on the citizen's behalf", where the catalogue has no service of the programme.
ON_BEHALF = "A3.05"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be applied for.

    Attributes:
        member_ids: who applies along; None for those whom the programme's unit names.
        check_id: of the check whose answer it comes from.
        structure_id: where; None for the one that fits best.
    """

    programme: str
    member_ids: tuple[UUID, ...] | None = None
    check_id: UUID | None = None
    structure_id: UUID | None = None
    note: str = ""


@transaction.atomic
def open_application(*, by: Member, person_id: UUID, wish: Wish, today: dt.date, at: dt.datetime) -> Application:
    """Open an application. It answers the person's open request for the programme; without one, one is made along.

    Raises:
        NotAllowed, NotAppliedFor, NoStructure, NotOfTheHousehold: see there.
        OpenAlready: the person has an open one for this programme.
        people.errors.NoSuchPerson, entitlements.errors.NoSuchCheck: there is none.
    """
    person = _person(by, person_id, wish.programme, today)
    home = home_of(person, today)
    check = get_check(home, wish.check_id) if wish.check_id else None
    return _opened(by, person, home, wish, today, at, check=check)


@transaction.atomic
def renew(*, by: Member, application_id: UUID, today: dt.date, at: dt.datetime) -> Application:
    """Open the application that follows a granted one: for the same people as far as they still live together.

    Raises:
        NotAllowed, NoSuchApplication: the member may not, or there is none.
        NotRenewable: it was not granted, or is followed already.
        OpenAlready, NotAppliedFor, NoStructure: as `open_application` has them.
    """
    former = get_application(by, application_id)
    was_granted = former.state in (*Application.GRANTED, Application.State.EXPIRED)
    if not was_granted or former.successors.exclude(state=Application.State.WITHDRAWN).exists():
        raise NotRenewable
    person = _person(by, former.person_id, former.programme, today)
    home = home_of(person, today)
    living = {member.id for member in home.members}
    along = tuple(one for one in former.co_applicants.values_list("person_id", flat=True) if one in living)
    wish = Wish(programme=former.programme, member_ids=along, structure_id=_still_works(by, former.structure_id))
    return _opened(by, person, home, wish, today, at, former=former)


def who_applies(home: Home, programme: str, applicant_id: UUID) -> tuple[UUID, ...]:
    """Give who applies along with the applicant, by the programme's unit."""
    unit = terms_of(programme).unit
    if unit not in (FAMILY, HOUSEHOLD):
        return ()
    others = (member for member in home.members if member.id != applicant_id)
    return tuple(one.id for one in others if unit == HOUSEHOLD or one.role in RELATIONS_OF_FAMILY)


def set_co_applicants(application: Application, home: Home, member_ids: Iterable[UUID]) -> None:
    """Let exactly these members apply along.

    Raises:
        NotOfTheHousehold: one of them does not live there.
    """
    wanted = set(member_ids) - {application.person_id}
    roles = {member.id: member.role for member in home.members}
    there: set[UUID] = set(application.co_applicants.values_list("person_id", flat=True))
    if not wanted <= roles.keys() | there:
        raise NotOfTheHousehold
    application.co_applicants.filter(person__in=there - wanted).delete()
    Applicant.objects.bulk_create(
        Applicant(application=application, person_id=one, relation=roles[one]) for one in sorted(wanted - there)
    )


def _person(by: Member, person_id: UUID, programme: str, today: dt.date) -> Person:
    if not by.may("applications.record"):
        raise NotAllowed
    person = get_person(by, person_id)
    if not may_be_applied_for(by, programme, today):
        raise NotAppliedFor
    return person


def _opened(
    by: Member,
    person: Person,
    home: Home,
    wish: Wish,
    today: dt.date,
    at: dt.datetime,
    *,
    check: Check | None = None,
    former: Application | None = None,
) -> Application:
    refuse_second(by, person.pk, wish.programme)
    structure = _structure(by, person, wish, today)
    request, is_new = _request(by, person, structure, wish.programme, today)
    columns: dict[str, Any] = {"entitlement_check": check, "former": former, "household_id": home.household_id}
    application = _written(by, person, request, wish.programme, today, columns | {"request_made_along": is_new})
    along = who_applies(home, wish.programme, person.pk) if wish.member_ids is None else wish.member_ids
    set_co_applicants(application, home, along)
    keep_papers(application, today)
    act = ApplicationEvent.Kind.RENEWED if former else ApplicationEvent.Kind.OPENED
    note = kept(wish.note, at_most=LONGEST_NOTE, field="note")
    ApplicationEvent.objects.create(application=application, act=act, on=today, at=at, by=by.user, note=note)
    keep_tasks(application, today)
    if former:
        keep_tasks(former, today)
    audit.record("create", kind="application", object_id=application.pk, person_id=person.pk)
    return application


def _written(
    by: Member, person: Person, request: Request, programme: str, today: dt.date, columns: Mapping[str, Any]
) -> Application:
    application = Application(
        id=uuid7(),
        request=request,
        programme=programme,
        person=person,
        structure_id=request.structure_id,
        worker=by.user,
        opened_on=today,
        state_since=today,
        **columns,
    )
    try:
        with refusing("applications_one_open_per_programme", OpenAlready):
            application.save(force_insert=True)
    except OpenAlready:
        # Another click was faster by a moment: its application is committed now and can be seen.
        refuse_second(by, person.pk, programme)
        raise
    return application


def refuse_second(by: Member, person_id: UUID, programme: str) -> None:
    """Refuse a second open application, with a way to the first where the member may see it.

    Raises:
        OpenAlready: there is one.
    """
    first = Application.objects.open().filter(person=person_id, programme=programme).first()
    if first is not None:
        raise OpenAlready(first.pk if visible_applications(by).filter(pk=first.pk).exists() else None)


# Where, and which request


def structures_for(by: Member, today: dt.date) -> list[Structure]:
    """Give the structures in which a member may record on a day."""
    return [
        one
        for one in by.structures
        if by.works_in(one.pk)
        and (one.opened_on is None or one.opened_on <= today)
        and (one.closed_on is None or one.closed_on > today)
    ]


def _still_works(by: Member, structure_id: UUID) -> UUID | None:
    return structure_id if by.works_in(structure_id) else None


def _structure(by: Member, person: Person, wish: Wish, today: dt.date) -> Structure:
    here = {one.pk: one for one in structures_for(by, today)}
    if wish.structure_id is not None and wish.structure_id not in here:
        raise NoStructure(field="structure")
    usual = next(iter(by.structure_ids), None)
    wanted = (wish.structure_id, person.registered_at_id, usual, *here)
    found = next((here[one] for one in wanted if one in here), None)
    if found is None:
        raise NoStructure
    return found


def _request(by: Member, person: Person, structure: Structure, programme: str, today: dt.date) -> tuple[Request, bool]:
    """Give the request that the application answers, and whether it was made for it."""
    offered = offered_services(structure, today)
    fitting = [service for service in offered if programme in reception.programmes_of(service)]
    asked = _asked_for(person, structure, fitting, today)
    if asked is not None:
        return asked, False
    service = next(iter(fitting), None) or _on_behalf(offered)
    if service is None:
        raise NoStructure
    return request_for(by=by, person=person, structure=structure, service=service, today=today), True


def _asked_for(person: Person, structure: Structure, services: list[CentreService], today: dt.date) -> Request | None:
    rows = Request.objects.filter(
        person=person,
        structure=structure,
        service__in=services,
        is_cancelled=False,
        outcome__in=(Request.Outcome.OPEN, Request.Outcome.PENDING_DOCUMENTS),
        date__range=(today - ANSWERS_REQUEST_WITHIN, today),
        applications=None,
    )
    found: Request | None = rows.order_by("-date", "-pk").first()
    return found


def _on_behalf(offered: list[CentreService]) -> CentreService | None:
    by_code = {service.national_code: service for service in offered if service.about_person}
    return by_code.get(ON_BEHALF) or next(iter(by_code.values()), None)
