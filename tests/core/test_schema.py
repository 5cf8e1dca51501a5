"""The linter of the schema (trust 6.6): what must be true of every table, from the first day."""

import re

import pytest
from django.apps import apps
from django.db import models

from arogi.core.fields import TenantForeignKey
from arogi.core.operations import TENANT
from tests.core.catalogue import APP, GLOBAL_TABLES, REPORT, ask, tenant_models, tenant_tables

pytestmark = [pytest.mark.django_db, pytest.mark.trust("T49")]


def test_every_table_belongs_to_a_municipality_or_to_the_list_of_exceptions():
    assert set(tenant_tables()) == {model._meta.db_table for model in tenant_models()}
    assert all(GLOBAL_TABLES.values())


def test_no_exception_is_left_over_from_a_table_that_is_gone():
    rows = ask("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')")

    assert set(GLOBAL_TABLES) <= {name for (name,) in rows}


def test_every_tenant_row_names_its_municipality():
    rows = ask(
        "SELECT relname FROM pg_class c WHERE relname = ANY(%s) AND NOT EXISTS ("
        "  SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'municipality_id' AND a.attnotnull"
        "     AND a.atttypid = 'uuid'::regtype)",
        tenant_tables(),
    )

    assert rows == []


def test_the_primary_key_of_every_tenant_table_is_municipality_and_id():
    rows = ask(
        "SELECT c.relname, ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, i) "
        "   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.n ORDER BY u.i) "
        "  FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p' WHERE c.relname = ANY(%s)",
        tenant_tables(),
    )

    assert {name for name, _ in rows} == set(tenant_tables())
    assert [(name, key) for name, key in rows if key != ["municipality_id", "id"]] == []


def test_every_index_and_unique_constraint_begins_with_the_municipality():
    rows = ask(
        "SELECT c.relname, i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
        "  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
        " WHERE c.relname = ANY(%s) AND a.attname IS DISTINCT FROM 'municipality_id'",
        tenant_tables(),
    )

    assert rows == []


def test_every_foreign_key_between_tenant_tables_carries_the_municipality():
    rows = ask(
        "SELECT k.conname, f.relname, t.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k "
        "  JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid "
        " WHERE k.contype = 'f' AND f.relname = ANY(%s) AND t.relname = ANY(%s)",
        tenant_tables(),
        tenant_tables(),
    )

    loose = [
        row
        for row in rows
        if not re.match(r"FOREIGN KEY \(municipality_id, .*REFERENCES \w+\(municipality_id,", row[3])
    ]
    assert rows
    assert loose == []


@pytest.mark.trust("R8")
def test_every_link_between_tenant_models_has_its_composite_key_in_the_database():
    wanted = {
        (model._meta.db_table, field.column)
        for model in tenant_models()
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
    }
    rows = ask(
        "SELECT f.relname, a.attname FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid "
        "  JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = k.conkey[2] "
        " WHERE k.contype = 'f' AND cardinality(k.conkey) = 2"
    )

    assert wanted <= set(rows)


def test_links_out_of_a_tenant_table_lead_only_to_accounts_and_to_the_municipality():
    rows = ask(
        "SELECT DISTINCT t.relname FROM pg_constraint k "
        "  JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid "
        " WHERE k.contype = 'f' AND f.relname = ANY(%s) AND NOT t.relname = ANY(%s)",
        tenant_tables(),
        tenant_tables(),
    )

    assert {name for (name,) in rows} <= {"accounts_user", "centres_municipality"}


def test_no_shared_table_points_into_a_municipality():
    rows = ask(
        "SELECT k.conname FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid "
        "  JOIN pg_class t ON t.oid = k.confrelid "
        " WHERE k.contype = 'f' AND NOT f.relname = ANY(%s) AND t.relname = ANY(%s)",
        tenant_tables(),
        tenant_tables(),
    )

    assert rows == []


@pytest.mark.trust("T4", "R1")
def test_row_level_security_is_on_and_forced_on_every_tenant_table():
    rows = ask(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity",
        tenant_tables(),
    )

    assert {name for (name,) in rows} == set(tenant_tables())


@pytest.mark.trust("T4")
def test_every_policy_compares_the_municipality_for_reading_and_for_writing():
    rows = ask(
        "SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies "
        " WHERE schemaname = 'public'"
    )
    for_all = [row for row in rows if row[3] == ["public"]]
    ask_municipality = re.sub(r"[()\s]|::text", "", TENANT)

    assert sorted(row[0] for row in for_all) == sorted(tenant_tables())
    for _, _, _, _, command, using, check in for_all:
        assert command == "ALL"
        assert re.sub(r"[()\s]|::text", "", using) == ask_municipality
        assert re.sub(r"[()\s]|::text", "", check) == ask_municipality
    assert {(tuple(row[3]), row[4]) for row in rows if row not in for_all} <= {((REPORT,), "SELECT")}


