"""The household of a person: who lives there, who came and went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arogi.accounts.http import StaffRequest, allowed
from arogi.core.forms import carried_out
from arogi.core.notices import done
from arogi.core.typed import posted
from arogi.people import services
from arogi.people.forms.households import (
    DescribeForm,
    HeadForm,
    JoinForm,
    LeaveForm,
    RelationForm,
    SplitForm,
    StartForm,
)
from arogi.people.household_lines import households_with_history
from arogi.people.models import Household, HouseholdMembership, Person
from arogi.people.views.choosing import show_choice
from arogi.people.views.pages import of_person, show, visible_person


@require_GET
@allowed("people.view")
@of_person
def household(request: StaffRequest, person: Person) -> HttpResponse:
    """Show with whom the person lives and lived."""
    today = timezone.localdate()
    return show(request, person, "people/household.html", households=households_with_history(person, today))


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def start(request: StaffRequest, person: Person) -> HttpResponse:
    """Open a household whose head is this person."""
    today = timezone.localdate()
    form = StartForm(posted(request), initial={"on": today}, today=today)
    return _act(
        request,
        person,
        form,
        lambda read: services.start_household(
            by=request.member, head_id=person.pk, on=read["on"], tenure=read["tenure"]
        ),
        words=_Words(title=_("Start a household"), done=_("The household was started.")),
    )


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def choose_member(request: StaffRequest, person: Person, household_id: UUID) -> HttpResponse:
    """Find who joins the household."""
    home = _household(person, household_id)
    return show_choice(request, person, title=_("Add somebody to the household"), way="join", household=home)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def join(request: StaffRequest, person: Person, household_id: UUID, other_id: UUID) -> HttpResponse:
    """Let somebody who has a file join the household."""
    home, today = _household(person, household_id), timezone.localdate()
    other = visible_person(request, other_id)
    form = JoinForm(posted(request), initial={"on": today}, today=today)
    return _act(
        request,
        person,
        form,
        lambda read: services.join_household(
            by=request.member,
            household_id=home.pk,
            person_id=other.pk,
            relation=read["relation"],
            on=read["on"],
        ),
        words=_Words(
            title=_("Add to the household: %(name)s") % {"name": other}, done=_("The household has a new member.")
        ),
    )


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def relation(request: StaffRequest, person: Person, membership_id: UUID) -> HttpResponse:
    """Change what a member is to the head of the household."""
    membership, today = _membership(person, membership_id), timezone.localdate()
    form = RelationForm(posted(request), initial={"relation": membership.relation, "on": today}, today=today)
    return _act(
        request,
        person,
        form,
        lambda read: services.change_relation(
            by=request.member, membership_id=membership.pk, relation=read["relation"], on=read["on"]
        ),
        words=_Words(
            title=_("Relation of %(name)s") % {"name": membership.person}, done=_("The relation was changed.")
        ),
    )


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def leave(request: StaffRequest, person: Person, membership_id: UUID) -> HttpResponse:
    """Say that a member does not live there any more."""
    membership, today = _membership(person, membership_id), timezone.localdate()
    form = LeaveForm(posted(request), initial={"on": today}, today=today)
    return _act(
        request,
        person,
        form,
        lambda read: services.leave_household(by=request.member, membership_id=membership.pk, on=read["on"]),
        words=_Words(
            title=_("%(name)s leaves the household") % {"name": membership.person},
            done=_("The member left the household."),
        ),
    )


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def change_head(request: StaffRequest, person: Person, household_id: UUID) -> HttpResponse:
    """Make another member the head of the household."""
    home, today = _household(person, household_id), timezone.localdate()
    members = _members(home)
    form = HeadForm(
        posted(request),
        initial={"on": today},
        members=[(str(one.person_id), str(one.person)) for one in members if one.relation != "head"],
        today=today,
    )
    return _act(
        request,
        person,
        form,
        lambda read: services.change_head(
            by=request.member,
            household_id=home.pk,
            head_id=UUID(read["head"]),
            relation_of_former=read["relation_of_former"],
            on=read["on"],
        ),
        words=_Words(title=_("Change the head of the household"), done=_("The household has a new head.")),
    )


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def describe(request: StaffRequest, person: Person, household_id: UUID) -> HttpResponse:
    """Say what home the household has."""
    home = _household(person, household_id)
    form = DescribeForm(posted(request), initial={"tenure": home.tenure, "note": home.note})
    return _act(
        request,
        person,
        form,
        lambda read: services.describe_household(
            by=request.member, household_id=home.pk, tenure=read["tenure"], note=read["note"]
        ),
        words=_Words(title=_("The home of the household"), done=_("The household was corrected.")),
    )


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def split(request: StaffRequest, person: Person, household_id: UUID) -> HttpResponse:
    """Let some members leave together and make a household of their own."""
    home, today = _household(person, household_id), timezone.localdate()
    members = [(str(one.person_id), str(one.person)) for one in _members(home)]
    form = SplitForm(posted(request), initial={"on": today}, members=members, today=today)
    return _act(
        request,
        person,
        form,
        lambda read: services.split_household(
            by=request.member,
            household_id=home.pk,
            person_ids=[UUID(one) for one in read["leaving"]],
            head_id=UUID(read["head"]),
            on=read["on"],
        ),
        words=_Words(title=_("Split the household"), done=_("The household was split.")),
    )


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What a page about one act on a household says."""

    title: str
    done: str


def _act(
    request: StaffRequest,
    person: Person,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    words: _Words,
) -> HttpResponse:
    if request.method == "POST" and carried_out(form, lambda: act(form.cleaned_data)):
        done(request, words.done)
        return redirect("people:household", person_id=person.pk)
    context = {"title": words.title, "submit": _("Save"), "way": "household"}
    return show(request, person, "people/act.html", form=form, **context)


def _household(person: Person, household_id: UUID) -> Household:
    """Give a household in which the person lives or lived.

    Raises:
        Http404: there is none.
    """
    homes = HouseholdMembership.objects.filter(person=person, household=household_id).select_related("household")
    membership = homes.first()
    if membership is None:
        raise Http404
    home: Household = membership.household
    return home


def _membership(person: Person, membership_id: UUID) -> HouseholdMembership:
    """Give an open membership in a household of the person.

    Raises:
        Http404: there is none.
    """
    open_ones = HouseholdMembership.objects.filter(pk=membership_id, left_on=None).select_related("person")
    membership = open_ones.first()
    if membership is None:
        raise Http404
    _household(person, membership.household_id)
    return membership


def _members(home: Household) -> list[HouseholdMembership]:
    members = HouseholdMembership.objects.filter(household=home, left_on=None).select_related("person")
    return list(members.order_by("joined_on", "pk"))
