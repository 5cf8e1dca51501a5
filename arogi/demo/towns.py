"""A municipality of the demonstration as rows: structures, hours, settlements, operations, catalogue and offers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from arogi.centres.models import (
    Municipality,
    MunicipalityCode,
    OpeningHours,
    Operation,
    Settlement,
    Structure,
    SubProject,
)
from arogi.centres.services import open_structure
from arogi.centres.territory import area
from arogi.demo import orders
from arogi.demo.centres import DemoCentre, DemoOperation, DemoStructure, Provenance, sources
from arogi.reception.models import CentreService, ServiceOffer
from arogi.reception.services import adopt_catalogue

MARK = orders.MARK
SCHEME = "kallikratis"


@dataclass(frozen=True, kw_only=True)
class Town:
    """A municipality of the demonstration while it is being filled.

    Attributes:
        structures: by code. settlements: ids by name. services: ids by code.
        grants: (structure's id, first day, first day after, sub-project's id).
    """

    centre: DemoCentre
    municipality: Municipality
    structures: dict[str, Structure]
    settlements: dict[str, UUID]
    services: dict[str, UUID]
    grants: tuple[tuple[UUID, dt.date, dt.date | None, UUID], ...]

    def sub_project_of(self, structure: UUID, on: dt.date) -> UUID | None:
        """Give what paid for a structure on a day."""
        for of, first, after, sub_project in self.grants:
            if of == structure and first <= on and (after is None or on < after):
                return sub_project
        return None


def describe(municipality: Municipality, centre: DemoCentre) -> None:
    """Write the public facts of a municipality into its row, and its code."""
    if centre.patron:
        municipality.patron_day, municipality.patron_name = centre.patron.day, centre.patron.name
    municipality.supervising_service = centre.supervising_service
    municipality.save()
    found = area("municipality", centre.code)
    MunicipalityCode.objects.create(
        municipality=municipality,
        scheme=SCHEME,
        code=centre.code,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        source=found.source[:200],
    )


def furnish(municipality: Municipality, centre: DemoCentre) -> Town:
    """Open everything that the entered municipality has before people come."""
    adopt_catalogue()
    services = dict(CentreService.objects.filter(valid_until=None).values_list("code", "pk"))
    structures = _structures(centre)
    _offers(centre, structures, services)
    places = [Settlement(name=place.name, kind=place.kind, community_code=place.code) for place in centre.settlements]
    Settlement.objects.bulk_create(places)
    return Town(
        centre=centre,
        municipality=municipality,
        structures=structures,
        settlements={place.name: place.pk for place in places},
        services=services,
        grants=_grants(centre, structures),
    )


def words_of(provenance: Provenance) -> str:
    """Say in a few lines which field comes from which source, and what is still to be confirmed."""
    known = sources()
    lines = [
        f"{field}: {'; '.join(_source(key) for key in keys if key in known)}"
        for field, keys in provenance.sources.items()
    ]
    if provenance.unverified:
        lines.append(f"To be confirmed: {', '.join(sorted(provenance.unverified))}.")
    return "\n".join([*lines, *provenance.notes])


def _source(key: str) -> str:
    found = sources()[key]
    return f"{found.publisher}, «{found.title}»"


def _structures(centre: DemoCentre) -> dict[str, Structure]:
    opened: dict[str, Structure] = {}
    for facts in sorted(centre.structures, key=lambda facts: facts.parent != ""):
        structure = open_structure(
            code=facts.code,
            kind=facts.kind,
            name_el=facts.name_el,
            name_en=facts.name_en,
            parent=opened.get(facts.parent),
            opened_on=facts.opened.first_day if facts.opened else None,
        )
        _tell_where(structure, facts)
        opened[facts.code] = structure
    hours = [
        OpeningHours(structure=opened[facts.code], weekday=each.weekday, opens=each.opens, closes=each.closes)
        for facts in centre.structures
        for each in facts.hours
    ]
    OpeningHours.objects.bulk_create(hours)
    return opened


def _tell_where(structure: Structure, facts: DemoStructure) -> None:
    structure.address, structure.postcode, structure.email = facts.address, facts.postcode, facts.email
    structure.phones = ", ".join(facts.phones)
    structure.source = words_of(facts.provenance)
    structure.save()


def _offers(centre: DemoCentre, structures: dict[str, Structure], services: dict[str, UUID]) -> None:
    """Say of each structure what its sources name; of the rest nothing is known, so nothing is said."""
    said = [
        (facts.code, code, is_offered)
        for facts in centre.structures
        for codes, is_offered in ((facts.services, True), (facts.not_offered, False))
        for code in codes
    ]
    ServiceOffer.objects.bulk_create(
        ServiceOffer(structure=structures[structure], service_id=services[code], is_offered=is_offered)
        for structure, code, is_offered in said
    )


def _grants(
    centre: DemoCentre, structures: dict[str, Structure]
) -> tuple[tuple[UUID, dt.date, dt.date | None, UUID], ...]:
    """Open the operations whose code and period were published, with the sub-projects that pay for structures."""
    return tuple(grant for facts in centre.operations for grant in _operation(facts, structures))


def _operation(
    facts: DemoOperation, structures: dict[str, Structure]
) -> list[tuple[UUID, dt.date, dt.date | None, UUID]]:
    if not facts.mis_code or facts.valid_from is None:
        return []
    # The file gives the last day, the table the first day on which it does not hold any more.
    after = facts.valid_until + dt.timedelta(days=1) if facts.valid_until else None
    operation = Operation.objects.create(
        mis_code=facts.mis_code,
        title_el=facts.title_el,
        valid_from=facts.valid_from,
        valid_until=after,
        budget_eur=facts.budget_eur,
        source=words_of(facts.provenance),
    )
    grants = []
    for part in facts.sub_projects:
        paid = structures[part.structure]
        row = SubProject.objects.create(operation=operation, number=part.number, title_el=part.title_el, structure=paid)
        grants.append((paid.pk, facts.valid_from, after, row.pk))
    return grants
