"""Two files of one person made one, and taken apart again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from arogi.people.forms.duplicates import MergeForm
from arogi.people.merge_preview import preview
from arogi.people.models import Merge, Person
from arogi.people.panels import numbers_of
from arogi.people.views.choosing import show_choice
from arogi.people.views.pages import of_person, show, visible_person

MOST_MERGES = 100


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.merge")
@of_person
def choose_other(request: StaffRequest, person: Person) -> HttpResponse:
    """Find the other file of the same person."""
    title = _("Merge with another file")
    return show_choice(request, person, without=frozenset({person.pk}), title=title, way="merge")


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.merge")
@of_person
def merge(request: StaffRequest, person: Person, other_id: UUID) -> HttpResponse:
    """Show field by field what both files say, and make them one; the file of the address is the one that stays."""
    other = visible_person(request, other_id)
    if other.pk == person.pk:
        raise Http404
    lines = preview(person, other).lines
    form = MergeForm(posted(request), lines=lines)
    merges: list[Merge] = []
    if request.method == "POST" and carried_out(form, lambda: merges.append(_merge(request, person, other, form))):
        done(request, _("The two files are one now."), undo=reverse("people:undo_merge", args=[merges[0].pk]))
        return redirect("desk:person", person_id=person.pk)
    audit.record("view", kind="person", object_id=other.pk, person_id=other.pk)
    sides = [numbers_of(one, timezone.localdate()) for one in (person, other)]
    return show(request, person, "people/merge.html", other=other, form=form, sides=sides)


@require_GET
@allowed("people.view", "people.merge")
def merges(request: StaffRequest) -> HttpResponse:
    """List the last merges, with the way back."""
    last = Merge.objects.select_related("kept", "absorbed", "merged_by", "undone_by").order_by("-merged_at", "-pk")
    rows = list(last[:MOST_MERGES])
    audit.record("view", kind="merge_list", rows=len(rows))
    return render(request, "people/merges.html", {"merges": rows})


@require_POST
@allowed("people.view", "people.merge")
def undo_merge(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    """Take a merge back: both files are again what they were."""
    merged = Merge.objects.filter(pk=merge_id).first()
    if merged is None:
        raise Http404
    try:
        services.undo_merge(by=request.member, merge_id=merged.pk, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.shown))
    else:
        done(request, _("The merge was undone: there are two files again."))
    return redirect("people:merges")


def _merge(request: StaffRequest, kept: Person, absorbed: Person, form: MergeForm) -> Merge:
    return services.merge_persons(
        by=request.member,
        kept_id=kept.pk,
        absorbed_id=absorbed.pk,
        choices=form.choices,
        at=timezone.now(),
    )
