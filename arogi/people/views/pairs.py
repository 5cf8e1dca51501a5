"""Pairs of files that may be one person's: raised by one member of staff, decided by another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.core import audit
from arogi.core.errors import DomainError
from arogi.core.forms import carried_out
from arogi.core.notices import done
from arogi.core.typed import posted
from arogi.people import services
from arogi.people.duplicates import open_pairs
from arogi.people.forms.duplicates import DecisionForm
from arogi.people.merge_preview import preview
from arogi.people.models import Person, PossibleDuplicate
from arogi.people.panels import numbers_of
from arogi.people.views.choosing import show_choice
from arogi.people.views.pages import of_person, show, to_person, visible_person

RAISED_BY_HAND = "said_by_staff"


@require_GET
@allowed("people.view")
def pairs(request: StaffRequest) -> HttpResponse:
    """List the pairs that wait for a decision."""
    waiting = list(open_pairs())
    audit.record("view", kind="possible_duplicate_list", rows=len(waiting))
    return render(request, "people/pairs.html", {"pairs": waiting})


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def choose_pair(request: StaffRequest, person: Person) -> HttpResponse:
    """Find the other file that may be the same person's."""
    title = _("Is there a second file of this person?")
    return show_choice(request, person, without=frozenset({person.pk}), title=title, way="pair")


@require_POST
@allowed("people.view", "people.edit")
@of_person
def raise_pair(request: StaffRequest, person: Person, other_id: UUID) -> HttpResponse:
    """Ask a colleague to decide whether two files are one person's."""
    other = visible_person(request, other_id)
    try:
        services.raise_pair(
            by=request.member,
            first_id=person.pk,
            second_id=other.pk,
            reasons=(RAISED_BY_HAND,),
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.shown))
        return to_person(person)
    return to_person(person, _("A colleague will decide whether the two files are the same person's."), request=request)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.decide")
def decide(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    """Show both files side by side and decide; whoever raised the pair may look, and not decide."""
    pair = _pair(pair_id)
    first, second = visible_person(request, pair.first_id), visible_person(request, pair.second_id)
    form = DecisionForm(posted(request))
    if request.method == "POST" and carried_out(form, lambda: _decide(request, pair, form)):
        return _after(request, pair, form.cleaned_data["state"])
    audit.record("view", kind="person", object_id=second.pk, person_id=second.pk)
    context: dict[str, Any] = {
        "pair": pair,
        "other": second,
        "lines": [line for line in preview(first, second).lines if line.kept or line.absorbed],
        "sides": [numbers_of(one, timezone.localdate()) for one in (first, second)],
        "is_own": pair.raised_by_id == request.member.user.pk,
        "is_open": pair.state == PossibleDuplicate.State.OPEN,
    }
    return show(request, first, "people/decide.html", form=form, **context)


def _pair(pair_id: UUID) -> PossibleDuplicate:
    pairs = PossibleDuplicate.objects.select_related("first", "second", "raised_by", "decided_by")
    pair: PossibleDuplicate | None = pairs.filter(pk=pair_id).first()
    if pair is None:
        raise Http404
    return pair


def _decide(request: StaffRequest, pair: PossibleDuplicate, form: DecisionForm) -> None:
    services.decide_pair(
        by=request.member,
        pair_id=pair.pk,
        state=form.cleaned_data["state"],
        note=form.cleaned_data["note"],
        at=timezone.now(),
    )


def _after(request: StaffRequest, pair: PossibleDuplicate, state: str) -> HttpResponse:
    if state == PossibleDuplicate.State.SAME and request.member.may("people.merge"):
        done(request, _("Decided: the same person. Now choose what the one file keeps."))
        return redirect("people:merge", person_id=pair.first_id, other_id=pair.second_id)
    done(request, _("The decision was recorded."))
    return redirect("people:pairs")
