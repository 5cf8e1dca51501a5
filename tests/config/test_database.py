import json
from types import SimpleNamespace

import psycopg
import pytest
from psycopg import sql

from arogi.config import database, embedded

SERVER = "postgresql://someone:very-secret@db.example.gr:5433/arogi?sslmode=require"


def url_of(server, role, name="postgres"):
    return f"postgresql://{role}:word@/{name}?host={server.socket_folder}&port={server.port}"


@pytest.fixture(scope="module")
def server(house):
    with embedded.running(house.var) as running:
        yield running


@pytest.fixture
def admin(server):
    with psycopg.connect(server.url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def maker(admin):
    """A role that may make roles and databases and is no superuser."""
    admin.execute("CREATE ROLE maker LOGIN CREATEROLE CREATEDB PASSWORD 'word'")
    yield "maker"
    for name in ("made", "made_other", "made_c"):
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    for role in ("made_owner", "made_app", "made_report", "maker"):
        admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def test_an_address_is_read_into_its_parts():
    parts = database.parts_of(SERVER)

    assert (parts["host"], parts["port"], parts["user"], parts["dbname"]) == (
        "db.example.gr",
        "5433",
        "someone",
        "arogi",
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "arogi"),
        (SERVER, "arogi"),
        ("postgresql://a@b/town", "town"),
        ("postgresql://a@b/postgres", "arogi"),
        ("postgresql://a@b", "arogi"),
    ],
)
def test_the_servers_own_databases_are_not_taken_for_ours(url, name):
    assert database.database_name(url, otherwise="arogi") == name


def test_a_server_that_was_never_prepared_is_used_with_the_role_it_names(tmp_path):
    address = database.read_address(tmp_path, database_url=SERVER, name="arogi", prefix="arogi")

    settings = address.django("app")
    assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == ("someone", "very-secret", "arogi")
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert "owner" not in address.passwords


def test_without_an_address_and_without_a_server_there_is_no_database(tmp_path):
    with pytest.raises(database.DatabaseNotPrepared, match="arogi db prepare"):
        database.read_address(tmp_path, database_url="", name="arogi", prefix="arogi")


@pytest.mark.trust("F60")
def test_a_server_older_than_15_is_refused():
    with pytest.raises(database.ServerRefused, match="PostgreSQL 14; Arogi needs 15"):
        database.refuse_old_server(SimpleNamespace(info=SimpleNamespace(server_version=140011)))


@pytest.mark.trust("F60")
def test_a_mere_maker_of_roles_prepares_a_database_for_three_roles(server, maker, tmp_path):
    url = url_of(server, maker)

    assert database.may_administer(url)
    made = database.prepare(url, tmp_path, name="made", prefix="made", source=url)

    assert database.is_prepared(url, made)
    owner = f"postgresql://made_owner:{made.passwords['owner']}@/made?host={server.socket_folder}&port={server.port}"
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE thing (id int)")
    app = owner.replace("made_owner", "made_app").replace(made.passwords["owner"], made.passwords["app"])
    with psycopg.connect(app) as connection:
        assert connection.execute("SELECT count(*) FROM thing").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE other (id int)")


def test_preparing_twice_keeps_the_passwords_and_remembers_no_administrator(server, maker, tmp_path):
    url = url_of(server, maker)

    first = database.prepare(url, tmp_path, name="made", prefix="made", source=url)
    second = database.prepare(url, tmp_path, name="made", prefix="made", source=url)

    assert first == second
    assert url not in json.loads((tmp_path / "database.json").read_text()).values()


def test_another_name_for_one_run_does_not_change_the_next_runs(server, maker, tmp_path):
    url = url_of(server, maker)
    database.prepare(url, tmp_path, name="made", prefix="made", source=url)
    before = (tmp_path / "database.json").read_text()

    other = database.prepare(url, tmp_path, name="made_other", prefix="made", source=url)

    assert database.is_prepared(url, other)
    assert (tmp_path / "database.json").read_text() == before
    named = [database.read_address(tmp_path, database_url=url, name=name, prefix="made") for name in ("made", "other")]
    assert [address.name for address in named] == ["made", "other"]


def test_the_database_that_an_address_names_is_the_one_used(server, maker, tmp_path):
    url = url_of(server, maker, name="made")
    database.prepare(url, tmp_path, name="made", prefix="made", source=url)

    assert database.read_address(tmp_path, database_url=url, name="other", prefix="made").name == "made"


def test_an_application_role_may_not_administer(server, admin):
    admin.execute("CREATE ROLE plain LOGIN PASSWORD 'word'")

    assert not database.may_administer(url_of(server, "plain"))

    admin.execute("DROP ROLE plain")


@pytest.mark.trust("F60")
def test_a_database_that_knows_no_greek_is_refused(server, admin, maker, tmp_path):
    admin.execute("CREATE DATABASE made_c TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")

    with pytest.raises(database.ServerRefused, match="does not know Greek letters"):
        database.prepare(server.url, tmp_path, name="made_c", prefix="made", source="embedded")
