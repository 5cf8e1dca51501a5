"""Copies of papers: the only way in, and the only way out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arogi.accounts.http import StaffRequest, allowed
from arogi.core.errors import DomainError
from arogi.core.forms import carried_out
from arogi.core.notices import done
from arogi.documents import services
from arogi.documents.access import get_document
from arogi.documents.errors import NoSuchCopy, NoSuchDocument
from arogi.documents.forms import CopyForm, WithdrawForm
from arogi.documents.models import Document, StoredFile
from arogi.people.models import Person
from arogi.people.views.pages import of_person, show

SEE = ("people.view", "documents.view")
# It is a stranger's file: whatever a browser makes of it, it runs nothing, loads nothing and belongs to no origin.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@require_http_methods(["GET", "POST"])
@allowed(*SEE, "documents.record")
@of_person
def add_copy(request: StaffRequest, person: Person, document_id: UUID) -> HttpResponse:
    """Take in a photo or scan of a paper."""
    document = document_of(request, person, document_id)
    form = CopyForm(request.POST, request.FILES) if request.method == "POST" else CopyForm()
    copies: list[StoredFile] = []

    def act() -> None:
        copies.append(
            services.add_copy(
                by=request.member,
                document_id=document.pk,
                content=form.content,
                today=timezone.localdate(),
                at=timezone.now(),
            )
        )

    if request.method == "POST" and carried_out(form, act):
        _say_kept(request, copies[0])
        return redirect("documents:paper", person.pk, document.pk)
    title = _("Copy of: %(paper)s") % {"paper": document.label}
    return show(request, person, "documents/copy.html", form=form, title=title, document=document)


@require_GET
@allowed(*SEE, "documents.open")
@of_person
def open_copy(request: StaffRequest, person: Person, document_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand a copy out, to be saved and never to be shown as a page of ours."""
    document = document_of(request, person, document_id)
    _copy_of(document, file_id)
    try:
        opened = services.open_copy(by=request.member, file_id=file_id)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("documents:paper", person.pk, document.pk)
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = f'attachment; filename="{opened.name}"'
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Download-Options"] = "noopen"
    return response


@require_http_methods(["GET", "POST"])
@allowed(*SEE, "documents.record")
@of_person
def delete_copy(request: StaffRequest, person: Person, document_id: UUID, file_id: UUID) -> HttpResponse:
    """Delete a copy for good, after a second look."""
    document = document_of(request, person, document_id)
    _copy_of(document, file_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        services.delete_copy(by=request.member, file_id=file_id, reason=reason, at=timezone.now())

    if request.method == "POST" and carried_out(form, act):
        done(request, _("The copy was deleted. The paper itself stays recorded."))
        return redirect("documents:paper", person.pk, document.pk)
    title = _("Delete the copy of: %(paper)s") % {"paper": document.label}
    return show(request, person, "documents/delete_copy.html", form=form, title=title, document=document)


def document_of(request: StaffRequest, person: Person, document_id: UUID) -> Document:
    """Give a paper of a person.

    Raises:
        Http404: there is none, or none that the member may see.
    """
    try:
        return get_document(request.member, person.pk, document_id)
    except NoSuchDocument as missing:
        raise Http404 from missing


def _copy_of(document: Document, file_id: UUID) -> None:
    if not document.files.filter(pk=file_id).exists():
        raise Http404 from NoSuchCopy()


def _say_kept(request: StaffRequest, copy: StoredFile) -> None:
    if services.is_held_back(copy):
        messages.warning(
            request,
            _("The copy was kept, but the antivirus program does not answer. It can be opened once it was checked."),
        )
    else:
        done(request, _("The copy was kept."))
