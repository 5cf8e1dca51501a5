"""Pages of how a structure receives people, how long its appointments are, and who is away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core.forms import carried_out
from arogi.core.http import status_of_form
from arogi.core.typed import posted
from arogi.reception.catalogue import CURRENT_VERSION, load_catalogue
from arogi.reception.errors import NotYourColleague
from arogi.reception.forms.receiving import DAYS_WITH_LETTERS, AbsenceForm, LengthsForm, ModeForm
from arogi.reception.letters import letters_without_a_day
from arogi.reception.models import ReceptionMode, ServiceLength, StaffAbsence
from arogi.reception.services import receiving as services
from arogi.reception.slots import USUAL_MINUTES, mode_on

MANAGE = ("centres.view", "centres.manage")


@require_http_methods(["GET", "POST"])
@allowed(*MANAGE)
def modes(request: StaffRequest, structure_id: UUID) -> HttpResponse:
    """Show how a structure receives now and later, and write down another way."""
    structure, today = _structure(structure_id), timezone.localdate()
    form = ModeForm(posted(request), today=today)
    if request.method == "POST" and carried_out(
        form, lambda: services.set_mode(by=request.member, structure=structure, facts=form.facts())
    ):
        messages.success(request, _("It was written down."))
        if form.facts().letters and (missing := letters_without_a_day(form.facts().letters)):
            messages.warning(request, _("These letters have no day: %(letters)s.") % {"letters": missing})
        return redirect("reception:modes", structure.pk)
    rows = list(ReceptionMode.objects.filter(structure=structure).order_by("-from_date", "-pk")[:50])
    weekdays = [WEEKDAYS[weekday] for weekday in DAYS_WITH_LETTERS]
    context = {
        "structure": structure,
        "form": form,
        "now": mode_on(rows, today),
        "modes": [(mode, list(zip(weekdays, mode.letters, strict=False))) for mode in rows],
    }
    return render(request, "reception/modes.html", context, status=status_of_form(request))


@require_POST
@allowed(*MANAGE)
def remove_mode(request: StaffRequest, mode_id: UUID) -> HttpResponse:
    """Take a way of receiving back."""
    try:
        structure = services.remove_mode(by=request.member, mode_id=mode_id)
    except ReceptionMode.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("It was removed."))
    return redirect("reception:modes", structure.pk)


@require_http_methods(["GET", "POST"])
@allowed(*MANAGE)
def lengths(request: StaffRequest, structure_id: UUID) -> HttpResponse:
    """Say how long appointments take, by kind of service."""
    structure = _structure(structure_id)
    now = dict(ServiceLength.objects.filter(structure=structure).values_list("category", "minutes"))
    in_english = get_language() == "en"
    categories = load_catalogue(CURRENT_VERSION).categories
    kinds = [(one.code, one.label.en if in_english else one.label.el) for one in categories]
    form = LengthsForm(posted(request), kinds=kinds, now=now)
    if request.method == "POST" and carried_out(
        form, lambda: services.set_lengths(by=request.member, structure=structure, minutes=form.minutes())
    ):
        messages.success(request, _("The lengths were saved."))
        return redirect("reception:modes", structure.pk)
    context = {"structure": structure, "form": form, "usual": USUAL_MINUTES}
    return render(request, "reception/lengths.html", context, status=status_of_form(request))


@require_http_methods(["GET", "POST"])
@allowed("appointments.view", "appointments.book")
def absences(request: StaffRequest) -> HttpResponse:
    """Show who is away from today on, and note another absence."""
    today, member = timezone.localdate(), request.member
    colleagues = {str(one.pk): one for one in services.colleagues_of(member, today)}
    choices = [(key, one.name) for key, one in colleagues.items()]
    form = AbsenceForm(posted(request), today=today, workers=choices, own=member.user.pk)

    def act() -> None:
        starts_at, ends_at = form.span()
        worker = _colleague(colleagues, form.cleaned_data["worker"])
        services.record_absence(by=member, worker=worker, starts_at=starts_at, ends_at=ends_at, today=today)

    if request.method == "POST" and carried_out(form, act):
        messages.success(request, _("The absence was noted."))
        return redirect("reception:absences")
    rows = StaffAbsence.objects.filter(worker__in=colleagues.values(), ends_at__gt=timezone.now())
    context = {"form": form, "absences": rows.select_related("worker").order_by("starts_at", "pk")[:200]}
    return render(request, "reception/absences.html", context, status=status_of_form(request))


@require_POST
@allowed("appointments.view", "appointments.book")
def remove_absence(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    """Take an absence back."""
    try:
        services.remove_absence(by=request.member, absence_id=absence_id, today=timezone.localdate())
    except StaffAbsence.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("The absence was removed."))
    return redirect("reception:absences")


def _colleague(colleagues: dict[str, User], key: str) -> User:
    if key not in colleagues:
        raise NotYourColleague
    return colleagues[key]


def _structure(structure_id: UUID) -> Structure:
    found: Structure | None = Structure.objects.filter(pk=structure_id).first()
    if found is None:
        raise Http404
    return found
