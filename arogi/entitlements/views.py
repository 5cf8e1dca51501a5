"""Pages about what a person's household seems to be entitled to."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.core.forms import carried_out
from arogi.core.notices import done
from arogi.core.typed import posted
from arogi.entitlements import services
from arogi.entitlements.changes import compare
from arogi.entitlements.errors import NoSuchCheck
from arogi.entitlements.forms import FactsForm
from arogi.entitlements.homes import Home, home_of
from arogi.entitlements.models import Check
from arogi.entitlements.pages import (
    ChangesShown,
    CheckPage,
    changes_shown,
    facts_page,
    history_lines,
    names_in,
    waits_of,
)
from arogi.entitlements.presentation import shown
from arogi.entitlements.selectors import checks_of_home, get_check, known_facts, opened, outline_of, previous_of
from arogi.entitlements.sight import Sight, sight_of
from arogi.people.models import Person
from arogi.people.views.pages import of_person, show

SHOWN_IN_HISTORY = 12


@require_GET
@allowed("people.view", "entitlements.view")
@of_person
def check(request: StaffRequest, person: Person) -> HttpResponse:
    """Show what the household seems to be entitled to as it was told last."""
    home = home_of(person, timezone.localdate())
    newest = checks_of_home(home).first()
    page = newest and _page(home, newest, sight_of(request.member))
    return show(request, person, "entitlements/check.html", home=home, page=page)


@require_POST
@allowed("people.view", "entitlements.view", "entitlements.check")
@of_person
def check_now(request: StaffRequest, person: Person) -> HttpResponse:
    """Check the household as the file knows it today."""
    services.run_check(by=request.member, person=person, today=timezone.localdate())
    return redirect("entitlements:check", person_id=person.pk)


@require_GET
@allowed("people.view", "entitlements.view")
@of_person
def past_check(request: StaffRequest, person: Person, check_id: UUID) -> HttpResponse:
    """Show a check as it was told."""
    home = home_of(person, timezone.localdate())
    try:
        found = get_check(home, check_id)
    except NoSuchCheck as missing:
        raise Http404 from missing
    page = _page(home, found, sight_of(request.member))
    return show(request, person, "entitlements/check.html", home=home, page=page)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "entitlements.view", "entitlements.check")
@of_person
def facts(request: StaffRequest, person: Person) -> HttpResponse:
    """Record what is known of the household, the one fact that decides most first."""
    today = timezone.localdate()
    home = home_of(person, today)
    sight = sight_of(request.member)
    screening = sight.of(services.screening_today(home, today).screening)
    waits = waits_of(screening)
    form = FactsForm(posted(request), today=today, home=home, known=known_facts(home), waits=waits, sight=sight)
    if request.method == "POST" and carried_out(form, lambda: _record(request, person, form)):
        return _after_facts(request, person)
    return show(request, person, "entitlements/facts.html", form=form, page=facts_page(form, screening))


def _record(request: StaffRequest, person: Person, form: FactsForm) -> None:
    services.record_facts(
        by=request.member,
        person=person,
        told=form.told(),
        source=form.cleaned_data["source"],
        told_on=form.cleaned_data["told_on"],
        today=form.today,
    )


def _after_facts(request: StaffRequest, person: Person) -> HttpResponse:
    done(request, _("The facts were recorded."))
    if "check" in request.POST:
        services.run_check(by=request.member, person=person, today=timezone.localdate())
        return redirect("entitlements:check", person_id=person.pk)
    return redirect("entitlements:facts", person_id=person.pk)


def _page(home: Home, found: Check, sight: Sight) -> CheckPage:
    checks = list(checks_of_home(home)[:SHOWN_IN_HISTORY])
    return CheckPage(
        check=found,
        shown=shown(sight.of(opened(found).screening), get_language() or "el", names=names_in(home)),
        history=history_lines(checks, found.pk, sight),
        changes=_changes(home, found, sight),
        is_newest=found.pk == checks[0].pk,
        is_partial=not sight.is_whole,
    )


def _changes(home: Home, found: Check, sight: Sight) -> ChangesShown | None:
    before = previous_of(home, found)
    return changes_shown(compare(outline_of(found), outline_of(before), sight), before) if before else None
