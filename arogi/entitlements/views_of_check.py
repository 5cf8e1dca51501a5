"""Pages beside a person's check: the slip to take home, and what the support would be at other wages."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from openfisca_greece import read_household

from arogi.accounts.http import StaffRequest, allowed
from arogi.core import audit
from arogi.entitlements.charts import chart_of
from arogi.entitlements.errors import NoSuchCheck, UnreadableFile
from arogi.entitlements.homes import home_of
from arogi.entitlements.selectors import get_check, known_facts, names_told, opened
from arogi.entitlements.services import readable
from arogi.entitlements.sight import sight_of
from arogi.entitlements.slip import Heading, slip_pdf
from arogi.entitlements.voice import LANGUAGES
from arogi.entitlements.what_if import what_if
from arogi.people.models import Person
from arogi.people.views.pages import of_person, show


@require_GET
@allowed("people.view", "entitlements.view")
@of_person
def slip(request: StaffRequest, person: Person, check_id: UUID) -> HttpResponse:
    """Give the slip of a check as a file, in the language of `?language=` or else of the screen."""
    home = home_of(person, timezone.localdate())
    try:
        check = get_check(home, check_id)
    except NoSuchCheck as missing:
        raise Http404 from missing
    told = opened(check)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else get_language() or "el"
    heading = Heading(name=person.full_name, centre=request.member.municipality.name)
    pdf = slip_pdf(
        told.screening,
        language=language,
        heading=heading,
        names=names_told(home, told.household),
        sight=sight_of(request.member),
    )
    audit.record("export", kind="check", object_id=check.pk, person_id=person.pk)
    # No name in the file's name: it stays in the list of downloads of a shared computer.
    headers = {"Content-Disposition": f'attachment; filename="entitlements-{check.as_of}-{language}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_GET
@allowed("people.view", "entitlements.view")
@of_person
def what_if_of_person(request: StaffRequest, person: Person) -> HttpResponse:
    """Show the support of the household against its wages, with what the file knows today."""
    today = timezone.localdate()
    home = home_of(person, today)
    sight, chart, problem = sight_of(request.member), None, ""
    try:
        household = read_household(readable(home, known_facts(home), today))
        chart = chart_of(what_if(household, leaving_out=sight.programmes))
    except UnreadableFile as unreadable:
        problem = str(unreadable)
    context = {"chart": chart, "problem": problem, "is_partial": not sight.is_whole}
    return show(request, person, "entitlements/what_if.html", **context)
