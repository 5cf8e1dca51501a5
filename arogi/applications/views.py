"""Pages of applications: the list, one application with its acts, a new one, the one that follows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.applications import selectors, services
from arogi.applications.access import get_application
from arogi.applications.checklist import checklist_of
from arogi.applications.errors import NoSuchApplication, NotPossibleNow, OpenAlready
from arogi.applications.files import as_csv
from arogi.applications.forms import ActOnForm, FactsForm, FilterForm, WishForm
from arogi.applications.law import acts, platform_of
from arogi.applications.models import Application, ApplicationEvent
from arogi.applications.pages import (
    ListPage,
    application_page,
    duration_of,
    first_of,
    former_of,
    shown_applications,
    tabs,
    told_answer,
)
from arogi.applications.services.opening import structures_for
from arogi.applications.words import act_button, act_done
from arogi.core import audit
from arogi.core.errors import DomainError
from arogi.core.forms import ActForm, carried_out
from arogi.core.http import page_number, status_of_form
from arogi.core.notices import done, taken_back
from arogi.core.typed import posted
from arogi.core.values.ids import read_id
from arogi.entitlements.homes import home_of
from arogi.entitlements.sight import sight_of
from arogi.people.models import Person
from arogi.people.views.pages import of_person, show

LIST = ("people.view", "applications.view")
ACT = (*LIST, "applications.record")
NARROWING = ("code", "programme", "state", "structure", "worker")


@require_GET
@allowed(*LIST)
def applications(request: StaffRequest) -> HttpResponse:
    """List applications by what has to be done with them."""
    form = _filter(request)
    page = _list_page(request, form)
    audit.record("view", kind="application_list", rows=len(page.applications))
    return render(request, "applications/list.html", {"form": form, "list": page})


@require_GET
@allowed(*LIST, "reports.export")
def applications_file(request: StaffRequest) -> HttpResponse:
    """Give the list as it is filtered as a file."""
    today, wanted = timezone.localdate(), _filter(request).wanted()
    rows = selectors.all_applications(selectors.filtered(request.member, wanted, today), wanted.order)
    audit.record("export", kind="application_list", rows=len(rows))
    response = HttpResponse(as_csv(shown_applications(rows, today)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="applications-{today.isoformat()}.csv"'
    return response


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
@of_person
def begin(request: StaffRequest, person: Person) -> HttpResponse:
    """Open an application: from an answer with one click (POST), else by choosing a programme."""
    form = _wish_form(request, person)
    new: list[Application] = []
    if request.method == "POST" and carried_out(form, lambda: new.append(_open(request, person, form))):
        done(request, _("The application was opened."), undo=_undo_opening(new[0]))
        return redirect("applications:application", application_id=new[0].pk)
    first = _first_open(request, person, form)
    if request.method == "POST" and first is not None:
        messages.warning(request, str(OpenAlready.message))
        return redirect("applications:application", application_id=first)
    return show(request, person, "applications/begin.html", form=form)


@require_GET
@allowed(*LIST)
def application(request: StaffRequest, application_id: UUID) -> HttpResponse:
    """Show one application with what happened, and what can be done."""
    return _page(request, opened(request, application_id), None)


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def act(request: StaffRequest, application_id: UUID, act: str) -> HttpResponse:
    """Let something happen to an application."""
    found = opened(request, application_id)
    rule = acts().get(act)
    if rule is None:
        raise Http404
    today = timezone.localdate()
    first = first_of(rule, found)
    form = ActOnForm(posted(request), act=rule, platform=platform_of(found.programme), today=today, first=first)

    def carry_out() -> ApplicationEvent:
        return services.carry_out(
            by=request.member,
            application_id=application_id,
            act=act,
            told=form.told,
            today=today,
            at=timezone.now(),
            after=read_id(request.POST.get("after", "")),
        )

    if not form.is_bound and found.state not in rule.sources:
        messages.warning(request, str(NotPossibleNow.message))
        return redirect("applications:application", application_id=found.pk)
    return _act(request, found, form, carry_out, said=act_done(act), title=act_button(act))


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def change(request: StaffRequest, application_id: UUID) -> HttpResponse:
    """Change who looks after it, who applies along, its code and the next check."""
    found = opened(request, application_id)
    form = _facts_form(request, found)

    def change_facts() -> ApplicationEvent:
        return services.change_facts(
            by=request.member,
            application_id=application_id,
            facts=form.facts,
            today=timezone.localdate(),
            at=timezone.now(),
            after=read_id(request.POST.get("after", "")),
        )

    return _act(request, found, form, change_facts, said=_("It was changed."), title=_("Change the application"))


@require_POST
@allowed(*ACT)
def renew(request: StaffRequest, application_id: UUID) -> HttpResponse:
    """Open the application that follows a granted one."""
    opened(request, application_id)
    today, at = timezone.localdate(), timezone.now()
    try:
        following = services.renew(by=request.member, application_id=application_id, today=today, at=at)
    except OpenAlready as refusal:
        messages.warning(request, str(refusal))
        return redirect("applications:application", application_id=refusal.first_id or application_id)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("applications:application", application_id=application_id)
    done(request, _("The next application was opened."), undo=_undo_opening(following))
    return redirect("applications:application", application_id=following.pk)


@require_POST
@allowed(*ACT)
def undo(request: StaffRequest, event_id: UUID) -> HttpResponse:
    """Take one's own last act back."""
    today, at = timezone.localdate(), timezone.now()
    event = taken_back(
        request,
        lambda: services.undo(by=request.member, event_id=event_id, today=today, at=at),
        missing=NoSuchApplication,
    )
    if event is None:
        return redirect("applications:list")
    return redirect("applications:application", application_id=event.application_id)


