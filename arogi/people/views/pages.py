"""What every page about a person does: open the file by the one door, leave the access record, carry a form out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from arogi.accounts.http import StaffRequest
from arogi.core import audit
from arogi.core.notices import done
from arogi.people.access import get_person
from arogi.people.errors import NoSuchPerson
from arogi.people.models import Person

P = ParamSpec("P")
PersonView = Callable[Concatenate[StaffRequest, Person, P], HttpResponse]


def of_person(view: PersonView[P]) -> Callable[Concatenate[StaffRequest, UUID, P], HttpResponse]:
    """Give a view the person whom its address names.

    404 for whom the member may not see. The address of a file that was merged leads to the file that was kept.
    """

    @wraps(view)
    def opened(request: StaffRequest, person_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = visible_person(request, person_id)
        if person.pk != person_id:
            return to_person(person)
        return view(request, person, *args, **kwargs)

    return opened  # type: ignore[return-value]


def visible_person(request: StaffRequest, person_id: UUID) -> Person:
    """Give a person whom the member may see.

    Raises:
        Http404: there is none, or none that the member may see.
    """
    try:
        return get_person(request.member, person_id)
    except NoSuchPerson as missing:
        raise Http404 from missing


def looked_at(request: StaffRequest, person_id: UUID) -> Person:
    """Give a person whom the member may see, for a page that shows him or her, and leave the access record.

    Raises:
        Http404: there is none, or none that the member may see.
    """
    person = visible_person(request, person_id)
    audit.record("view", kind="person", object_id=person.pk, person_id=person.pk)
    return person


def show(request: StaffRequest, person: Person, template: str, **context: Any) -> HttpResponse:
    """Show a page about one person and leave the one access record for it."""
    audit.record("view", kind="person", object_id=person.pk, person_id=person.pk)
    refused = request.method == "POST" and getattr(context.get("form"), "errors", None)
    return render(request, template, {"person": person, **context}, status=422 if refused else 200)


def to_person(person: Person, text: str | Promise = "", *, request: StaffRequest | None = None) -> HttpResponse:
    """Go to the person's page; with a text, say there that it is done."""
    if request is not None and text:
        done(request, text)
    return redirect("desk:person", person_id=person.pk)


def start_from(form: Any, version: int) -> None:
    """Let the next save of a refused form start from the version that is in the file now."""
    form.data = {**form.data.dict(), "version": str(version)}


def is_stale(form: Any, version: int) -> bool:
    """Say whether somebody has changed the row since the form was shown."""
    return bool(form.is_bound and form.data.get("version") not in ("", None, str(version)))
