"""The anonymous check: what somebody who gives no name seems to be entitled to. Nothing of it is stored."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from openfisca_greece import screen

from arogi.accounts.http import StaffRequest, allowed
from arogi.entitlements.charts import chart_of
from arogi.entitlements.forms_open import AnswerForm, OpenHouseholdForm, Told, UnreadableTold, answer_form
from arogi.entitlements.presentation import ShownScreening, shown
from arogi.entitlements.selectors import municipality_code
from arogi.entitlements.slip import Heading, slip_pdf
from arogi.entitlements.voice import LANGUAGES
from arogi.entitlements.what_if import what_if

SLIPS = {f"slip_{language}": language for language in LANGUAGES}


@require_http_methods(["GET", "POST"])
@allowed("entitlements.check")
@never_cache
def anonymous(request: StaffRequest) -> HttpResponse:
    """Ask for the facts that decide most; POST shows the answers, asks on, prints, or draws the chart."""
    today = timezone.localdate()
    if "told" not in request.POST:
        return _first(request, today)
    try:
        told = Told.of_text(request.POST["told"])
    except UnreadableTold:
        return _begin(request, _form(request, today), problem=_("The answers got lost on the way. Please begin again."))
    act = request.POST.get("act", "")
    if act in SLIPS:
        return _slip(request, told, SLIPS[act])
    return _chart(request, told) if act == "what_if" else _answers(request, told)


def _first(request: StaffRequest, today: dt.date) -> HttpResponse:
    form = _form(request, today)
    if request.method == "GET" or not form.is_valid():
        return _begin(request, form)
    return _page(request, form.told())


def _form(request: StaffRequest, today: dt.date) -> OpenHouseholdForm:
    typed = request.POST if request.method == "POST" and "told" not in request.POST else None
    return OpenHouseholdForm(typed, today=today, municipality=municipality_code(today))


def _begin(request: StaffRequest, form: OpenHouseholdForm, problem: str = "") -> HttpResponse:
    refused = problem or form.errors
    context = {"form": form, "problem": problem}
    return render(request, "entitlements/anonymous.html", context, status=422 if refused else 200)


def _answers(request: StaffRequest, told: Told) -> HttpResponse:
    """Take the answer to the question that was asked, if there was one, and show what follows."""
    asked = request.POST.get("asked", "")
    answer = answer_form(asked, told.read().as_of, request.POST)
    if not answer.paths:
        return _page(request, told)
    if not answer.form.is_valid():
        return _page(request, told, answer)
    return _page(request, _answered(told, answer, asked))


def _answered(told: Told, answer: AnswerForm, asked: str) -> Told:
    more = told.with_answers(answer.answers())
    try:
        more.read()
    except ValueError:
        return told.with_answers({asked: None})
    # Of a block that nobody could tell, the block itself is not asked again.
    nothing = all(value is None for value in answer.answers().values())
    return more.with_answers({asked: None}) if nothing else more


def _page(request: StaffRequest, told: Told, refused: AnswerForm | None = None) -> HttpResponse:
    household = told.read()
    read = _shown(told)
    while read.question is not None and not answer_form(read.question.fact, household.as_of).paths:
        told = told.with_answers({read.question.fact: None})
        read = _shown(told)
    unfolded = request.POST.get("why", "")
    if request.htmx and (answer := read.answer(unfolded)):
        return render(request, "entitlements/_why.html", {"answer": answer})
    asked = refused
    if refused is None and read.question is not None:
        asked = answer_form(read.question.fact, household.as_of)
    context = {
        "shown": read,
        "told": told.to_text(),
        "asked": read.question.fact if read.question else "",
        "unfolded": unfolded,
        "unfolded_in": read.folded_with(unfolded),
        "answer_form": asked.form if asked and asked.paths else None,
    }
    return render(request, "entitlements/anonymous.html", context, status=422 if refused else 200)


def _shown(told: Told) -> ShownScreening:
    language = get_language() or "el"
    return shown(screen(told.read()), language, names=told.names, skipping=told.skipped)


def _slip(request: StaffRequest, told: Told, language: str) -> HttpResponse:
    with override(language):
        names = told.names
    pdf = slip_pdf(
        screen(told.read()), language=language, heading=Heading(centre=request.member.municipality.name), names=names
    )
    headers = {"Content-Disposition": f'attachment; filename="entitlements-{language}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _chart(request: StaffRequest, told: Told) -> HttpResponse:
    chart = chart_of(what_if(told.read()))
    return render(request, "entitlements/what_if.html", {"chart": chart, "told": told.to_text()})
