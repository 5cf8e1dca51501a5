"""The page on which what is known of a household is recorded, a part at a time."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from openfisca_greece import Screening

from arogi.accounts.http import StaffRequest, allowed
from arogi.core.forms import carried_out
from arogi.core.notices import done
from arogi.core.typed import posted
from arogi.entitlements import services
from arogi.entitlements.errors import UnreadableFile
from arogi.entitlements.facts_page import asked_first, facts_page, missing_in, names_in_part, only_part
from arogi.entitlements.forms import FactsForm
from arogi.entitlements.homes import home_of
from arogi.entitlements.selectors import known_facts
from arogi.entitlements.sight import sight_of
from arogi.people.models import Person
from arogi.people.views.pages import of_person, show


@require_http_methods(["GET", "POST"])
@allowed("people.view", "entitlements.view", "entitlements.check")
@of_person
def facts(request: StaffRequest, person: Person) -> HttpResponse:
    """Record what is known of the household, the one fact that decides most first.

    `open` names a part of the page to unfold: in the address, or beside what was typed so far, which is then kept.
    """
    typed = posted(request)
    is_unfolding = typed is not None and "open" in typed
    form = _form(request, person, None if is_unfolding else typed)
    if request.method == "POST" and not is_unfolding and carried_out(form, lambda: _record(request, person, form)):
        return _after(request, person)
    return _show(request, person, form)


def _form(request: StaffRequest, person: Person, typed: QueryDict | None) -> FactsForm:
    today = timezone.localdate()
    home = home_of(person, today)
    return FactsForm(typed, today=today, home=home, known=known_facts(home), sight=sight_of(request.member))


def _show(request: StaffRequest, person: Person, form: FactsForm) -> HttpResponse:
    screening, problem = _screening(form)
    first = asked_first(screening, form)
    typed = posted(request)
    part = (typed if typed is not None and not form.is_bound else request.GET).get("open", "")
    names = names_in_part(form, part, first)
    form.show(names)
    missing = missing_in(screening)
    if request.htmx and names:
        context = {"form": form, "part": only_part(form, part, names, missing), "has_focus": True}
        return show(request, person, "entitlements/_facts_part.html", **context)
    if typed is not None and not form.is_bound:
        form.show(typed)
        form.keep_typed(typed)
    page = facts_page(form, first, missing)
    return show(request, person, "entitlements/facts.html", form=form, page=page, problem=problem, opened=part)


def _screening(form: FactsForm) -> tuple[Screening, str]:
    """Screen what the file knows; where the rules cannot read it, nothing is asked first and the page says why."""
    try:
        screening = services.screening_today(form.home, form.today, known=form.known).screening
    except UnreadableFile as unreadable:
        return Screening(form.today, "", ()), str(unreadable)
    return form.sight.of(screening), ""


def _record(request: StaffRequest, person: Person, form: FactsForm) -> None:
    services.record_facts(
        by=request.member,
        person=person,
        told=form.told(),
        source=form.cleaned_data["source"],
        told_on=form.cleaned_data["told_on"],
        today=form.today,
        version=form.cleaned_data["version"],
    )


def _after(request: StaffRequest, person: Person) -> HttpResponse:
    done(request, _("The facts were recorded."))
    if "check" not in request.POST:
        return redirect("entitlements:facts", person_id=person.pk)
    try:
        services.run_check(by=request.member, person=person, today=timezone.localdate())
    except UnreadableFile:
        return redirect("entitlements:facts", person_id=person.pk)
    return redirect("entitlements:check", person_id=person.pk)
