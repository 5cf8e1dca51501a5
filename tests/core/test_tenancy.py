import pytest
from django.db import connection, transaction

from arogi.centres.models import Structure
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from arogi.core.tenancy import NoMunicipality


def test_rows_of_a_municipality_cannot_be_asked_for_outside_it(db):
    with pytest.raises(NoMunicipality):
        Structure.objects.count()


def test_each_municipality_sees_its_own_structures(karditsa, trikala):
    assert {row.municipality_id for row in Structure.objects.all()} == {karditsa.id}
    with acting_in(trikala.id):
        assert {row.municipality_id for row in Structure.objects.all()} == {trikala.id}
    assert {row.municipality_id for row in Structure.objects.all()} == {karditsa.id}


def test_the_database_alone_hides_the_other_municipality(karditsa, trikala, settings):
    settings.AROGI_APPLICATION_WALL = False

    assert {row.municipality_id for row in Structure.objects.all()} == {karditsa.id}


def test_a_record_of_work_that_was_rolled_back_is_not_written(karditsa):
    from arogi.core import audit

    with acting_in(karditsa.id):
        with transaction.atomic():
            audit.record("view", kind="kept")
        try:
            with transaction.atomic():
                audit.record("view", kind="dropped")
                raise ValueError
        except ValueError:
            pass

    kinds = set(AccessRecord.objects.values_list("kind", flat=True))
    assert "kept" in kinds
    assert "dropped" not in kinds


def test_the_application_may_not_change_the_access_record(karditsa):
    from django.db.utils import ProgrammingError

    with acting_in(karditsa.id):
        pass
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE core_accessrecord SET verb = 'nothing'")
