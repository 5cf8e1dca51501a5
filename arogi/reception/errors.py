"""Refusals of appointments, absences and ways of receiving, in sentences that can be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError


class AppointmentRefused(DomainError):
    """An appointment cannot be as it was asked for."""


class NoSuchAppointment(AppointmentRefused):
    """There is no such appointment, or none that this member may know of: the same words for both."""

    message = _("There is no such appointment.")


class NotYourAppointments(AppointmentRefused):
    """The member does not work in the structure."""

    message = _("You do not work in this structure, so you cannot book here.")
    field = "structure"


class NoSuchTime(AppointmentRefused):
    """The clocks jump over this time."""

    message = _("This time does not exist on this day: the clocks go forward.")
    field = "time"


class TimeIsOver(AppointmentRefused):
    """The time lies in the past."""

    message = _("This time is over. Choose a later one.")
    field = "time"


class TooFarAhead(AppointmentRefused):
    """Nobody can know the hours of that day."""

    message = _("Appointments are booked up to one year ahead.")
    field = "date"


class ClosedThen(AppointmentRefused):
    """The structure gives no appointments on that day; the message says why."""

    message = _("The structure gives no appointments on this day.")
    field = "date"


class OutsideHours(AppointmentRefused):
    """The appointment would begin before, or end after the hours."""

    message = _("The appointment would not lie within the hours: %(hours)s.")
    field = "time"


class WorkerAway(AppointmentRefused):
    """The colleague is absent, or does not work there on that day."""

    message = _("This colleague does not receive anybody at this time.")
    field = "worker"


class TimeTaken(AppointmentRefused):
    """Somebody else has this time."""

    message = _("This time is taken.")
    field = "time"


class OtherAppointmentThen(AppointmentRefused):
    """The person would have to be in two places."""

    message = _("This person has another appointment at this time.")
    field = "time"


class WhoIsMissing(AppointmentRefused):
    """Neither a person nor initials."""

    message = _("Write the initials of whoever comes.")
    field = "initials"


class PersonOrInitials(AppointmentRefused):
    """Both a person and initials."""

    message = _("An appointment is either of a person with a file or of somebody with initials.")
    field = "initials"


class PhoneCannotBeRead(AppointmentRefused):
    """The phone is no number."""

    message = _("This is not a phone number that can be called.")
    field = "phone"


class NothingAhead(AppointmentRefused):
    """The appointment took place, was cancelled or missed."""

    message = _("This appointment is settled: it took place, was missed or was cancelled.")


class NotYet(AppointmentRefused):
    """Whether somebody comes is not known before the time."""

    message = _("This can be said from the day of the appointment on.")


class AppointmentCannotBeUndone(AppointmentRefused):
    """Something else happened since, or it was somebody else's act."""

    message = _("This can no longer be taken back: something else has happened since.")


class OfferedLately(AppointmentRefused):
    """Three calls were made, or one in the last seven days."""

    message = _("Enough calls were made for now: three at most, and one in seven days.")


class ModeRefused(DomainError):
    """A way of receiving cannot be as it was typed."""


class ModeOverlaps(ModeRefused):
    """Two exceptions would hold on one day."""

    message = _("Another exception holds on one of these days. Remove it first.")
    field = "until_date"


class ModeOfThatDayExists(ModeRefused):
    """A second way of receiving from the same day on."""

    message = _("From this day on something else is written already. Remove it first.")
    field = "from_date"


class NoticeMissing(ModeRefused):
    """Nobody is received, and nobody is told why."""

    message = _("Write the notice that people read while nobody is received.")
    field = "notice_el"


class LettersMissing(ModeRefused):
    """Days by letters, without a letter."""

    message = _("Write the letters of at least one day, for example Α-Δ.")
    field = "letters_0"


class AbsenceRefused(DomainError):
    """An absence cannot be as it was typed."""


class AbsenceEndsBefore(AbsenceRefused):
    """The end lies before the beginning."""

    message = _("The absence must end after it begins.")
    field = "until_date"


class NotYourColleague(AbsenceRefused):
    """The absence of somebody who works elsewhere."""

    message = _("You can record absences of colleagues of your own structures.")
    field = "worker"


class QueueRefused(DomainError):
    """Something about the queue cannot be done."""


class NotYourQueue(QueueRefused):
    """The member does not work in the structure."""

    message = _("You do not work in this structure, so its queue is not yours to call.")


class NobodyWaits(QueueRefused):
    """There is no number to call."""

    message = _("Nobody waits.")


class QueueIsFull(QueueRefused):
    """The numbers of the day are used up."""

    message = _("All numbers of this day have been given.")


class NoSuchTicket(QueueRefused):
    """There is no such number, or it is another structure's."""

    message = _("There is no such number.")


class TicketIsSettled(QueueRefused):
    """A colleague has said meanwhile what became of it."""

    message = _("This number was settled meanwhile.")


class NoSuchAddress(DomainError):
    """The secret address opens nothing, or nothing any more."""

    message = _("This address does not work any more.")
