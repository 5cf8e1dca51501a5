"""Copies of papers: taken in, opened, deleted, scanned later. What a file may be, `receiving` decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.documents import scanning, vault
from arogi.documents.access import visible_documents
from arogi.documents.errors import (
    CopyIsGone,
    CopyIsHeldBack,
    CopyRefused,
    IsWithdrawn,
    NoRoomLeft,
    NoSuchCopy,
    NoSuchDocument,
    TooManyCopies,
)
from arogi.documents.kinds import DAYS_A_COPY_OUTLIVES_ITS_PURPOSE
from arogi.documents.models import Document, DocumentEvent, StoredFile
from arogi.documents.receiving import PDF, Received, receive
from arogi.people.kept_text import kept

COPIES_OF_A_PAPER = 4
UNANSWERED_AT_MOST = 3
LEFT_OVER_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A copy as it is handed out, under a name of ours."""

    content: bytes
    media_type: str
    name: str


def add_copy(*, by: Member, document_id: UUID, content: bytes, today: dt.date, at: dt.datetime) -> StoredFile:
    """Take in a copy of a paper: looked at, written anew, encrypted.

    Where an antivirus program is configured and does not answer, it is kept apart until it did.

    Raises:
        NotAllowed, NoSuchDocument, IsWithdrawn: the member may not, or there is no such paper.
        CopyRefused: the file is not taken, or there is no room for it; that it was refused is recorded.
    """
    document = _open_for_copies(by, document_id)
    try:
        _refuse_without_room(document)
        received = receive(content)
    except CopyRefused as refused:
        reason = type(refused).__name__
        audit.record("refused", kind="storedfile", person_id=document.person_id, object_id=document.pk, cause=reason)
        raise
    return _keep(by, document, received, today, at)


@transaction.atomic
def _keep(by: Member, document: Document, received: Received, today: dt.date, at: dt.datetime) -> StoredFile:
    file_id = uuid7()
    is_identity = bool(document.of_kind and document.of_kind.identity)
    digest = vault.put(file_id, received.content)
    copy: StoredFile = StoredFile.objects.create(
        id=file_id,
        document=document,
        media_type=received.media_type,
        size=len(received.content),
        pages=received.pages,
        digest=digest,
        state=StoredFile.State.CLEAN if received.is_scanned else StoredFile.State.WAITING,
        needed_until=today if is_identity else None,
        recorded_by=by.user,
    )
    _happened(document, at, DocumentEvent.Kind.FILE_ADDED, by=by)
    audit.record("create", kind="storedfile", object_id=file_id, person_id=document.person_id, paper=document.kind)
    return copy


@transaction.atomic
def open_copy(*, by: Member, file_id: UUID) -> Opened:
    """Give the content of a copy, and note who has opened it.

    Raises:
        NotAllowed, NoSuchCopy: the member may not, or there is no such copy.
        CopyIsHeldBack: it was not scanned yet where files have to be.
        CopyIsGone: its content was deleted, or cannot be read from the disk.
    """
    if not by.may("documents.open"):
        raise NotAllowed
    copy = _copy_of_member(by, file_id)
    if copy.state in StoredFile.GONE:
        raise CopyIsGone
    if is_held_back(copy):
        raise CopyIsHeldBack
    content = vault.get(copy.pk, copy.digest)
    document = copy.document
    audit.record("download", kind="storedfile", object_id=copy.pk, person_id=document.person_id, paper=document.kind)
    ending = "pdf" if copy.media_type == PDF else "jpg"
    return Opened(content=content, media_type=copy.media_type, name=f"{document.kind}-{copy.pk.hex[-8:]}.{ending}")


def is_held_back(copy: StoredFile) -> bool:
    """Say whether a copy waits for the antivirus program: nobody gets it before."""
    return copy.state == StoredFile.State.WAITING and scanning.is_configured()


@transaction.atomic
def delete_copy(*, by: Member, file_id: UUID, reason: str, at: dt.datetime) -> StoredFile:
    """Delete the content of a copy for good; that there was one stays in the history.

    Raises:
        NotAllowed, NoSuchCopy: the member may not, or there is no such copy.
        CopyIsGone: it was deleted before.
        people.errors.ImpossibleFact: the reason is longer than a line.
    """
    if not by.may("documents.record"):
        raise NotAllowed
    copy = _copy_of_member(by, file_id)
    if copy.state in StoredFile.GONE:
        raise CopyIsGone
    _delete(copy, at, StoredFile.State.DELETED, reason=kept(reason, at_most=200, field="reason"), by=by)
    return copy


