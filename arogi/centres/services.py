"""What is done to municipalities and structures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Closure, Municipality, OpeningHours, Structure
from arogi.centres.selectors import Range
from arogi.core import audit, keys
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError
from arogi.core.models import AuditHead


class MunicipalityExists(DomainError):
    """There is already a municipality of that name."""

    message = _("There is already a municipality with this short name.")


def open_municipality(*, slug: str, name_el: str, name_en: str, source: str = "") -> Municipality:
    """Take a municipality in: its row, and the start of its chain of access records.

    Raises:
        MunicipalityExists: the slug is taken.
    """
    try:
        with transaction.atomic():
            municipality = Municipality.objects.create(slug=slug, name_el=name_el, name_en=name_en, source=source)
    except IntegrityError as violation:
        raise MunicipalityExists from violation
    with acting_in(municipality.id):
        AuditHead.objects.create(hash=audit.GENESIS)
        keys.make_data_keys()
        audit.record("create", kind="municipality", object_id=municipality.id)
    return municipality


@transaction.atomic
def open_structure(
    *,
    code: str,
    kind: str,
    name_el: str,
    name_en: str = "",
    parent: Structure | None = None,
    opened_on: dt.date | None = None,
) -> Structure:
    """Open a structure of the entered municipality.

    Raises:
        django.core.exceptions.ValidationError: the code is taken, or a value is not in its list.
    """
    structure = Structure(code=code, kind=kind, name_el=name_el, name_en=name_en, parent=parent, opened_on=opened_on)
    structure.full_clean()
    structure.save()
    audit.record("create", kind="structure", object_id=structure.id)
    return structure


class HoursOverlap(DomainError):
    """Two ranges of one day overlap, or one ends before it begins."""

    message = _("The hours of one day must follow each other, for example 8:00-14:00, 17:00-20:00.")


class ClosureEndsBefore(DomainError):
    """The last closed day lies before the first."""

    message = _("The last closed day lies before the first one.")
    field = "until_date"


@dataclass(frozen=True, kw_only=True)
class StructureFacts:
    """What may be corrected about a structure. `serves_also`: other municipalities that it serves, in words."""

    name_el: str
    name_en: str
    address: str
    postcode: str
    phones: str
    email: str
    serves_also: str
    source: str


@transaction.atomic
def correct_structure(*, structure_id: UUID, facts: StructureFacts) -> Structure:
    """Change the facts of a structure.

    Raises:
        Structure.DoesNotExist: there is none here.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure_id)
    changed = [name for name, value in asdict(facts).items() if getattr(structure, name) != value]
    for name in changed:
        setattr(structure, name, getattr(facts, name))
    if changed:
        structure.save(update_fields=changed)
        audit.record("change", kind="structure", object_id=structure.pk, fields=changed)
    return structure


@transaction.atomic
def set_hours(*, structure_id: UUID, week: Mapping[int, Sequence[Range]], on: dt.date) -> None:
    """Give a structure new hours from a day on; what held before stays known.

    Args:
        week: by weekday (0 = Monday); a day that is not named is closed.

    Raises:
        Structure.DoesNotExist: there is none here.
        HoursOverlap: the ranges of a day do not follow each other.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure_id)
    for ranges in week.values():
        _refuse_overlap(ranges)
    current = OpeningHours.objects.filter(structure=structure, valid_until=None)
    current.filter(valid_from__gte=on).delete()
    current.update(valid_until=on)
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=structure, weekday=weekday, opens=hours.opens, closes=hours.closes, valid_from=on)
        for weekday, ranges in week.items()
        for hours in ranges
    )
    audit.record("change", kind="openinghours", object_id=structure.pk)


def _refuse_overlap(ranges: Sequence[Range]) -> None:
    moments = [moment for hours in ranges for moment in (hours.opens, hours.closes)]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise HoursOverlap


@transaction.atomic
def close(*, structure: Structure | None, from_date: dt.date, until_date: dt.date, reason: str) -> Closure:
    """Close a structure, or (None) the whole municipality, on some days.

    Raises:
        ClosureEndsBefore: the days stand in the wrong order.
    """
    if until_date < from_date:
        raise ClosureEndsBefore
    closure: Closure = Closure.objects.create(
        structure=structure, from_date=from_date, until_date=until_date, reason=reason
    )
    audit.record("create", kind="closure", object_id=closure.pk)
    return closure


@transaction.atomic
def remove_closure(*, closure_id: UUID) -> None:
    """Take a closure back.

    Raises:
        Closure.DoesNotExist: there is none here.
    """
    closure = Closure.objects.select_for_update(of=("self",)).get(pk=closure_id)
    audit.record("remove", kind="closure", object_id=closure.pk)
    closure.delete()
