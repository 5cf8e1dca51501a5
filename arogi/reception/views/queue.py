"""Pages of the queue: numbers taken and called at the desk."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.centres.models import Structure
from arogi.core.errors import DomainError
from arogi.core.values.ids import read_id
from arogi.reception.access import appointment_structures
from arogi.reception.catalogue import CURRENT_VERSION, load_catalogue
from arogi.reception.errors import NoSuchTicket
from arogi.reception.models import QueueTicket
from arogi.reception.queue import queue_of
from arogi.reception.services import tickets as services

BOOK = ("appointments.view", "appointments.book")
DESK = "queue_desk"


@require_GET
@allowed("appointments.view")
def queue(request: StaffRequest) -> HttpResponse:
    """Show the queue of a structure today, and call from it."""
    structures = appointment_structures(request.member)
    asked = request.GET.get("structure")
    chosen = next((one for one in structures if one.code == asked), structures[0] if structures else None)
    kinds = _kinds()
    context = {
        "structures": structures,
        "chosen": chosen,
        "page": queue_of(request.member, chosen, timezone.localdate()) if chosen else None,
        "kinds": kinds.items(),
        "kind": request.GET.get("kind", "") if request.GET.get("kind") in kinds else "",
        "works_here": chosen is not None and request.member.works_in(chosen.pk),
        "desk": request.session.get(DESK, ""),
        "submission": uuid.uuid4(),
    }
    return render(request, "reception/queue/queue.html", context)


@require_POST
@allowed(*BOOK)
def take(request: StaffRequest, structure_id: UUID) -> HttpResponse:
    """Give the next number."""
    structure, submission = _structure(request, structure_id), read_id(request.POST.get("submission", ""))
    kind = request.POST.get("kind", "")

    def act() -> QueueTicket:
        return services.take_ticket(
            by=request.member,
            structure=structure,
            kind=kind if kind in _kinds() else "",
            submission=submission or uuid.uuid4(),
            at=timezone.now(),
            today=timezone.localdate(),
        )

    return _answer(request, structure, act, _("The number is %(number)s."))


@require_POST
@allowed(*BOOK)
def call(request: StaffRequest, structure_id: UUID) -> HttpResponse:
    """Call the next number."""
    structure, kind = _structure(request, structure_id), request.POST.get("kind", "")
    request.session[DESK] = request.POST.get("desk", "")[:20]

    def act() -> QueueTicket:
        return services.call_next(
            by=request.member,
            structure=structure,
            kind=kind if kind in _kinds() else "",
            desk=request.POST.get("desk", ""),
            at=timezone.now(),
            today=timezone.localdate(),
        )

    return _answer(request, structure, act, _("Number %(number)s is called."), kind=kind)


@require_POST
@allowed(*BOOK)
def call_again(request: StaffRequest, ticket_id: UUID) -> HttpResponse:
    """Call a number once more."""
    return _settle(
        request,
        lambda: services.call_again(by=request.member, ticket_id=ticket_id, at=timezone.now()),
        _("Number %(number)s is called."),
    )


@require_POST
@allowed(*BOOK)
def served(request: StaffRequest, ticket_id: UUID) -> HttpResponse:
    """Note that a number was served."""
    return _end(request, ticket_id, QueueTicket.State.SERVED, _("Number %(number)s was served."))


@require_POST
@allowed(*BOOK)
def skipped(request: StaffRequest, ticket_id: UUID) -> HttpResponse:
    """Note that a number did not answer."""
    return _end(request, ticket_id, QueueTicket.State.SKIPPED, _("Number %(number)s did not answer."))


def _end(request: StaffRequest, ticket_id: UUID, state: str, said: str) -> HttpResponse:
    def act() -> QueueTicket:
        return services.end_ticket(by=request.member, ticket_id=ticket_id, state=state, at=timezone.now())

    return _settle(request, act, said)


def _settle(request: StaffRequest, act: Callable[[], QueueTicket], said: str) -> HttpResponse:
    try:
        ticket = act()
    except NoSuchTicket as missing:
        raise Http404 from missing
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("reception:queue")
    messages.success(request, said % {"number": ticket.number})
    return redirect(f"{reverse('reception:queue')}?structure={ticket.structure.code}")


def _answer(
    request: StaffRequest, structure: Structure, act: Callable[[], QueueTicket], said: str, *, kind: str = ""
) -> HttpResponse:
    try:
        messages.success(request, said % {"number": act().number})
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    known = kind if kind in _kinds() else ""
    return redirect(f"{reverse('reception:queue')}?structure={structure.code}&kind={known}")


def _structure(request: StaffRequest, structure_id: UUID) -> Structure:
    found = next((one for one in appointment_structures(request.member) if one.pk == structure_id), None)
    if found is None:
        raise Http404
    return found


def _kinds() -> dict[str, str]:
    in_english = get_language() == "en"
    categories = load_catalogue(CURRENT_VERSION).categories
    return {one.code: one.label.en if in_english else one.label.el for one in categories}
