"""Pages of papers: those of one person, one paper with its acts, and those of the register that end."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arogi.accounts.http import StaffRequest, allowed
from arogi.core import audit
from arogi.core.forms import carried_out
from arogi.core.http import page_number
from arogi.core.notices import done, taken_back
from arogi.core.typed import posted
from arogi.documents import services
from arogi.documents.access import hidden_kinds, offered_structures
from arogi.documents.errors import IsWithdrawn, NoSuchDocument
from arogi.documents.forms import CopyForm, EndingForm, PaperForm, WithdrawForm, first_values
from arogi.documents.models import Document, DocumentEvent
from arogi.documents.pages import ending_page
from arogi.documents.panels import shown_paper, shown_papers
from arogi.documents.sealing import note_of
from arogi.documents.selectors import copies_of, events_of, followers, visible_of
from arogi.documents.views_of_copies import document_of
from arogi.documents.words import event_words
from arogi.people.forms.papers import RevealForm
from arogi.people.models import Person
from arogi.people.views.pages import of_person, show, start_from

SEE = ("people.view", "documents.view")
ACT = (*SEE, "documents.record")


@require_GET
@allowed(*SEE)
def ending(request: StaffRequest) -> HttpResponse:
    """List the papers of the register that end, the most urgent first."""
    form = EndingForm(
        request.GET,
        hidden=hidden_kinds(request.member),
        structures=[(str(one.pk), one.name) for one in offered_structures(request.member)],
        workers=[(str(pk), name) for pk, name in followers()],
    )
    kept = request.GET.copy()
    for name in ("view", "page"):
        kept.pop(name, None)
    page = ending_page(
        request.member, form.wanted(), timezone.localdate(), number=page_number(request), query=kept.urlencode()
    )
    audit.record("view", kind="document_list", rows=len(page.papers))
    return render(request, "documents/ending.html", {"form": form, "list": page})


@require_GET
@allowed(*SEE)
@of_person
def papers(request: StaffRequest, person: Person) -> HttpResponse:
    """Show all papers of a person, replaced and withdrawn ones too."""
    found = shown_papers(visible_of(request.member, person), timezone.localdate())
    return show(request, person, "documents/list.html", papers=found, title=_("All supporting papers"))


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
@of_person
def record(request: StaffRequest, person: Person) -> HttpResponse:
    """Record that a paper was seen."""
    today = timezone.localdate()
    form = PaperForm(
        posted(request), initial=first_values(today, uuid4()), hidden=hidden_kinds(request.member), today=today
    )
    events: list[DocumentEvent] = []

    def act() -> None:
        events.append(
            services.record_paper(
                by=request.member,
                person_id=person.pk,
                facts=form.facts(),
                today=today,
                at=timezone.now(),
                submission=form.submitted,
            )
        )

    if request.method == "POST" and carried_out(form, act):
        done(request, _("The paper was recorded."), undo=_undo(events[0]))
        return redirect("documents:paper", person.pk, events[0].document_id)
    return show(request, person, "documents/form.html", form=form, title=_("Record a supporting paper"))


@require_GET
@allowed(*SEE)
@of_person
def paper(request: StaffRequest, person: Person, document_id: UUID) -> HttpResponse:
    """Show one paper with what happened to it."""
    document = document_of(request, person, document_id)
    return show(
        request,
        person,
        "documents/paper.html",
        one=shown_paper(document, timezone.localdate()),
        note=note_of(document.pk, document.note),
        copies=[(copy, services.is_held_back(copy)) for copy in copies_of(document)],
        copy_form=CopyForm(),
        events=[(event, event_words(event)) for event in events_of(document)],
        title=document.label,
    )


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
@of_person
def change(request: StaffRequest, person: Person, document_id: UUID) -> HttpResponse:
    """Correct what a paper says."""
    document, today = document_of(request, person, document_id), timezone.localdate()
    form = PaperForm(posted(request), initial=_initial(document), hidden=hidden_kinds(request.member), today=today)
    events: list[DocumentEvent | None] = []

    def act() -> None:
        events.append(
            services.change_paper(
                by=request.member,
                document_id=document.pk,
                version=form.cleaned_data["version"] or 0,
                facts=form.facts(),
                today=today,
                at=timezone.now(),
            )
        )

    if request.method == "POST" and carried_out(form, act):
        done(request, _("The paper was corrected."), undo=_undo(events[0]) if events[0] else "")
        return redirect("documents:paper", person.pk, document.pk)
    if document.withdrawn_at:
        return _is_withdrawn(request, document)
    if request.method == "POST":
        start_from(form, document.version)
    title = _("Correct: %(paper)s") % {"paper": document.label}
    return show(request, person, "documents/form.html", form=form, title=title, document=document)


@require_http_methods(["GET", "POST"])
@allowed(*ACT)
@of_person
def withdraw(request: StaffRequest, person: Person, document_id: UUID) -> HttpResponse:
    """Withdraw a paper."""
    document = document_of(request, person, document_id)
    form = WithdrawForm(posted(request))
    events: list[DocumentEvent] = []

    def act() -> None:
        reason = form.cleaned_data["reason"]
        events.append(
            services.withdraw_paper(by=request.member, document_id=document.pk, reason=reason, at=timezone.now())
        )

    if request.method == "POST" and carried_out(form, act):
        done(request, _("The paper was withdrawn."), undo=_undo(events[0]))
        return redirect("desk:person", person.pk)
    if document.withdrawn_at:
        return _is_withdrawn(request, document)
    title = _("Withdraw: %(paper)s") % {"paper": document.label}
    return show(request, person, "documents/withdraw.html", form=form, title=title, document=document)


@require_POST
@allowed(*ACT)
def undo(request: StaffRequest, event_id: UUID) -> HttpResponse:
    """Take one's own last act back."""
    event = taken_back(
        request, lambda: services.undo(by=request.member, event_id=event_id, at=timezone.now()), missing=NoSuchDocument
    )
    if event is None:
        return redirect("documents:ending")
    return redirect("documents:paper", event.document.person_id, event.document_id)


@require_http_methods(["GET", "POST"])
@allowed("people.view", "documents.view", "people.reveal")
@of_person
def number(request: StaffRequest, person: Person, document_id: UUID) -> HttpResponse:
    """Show a paper's whole number to somebody who says why; the first click only asks for the reason."""
    document = document_of(request, person, document_id)
    is_answer = request.method == "POST" and ("why" in request.POST or "words" in request.POST)
    form = RevealForm(request.POST if is_answer else None)
    numbers: list[str] = []
    if is_answer:
        carried_out(
            form,
            lambda: numbers.append(
                services.reveal_number(by=request.member, document_id=document.pk, reason=form.reason)
            ),
        )
    context = {"form": form, "paper": document.label, "now": document.masked_number}
    return show(request, person, "people/reveal.html", number=numbers[0] if numbers else "", **context)


def _initial(document: Document) -> dict[str, object]:
    same = ("kind", "issued_on", "expires_on", "seen_on", "version")
    return {**{name: getattr(document, name) for name in same}, "note": note_of(document.pk, document.note)}


def _is_withdrawn(request: StaffRequest, document: Document) -> HttpResponse:
    messages.warning(request, str(IsWithdrawn.message))
    return redirect("documents:paper", document.person_id, document.pk)


def _undo(event: DocumentEvent) -> str:
    return reverse("documents:undo", args=[event.pk])
