"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError


class NoSuchTask(DomainError):
    """There is no such task, or none that this member may know of: the same words for both."""

    message = _("There is no such task.")


class NothingMarked(DomainError):
    """An act on several tasks, and none was marked."""

    message = _("Mark at least one task.")
    field = "tasks"


class TaskIsSettled(DomainError):
    """The task was settled, so nothing more is to be done with it."""

    message = _("This task was settled meanwhile.")


class SnoozedIntoThePast(DomainError):
    """A task cannot be put off to a day that is over."""

    message = _("Choose a date after today.")
    field = "until"


class NotAColleague(DomainError):
    """Whom the task was to go to does not work there today."""

    message = _("This colleague does not work in the task's structure today.")
    field = "worker"


class NotYourStructure(DomainError):
    """The member works elsewhere."""

    message = _("You do not work in this structure.")
    field = "structure"


class NothingToDo(DomainError):
    """A task without words."""

    message = _("Write what is to be done.")
    field = "words"


class UnreadableWords(DomainError):
    """A text holds signs that no database keeps, or is too long."""

    message = _("This text is too long or contains characters that cannot be stored.")
    field = "words"


class NothingToUndo(DomainError):
    """Something else happened since, or it was somebody else's act."""

    message = _("This can no longer be taken back: something else has happened since.")


class NoSuchCaseload(DomainError):
    """Nobody of this municipality has this id."""

    message = _("There is no such colleague.")


class NobodyToReceive(DomainError):
    """A caseload needs somebody to go to."""

    message = _("Choose at least one colleague who works here today.")
    field = "to"


class EmptyCaseload(DomainError):
    """There is nothing to hand over."""

    message = _("This colleague follows nobody and has no open task.")


class NoSuchHandOver(DomainError):
    """There is no such hand-over."""

    message = _("There is no such hand-over.")


class UndoneBefore(DomainError):
    """A hand-over is taken back once."""

    message = _("This hand-over was taken back before.")
