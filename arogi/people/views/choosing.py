"""The page on which another person is found for an act: to merge, to pair, to join a household."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from arogi.accounts.http import StaffRequest
from arogi.accounts.unsent import show_again
from arogi.core.typed import posted
from arogi.people.forms.duplicates import PersonSearchForm
from arogi.people.models import Person
from arogi.people.search import find_people
from arogi.people.views.pages import show

MOST_OFFERED = 10


def show_choice(
    request: StaffRequest, person: Person, *, without: frozenset[UUID] = frozenset(), **context: Any
) -> HttpResponse:
    """Find people for an act; the search is POSTed, so that no name stands in an address, and Back finds it again.

    Args:
        without: who is not offered.
        context: of the template: `title`, `way` (the act's own part of it) and what that part needs.
    """
    form = PersonSearchForm(posted(request))
    if request.method == "POST" and form.is_valid() and (again := show_again(request, request.path)):
        return again
    hits = (
        find_people(form.cleaned_data["q"], today=timezone.localdate(), limit=MOST_OFFERED) if form.is_valid() else []
    )
    found = [one for one in hits if one.card.id not in without]
    return show(request, person, "people/choose.html", form=form, found=found, **context)
