"""Two municipalities with a row of everything, each row marked with a word that must not be seen from elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from arogi.accounts.access import Member, member_on, rulebook
from arogi.accounts.middleware import MUNICIPALITY, SEEN_AT, SIGNED_IN_AT
from arogi.accounts.models import Membership, User
from arogi.accounts.services import staff
from arogi.applications import services as applications
from arogi.casework import services as casework
from arogi.centres.models import Closure, Municipality, OpeningHours, Operation, Settlement, Structure, SubProject
from arogi.core.acting import acting_in
from arogi.documents import services as documents
from arogi.entitlements.selectors import FactKey
from arogi.entitlements.services import record_facts, run_check
from arogi.notices import services as notices
from arogi.outreach import services as outreach
from arogi.outreach.models import Line
from arogi.outreach.services import search_register
from arogi.people import services as people
from arogi.people.facts import AddressFacts, IdentifierFacts, NewPerson, PhoneFacts, TargetGroupFacts
from arogi.people.models import Household, Person
from arogi.reception import services as reception
from arogi.reception.models import EarlierOffer, NetworkingAct, ReceptionMode, Request, ServiceLength, StaffAbsence
from arogi.reception.services import addresses, earlier, tickets
from arogi.reception.services.appointments import AppointmentFacts, WantedTime, book
from tests import factories
from tests.documents.hostile import picture
from tests.people.factories import facts
from tests.reception.factories import service

TODAY = factories.TODAY
NOW = dt.datetime.combine(TODAY, dt.time(9, 30), tzinfo=dt.UTC)

CANARY = re.compile("canary|καναρίν|ΚΑΝΑΡΙΝ", re.IGNORECASE)
"""What no page of the other municipality may show."""
SECRET = re.compile("mystiko|μυστικ", re.IGNORECASE)
"""What no page may show to staff who do not work in the confidential structure."""


@dataclass
class Town:
    """One municipality and the ids of its rows.

    Attributes:
        ids: by the name of a URL's argument, or by `page.argument` where pages mean different rows by one name.
        secret_ids: the same for rows of the confidential structure.
        admin: an account with every role in the whole municipality.
    """

    municipality: Municipality
    word: str
    ids: dict[str, object] = field(default_factory=dict)
    secret_ids: dict[str, object] = field(default_factory=dict)
    admin: User | None = None
    staff: dict[str, User] = field(default_factory=dict)

    def arguments(self, page: Page, *, secret: bool = False) -> dict[str, object]:
        """Give the arguments for a page's address.

        Raises:
            KeyError: nobody said what to put there: add it in `tests/matrix/world.py`.
        """
        known = {**self.ids, **self.secret_ids} if secret else self.ids
        return {name: known.get(f"{page.name}.{name}") or known[name] for name in page.arguments}


@dataclass(frozen=True)
class Page:
    """One pattern of the resolver."""

    name: str
    pattern: str
    view: object
    arguments: tuple[str, ...]

    @property
    def rights(self) -> tuple[str, ...] | None:
        """Give the rights that the view declares; None when it declares nothing."""
        return getattr(self.view, "rights", None)


def pages() -> list[Page]:
    """Walk the resolver."""
    return sorted(_walk(get_resolver(), (), "", ()), key=lambda page: page.name)


def _walk(resolver: URLResolver, names: tuple[str, ...], path: str, before: tuple[str, ...]) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        route, arguments = path + str(entry.pattern), (*before, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from _walk(entry, inner, route, arguments)
        elif isinstance(entry, URLPattern):
            yield Page(":".join((*names, entry.name or route)), route, entry.callback, arguments)


def build(slug: str, word: str, secret: str) -> Town:
    """Make a municipality whose free texts contain `word`, and those of the confidential structure `secret`."""
    town = Town(factories.municipality(slug, f"Δήμος {slug}", f"Municipality {slug}"), word)
    with acting_in(town.municipality.id):
        centre, branch = Structure.objects.get(code="KK"), Structure.objects.get(code="ROMA")
        town.admin = _admin(town, centre, branch)
        by = member_on(user=town.admin, municipality=town.municipality, date=TODAY)
        assert by is not None
        _add_places(town, centre, branch)
        _add_staff(town, by, centre)
        _add_people(town, by, centre)
        _add_work(town, by, centre, word, town.ids)
        _add_work(town, by, branch, secret, town.secret_ids)
        _add_applications(town, by, centre, branch, secret)
        _add_lines(town, by, centre, branch)
        _add_papers(town, by)
        _add_tasks(town, by, centre, branch, secret)
        _add_notices(town, by)
        _add_appointment(town, by, centre, word, town.ids)
        _add_appointment(town, by, branch, secret, town.secret_ids)
    return town


def _admin(town: Town, *structures: Structure) -> User:
    admin = factories.user(name=f"Διαχειρίστρια {town.word}", email=f"admin-{town.municipality.slug}@example.gr")
    for role in rulebook().roles:
        factories.membership(town.municipality, role, account=admin)
    for structure in structures:
        factories.membership(town.municipality, "coordinator", account=admin, at=structure)
    return admin


def _add_places(town: Town, centre: Structure, branch: Structure) -> None:
    for structure in (centre, branch):
        name = f"Δομή {structure.code} {town.word}"
        Structure.objects.filter(pk=structure.pk).update(name_el=name, name_en=name, address=f"Οδός {town.word}")
        hours = OpeningHours.objects.create(structure=structure, weekday=0, opens=dt.time(8), closes=dt.time(15))
        closure = Closure.objects.create(
            structure=structure, from_date=TODAY, until_date=TODAY, reason=f"Κλειστά {town.word}"
        )
        operation, _ = Operation.objects.get_or_create(
            mis_code="5003189", defaults={"title_el": f"Πράξη {town.word}", "valid_from": dt.date(2017, 1, 1)}
        )
        sub_project = SubProject.objects.create(
            operation=operation, number=structure.code, structure=structure, title_el=town.word
        )
        ids = town.ids if structure is centre else town.secret_ids
        ids |= {"structure_id": structure.pk, "hours_id": hours.pk, "closure_id": closure.pk}
        ids |= {"operation_id": operation.pk, "sub_project_id": sub_project.pk}
    town.ids["settlement_id"] = Settlement.objects.create(name=f"Οικισμός {town.word}").pk


def _add_staff(town: Town, by: Member, centre: Structure) -> None:
    for role in rulebook().roles:
        account = factories.user(name=f"{role} {town.word}", email=f"{role}-{town.municipality.slug}@example.gr")
        town.staff[role] = factories.membership(town.municipality, role, account=account, at=centre)
    colleague = factories.membership(town.municipality, "lawyer", account=factories.user(name=f"Νομικός {town.word}"))
    membership = Membership.objects.get(user=colleague)
    invited = staff.invite(
        email=f"invited-{town.municipality.slug}@example.gr", name=f"Νέα {town.word}", language="el", role="lawyer",
        structure=None, by=by, on=TODAY, at=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    town.ids |= {"user_id": colleague.pk, "accounts:end_role.membership_id": membership.pk}
    town.ids |= {"accounts:invite_again.user_id": invited.user.pk, "token": invited.token}
    town.ids |= {"slug": town.municipality.slug, "membership_id": membership.pk, "reports:activity_file.form": "csv"}


def _add_people(town: Town, by: Member, centre: Structure) -> None:
    registered = [_person(town, by, centre, number) for number in range(6)]
    first, second, third, fourth, fifth, sixth = (person.pk for person in registered)
    home = people.start_household(by=by, head_id=first, on=TODAY)
    people.describe_household(by=by, household_id=home.pk, tenure="rent", note=f"Σπίτι {town.word}")
    lives = people.join_household(by=by, household_id=home.pk, person_id=third, relation="child", on=TODAY)
    merge = people.merge_persons(by=by, kept_id=first, absorbed_id=fourth, choices={}, at=NOW)
    pair = people.raise_pair(by=by, first_id=fifth, second_id=sixth, reasons=["name"], at=NOW)
    pair.__class__.objects.filter(pk=pair.pk).update(raised_by=town.staff["lawyer"])
    person = registered[0]
    told = {FactKey("dwelling.rent_monthly"): "300.00"}
    record_facts(by=by, person=person, told=told, source="declared", told_on=TODAY, today=TODAY)
    town.ids |= {
        "check_id": run_check(by=by, person=person, today=TODAY).pk,
        "person_id": first,
        "other_id": second,
        "identifier_id": person.identifiers.get().pk,
        "phone_id": person.phones.get().pk,
        "address_id": person.addresses.get().pk,
        "household_id": home.pk,
        "merge_id": merge.pk,
        "pair_id": pair.pk,
        "people:end_group.membership_id": person.target_groups.get().pk,
        "people:change_relation.membership_id": lives.pk,
        "people:leave_household.membership_id": lives.pk,
        "people:change_relation.person_id": third,
        "people:leave_household.person_id": third,
    }


def _person(town: Town, by: Member, centre: Structure, number: int) -> Person:
    first = number == 0
    told = facts(
        f"Καναρίνης{number}" if town.word == "canary" else f"Ντόπιος{number}",
        f"{town.word}{number}",
        called=f"{town.word} {number}",
        alert=f"Προσοχή {town.word}" if first else "",
        birth_place=f"Πόλη {town.word}",
    )
    new = NewPerson(
        facts=told,
        identifiers=(IdentifierFacts(kind="other", value=f"{town.word}99", detail=town.word),) if first else (),
        no_identifier_reason="",
        phones=(PhoneFacts(number="6971234567", owner="relative", owner_name=town.word),) if first else (),
        address=AddressFacts(settlement_text=f"Χωριό {town.word}", street=f"Οδός {town.word}") if first else None,
        target_groups=(TargetGroupFacts(group="single_parent"),) if first else (),
        registered_at_id=centre.pk,
    )
    return people.register_person(by=by, new=new, today=TODAY)


def _add_work(town: Town, by: Member, structure: Structure, word: str, ids: dict[str, object]) -> None:
    person = Person.objects.get(pk=town.ids["person_id"])
    line = reception.RequestLine(
        service=service("A2.01"), text=f"Αίτημα {word}", next_step=f"Επόμενο {word}", next_step_on=TODAY
    )
    told = reception.ContactFacts(
        structure=structure, date=TODAY, person=person, companion=f"Συνοδός {word}", note=f"Σημείωση {word}"
    )
    contact = reception.record_contact(by=by, facts=told, lines=(line,), submission=uuid4(), today=TODAY)
    act = reception.record_networking_act(
        by=by,
        facts=reception.ActFacts(
            structure=structure, date=TODAY, kind=NetworkingAct.Kind.VISIT, body=f"Φορέας {word}", subject=word
        ),
        today=TODAY,
    )
    request = Request.objects.get(contact=contact)
    ids |= {"contact_id": contact.pk, "request_id": request.pk, "act_id": act.pk}


def _add_applications(town: Town, by: Member, centre: Structure, branch: Structure, secret: str) -> None:
    """Open an application in the centre, and one of somebody else in the confidential structure."""
    ids = ((centre, "person_id", town.word, town.ids), (branch, "other_id", secret, town.secret_ids))
    for structure, person, word, known in ids:
        wish = applications.Wish(programme="eee", structure_id=structure.pk, note=word)
        opened = applications.open_application(by=by, person_id=town.ids[person], wish=wish, today=TODAY, at=NOW)
        told = applications.Told(on=TODAY, note=f"Σημείωση {word}", external_code=word, next_check_on=TODAY)
        act = applications.carry_out(by=by, application_id=opened.pk, act="submit", told=told, today=TODAY, at=NOW)
        known |= {"application_id": opened.pk, "applications:undo.event_id": act.pk}
        known |= {"paper_id": opened.papers.order_by("position")[0].pk, "applications:act.act": "ask_papers"}


def _add_lines(town: Town, by: Member, centre: Structure, branch: Structure) -> None:
    """Put two persons on the list of those who have not applied; one of them was seen last in the branch."""
    run = search_register(today=TODAY, now=lambda: NOW)
    household = Household.objects.get(pk=town.ids["household_id"])
    said = {"run": run, "since": TODAY, "cause": Line.Cause.FIRST_RUN, "worker": by.user, "rules_version": town.word}
    open_ = Line.objects.create(
        household=household, person_id=town.ids["person_id"], programme="eee", structure=centre, **said
    )
    Line.objects.create(household=household, person_id=town.ids["person_id"], programme="a21", structure=branch, **said)
    act = outreach.take(by=by, line_id=open_.pk, at=NOW)
    town.ids |= {"line_id": open_.pk, "event_id": act.pk}


def _add_papers(town: Town, by: Member) -> None:
    """Let the person show a paper that ends soon, and one that tells of health."""
    said = {"by": by, "person_id": town.ids["person_id"], "today": TODAY, "at": NOW}
    ends = TODAY + dt.timedelta(days=20)
    seen = documents.PaperFacts(
        kind="residence_title", seen_on=TODAY, expires_on=ends, number=f"{town.word}88", note=f"Σημείωση {town.word}"
    )
    act = documents.record_paper(facts=seen, **said)
    documents.record_paper(facts=documents.PaperFacts(kind="kepa", seen_on=TODAY, expires_on=ends), **said)
    town.ids |= {"document_id": act.document_id, "documents:undo.event_id": act.pk}
    copy = documents.add_copy(by=by, document_id=act.document_id, content=picture(), today=TODAY, at=NOW)
    town.ids["file_id"] = copy.pk


def _add_tasks(town: Town, by: Member, centre: Structure, branch: Structure, secret: str) -> None:
    """Give both structures a task by hand, one of which was taken, and hand a caseload over."""
    person = Person.objects.get(pk=town.ids["person_id"])
    for structure, word, ids in ((centre, town.word, town.ids), (branch, secret, town.secret_ids)):
        words = f"Εκκρεμότητα {word}"
        task = casework.add_task(
            by=by, person=person, structure=structure, words=words, due_on=TODAY, worker=None, today=TODAY
        )
        ids["task_id"] = task.pk
    taken = casework.take(by=by, task_ids=[UUID(str(town.ids["task_id"]))])
    colleague = town.staff["lawyer"]
    Person.objects.filter(pk=town.ids["other_id"]).update(key_worker=town.staff["economist"])
    handed = casework.hand_caseload_over(
        by=by, user_id=town.staff["economist"].pk, receivers=[colleague.pk], submission=uuid4(), today=TODAY, at=NOW
    )
    town.ids |= {"hand_over_id": handed.pk, "casework:undo.act_id": taken}
    town.ids["casework:hand_caseload_over.user_id"] = colleague.pk


def _add_appointment(town: Town, by: Member, structure: Structure, word: str, ids: dict[str, object]) -> None:
    """Book with a colleague of the structure on its next Monday, and write down how it receives people then."""
    monday = TODAY + dt.timedelta(days=7 - TODAY.weekday())
    ReceptionMode.objects.create(structure=structure, kind="mixed", from_date=TODAY)
    notice = f"Ανακοίνωση {town.word}"
    mode = ReceptionMode.objects.create(
        structure=structure, kind="pending", from_date=TODAY, until_date=TODAY, notice_el=notice, notice_en=notice
    )
    worker = town.admin
    assert worker is not None
    wanted = WantedTime(date=monday, time=dt.time(9 if structure.code == "KK" else 11), worker=worker)
    facts = AppointmentFacts(
        structure=structure,
        wanted=wanted,
        person=Person.objects.get(pk=town.ids["person_id"]),
        service=service("A2.01"),
        note=f"Ραντεβού {word}",
    )
    appointment = book(by=by, facts=facts, submission=uuid4(), at=NOW)
    starts_at = NOW + dt.timedelta(days=8000)
    absence = StaffAbsence.objects.create(worker=worker, starts_at=starts_at, ends_at=starts_at + dt.timedelta(days=1))
    event = appointment.events.get()
    ids |= {"appointment_id": appointment.pk, "mode_id": mode.pk, "absence_id": absence.pk}
    wish = earlier.ask_for_earlier(by=by, appointment_id=appointment.pk, at=NOW)
    ids |= {"reception:undo_appointment.event_id": event.pk, "wish_id": wish.pk}
    # A call of long ago: the next may be made now.
    EarlierOffer.objects.create(
        wish=wish, number=1, starts_at=NOW, worker=worker, answer="not_reached", made_at=NOW - dt.timedelta(days=30)
    )
    ServiceLength.objects.create(structure=structure, category="A2", minutes=30)
    ticket = tickets.take_ticket(by=by, structure=structure, kind="", submission=uuid4(), at=NOW, today=TODAY)
    ids |= {"ticket_id": ticket.pk}
    if ids is town.ids:
        ids["reception:calendar_file.token"] = addresses.make_calendar_address(by=by, at=NOW)
        ids["reception:screen.token"] = addresses.make_screen_address(by=by, structure=structure, at=NOW)


def _add_notices(town: Town, by: Member) -> None:
    """Keep where the person may be written to, and queue a message."""
    person = Person.objects.get(pk=town.ids["person_id"])
    notices.choose(by=by, person=person, email=f"{town.word}@example.gr", wants="reminders", today=TODAY)
    town.ids["notice_id"] = notices.send(person=person, template="please_call", at=NOW).pk


def client_of(user: User, municipality: Municipality) -> Client:
    """Give a browser that is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="arogi.accounts.backends.StaffBackend")
    session = client.session
    now = int(dt.datetime.now(dt.UTC).timestamp())
    session.update({MUNICIPALITY: str(municipality.pk), SIGNED_IN_AT: now, SEEN_AT: now})
    session.save()
    return client


def is_key(value: object) -> bool:
    """Say whether an argument is a row's id (and no word of an address)."""
    return isinstance(value, UUID)
