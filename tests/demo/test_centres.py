import re

import pytest

from arogi.centres.territory import area
from arogi.demo.centres import SLUGS, UnknownCentre, load_all, load_centre, parse_partial_date, sources
from arogi.reception.catalogue import STRUCTURE_KINDS, load_catalogue

# Fields that every structure block needs a source for as soon as they are filled.
SOURCED = (
    "kind",
    "name_el",
    "parent",
    "address",
    "postcode",
    "phones",
    "fax",
    "email",
    "hours",
    "staff",
    "services",
)
ROLES = {
    "social_worker",
    "psychologist",
    "social_scientist",
    "lawyer",
    "economist",
    "pedagogue",
    "health",
    "mediator",
    "intercultural_mediator",
}


@pytest.mark.parametrize("centre", load_all(), ids=SLUGS)
def test_every_filled_fact_of_a_structure_names_a_known_source(centre):
    for structure in centre.structures:
        named = structure.provenance.sources
        for field in SOURCED:
            if getattr(structure, field):
                assert named[field], (structure.code, field)
        assert (structure.opened is None) == ("opened_on" not in named)
        assert {key for keys in named.values() for key in keys} <= set(sources())


@pytest.mark.parametrize("centre", load_all(), ids=SLUGS)
def test_an_assumption_of_ours_is_marked_as_unverified(centre):
    for block in (*centre.structures, *centre.operations):
        for field, keys in block.provenance.sources.items():
            if "arogi" in keys:
                assert field in block.provenance.unverified


@pytest.mark.parametrize("centre", load_all(), ids=SLUGS)
def test_topology_holds_together(centre):
    codes = [structure.code for structure in centre.structures]
    assert len(set(codes)) == len(codes)
    for structure in centre.structures:
        assert re.fullmatch(r"[A-Z][A-Z0-9]{0,7}", structure.code)
        assert structure.kind in STRUCTURE_KINDS
        assert structure.parent == "" or structure.parent in codes
        assert {role for role, _count in structure.staff} <= ROLES
    for operation in centre.operations:
        assert {part.structure for part in operation.sub_projects} <= set(codes)
    assert set(centre.volumes) == set(codes)


@pytest.mark.parametrize("centre", load_all(), ids=SLUGS)
def test_a_structure_offers_only_what_its_kind_offers(centre):
    catalogue = load_catalogue()
    for structure in centre.structures:
        offered = {service.code for service in catalogue.for_kind(structure.kind)}
        assert set(structure.services) <= offered, (structure.code, set(structure.services) - offered)
        assert not set(structure.services) & set(structure.not_offered)


@pytest.mark.parametrize("centre", load_all(), ids=SLUGS)
def test_codes_of_the_territory_exist_and_lie_in_the_municipality(centre):
    assert area("municipality", centre.code).name_genitive
    for settlement in centre.settlements:
        if settlement.code:
            assert area("community", settlement.code).parent.startswith(centre.code)
    assert sum(settlement.weight for settlement in centre.settlements) > 0
    assert sum(settlement.roma_weight for settlement in centre.settlements) > 0


def test_opening_hours_stand_where_they_were_published_and_nowhere_else():
    known = {(c.slug, s.code): s.hours for c in load_all() for s in c.structures if s.hours}
    assert {key: {(h.opens.isoformat("minutes"), h.closes.isoformat("minutes")) for h in hours}
            for key, hours in known.items()} == {
        ("drama", "KK"): {("07:30", "15:30")},
        ("drama", "ROMA"): {("07:30", "15:30")},
        ("palamas", "KK"): {("07:00", "15:00")},
    }  # fmt: skip
    assert {h.weekday for hours in known.values() for h in hours} == {0, 1, 2, 3, 4}


def test_palamas_changes_its_operation_without_a_gap():
    first, second = load_centre("palamas").operations
    assert (first.mis_code, second.mis_code) == ("5003189", "6003331")
    assert (second.valid_from - first.valid_until).days == 1
    assert str(first.budget_eur) == "112320.00"


def test_athens_has_two_centres_a_migrant_centre_and_a_roma_branch():
    assert [(s.code, s.kind) for s in load_centre("athens").structures] == [
        ("KK1", "centre"),
        ("KK2", "centre"),
        ("KEM", "migrant_centre"),
        ("ROMA", "roma_branch"),
    ]


def test_staff_is_kept_as_numbers_by_speciality_without_names():
    for structure in (structure for centre in load_all() for structure in centre.structures):
        assert all(isinstance(count, int) and count > 0 for _role, count in structure.staff)
        assert "συντον" not in repr(structure).lower()


def test_staff_of_drama_counts_nine():
    assert sum(count for _role, count in load_centre("drama").structure("KK").staff) == 9


@pytest.mark.parametrize(
    ("text", "first_day", "precision"),
    [("2017-12-01", "2017-12-01", "day"), ("2018-02", "2018-02-01", "month"), ("2008", "2008-01-01", "year")],
)
def test_a_date_keeps_the_precision_in_which_it_was_published(text, first_day, precision):
    partial = parse_partial_date(text)
    assert (partial.first_day.isoformat(), partial.precision) == (first_day, precision)


def test_an_unknown_municipality_is_refused():
    with pytest.raises(UnknownCentre):
        load_centre("sparta")
