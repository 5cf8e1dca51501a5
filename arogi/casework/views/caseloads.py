"""Caseloads: the load of each colleague, handing one over, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.models import User
from arogi.casework import selectors, services
from arogi.casework.errors import NoSuchCaseload, NoSuchHandOver
from arogi.casework.forms import CaseloadForm
from arogi.casework.models import HandOver
from arogi.casework.pages import load_lines
from arogi.core import audit
from arogi.core.errors import DomainError
from arogi.core.forms import carried_out
from arogi.core.http import status_of_form
from arogi.core.notices import done
from arogi.core.typed import posted

LATEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one colleague would get; the name is empty for tasks that stay with their structure."""

    name: str
    persons: int
    tasks: int


@require_GET
@allowed("casework.load")
def caseloads(request: StaffRequest) -> HttpResponse:
    """Show for each colleague how much there is to do; no name of a person is shown."""
    lines = load_lines(selectors.loads(request.member, timezone.localdate()))
    audit.record("view", kind="caseload", rows=len(lines))
    return render(request, "casework/caseloads.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@allowed("casework.load", "casework.hand_over")
def hand_caseload_over(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Choose who gets a caseload, see what each would get, and hand it over."""
    former, today = _former(request, user_id), timezone.localdate()
    others = [(str(one.pk), one.name) for one in selectors.colleagues(today) if one.pk != user_id]
    form = CaseloadForm(posted(request), colleagues=others, initial={"submission": uuid4()})
    shares: list[Share] = []
    if request.method == "POST" and "show" in request.POST:
        carried_out(form, lambda: shares.extend(_shares(request, form, former, dict(others))))
    elif request.method == "POST":
        made: list[HandOver] = []
        if carried_out(form, lambda: made.append(_hand_over(request, form, user_id))):
            done(request, _said(made[0]), undo=reverse("casework:undo_hand_over", args=[made[0].pk]))
            return redirect("casework:hand_overs")
    status = 200 if shares else status_of_form(request)
    context = {"form": form, "former": former, "shares": shares, "everything": _everything(request, former)}
    return render(request, "casework/hand_caseload_over.html", context, status=status)


def _everything(request: StaffRequest, former: User) -> selectors.Load | None:
    rows = selectors.loads(request.member, timezone.localdate())
    return next((load for load in rows if load.user == former), None)


def _shares(request: StaffRequest, form: CaseloadForm, former: User, names: dict[str, str]) -> list[Share]:
    division = services.plan(by=request.member, former=former, receivers=form.receivers, today=timezone.localdate())
    counts = division.counts()
    wanted = [*form.receivers, *([None] if None in counts else [])]
    return [
        Share(name=names.get(str(one), ""), persons=counts.get(one, (0, 0))[0], tasks=counts.get(one, (0, 0))[1])
        for one in wanted
    ]


def _hand_over(request: StaffRequest, form: CaseloadForm, user_id: UUID) -> HandOver:
    said = form.cleaned_data
    return services.hand_caseload_over(
        by=request.member,
        user_id=user_id,
        receivers=form.receivers,
        submission=said["submission"] or uuid4(),
        today=timezone.localdate(),
        at=timezone.now(),
        reason=said["reason"],
    )


def _said(hand_over: HandOver) -> str:
    persons = ngettext("%(count)d person", "%(count)d persons", hand_over.persons) % {"count": hand_over.persons}
    tasks = ngettext("%(count)d task", "%(count)d tasks", hand_over.tasks) % {"count": hand_over.tasks}
    return _("Handed over: %(persons)s, %(tasks)s.") % {"persons": persons, "tasks": tasks}


@require_GET
@allowed("casework.load", "casework.hand_over")
def hand_overs(request: StaffRequest) -> HttpResponse:
    """List the latest hand-overs, each with the way back."""
    rows = HandOver.objects.select_related("former", "by", "undone_by").order_by("-at", "-pk")[:LATEST]
    audit.record("view", kind="caseload", rows=len(rows))
    return render(request, "casework/hand_overs.html", {"hand_overs": rows})


@require_POST
@allowed("casework.load", "casework.hand_over")
def undo_hand_over(request: StaffRequest, hand_over_id: UUID) -> HttpResponse:
    """Give back what was not changed since."""
    try:
        row = services.undo_hand_over(by=request.member, hand_over_id=hand_over_id, at=timezone.now())
    except NoSuchHandOver as missing:
        raise Http404 from missing
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        stayed = row.persons + row.tasks - row.persons_back - row.tasks_back
        messages.success(
            request,
            _("Given back: persons %(persons)d, tasks %(tasks)d. Changed since, so they stay: %(stayed)d.")
            % {"persons": row.persons_back, "tasks": row.tasks_back, "stayed": stayed},
        )
    return redirect("casework:hand_overs")


def _former(request: StaffRequest, user_id: UUID) -> User:
    try:
        return services.caseload_of(request.member, user_id)
    except NoSuchCaseload as missing:
        raise Http404 from missing
