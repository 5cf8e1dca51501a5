"""The pages of what a person's household seems to be entitled to: the check, and those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST
from openfisca_greece import Screening

from arogi.accounts.http import StaffRequest, allowed
from arogi.entitlements import services
from arogi.entitlements.changes import compare
from arogi.entitlements.errors import NoSuchCheck, UnreadableFile
from arogi.entitlements.facts_page import first_question
from arogi.entitlements.forms import FactsForm
from arogi.entitlements.homes import Home, home_of
from arogi.entitlements.kept import Kept, Outline, outline
from arogi.entitlements.models import Check
from arogi.entitlements.pages import ChangesShown, CheckPage, NextQuestion, changes_shown, history_lines
from arogi.entitlements.presentation import ShownAnswer, shown
from arogi.entitlements.selectors import (
    checks_of_home,
    contents_of,
    described,
    get_check,
    known_facts,
    names_told,
    previous_of,
)
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
    checks = list(checks_of_home(home)[:SHOWN_IN_HISTORY])
    if not checks:
        return show(request, person, "entitlements/check.html", home=home, page=None)
    return _show(request, person, home, checks[0], checks)


@require_POST
@allowed("people.view", "entitlements.view", "entitlements.check")
@of_person
def check_now(request: StaffRequest, person: Person) -> HttpResponse:
    """Check the household as the file knows it today."""
    try:
        services.run_check(by=request.member, person=person, today=timezone.localdate())
    except UnreadableFile:
        # That page says which fact it is.
        return redirect("entitlements:facts", person_id=person.pk)
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
    return _show(request, person, home, found, list(checks_of_home(home)[:SHOWN_IN_HISTORY]))


def _show(request: StaffRequest, person: Person, home: Home, found: Check, checks: Sequence[Check]) -> HttpResponse:
    """Show a check; for htmx what one of its answers rests on (`?why=`)."""
    if request.htmx and (answer := _answer(request, home, found)):
        return show(request, person, "entitlements/_why.html", answer=answer)
    return show(request, person, "entitlements/check.html", home=home, page=_page(request, home, found, checks))


def _answer(request: StaffRequest, home: Home, found: Check) -> ShownAnswer | None:
    """Read the one answer that the address asks for; None where there is none that may be read."""
    why = request.GET.get("why", "")
    (content,) = contents_of(found)
    told = Kept.read(content, only=why)
    names = names_told(home, told.household)
    screening = sight_of(request.member).of(told.screening)
    return shown(screening, get_language() or "el", names=names).answer(why)


def _page(request: StaffRequest, home: Home, found: Check, checks: Sequence[Check]) -> CheckPage:
    sight = sight_of(request.member)
    earlier = [one for one in checks if one.pk < found.pk]
    # The last line of the history may be the one that is shown.
    before = earlier[0] if earlier else previous_of(home, found)
    now, *former = contents_of(*filter(None, [found, before]))
    told = Kept.read(now)
    screening = sight.of(told.screening)
    is_newest = found.pk == checks[0].pk
    return CheckPage(
        check=found,
        shown=shown(screening, get_language() or "el", names=names_told(home, told.household)),
        history=history_lines(checks, found.pk, sight),
        changes=_changes(told, former[0], before, sight) if before else None,
        is_newest=is_newest,
        is_partial=not sight.is_whole,
        next=_next(request, home, told.household, screening) if is_newest else None,
        unfolded=request.GET.get("why", ""),
    )


def _changes(now: Kept, former: bytes, before: Check, sight: Sight) -> ChangesShown:
    return changes_shown(compare(outline(now), Outline.read(former), sight), before)


def _next(request: StaffRequest, home: Home, household: Mapping[str, Any], screening: Screening) -> NextQuestion | None:
    """Give the question of a check as a form, for whoever may answer it; none when other facts were told since."""
    if not request.member.may("entitlements.check"):
        return None
    today, known = timezone.localdate(), known_facts(home)
    if {**described(home, known, today), "as_of": household["as_of"]} != household:
        return NextQuestion(is_outdated=True)
    form = FactsForm(None, today=today, home=home, known=known, sight=sight_of(request.member))
    return NextQuestion(form=form, page=first_question(form, screening))
