"""How a structure receives people: its ways, the length of its appointments, and when colleagues are away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from arogi.accounts.access import Member
from arogi.accounts.models import User
from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import NotAllowed
from arogi.reception.errors import (
    AbsenceEndsBefore,
    LettersMissing,
    ModeOfThatDayExists,
    ModeOverlaps,
    ModeRefused,
    NoticeMissing,
    NotYourColleague,
)
from arogi.reception.models import ReceptionMode, ServiceLength, StaffAbsence
from arogi.reception.slots import staff_of

Kind = ReceptionMode.Kind


@dataclass(frozen=True, kw_only=True)
class ModeFacts:
    """A way of receiving as it is written down.

    Attributes:
        until_date: last day of an exception; None for what holds until further notice.
        letters: by weekday, as `letters.read_letters` writes them.
    """

    kind: str
    from_date: dt.date
    until_date: dt.date | None = None
    letters: tuple[str, ...] = ()
    appointments_from: dt.time | None = None
    appointments_until: dt.time | None = None
    notice_el: str = ""
    notice_en: str = ""


@transaction.atomic
def set_mode(*, by: Member, structure: Structure, facts: ModeFacts) -> ReceptionMode:
    """Write down how a structure receives from a day on, or on some days only.

    Raises:
        NotAllowed: the role does not include it.
        ModeRefused: one of its family, with its field.
    """
    if not by.may("centres.manage"):
        raise NotAllowed
    _check_mode(facts)
    mode = ReceptionMode(structure=structure, **{**asdict(facts), "letters": list(facts.letters)})
    with (
        refusing("reception_one_exception_at_a_time", ModeOverlaps),
        refusing("reception_one_mode_from_a_day", ModeOfThatDayExists),
    ):
        mode.save(force_insert=True)
    audit.record("create", kind="receptionmode", object_id=mode.pk, mode=facts.kind)
    return mode


def _check_mode(facts: ModeFacts) -> None:
    if facts.until_date is not None and facts.until_date < facts.from_date:
        raise ModeRefused(field="until_date")
    if facts.kind == Kind.SUSPENDED and not facts.notice_el.strip():
        raise NoticeMissing
    if facts.kind == Kind.LETTERS and not any(facts.letters):
        raise LettersMissing
    first, last = facts.appointments_from, facts.appointments_until
    if (first is None) != (last is None) or (first is not None and last is not None and last <= first):
        raise ModeRefused(field="appointments_until")


@transaction.atomic
def remove_mode(*, by: Member, mode_id: UUID) -> Structure:
    """Take a way of receiving back; what held before it holds again. Gives the structure.

    Raises:
        NotAllowed: the role does not include it.
        ReceptionMode.DoesNotExist: there is none here.
    """
    if not by.may("centres.manage"):
        raise NotAllowed
    mode = ReceptionMode.objects.select_for_update(of=("self",)).select_related("structure").get(pk=mode_id)
    audit.record("remove", kind="receptionmode", object_id=mode.pk)
    mode.delete()
    structure: Structure = mode.structure
    return structure


@transaction.atomic
def set_lengths(*, by: Member, structure: Structure, minutes: Mapping[str, int | None]) -> None:
    """Say how long appointments take, by kind of service (category of the catalogue); None for the usual length.

    Raises:
        NotAllowed: the role does not include it.
    """
    if not by.may("centres.manage"):
        raise NotAllowed
    ServiceLength.objects.filter(structure=structure, category__in=list(minutes)).delete()
    ServiceLength.objects.bulk_create(
        ServiceLength(structure=structure, category=category, minutes=length)
        for category, length in minutes.items()
        if length is not None
    )
    audit.record("change", kind="servicelength", object_id=structure.pk, fields=sorted(minutes))


@transaction.atomic
def record_absence(
    *, by: Member, worker: User, starts_at: dt.datetime, ends_at: dt.datetime, today: dt.date
) -> StaffAbsence:
    """Note that a colleague of one's own structures (or oneself) is away. Why is not asked.

    Raises:
        NotAllowed: the role does not include it.
        AbsenceEndsBefore, NotYourColleague: see there.
    """
    if not by.may("appointments.book"):
        raise NotAllowed
    if ends_at <= starts_at:
        raise AbsenceEndsBefore
    if worker.pk not in {colleague.pk for colleague in colleagues_of(by, today)}:
        raise NotYourColleague
    absence: StaffAbsence = StaffAbsence.objects.create(
        worker=worker, starts_at=starts_at, ends_at=ends_at, recorded_by=by.user
    )
    audit.record("create", kind="staffabsence", object_id=absence.pk)
    return absence


@transaction.atomic
def remove_absence(*, by: Member, absence_id: UUID, today: dt.date) -> None:
    """Take an absence back.

    Raises:
        NotAllowed: the role does not include it.
        StaffAbsence.DoesNotExist: there is none here, or it is that of somebody who works elsewhere.
    """
    if not by.may("appointments.book"):
        raise NotAllowed
    theirs = {colleague.pk for colleague in colleagues_of(by, today)}
    absence = StaffAbsence.objects.select_for_update(of=("self",)).get(pk=absence_id, worker__in=theirs)
    audit.record("remove", kind="staffabsence", object_id=absence.pk)
    absence.delete()


def colleagues_of(member: Member, today: dt.date) -> list[User]:
    """Give who receives people in the structures in which a member works, by name; the member is one of them."""
    found = {member.user.pk: member.user}
    for structure in member.structures:
        if member.works_in(structure.pk):
            found |= {post.worker.pk: post.worker for post in staff_of(structure, today, today)}
    return sorted(found.values(), key=lambda worker: (worker.name, worker.pk))
