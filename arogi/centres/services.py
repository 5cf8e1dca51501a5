"""What is done to municipalities and structures."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Municipality, Structure
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
