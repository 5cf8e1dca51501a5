"""Correcting a file, its status, and what it said before."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arogi.accounts.http import StaffRequest, allowed
from arogi.core.errors import DomainError
from arogi.core.forms import carried_out
from arogi.core.typed import posted
from arogi.people import services
from arogi.people.errors import PersonChangedMeanwhile
from arogi.people.forms.editing import CorrectionForm, StatusForm
from arogi.people.forms.facts import initial_of
from arogi.people.models import Person
from arogi.people.selectors import corrections_of
from arogi.people.views.pages import of_person, show, to_person, visible_person


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def edit(request: StaffRequest, person: Person) -> HttpResponse:
    """Correct names, birth, origin and marks; the former values stay in the history."""
    initial = {**initial_of(person), "version": person.version}
    form = CorrectionForm(posted(request), initial=initial, today=timezone.localdate())
    if request.method == "POST" and _corrected(request, person, form):
        return to_person(person, _("The file was corrected."), request=request)
    return show(request, person, "people/edit.html", form=form)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "people.edit")
@of_person
def status(request: StaffRequest, person: Person) -> HttpResponse:
    """Say that a file is dormant, closed, of somebody who moved or died, or in use again."""
    form = StatusForm(posted(request), initial={"status": person.status}, today=timezone.localdate())
    if request.method == "POST" and carried_out(
        form,
        lambda: services.change_status(
            by=request.member,
            person_id=person.pk,
            status=form.cleaned_data["status"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        ),
    ):
        return to_person(person, _("The status was changed."), request=request)
    return show(request, person, "people/act.html", form=form, title=_("Change the status"), submit=_("Save"))


@require_GET
@allowed("people.view")
@of_person
def corrections(request: StaffRequest, person: Person) -> HttpResponse:
    """Show what the file said before each correction, who corrected it and why."""
    return show(request, person, "people/corrections.html", corrections=corrections_of(person))


def _corrected(request: StaffRequest, person: Person, form: CorrectionForm) -> bool:
    if not form.is_valid():
        return False
    try:
        services.correct_person(
            by=request.member,
            person_id=person.pk,
            version=form.cleaned_data["version"],
            facts=form.facts(),
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except PersonChangedMeanwhile as refusal:
        form.show_differences(refusal, visible_person(request, person.pk))
        return False
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    return True
