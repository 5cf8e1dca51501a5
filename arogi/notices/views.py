"""The page of a person's messages: what was sent and what was not, what the person wants, a message by hand."""

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
from arogi.core.errors import DomainError
from arogi.core.forms import carried_out
from arogi.core.http import page_number, status_of_form
from arogi.core.notices import done
from arogi.core.typed import posted
from arogi.notices import services
from arogi.notices.errors import NoSuchNotice
from arogi.notices.forms import ChoiceForm, SendForm
from arogi.notices.models import Notice
from arogi.notices.pages import reachable, shown_notices
from arogi.notices.reach import choice_of, email_of
from arogi.notices.selectors import notices_of
from arogi.notices.services.choosing import wants_of
from arogi.notices.services.queueing import send_by_hand
from arogi.people.models import Person
from arogi.people.views.pages import looked_at

VIEW = ("people.view", "notices.view")
ACT = (*VIEW, "notices.send")


@require_GET
@allowed(*VIEW)
def notices(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """List what was sent to a person, and what was not and why."""
    person = looked_at(request, person_id)
    if person.pk != person_id:
        return redirect("notices:person", person.pk)
    return _page(request, person, None)


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def choose(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Keep an e-mail address and which messages a person wants."""
    person = looked_at(request, person_id)
    choice = choice_of(person.pk)
    form = ChoiceForm(posted(request), initial={"email": email_of(choice), "wants": wants_of(choice)})
    if request.method == "POST" and carried_out(form, lambda: _choose(request, person, form)):
        messages.success(request, _("It was kept."))
        return redirect("notices:person", person.pk)
    return render(request, "notices/choose.html", {"person": person, "form": form}, status=status_of_form(request))


def _choose(request: StaffRequest, person: Person, form: ChoiceForm) -> None:
    said = form.cleaned_data
    services.choose(
        by=request.member, person=person, email=said["email"], wants=said["wants"], today=timezone.localdate()
    )


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
def send(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Send a person one of the messages that staff may send."""
    person = looked_at(request, person_id)
    if request.method == "GET":
        return redirect("notices:person", person.pk)  # Back, or Reload, of the page that answered with errors
    form = SendForm(request.POST)
    sent: list[Notice] = []

    def act() -> None:
        template = form.cleaned_data["template"]
        sent.append(send_by_hand(by=request.member, person=person, template=template, at=timezone.now()))

    if carried_out(form, act):
        done(request, _("The message will leave."), undo=reverse("notices:cancel", args=[sent[0].pk]))
        return redirect("notices:person", person.pk)
    return _page(request, person, form)


@require_POST
@allowed(*ACT)
def cancel(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Take back a message that has not left."""
    try:
        notice = services.cancel(by=request.member, notice_id=notice_id)
    except NoSuchNotice as missing:
        raise Http404 from missing
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("notices:person", Notice.objects.get(pk=notice_id).person_id)
    messages.success(request, _("The message will not be sent."))
    return redirect("notices:person", notice.person_id)


def _page(request: StaffRequest, person: Person, form: SendForm | None) -> HttpResponse:
    page, choice = notices_of(person, page_number(request)), choice_of(person.pk)
    context = {
        "person": person,
        "page": page,
        "notices": shown_notices(page.object_list),
        "choice": choice,
        "email": email_of(choice),
        "reachable": reachable(person),
        "form": form or SendForm(posted(request, reverse("notices:send", args=[person.pk]))),
    }
    return render(request, "notices/person.html", context, status=status_of_form(request))
