"""The attacks R1-R12 on row-level security that were reproduced elsewhere (trust 2.6), each tried on our own walls."""

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction
from django.db.models import F
from uuid_utils.compat import uuid7

from arogi.centres.models import Municipality, Structure
from arogi.core import connection as connection_check
from arogi.core.acting import acting_in
from arogi.people.models import Address, Person
from tests.core.catalogue import ask, tenant_models, tenant_tables
from tests.factories import TODAY, municipality, structure

pytestmark = pytest.mark.trust("T6")


@pytest.fixture(scope="module")
def towns(own_database):
    """Two municipalities whose rows are really committed, each with a person."""
    made = [municipality("karditsa"), municipality("trikala")]
    for town in made:
        with acting_in(town.id):
            town.person = Person.objects.create(registered_on=TODAY, surname=f"Κάτοικος {town.slug}")
    return made


def as_role(role: str) -> psycopg.Connection:
    known = connections[role].settings_dict
    return psycopg.connect(
        host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user=known["USER"], password=known["PASSWORD"]
    )


def surnames(raw: psycopg.Connection) -> list[str]:
    return [name for (name,) in raw.execute("SELECT surname FROM people_person WHERE surname LIKE 'Κάτοικος%'")]


@pytest.mark.trust("R1", "T5")
def test_r1_not_even_the_owner_of_the_tables_sees_rows_without_a_municipality(towns):
    with as_role("owner") as owner:
        counts = {table: owner.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tenant_tables()}

    assert set(counts.values()) == {0}


@pytest.mark.trust("R2")
@pytest.mark.parametrize("role", ["owner"])
def test_r2_the_program_refuses_to_start_as_the_owner(towns, monkeypatch, role):
    monkeypatch.setattr(connection_check, "connection", connections[role])

    with pytest.raises(ImproperlyConfigured, match="owns"):
        connection_check.refuse_unsafe_role()


@pytest.mark.trust("R2")
def test_r2_the_program_refuses_to_start_as_superuser(towns, monkeypatch, database_server):
    with psycopg.connect(database_server) as admin:
        if not admin.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()[
            0
        ]:
            pytest.skip("this server gives the tests no superuser")
        monkeypatch.setattr(connection_check, "connection", admin)

        with pytest.raises(ImproperlyConfigured, match="row-level security"):
            connection_check.refuse_unsafe_role()


@pytest.mark.trust("R2")
def test_r2_the_program_starts_as_the_application_role(towns):
    connection_check.refuse_unsafe_role()

    assert ask("SELECT current_setting('is_superuser')") == [("off",)]


@pytest.mark.trust("R3", "T5")
def test_r3_without_a_municipality_no_table_shows_a_row(towns):
    with as_role("default") as app:
        never_set = {app.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tenant_tables()}
        app.execute(f"SET LOCAL app.municipality = '{towns[0].id}'")
        app.commit()
        after_a_transaction = {
            app.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tenant_tables()
        }

    assert never_set == after_a_transaction == {0}


@pytest.mark.trust("R3")
def test_r3_a_municipality_that_is_no_municipality_shows_nothing(towns):
    with as_role("default") as app:
        app.execute(f"SET LOCAL app.municipality = '{uuid7()}'")

        assert surnames(app) == []


@pytest.mark.trust("R4", "F12")
def test_r4_a_connection_that_a_pooler_hands_on_carries_no_municipality_along(towns):
    with as_role("default") as pooled:
        pooled.execute(f"SET LOCAL app.municipality = '{towns[0].id}'")
        first = surnames(pooled)
        pooled.commit()
        nobody = surnames(pooled)
        pooled.commit()
        pooled.execute(f"SET LOCAL app.municipality = '{towns[1].id}'")
        second = surnames(pooled)

    assert (first, nobody, second) == (["Κάτοικος karditsa"], [], ["Κάτοικος trikala"])


@pytest.mark.trust("R4", "F12")
def test_r4_the_program_itself_leaves_nothing_on_its_connection(towns):
    with acting_in(towns[0].id):
        inside = ask("SELECT id FROM people_person WHERE surname = 'Κάτοικος karditsa'")
    outside = ask("SELECT id FROM people_person")
    with pytest.raises(ZeroDivisionError), acting_in(towns[0].id):
        raise ZeroDivisionError
    after_a_failure = ask("SELECT id FROM people_person")

    assert inside == [(towns[0].person.pk,)]
    assert outside == after_a_failure == []


@pytest.mark.trust("R5")
def test_r5_the_operators_that_our_searches_use_are_leakproof(towns):
    rows = ask(
        "SELECT o.oprname, o.oprleft::regtype::text, p.proleakproof "
        "  FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode "
        " WHERE (o.oprname, o.oprleft::regtype::text) IN (VALUES ('^@', 'text'), ('=', 'text'), ('=', 'bytea'), "
        "   ('=', 'uuid'), ('=', 'date'), ('>=', 'date'), ('<', 'date')) AND o.oprleft = o.oprright"
    )

    assert len(rows) == 7
    assert [row for row in rows if not row[2]] == []


@pytest.mark.trust("R6")
def test_r6_the_application_cannot_make_a_view_that_runs_as_somebody_else(towns):
    with pytest.raises(DatabaseError, match="permission denied"), acting_in(towns[0].id):
        ask("CREATE VIEW everybody AS SELECT * FROM people_person")


