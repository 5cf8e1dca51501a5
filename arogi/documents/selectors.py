"""Papers of persons, those that hold on a day, and those of the whole register that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.documents import vault
from arogi.documents.access import hidden_kinds, visible_documents
from arogi.documents.kinds import KINDS, LONGEST_LEAD_DAYS
from arogi.documents.models import Document, DocumentEvent, DocumentQuerySet, StoredFile
from arogi.people.models import Person

PAGE = 25
LISTED_AT_MOST = 1_000
SEVERAL = tuple(code for code, kind in KINDS.items() if kind.several)
# Nobody renews the papers of whom the centre cannot serve any more.
GONE = (Person.Status.DECEASED, Person.Status.MOVED)
ENDED, SOON, LATER = "ended", "soon", "later"
VIEWS = (SOON, ENDED, LATER)
# How far back the view of what has ended looks: what ended before is no task any more, but history.
ENDED_SINCE = dt.timedelta(days=180)
LATER_UNTIL = dt.timedelta(days=365)


def documents_of(person_ids: Collection[UUID]) -> list[Document]:
    """Give the papers of some persons that were not withdrawn, the newest seen first; one query."""
    rows = Document.objects.standing().filter(person__in=person_ids).select_related("seen_by")
    return list(rows.order_by("-seen_on", "-pk"))


def valid_kinds(person_ids: Collection[UUID], on: dt.date) -> dict[UUID, dict[str, Document]]:
    """Give for each person the kinds of which a paper holds on a day, each with the one that holds longest; one query.

    A kind that stands for others (`kinds.yaml`) is given under their names, too, unless such a paper is there itself.
    Papers that tell of health are among them: a page leaves out `access.hidden_kinds`.
    """
    holding: dict[UUID, dict[str, Document]] = {person_id: {} for person_id in person_ids}
    current = [document for document in documents_of(person_ids) if document.holds_on(on)]
    for document in current:
        _put(holding[document.person_id], document.kind, document)
    for document in current:
        own = {one.kind for one in current if one.person_id == document.person_id}
        for code in KINDS[document.kind].stands_for if document.kind in KINDS else ():
            if code not in own:
                _put(holding[document.person_id], code, document)
    return holding


def _put(kinds: dict[str, Document], code: str, document: Document) -> None:
    there = kinds.get(code)
    if there is None or _until(document) > _until(there):
        kinds[code] = document


def _until(document: Document) -> dt.date:
    return document.last_day or dt.date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """A paper that ends.

    Attributes:
        expires_on: the last day on which it holds.
        remind_on: the first day on which somebody should be reminded: `lead_days` of its kind before the end.
    """

    document_id: UUID
    person_id: UUID
    kind: str
    expires_on: dt.date
    remind_on: dt.date


def expiring(*, first: dt.date, last: dt.date) -> Iterator[Expiring]:
    """Give every paper of the register that ends from `first` to `last` (both counted), the next end first; one query.

    Left out: what was withdrawn, what a newer paper of the same kind replaces, and papers of whom has died or moved
    away. Ask with `last` = today + `kinds.LONGEST_LEAD_DAYS` to find every reminder that is due.
    """
    rows = _ending(Document.objects.all()).filter(expires_on__range=(first, last)).order_by("expires_on", "pk")
    columns = rows.values_list("pk", "person_id", "kind", "expires_on")
    for document_id, person_id, kind, ends in columns.iterator(chunk_size=5_000):
        if ends is not None:  # the query asks for it; the type does not know
            remind = ends - dt.timedelta(days=KINDS[kind].lead_days if kind in KINDS else 0)
            yield Expiring(document_id=document_id, person_id=person_id, kind=kind, expires_on=ends, remind_on=remind)


def _ending(documents: DocumentQuerySet) -> DocumentQuerySet:
    """Keep what has an end and was neither withdrawn nor replaced."""
    newer = Document.objects.standing().filter(
        Q(expires_on__gt=OuterRef("expires_on")) | Q(expires_on=None),
        person=OuterRef("person_id"),
        kind=OuterRef("kind"),
    )
    ending = documents.standing().filter(expires_on__isnull=False).exclude(person__status__in=GONE)
    return ending.filter(Q(kind__in=SEVERAL) | ~Exists(newer))


@dataclass(frozen=True, kw_only=True)
class EndingFilter:
    """What of the list of papers that end is wanted.

    Attributes:
        view: one of `VIEWS`.
        structure_id: where the person was registered.
        worker_id: who follows the person.
    """

    view: str = SOON
    kind: str = ""
    structure_id: UUID | None = None
    worker_id: UUID | None = None


def ending(member: Member, wanted: EndingFilter, today: dt.date) -> DocumentQuerySet:
    """Give the papers that end and are wanted, of those that the member may see."""
    rows = _ending(visible_documents(member)).filter(_condition(wanted.view, today))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.structure_id:
        rows = rows.filter(person__registered_at=wanted.structure_id)
    return rows.filter(person__key_worker=wanted.worker_id) if wanted.worker_id else rows


def page_of_ending(documents: DocumentQuerySet, view: str, number: int) -> Page[Document]:
    """Give one page of the most urgent `LISTED_AT_MOST`, the most urgent first; two queries, however many there are."""
    order = ("-expires_on", "-pk") if view == ENDED else ("expires_on", "pk")
    rows = documents.select_related("person", "person__key_worker", "person__registered_at").order_by(*order)
    return Paginator(rows[:LISTED_AT_MOST], PAGE).get_page(number)


def counts_by_view(member: Member, wanted: EndingFilter, today: dt.date) -> dict[str, int]:
    """Count what each view of the list would show; no further than `LISTED_AT_MOST`, for nobody reads on."""
    narrowed = (replace(wanted, view=view) for view in VIEWS)
    return {one.view: ending(member, one, today)[:LISTED_AT_MOST].count() for one in narrowed}


def _condition(view: str, today: dt.date) -> Q:
    if view == ENDED:
        return Q(expires_on__lt=today, expires_on__gte=today - ENDED_SINCE)
    soon = _by_lead(today)
    far = today + LATER_UNTIL
    return soon if view == SOON else Q(expires_on__gte=today, expires_on__lte=far) & ~soon


def _by_lead(today: dt.date) -> Q:
    """Say "its reminder is due and it has not ended": each kind has a lead time of its own."""
    leads: dict[int, list[str]] = {}
    for code, kind in KINDS.items():
        leads.setdefault(kind.lead_days, []).append(code)
    soon = Q(pk=None)
    for days, codes in leads.items():
        soon |= Q(kind__in=codes, expires_on__lte=today + dt.timedelta(days=days))
    return soon & Q(expires_on__gte=today, expires_on__lte=today + dt.timedelta(days=LONGEST_LEAD_DAYS))


def visible_of(member: Member, person: Person) -> list[Document]:
    """Give the papers of one person that a member may see, withdrawn ones among them; one query."""
    rows = visible_documents(member).filter(person=person).select_related("seen_by")
    return list(rows.order_by("-seen_on", "-pk"))


def is_partial(member: Member) -> bool:
    """Say whether papers of some kinds are kept from a member."""
    return bool(hidden_kinds(member))


def events_of(document: Document) -> list[DocumentEvent]:
    """Give what happened to a paper, the newest first."""
    return list(document.events.select_related("by", "undone").order_by("-pk"))


def copies_of(document: Document) -> list[StoredFile]:
    """Give the copies of a paper that are there, the first first."""
    return list(document.files.filter(deleted_at=None).select_related("recorded_by").order_by("pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """How the stored files of a municipality are.

    Attributes:
        missing: digests of those that are not on the disk, or not as they were written.
        waiting: how many clamd has not looked at.
    """

    sound: int
    missing: tuple[str, ...]
    waiting: int


def stored_files() -> Stored:
    """Compare every file of the entered municipality with what lies on the disk; needs no key."""
    rows = StoredFile.objects.filter(deleted_at=None).order_by("pk").values_list("digest", "state")
    sound, waiting, missing = 0, 0, []
    for digest, state in rows.iterator():
        if vault.is_sound(digest):
            sound += 1
        else:
            missing.append(digest)
        waiting += state == StoredFile.State.WAITING
    return Stored(sound=sound, missing=tuple(missing), waiting=waiting)


def replaced(documents: Iterable[Document]) -> set[UUID]:
    """Give the ids of papers of one person that a newer one of the same kind, ending later, replaces."""
    latest: dict[str, dt.date] = {}
    standing = [one for one in documents if one.withdrawn_at is None and one.kind not in SEVERAL]
    for one in standing:
        latest[one.kind] = max(latest.get(one.kind, dt.date.min), _until(one))
    return {one.pk for one in standing if _until(one) < latest[one.kind]}


def followers() -> list[tuple[UUID, str]]:
    """Give id and name of the staff who follow persons of the register, by name; one query."""
    following = Person.objects.filter(key_worker__isnull=False).order_by().values("key_worker").distinct()
    return list(User.objects.filter(pk__in=following).order_by("name", "pk").values_list("pk", "name"))
