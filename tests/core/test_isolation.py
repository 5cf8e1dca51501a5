"""The two walls, each tried alone on every table: with row-level security off, and with application scoping off."""

import pytest
from django.conf import settings
from django.db import DatabaseError, models, transaction

from arogi.centres.models import Structure
from arogi.core.acting import acting_in
from arogi.core.fields import TenantForeignKey
from arogi.core.models import RowOfAnotherMunicipality
from arogi.core.tenancy import NoMunicipality
from arogi.people.models import Person
from tests.core.catalogue import set_row_security, tenant_models
from tests.matrix.world import build

pytestmark = pytest.mark.trust("T1", "T5")
MODELS = tenant_models()
by_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)


@pytest.fixture(scope="module")
def towns(own_database):
    """Two municipalities with rows of nearly everything."""
    return build("here", "entopios", "mystiko"), build("there", "canary", "canary")


@pytest.fixture(scope="module", params=["both walls", "application alone", "database alone"])
def walls(request, towns):
    """Take one of the walls down, or none."""
    settings.AROGI_APPLICATION_WALL = request.param != "database alone"
    if request.param == "application alone":
        set_row_security("DISABLE")
    yield request.param
    settings.AROGI_APPLICATION_WALL = True
    if request.param == "application alone":
        set_row_security("ENABLE")


def foreign_rows(model, towns):
    with acting_in(towns[1].municipality.pk):
        return list(model._base_manager.all()[:3])


def test_there_are_rows_to_be_hidden(towns):
    empty = {model._meta.model_name for model in MODELS if not foreign_rows(model, towns)}

    assert empty <= {"correction", "serviceoffer", "factcorrection", "personcorrection"}


@by_model
def test_only_own_rows_are_seen(model, walls, towns):
    with acting_in(towns[0].municipality.pk):
        seen = set(model._base_manager.values_list("municipality_id", flat=True))
        counted = model.objects.filter(municipality_id=towns[1].municipality.pk).count()

    assert seen <= {towns[0].municipality.pk}
    assert counted == 0


@by_model
def test_a_row_of_the_other_town_is_not_found_not_changed_and_not_removed(model, walls, towns):
    for row in foreign_rows(model, towns):
        with acting_in(towns[0].municipality.pk):
            assert not model.objects.filter(pk=row.pk).exists()
            assert touched(lambda row=row: model.objects.filter(pk=row.pk).update(id=row.pk)) == 0
            assert touched(lambda row=row: model.objects.filter(pk=row.pk)._raw_delete("default")) == 0
        assert foreign_rows(model, towns)


def touched(act):
    """Count the rows that an act reaches; an act that the role may not do at all reaches none."""
    try:
        with transaction.atomic():
            return act()
    except DatabaseError as refused:
        if "permission denied" in str(refused):
            return 0
        raise


@by_model
def test_links_do_not_lead_across(model, walls, towns):
    links = [field for field in model._meta.local_fields if isinstance(field, TenantForeignKey)]
    with acting_in(towns[0].municipality.pk):
        rows = list(model.objects.select_related(*(field.name for field in links))[:5])
        for row in rows:
            ends = [getattr(row, field.name) for field in links]
            assert {end.municipality_id for end in ends if end is not None} <= {towns[0].municipality.pk}


@by_model
def test_rows_of_the_other_town_are_not_reached_backwards(model, walls, towns):
    backwards = [link for link in model._meta.related_objects if link.get_accessor_name() and link.one_to_many]
    with acting_in(towns[0].municipality.pk):
        for row in model.objects.all()[:3]:
            for link in backwards:
                if issubclass(link.related_model, models.Model) and not link.hidden:
                    found = getattr(row, link.get_accessor_name()).values_list("municipality_id", flat=True)
                    assert set(found) <= {towns[0].municipality.pk}


def test_a_row_of_the_other_town_cannot_be_saved_here(walls, towns):
    with acting_in(towns[1].municipality.pk):
        foreign = Person.objects.first()
    foreign.alert = "taken over"

    with pytest.raises((RowOfAnotherMunicipality, DatabaseError)), acting_in(towns[0].municipality.pk):
        foreign.save()
    with acting_in(towns[1].municipality.pk):
        assert not Person.objects.filter(alert="taken over").exists()


def test_a_row_cannot_be_born_in_the_other_town(walls, towns):
    with pytest.raises((RowOfAnotherMunicipality, DatabaseError)), acting_in(towns[0].municipality.pk):
        Structure.objects.create(code="X", kind="centre", name_el="x", municipality_id=towns[1].municipality.pk)


def test_without_a_municipality_nothing_is_seen(walls, towns):
    try:
        seen = sum(model.objects.count() for model in MODELS)
    except NoMunicipality:
        seen = 0

    assert seen == 0
