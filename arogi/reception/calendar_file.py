"""A colleague's appointments as an iCalendar file (RFC 5545), with nothing of people but initials.

Five properties of one kind of component are written, so the format stands here in full; reading it is not our business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from arogi.core.values.typed_text import in_capitals
from arogi.people.models import Person
from arogi.reception.models import Appointment

LONGEST_LINE = 75  # octets, the end of the line not counted
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_text(appointments: Iterable[Appointment], *, now: dt.datetime) -> str:
    """Write appointments with their structure and person as one calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Arogi//Appointments//EL",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(_('Appointments'))}",
        *(line for one in appointments for line in _event(one, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def initials_of(appointment: Appointment) -> str:
    """Give the initials of whoever comes."""
    if appointment.person is None:
        return appointment.initials
    return initials(appointment.person)


def initials(person: Person) -> str:
    """Give the initials of a person, first name before surname: `Α.Π.`; of the name in use where there is no other."""
    words = (person.first_name, person.surname)
    if not any(words):
        words = (person.latin_first_name, person.latin_surname)
    if not any(words):
        words = (person.called, "")
    return "".join(f"{in_capitals(word)[:1]}." for word in words if word.strip())


def escaped(text: str) -> str:
    """Write a text as a value: backslash, semicolon, comma and the end of a line are escaped."""
    return "".join(sign for sign in text.translate(_ESCAPED) if sign >= " ")


def folded(line: str) -> str:
    """Break a line into pieces of 75 octets, never inside a character; each next one begins with a blank."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])


def _event(one: Appointment, now: dt.datetime) -> Iterator[str]:
    said = _("Appointment %(initials)s") % {"initials": initials_of(one)}
    yield "BEGIN:VEVENT"
    yield f"UID:{one.pk}@arogi"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"SEQUENCE:{one.version}"
    yield f"DTSTART:{_moment(one.starts_at)}"
    yield f"DTEND:{_moment(one.ends_at)}"
    yield f"SUMMARY:{escaped(said)}"
    # The name of a branch would tell of an origin in somebody else's calendar; its code says enough to a colleague.
    yield f"LOCATION:{escaped(one.structure.code)}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
