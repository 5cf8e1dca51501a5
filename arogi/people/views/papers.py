"""Identifiers and target groups of one person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.core.forms import carried_out
from arogi.core.typed import posted
from arogi.core.values.identifier_kinds import KINDS
from arogi.people import services
from arogi.people.forms.papers import IdentifierForm, RemovalForm, RevealForm, TargetGroupForm, offered_groups
from arogi.people.models import Identifier, Person, TargetGroupMembership
from arogi.people.panels import masked_number
from arogi.people.sealing import IDENTIFIERS, unseal
from arogi.people.services.columns import facts_of
from arogi.people.services.papers import declared_by
from arogi.people.views.pages import of_person, show, start_from, to_person


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def add_identifier(request: StaffRequest, person: Person) -> HttpResponse:
    """Add a number or a paper, or why there is none."""
    form = IdentifierForm(posted(request), declared=declared_by(facts_of(person)), today=timezone.localdate())
    if request.method == "POST" and carried_out(
        form,
        lambda: services.add_identifier(by=request.member, person_id=person.pk, facts=form.facts()),
    ):
        return to_person(person, _("The paper was added."), request=request)
    return show(request, person, "people/identifier.html", form=form, title=_("Add a number or paper"))


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def change_identifier(request: StaffRequest, person: Person, identifier_id: UUID) -> HttpResponse:
    """Correct a number or paper. Whoever may not see the number may type another; an empty box keeps it."""
    identifier = _identifier(person, identifier_id)
    form = IdentifierForm(
        posted(request),
        initial=_initial(identifier),
        declared=declared_by(facts_of(person)),
        kept=_number_of(identifier),
        today=timezone.localdate(),
    )
    if request.method == "POST" and carried_out(
        form,
        lambda: services.change_identifier(
            by=request.member,
            identifier_id=identifier.pk,
            version=form.cleaned_data["version"] or 0,
            facts=form.facts(),
            at=timezone.now(),
        ),
    ):
        return to_person(person, _("The paper was corrected."), request=request)
    if request.method == "POST":
        start_from(form, identifier.version)
    title = _("Correct: %(paper)s") % {"paper": KINDS[identifier.kind].label}
    now = masked_number(identifier)
    context = {"title": title, "now": now, "identifier": identifier}
    return show(request, person, "people/identifier.html", form=form, **context)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def remove_identifier(request: StaffRequest, person: Person, identifier_id: UUID) -> HttpResponse:
    """Take a number out of the file; its former value stays in the history."""
    identifier = _identifier(person, identifier_id)
    form = RemovalForm(posted(request), initial={"version": identifier.version})
    if request.method == "POST" and carried_out(
        form,
        lambda: services.remove_identifier(
            by=request.member,
            identifier_id=identifier.pk,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        ),
    ):
        return to_person(person, _("The paper was removed."), request=request)
    if request.method == "POST":
        start_from(form, identifier.version)
    title = _("Remove: %(paper)s") % {"paper": KINDS[identifier.kind].label}
    now = masked_number(identifier)
    return show(request, person, "people/act.html", form=form, title=title, now=now, submit=_("Remove"), is_grave=True)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.reveal")
@of_person
def reveal_identifier(request: StaffRequest, person: Person, identifier_id: UUID) -> HttpResponse:
    """Show a whole number to somebody who says why; the first click only asks for the reason."""
    identifier = _identifier(person, identifier_id)
    is_answer = request.method == "POST" and ("why" in request.POST or "words" in request.POST)
    form = RevealForm(request.POST if is_answer else None)
    number: list[str] = []
    if is_answer:
        carried_out(
            form,
            lambda: number.append(
                services.reveal_identifier(by=request.member, identifier_id=identifier.pk, reason=form.reason)
            ),
        )
    context = {"form": form, "paper": KINDS[identifier.kind].label, "now": masked_number(identifier)}
    return show(request, person, "people/reveal.html", number=number[0] if number else "", **context)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def declare_group(request: StaffRequest, person: Person) -> HttpResponse:
    """Record a target group that the person declares."""
    today = timezone.localdate()
    form = TargetGroupForm(posted(request), initial={"on": today}, offered=offered_groups(request.member), today=today)
    if request.method == "POST" and carried_out(
        form,
        lambda: services.declare_target_group(
            by=request.member,
            person_id=person.pk,
            group=form.cleaned_data["group"],
            source=form.cleaned_data["source"],
            on=form.cleaned_data["on"],
        ),
    ):
        return to_person(person, _("The target group was recorded."), request=request)
    title = _("Record a target group")
    intro = _("Only what the person says of himself or herself. Nobody is asked, nothing is guessed from a name.")
    return show(request, person, "people/act.html", form=form, title=title, intro=intro, submit=_("Save"))


@require_POST
@allowed("people.view", "people.edit")
@of_person
def end_group(request: StaffRequest, person: Person, membership_id: UUID) -> HttpResponse:
    """End a target group as of today."""
    groups = TargetGroupMembership.objects.filter(person=person, pk=membership_id, until=None)
    if not request.member.may("people.sensitive"):
        groups = groups.exclude(group__in=TargetGroupMembership.SENSITIVE)
    membership = groups.first()
    if membership is None:
        raise Http404
    services.end_target_group(by=request.member, membership_id=membership.pk, on=timezone.localdate())
    return to_person(person, _("The target group was ended."), request=request)


def _identifier(person: Person, identifier_id: UUID) -> Identifier:
    identifier: Identifier | None = Identifier.objects.filter(person=person, pk=identifier_id).first()
    if identifier is None:
        raise Http404
    return identifier


def _number_of(identifier: Identifier) -> str:
    return unseal(IDENTIFIERS, identifier.pk, identifier.value) if identifier.value else ""


def _initial(identifier: Identifier) -> dict[str, object]:
    same = ("kind", "missing_reason", "detail", "expires_on", "version")
    return {**{name: getattr(identifier, name) for name in same}, "number_reason": identifier.override_reason}
