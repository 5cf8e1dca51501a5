import datetime as dt
from dataclasses import replace

import pytest

from arogi.reception.catalogue import load_catalogue
from arogi.reception.models import CentreService
from arogi.reception.services import add_local_service, adopt_catalogue
from arogi.reception.services import catalogue as adoption

NEXT_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def next_version(monkeypatch):
    """A version in which A2.14 is gone, A2.01 has other words and A9.01 is new."""
    current = load_catalogue()
    kept = [service for service in current.services if service.code != "A2.14"]
    renamed = [
        replace(service, label=replace(service.label, el="ΕΕΕ")) if service.code == "A2.01" else service
        for service in kept
    ]
    new = replace(current.service("A2.02"), code="A2.99")
    version = replace(current, version="2027-1", issued=NEXT_YEAR, services=(*renamed, new))
    monkeypatch.setattr(adoption, "load_catalogue", lambda code: version if code == "2027-1" else current)


def test_the_first_adoption_takes_everything_in_from_the_beginning(karditsa):
    assert adopt_catalogue() == len(load_catalogue().services)

    assert CentreService.objects.on(dt.date(2016, 1, 1)).count() == len(load_catalogue().services)


def test_adopting_the_same_version_again_changes_nothing(karditsa):
    adopt_catalogue()
    before = list(CentreService.objects.order_by("pk").values())

    assert adopt_catalogue() == 0

    assert list(CentreService.objects.order_by("pk").values()) == before


def test_a_new_version_keeps_the_rows_and_dates_what_comes_and_goes(karditsa, next_version):
    adopt_catalogue()
    ids = dict(CentreService.objects.values_list("code", "pk"))

    adopt_catalogue(version="2027-1")

    assert CentreService.objects.get(code="A2.01").pk == ids["A2.01"]
    assert CentreService.objects.get(code="A2.01").label_el == "ΕΕΕ"
    assert CentreService.objects.get(code="A2.14").valid_until == NEXT_YEAR
    assert CentreService.objects.get(code="A2.99").valid_from == NEXT_YEAR


def test_a_local_service_stays_through_a_new_version(karditsa, next_version):
    adopt_catalogue()
    local = add_local_service(
        code="L1", national_code="A2.02", label_el="Επίδομα ενοικίου δήμου", label_en="", valid_from=dt.date(2026, 1, 1)
    )

    adopt_catalogue(version="2027-1")

    local.refresh_from_db()
    assert (local.valid_until, local.category, local.national_code) == (None, "A2", "A2.02")


def test_a_local_service_counts_as_one_of_the_national_list(karditsa):
    adopt_catalogue()
    words = {"label_el": "Κάτι", "label_en": "", "valid_from": dt.date(2026, 1, 1)}

    with pytest.raises(adoption.UnknownNationalService):
        add_local_service(code="L1", national_code="Z9", **words)
    with pytest.raises(adoption.ServiceCodeTaken):
        add_local_service(code="A2.01", national_code="A2.02", **words)