@transaction.atomic
def keep_copies_until(document_ids: Collection[UUID], until: dt.date) -> int:
    """Say that copies of these papers are needed until a day (an application runs that long); never shortened.

    Returns:
        How many copies are kept longer.
    """
    copies = StoredFile.objects.filter(document__in=document_ids, deleted_at=None, needed_until__lt=until)
    return copies.update(needed_until=until)


@transaction.atomic
def delete_by_rule(*, today: dt.date, at: dt.datetime) -> int:
    """Delete copies whose purpose ended long enough ago, and files that no row names.

    A purpose ends for the copy of an identity paper on its day, and for every copy when its paper is withdrawn.

    Returns:
        How many copies were deleted.
    """
    last = today - dt.timedelta(days=DAYS_A_COPY_OUTLIVES_ITS_PURPOSE)
    rows = StoredFile.objects.select_for_update(of=("self",)).select_related("document")
    withdrawn = Q(document__withdrawn_at__lt=at - dt.timedelta(days=DAYS_A_COPY_OUTLIVES_ITS_PURPOSE))
    copies = list(rows.filter(Q(needed_until__lt=last) | withdrawn, deleted_at=None))
    for copy in copies:
        _delete(copy, at, StoredFile.State.DELETED, reason=DocumentEvent.BY_RULE)
    _drop_leftovers(at)
    return len(copies)


def _drop_leftovers(at: dt.datetime) -> None:
    """Delete what a killed program has left on the disk: content without its row, or after it."""
    named = set(StoredFile.objects.filter(deleted_at=None).values_list("digest", flat=True))
    for name in vault.lying_there(before=(at - LEFT_OVER_AFTER).timestamp()):
        if name not in named:
            vault.drop_leftover(name)


@transaction.atomic
def scan_waiting(*, at: dt.datetime) -> int:
    """Let the antivirus program look at what waits for it; stops when it is away.

    Returns:
        How many copies it has looked at.
    """
    rows = StoredFile.objects.select_for_update(of=("self",), skip_locked=True).select_related("document")
    looked_at = unanswered = 0
    for copy in rows.filter(state=StoredFile.State.WAITING).order_by("pk")[:100]:
        try:
            scanning.scan(vault.get(copy.pk, copy.digest))
        except scanning.NoAnswer:
            unanswered += 1  # this one may be what it cannot read; three are its absence
            if unanswered == UNANSWERED_AT_MOST:
                break
            continue
        except (scanning.Harmful, CopyIsGone) as trouble:
            _delete(copy, at, StoredFile.State.HARMFUL, reason=str(trouble)[:200])
        else:
            StoredFile.objects.filter(pk=copy.pk).update(state=StoredFile.State.CLEAN, changed_at=at)
        looked_at += 1
    return looked_at


def _open_for_copies(by: Member, document_id: UUID) -> Document:
    if not by.may("documents.record"):
        raise NotAllowed
    document: Document | None = visible_documents(by).filter(pk=document_id).first()
    if document is None:
        raise NoSuchDocument
    if document.withdrawn_at:
        raise IsWithdrawn
    return document


def _refuse_without_room(document: Document) -> None:
    there = StoredFile.objects.filter(deleted_at=None)
    if there.filter(document=document).count() >= COPIES_OF_A_PAPER:
        raise TooManyCopies
    used = there.aggregate(bytes=Sum("size"))["bytes"] or 0
    if used + settings.LARGEST_COPY > settings.FILES_QUOTA:
        raise NoRoomLeft


def _copy_of_member(by: Member, file_id: UUID) -> StoredFile:
    rows = StoredFile.objects.select_related("document").select_for_update(of=("self",))
    copy: StoredFile | None = rows.filter(pk=file_id, document__in=visible_documents(by)).first()
    if copy is None:
        raise NoSuchCopy
    return copy


def _delete(copy: StoredFile, at: dt.datetime, state: str, *, reason: str, by: Member | None = None) -> None:
    StoredFile.objects.filter(pk=copy.pk).update(state=state, deleted_at=at, changed_at=at)
    _happened(copy.document, at, DocumentEvent.Kind.FILE_DELETED, by=by, reason=reason)
    audit.record("remove", kind="storedfile", object_id=copy.pk, person_id=copy.document.person_id)
    # What was said to be deleted is deleted only when the saying is sure; a leftover goes with the next night.
    transaction.on_commit(partial(vault.drop, copy.municipality_id, copy.digest))


def _happened(document: Document, at: dt.datetime, kind: str, *, by: Member | None, reason: str = "") -> None:
    DocumentEvent.objects.create(
        id=uuid7(), document=document, kind=kind, at=at, by=by.user if by else None, reason=reason
    )
