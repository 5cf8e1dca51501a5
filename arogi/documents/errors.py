"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError


class NoSuchDocument(DomainError):
    """There is no such paper, or none that this member may know of: the same words for both."""

    message = _("There is no such paper.")


class UnknownKind(DomainError):
    """The kind is not in the list, or not in the one of this member."""

    message = _("Choose a kind of paper from the list.")
    field = "kind"


class EndsBeforeIssue(DomainError):
    """A paper cannot end before the day on which it was issued."""

    message = _("The paper ends before the day on which it was issued.")
    field = "expires_on"


class SeenInFuture(DomainError):
    """A paper cannot have been seen tomorrow."""

    message = _("This day has not come yet.")
    field = "seen_on"


class IsWithdrawn(DomainError):
    """The paper was withdrawn meanwhile."""

    message = _("The paper was withdrawn meanwhile.")


class NothingToUndo(DomainError):
    """Something else happened to the paper since, or it was somebody else's act."""

    message = _("This can no longer be taken back: something else has happened since.")


class CopyRefused(DomainError):
    """A file is not taken."""

    message = _("This file is not taken.")
    field = "copy"


class CopyIsEmpty(CopyRefused):
    """There is nothing in it."""

    message = _("The file is empty. Take the photo again, or choose another file.")


class CopyIsTooLarge(CopyRefused):
    """It is larger than what is taken."""

    message = _("The file is larger than 20 MB. Take a smaller photo, or scan with fewer dots.")


class NoSuchType(CopyRefused):
    """It is none of the types that are taken, whatever its name says."""

    message = _("Only photos (JPEG, PNG, WebP) and PDF files are taken, and this file is none inside.")


class PhotoOfAPhone(CopyRefused):
    """It is a photo in the format of some phones, or a film."""

    message = _("Photos of the type HEIC and films are not taken. Let the phone save the photo as JPEG.")


class CopyIsUnreadable(CopyRefused):
    """It is damaged, or only pretends to be what it begins as."""

    message = _("The file is damaged and cannot be opened. Take the photo or the scan again.")


class CopyIsHarmful(CopyRefused):
    """The antivirus program found something in it."""

    message = _("The antivirus program found something harmful in this file. It was not kept.")


class TooManyPixels(CopyRefused):
    """It would fill the memory when it is opened."""

    message = _("The picture has too many points (more than 50 million). Take a smaller photo.")


class TooManyPages(CopyRefused):
    """A paper of a person has not so many pages."""

    message = _("The PDF has more than 60 pages. Keep only the pages that are needed.")


class TooLargeInside(CopyRefused):
    """It is small outside and too large inside."""

    message = _("The file becomes too large when it is opened, so it is not taken.")


class CopyIsLocked(CopyRefused):
    """It asks for a password."""

    message = _("The PDF is locked with a password. Save it without one, or photograph the paper.")


class HasScript(CopyRefused):
    """It could do something when it is opened."""

    message = _("The PDF contains a program or a form that acts by itself. Print it to a new PDF and choose that.")


class HasAttachment(CopyRefused):
    """It carries other files."""

    message = _("The PDF carries other files inside. Print it to a new PDF and choose that.")


class TooManyCopies(CopyRefused):
    """A paper has no more sides than that."""

    message = _("This paper has four copies already. Delete one first.")


class NoRoomLeft(CopyRefused):
    """The municipality's room for files is used up."""

    message = _("The municipality's room for stored files is full. The paper itself is recorded; tell the coordinator.")


class NoSuchCopy(DomainError):
    """There is no such copy, or none that this member may know of."""

    message = _("There is no such copy.")


class CopyIsHeldBack(DomainError):
    """The copy was not scanned yet, so nobody gets it."""

    message = _("This copy has not been checked for viruses yet. It can be opened as soon as it was.")


class CopyIsGone(DomainError):
    """The copy's content was deleted, or is missing or damaged on the disk."""

    message = _("The content of this copy is not there any more.")