@pytest.mark.trust("R7")
def test_r7_the_application_cannot_make_a_materialized_view(towns):
    with pytest.raises(DatabaseError, match="permission denied"), acting_in(towns[0].id):
        ask("CREATE MATERIALIZED VIEW everybody AS SELECT * FROM people_person")


@pytest.mark.trust("R8", "F4")
def test_r8_a_row_cannot_be_attached_to_a_person_of_another_municipality(towns):
    here, there = towns

    with pytest.raises(DatabaseError, match="people_address_person_fk"), acting_in(here.id):
        Address.objects.create(person_id=there.person.pk, street="Ξένη οδός")


@pytest.mark.trust("R8", "F4")
def test_r8_a_structure_cannot_be_hung_under_one_of_another_municipality(towns):
    here, there = towns
    with acting_in(there.id):
        foreign = Structure.objects.get(code="KK")

    with pytest.raises(DatabaseError, match="centres_structure_parent_fk"), acting_in(here.id):
        Structure.objects.filter(code="KK").update(parent_id=foreign.pk)


@pytest.mark.trust("R8")
def test_r8_a_row_cannot_be_written_for_or_moved_to_another_municipality(towns, settings):
    settings.AROGI_APPLICATION_WALL = False
    here, there = towns

    with pytest.raises(DatabaseError, match="row-level security"), acting_in(here.id):
        Person.objects.create(registered_on=TODAY, municipality_id=there.id)
    with pytest.raises(DatabaseError, match="row-level security"), acting_in(here.id):
        Person.objects.update(municipality_id=there.id)


@pytest.mark.trust("R9", "F11")
def test_r9_what_is_taken_in_one_municipality_is_free_in_another(towns):
    here, there = towns
    with acting_in(there.id):
        structure("ONLY-THERE")
        Person.objects.create(registered_on=TODAY, source_key="only-there", card_number=77)
    with acting_in(here.id):
        structure("ONLY-THERE")
        person = Person.objects.create(registered_on=TODAY, source_key="only-there", card_number=77)

    assert person.municipality_id == here.id


@pytest.mark.trust("R9")
def test_r9_even_the_same_id_in_two_municipalities_tells_nothing(towns):
    here, there = towns
    with transaction.atomic(), acting_in(here.id):
        twin = Person.objects.create(id=there.person.pk, registered_on=TODAY, surname="Ίδιο κλειδί")
        seen = list(Person.objects.filter(pk=there.person.pk).values_list("surname", flat=True))
        twin.delete()
    with acting_in(there.id):
        still_there = Person.objects.get(pk=there.person.pk)

    assert seen == ["Ίδιο κλειδί"]
    assert still_there.surname == "Κάτοικος trikala"


@pytest.mark.trust("R10")
def test_r10_the_application_cannot_make_a_function(towns):
    with pytest.raises(DatabaseError, match="permission denied"), acting_in(towns[0].id):
        ask("CREATE FUNCTION everybody() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")


@pytest.mark.trust("R10")
def test_r10_the_application_cannot_become_the_owner_or_switch_the_wall_off(towns):
    with pytest.raises(DatabaseError, match="permission denied"), acting_in(towns[0].id):
        ask(f"SET LOCAL ROLE {connections['owner'].settings_dict['USER']}")
    with pytest.raises(DatabaseError, match="must be owner"), acting_in(towns[0].id):
        ask("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
    with as_role("default") as app, pytest.raises(psycopg.Error, match="row-level security"):
        app.execute("SET row_security = off; SELECT surname FROM people_person")


@pytest.mark.trust("R11")
def test_r11_the_counting_connection_counts_the_country_and_reads_no_name(towns):
    with as_role("report") as report:
        counted = dict(report.execute("SELECT municipality_id, count(*) FROM people_person GROUP BY 1").fetchall())
    assert {town.id for town in towns} <= set(counted)
    for question in (
        "SELECT surname FROM people_person",
        "SELECT * FROM people_person",
        "SELECT value FROM people_phone",
    ):
        with as_role("report") as report, pytest.raises(psycopg.errors.InsufficientPrivilege):
            report.execute(question)


@pytest.mark.trust("R11")
def test_r11_the_counting_connection_changes_nothing(towns):
    for act in ("DELETE FROM people_person", "UPDATE people_person SET sex = 'X'", "TRUNCATE people_person"):
        with as_role("report") as report, pytest.raises(psycopg.errors.InsufficientPrivilege):
            report.execute(act)


@pytest.mark.trust("R12")
def test_r12_every_table_that_ties_rows_together_is_a_tenant_table_of_its_own(towns):
    implicit = [field for model in tenant_models() for field in model._meta.local_many_to_many]

    assert implicit == []
    assert {"people_householdmembership", "accounts_membership", "reception_serviceoffer"} <= set(tenant_tables())


def test_an_update_that_names_another_municipality_finds_no_row(towns):
    here, there = towns
    with acting_in(here.id):
        changed = Person.objects.filter(pk=there.person.pk).update(called=F("surname"))
        deleted, _ = Person.objects.filter(pk=there.person.pk).delete()

    assert (changed, deleted) == (0, 0)


def test_an_unknown_municipality_cannot_receive_rows(towns):
    with pytest.raises(DatabaseError, match="people_person_municipality_fk"), acting_in(uuid7()):
        Person.objects.create(registered_on=TODAY)
    assert Municipality.objects.count() >= 2
