"""The list of persons, read in steps of one page along the index of names: no page costs more than the first.

An address of the list never holds a name (ASVS 14.2.1): where a page begins is said by the id of a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from arogi.accounts.access import Member
from arogi.core.values.ids import read_id
from arogi.people.cards import Card, cards_of
from arogi.people.models import Person
from arogi.people.models.person import PersonQuerySet

PAGE = 25
LETTERS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
LATIN = "A-Z"


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """What of the list is wanted.

    Attributes:
        letter: a Greek capital, `A-Z` for names in Latin letters, or nothing.
        key_worker_id: only persons whom this member of staff follows.
        after, before: the person at the end of the page that was seen; at most one of them is given.
    """

    letter: str = ""
    key_worker_id: UUID | None = None
    after: UUID | None = None
    before: UUID | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str], *, member: Member) -> ListFilter:
        """Read the parameters of an address; what cannot be read is not asked for."""
        letter = asked.get("letter", "")
        return cls(
            letter=letter if letter and letter in (*LETTERS, LATIN) else "",
            key_worker_id=member.user.pk if asked.get("mine") else None,
            after=read_id(asked.get("after", "")),
            before=read_id(asked.get("before", "")),
        )

    @property
    def query(self) -> str:
        """Give the part of an address that keeps the filter."""
        parts = [f"letter={self.letter}"] if self.letter else []
        return "&".join([*parts, "mine=1"] if self.key_worker_id else parts)


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of the list.

    Attributes:
        next_after, previous_before: the persons whose ids lead to the neighbouring pages; None at the ends.
    """

    cards: tuple[Card, ...]
    next_after: UUID | None
    previous_before: UUID | None


def persons_page(wanted: ListFilter, *, today: dt.date) -> ListPage:
    """Give one page, in two queries (three in the middle of the list); merged files are left out."""
    backwards = wanted.before is not None
    start = _place(wanted.before or wanted.after)
    ids = list(_ordered(_narrowed(wanted), start, backwards=backwards).values_list("pk", flat=True)[: PAGE + 1])
    more = len(ids) > PAGE
    shown = ids[:PAGE][::-1] if backwards else ids[:PAGE]
    return ListPage(
        cards=tuple(cards_of(shown, today=today).values()),
        next_after=shown[-1] if shown and (more or backwards) else None,
        previous_before=shown[0] if shown and start and (more or not backwards) else None,
    )


def _narrowed(wanted: ListFilter) -> PersonQuerySet:
    persons: PersonQuerySet = Person.objects.current()
    if wanted.key_worker_id:
        persons = persons.filter(key_worker=wanted.key_worker_id)
    if wanted.letter == LATIN:
        return persons.filter(sort_key__gte="A", sort_key__lt=LETTERS[0])
    if wanted.letter:
        persons = persons.filter(sort_key__gte=wanted.letter, sort_key__lt=chr(ord(wanted.letter) + 1))
    return persons


def _ordered(persons: PersonQuerySet, start: tuple[str, UUID] | None, *, backwards: bool) -> PersonQuerySet:
    if start:
        # The first condition is one that the index can begin at; the second only sorts out equal names.
        key, person_id = start
        if backwards:
            persons = persons.filter(Q(sort_key__lt=key) | Q(id__lt=person_id), sort_key__lte=key)
        else:
            persons = persons.filter(Q(sort_key__gt=key) | Q(id__gt=person_id), sort_key__gte=key)
    return persons.order_by("-sort_key", "-id") if backwards else persons.order_by("sort_key", "id")


def _place(person_id: UUID | None) -> tuple[str, UUID] | None:
    key = Person.objects.filter(pk=person_id).values_list("sort_key", flat=True).first() if person_id else None
    return (key, person_id) if key is not None and person_id else None