@pytest.mark.trust("T6", "R10")
def test_no_function_runs_with_its_owners_rights():
    rows = ask("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef")

    assert rows == []


@pytest.mark.trust("T6", "R6", "R7")
def test_there_is_no_view_and_no_materialized_view_to_look_past_the_wall():
    rows = ask(
        "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm' "
        " OR relkind = 'v' AND NOT coalesce(reloptions::text, '') LIKE '%%security_invoker=true%%')"
    )

    assert rows == []


@pytest.mark.trust("T6", "R5")
def test_nobody_marked_a_function_leakproof_by_hand():
    rows = ask("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proleakproof")

    assert rows == []


@pytest.mark.trust("T6", "R12")
def test_no_link_table_is_made_behind_our_back():
    through = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("arogi.")
        for field in model._meta.local_many_to_many
    ]

    assert through == []


@pytest.mark.trust("T4")
def test_the_application_role_is_neither_owner_nor_powerful():
    (row,) = ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s",
        APP,
    )
    owned = ask("SELECT relname FROM pg_class WHERE pg_has_role(%s, relowner, 'MEMBER')", APP)

    assert row == (False,) * 5
    assert owned == []


@pytest.mark.trust("T4")
def test_the_application_role_may_neither_truncate_nor_change_tables():
    rows = ask(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND ("
        " has_table_privilege(%s, oid, 'TRUNCATE') OR has_table_privilege(%s, oid, 'TRIGGER') "
        " OR has_table_privilege(%s, oid, 'REFERENCES'))",
        APP,
        APP,
        APP,
    )
    (may_create,) = ask("SELECT has_schema_privilege(%s, 'public', 'CREATE')", APP)

    assert rows == []
    assert may_create == (False,)


@pytest.mark.trust("T18")
def test_the_application_role_may_add_to_the_access_record_and_nothing_else():
    rights = [
        right
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        if ask("SELECT has_table_privilege(%s, 'core_accessrecord', %s)", APP, right) == [(True,)]
    ]

    assert rights == ["SELECT", "INSERT"]
    assert ask("SELECT has_table_privilege(%s, 'core_audithead', 'DELETE')", APP) == [(False,)]


@pytest.mark.trust("T6", "R9", "F11")
def test_nothing_that_a_citizen_could_be_known_by_is_unique_in_the_country():
    rows = ask(
        "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
        " WHERE i.indisunique AND c.relname = ANY(%s) AND i.indkey[0] <> (SELECT attnum FROM pg_attribute a "
        "   WHERE a.attrelid = c.oid AND a.attname = 'municipality_id')",
        tenant_tables(),
    )

    assert rows == []


def test_moments_are_kept_with_their_time_zone():
    rows = ask(
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        " WHERE c.relname = ANY(%s) AND a.atttypid = 'timestamp'::regtype",
        tenant_tables(),
    )

    assert rows == []


def test_no_counter_of_the_country_shows_in_a_tenant_table():
    rows = ask(
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        " WHERE c.relname = ANY(%s) AND a.attnum > 0 AND (a.attidentity <> '' OR EXISTS ("
        "   SELECT 1 FROM pg_attrdef d WHERE d.adrelid = c.oid AND d.adnum = a.attnum "
        "      AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%%'))",
        tenant_tables(),
    )

    assert rows == []


@pytest.mark.trust("T6", "R11")
def test_the_counting_role_reads_no_words_and_writes_nothing():
    rows = ask(
        "SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges  WHERE grantee = %s",
        REPORT,
    )
    if not rows:
        rows = ask(
            "SELECT c.relname, a.attname, 'SELECT' FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 "
            "   AND has_column_privilege(%s, c.oid, a.attnum, 'SELECT')",
            REPORT,
        )
    words = ("name", "text", "note", "value", "blind", "phone", "street", "alert", "email", "companion", "called")

    assert {privilege for _, _, privilege in rows} == {"SELECT"}
    assert [row for row in rows if any(word in row[1] for word in words)] == []


def test_the_linter_sees_models_that_django_sees():
    assert {model._meta.db_table for model in apps.get_models()} <= set(tenant_tables()) | set(GLOBAL_TABLES)
    assert all(isinstance(model._meta.pk, models.UUIDField) for model in tenant_models())
