"""The municipality's own catalogue of services: the national one, local additions, and who offers what."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arogi.centres.models import Structure
from arogi.core import audit
from arogi.core.db import refusing
from arogi.core.errors import DomainError
from arogi.reception.catalogue import CURRENT_VERSION, CatalogueService, load_catalogue
from arogi.reception.models import CentreService, ServiceOffer

# The first catalogue also codes what was recorded before there was one (imported registers).
FROM_THE_BEGINNING = dt.date(1900, 1, 1)


class ServiceCodeTaken(DomainError):
    """There is already a service with this code."""

    message = _("There is already a service with this code.")
    field = "code"


class UnknownNationalService(DomainError):
    """A local service must count as one of the national list."""

    message = _("Choose the service of the national list that this one counts as.")
    field = "national_code"


@transaction.atomic
def adopt_catalogue(*, version: str = CURRENT_VERSION, on: dt.date | None = None) -> int:
    """Take a version of the national catalogue into the entered municipality.

    The first adoption is valid from the beginning. A later one renews the words of the codes that stay, adds the new
    codes from `on` and ends those that are gone on `on`; the rows stay, because old requests point at them. Local
    additions are left alone. Adopting the same version twice changes nothing.

    `on` is the first day of the new version; its date of issue when not given.

    Returns:
        How many services were added, renewed or ended.

    Raises:
        arogi.reception.catalogue.UnknownCatalogue: no such version is shipped.
    """
    catalogue = load_catalogue(version)
    standing = {row.code: row for row in CentreService.objects.filter(valid_until=None)}
    start = (on or catalogue.issued) if standing else FROM_THE_BEGINNING
    changed = _renew(catalogue.services, standing, version)
    added = [_new_row(service, version, start) for service in catalogue.services if service.code not in standing]
    CentreService.objects.bulk_create(added)
    kept = {service.code for service in catalogue.services}
    national = [row.pk for row in standing.values() if row.code == row.national_code and row.code not in kept]
    ended = CentreService.objects.filter(pk__in=national).update(valid_until=on or catalogue.issued)
    total = changed + len(added) + ended
    if total:
        audit.record("adopt", kind="catalogue", version=version, added=len(added), renewed=changed, ended=ended)
    return total


def _renew(services: tuple[CatalogueService, ...], standing: dict[str, CentreService], version: str) -> int:
    renewed = []
    for service in services:
        row = standing.get(service.code)
        if row is not None and row.catalogue_version != version:
            _describe(row, service, version)
            renewed.append(row)
    fields = [
        "catalogue_version",
        "axis",
        "category",
        "programme",
        "label_el",
        "label_en",
        "structure_kinds",
        "about_person",
    ]
    return CentreService.objects.bulk_update(renewed, fields) if renewed else 0


def _new_row(service: CatalogueService, version: str, start: dt.date) -> CentreService:
    row = CentreService(code=service.code, national_code=service.code, valid_from=start)
    _describe(row, service, version)
    return row


def _describe(row: CentreService, service: CatalogueService, version: str) -> None:
    row.catalogue_version = version
    row.axis = service.axis
    row.category = service.category
    row.programme = service.programme
    row.label_el = service.label.el
    row.label_en = service.label.en
    row.structure_kinds = sorted({*service.kinds, *service.kinds_partly})
    row.about_person = service.about_person


@transaction.atomic
def add_local_service(
    *, code: str, national_code: str, label_el: str, label_en: str, valid_from: dt.date
) -> CentreService:
    """Add a service of this municipality alone; reports of the country count it as its national code.

    Raises:
        ServiceCodeTaken: the code stands in the catalogue.
        UnknownNationalService: the national code does not.
    """
    national = CentreService.objects.filter(code=national_code, valid_until=None).first()
    if national is None or national.code != national.national_code:
        raise UnknownNationalService
    row = CentreService(
        code=code,
        national_code=national_code,
        catalogue_version="local",
        axis=national.axis,
        category=national.category,
        programme=national.programme,
        label_el=label_el,
        label_en=label_en,
        structure_kinds=national.structure_kinds,
        about_person=national.about_person,
        valid_from=valid_from,
    )
    with refusing("reception_service_code", ServiceCodeTaken):
        row.save()
    audit.record("create", kind="centreservice", object_id=row.id, code=code)
    return row


@transaction.atomic
def set_offer(*, structure: Structure, service: CentreService, is_offered: bool, instead: str = "") -> ServiceOffer:
    """Say that a structure offers a service or not, and where people are sent instead."""
    offer: ServiceOffer
    offer, _created = ServiceOffer.objects.update_or_create(
        structure=structure, service=service, defaults={"is_offered": is_offered, "instead": instead}
    )
    audit.record("change", kind="serviceoffer", object_id=offer.id, service=service.code, offered=is_offered)
    return offer
