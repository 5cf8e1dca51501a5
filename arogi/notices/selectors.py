"""The messages of a person."""

from __future__ import annotations

from django.core.paginator import Page, Paginator

from arogi.notices.models import Notice
from arogi.people.models import Person

PAGE = 25


def notices_of(person: Person, number: int) -> Page[Notice]:
    """Give one page of what was sent to a person and what was not, the newest first; two queries."""
    rows = Notice.objects.filter(person=person).select_related("asked_by").order_by("-pk")
    return Paginator(rows, PAGE).get_page(number)