def _filter(request: StaffRequest) -> FilterForm:
    member = request.member
    return FilterForm(
        request.GET,
        programmes=selectors.programmes_with_applications(member),
        structures=[(str(one.pk), one.name) for one in selectors.structures_shown(member)],
        workers=[(str(one.pk), one.name) for one in selectors.workers_with_applications(member)],
    )


def _list_page(request: StaffRequest, form: FilterForm) -> ListPage:
    today, wanted, member = timezone.localdate(), form.wanted(), request.member
    rows = selectors.filtered(member, wanted, today)
    page = selectors.page_of_applications(rows, wanted.order, page_number(request))
    return ListPage(
        page=page,
        applications=shown_applications(page.object_list, today),
        tabs=tabs(selectors.counts_by_view(member, today), "" if wanted.code else wanted.view),
        query=_query(request.GET),
        is_narrowed=any(request.GET.get(name) for name in NARROWING),
        is_partial=not sight_of(member).is_whole,
    )


def _query(asked: QueryDict) -> str:
    kept = asked.copy()
    for name in ("view", "page", "code"):
        kept.pop(name, None)
    return kept.urlencode()


def _wish_form(request: StaffRequest, person: Person) -> WishForm:
    today, member = timezone.localdate(), request.member
    sent = posted(request)
    structures = [(str(one.pk), one.name) for one in structures_for(member, today)]
    usual = str(person.registered_at_id) if person.registered_at_id else ""
    first = {
        "programme": request.GET.get("programme", ""),
        "check": read_id(request.GET.get("check", "")),
        "structure": next(
            (code for code, _name in structures if code == usual), structures[0][0] if structures else ""
        ),
    }
    if sent is not None and "structure" not in sent:
        # One click at an answer says the programme and the check; the rest is as usual.
        sent = sent.copy()
        sent["structure"] = str(first["structure"])
    programmes = selectors.programmes_on_offer(member, today)
    return WishForm(sent, programmes=programmes, structures=structures, first=first)


def _open(request: StaffRequest, person: Person, form: WishForm) -> Application:
    today, at = timezone.localdate(), timezone.now()
    return services.open_application(by=request.member, person_id=person.pk, wish=form.wish, today=today, at=at)


def _first_open(request: StaffRequest, person: Person, form: WishForm) -> UUID | None:
    """Give the open application because of which a second one was refused, if the member may see it."""
    # A field that was refused is not among the cleaned ones any more.
    programme = form.data.get("programme") if form.is_bound else None
    if not programme or programme not in dict(selectors.programmes_with_applications(request.member)):
        return None
    rows = selectors.applications_of(request.member, [person.pk]).open()
    first = rows.filter(person=person, programme=programme).first()
    return first.pk if first else None


def _undo_opening(new: Application) -> str:
    event = selectors.events_of(new)[-1]
    return reverse("applications:undo", args=[event.pk])


def _facts_form(request: StaffRequest, found: Application) -> FactsForm:
    today = timezone.localdate()
    along = {person.pk: person.full_name for person in selectors.along_with(found)}
    home = {member.id: member.name for member in home_of(found.person, today).members}
    members = [(str(one), name) for one, name in (along | home).items() if one != found.person_id]
    workers = {str(one.pk): one.name for one in selectors.staff_today(today)}
    if found.worker is not None:
        workers.setdefault(str(found.worker_id), found.worker.name)
    first = {
        "worker": str(found.worker_id or ""),
        "external_code": found.external_code,
        "next_check_on": found.next_check_on,
        "members": [str(one) for one in along],
    }
    return FactsForm(posted(request), workers=workers.items(), members=members, today=today, first=first)


def _act(
    request: StaffRequest,
    found: Application,
    form: ActForm,
    act: Callable[[], ApplicationEvent],
    *,
    said: str,
    title: str,
) -> HttpResponse:
    events: list[ApplicationEvent] = []
    if request.method == "POST" and carried_out(form, lambda: events.append(act())):
        done(request, said, undo=reverse("applications:undo", args=[events[0].pk]))
        return redirect("applications:application", application_id=found.pk)
    return _page(request, found, form, title=title)


def _page(request: StaffRequest, found: Application, form: ActForm | None, *, title: str = "") -> HttpResponse:
    member, today = request.member, timezone.localdate()
    context = {
        "page": application_page(found, member, today),
        "checklist": checklist_of(found, member, today),
        "form": form,
        "act_title": title,
        "duration": duration_of(found.programme),
        "former": former_of(found, member, today),
        "told": told_answer(found, member) if form is None else None,
    }
    return render(request, "applications/application.html", context, status=status_of_form(request))


def opened(request: StaffRequest, application_id: UUID) -> Application:
    """Give an application that the member may see, and leave the access record.

    Raises:
        Http404: there is none, or none that the member may see.
    """
    try:
        found = get_application(request.member, application_id)
    except NoSuchApplication as missing:
        raise Http404 from missing
    audit.record("view", kind="application", object_id=found.pk, person_id=found.person_id)
    return found
