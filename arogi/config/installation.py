"""Bring an installation up: server, roles, database, tables, master key. Commands and the server stand on it."""

from __future__ import annotations

import sys
from contextlib import ExitStack

from arogi.config import database, embedded
from arogi.config.environment import Environment, read_environment


class InstallationRefused(Exception):
    """The installation cannot be used as it is; the message says what to do."""


def say_aloud(line: str) -> None:
    """Tell the person at the terminal what takes a while."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def is_known() -> bool:
    """Say whether this folder's database was prepared before, without asking the server."""
    environment = read_environment()
    return database.remembered_address(environment.var, database_url=environment.database_url) is not None


def bring_up(stack: ExitStack) -> None:
    """Have a server, roles, database and tables ready, and Django set up, for as long as the stack is open.

    Raises:
        EmbeddedServerFailed: the built-in server does not start.
        ServerRefused: the server of DATABASE_URL is too old, or its database does not know Greek.
        InstallationRefused: tables are missing and may not be made, or the master key is lost.
        psycopg.OperationalError: the server of DATABASE_URL cannot be reached.
    """
    have_roles_and_database(stack)
    set_up_django()
    migrate_if_needed()
    from arogi.core.connection import refuse_unsafe_role

    refuse_unsafe_role()
    have_master_key()


def have_roles_and_database(stack: ExitStack) -> None:
    """Start the embedded server or find the one of DATABASE_URL, and make there what is missing."""
    environment = read_environment()
    if environment.database_url:
        prepare_given_server(environment)
    else:
        if not (environment.var / "postgres.password").exists():
            say_aloud("Making the built-in database server's data folder ...")
        server = stack.enter_context(embedded.running(environment.var))
        _prepare_if_needed(environment, server.url, name=environment.database_name)


def prepare_given_server(environment: Environment) -> None:
    """Make roles and database with an administrator's DATABASE_URL; take an application role's as it is."""
    name = database.database_name(environment.database_url, otherwise=environment.database_name)
    known = database.remembered_address(environment.var, database_url=environment.database_url)
    if known and known.name == name:
        return
    if database.may_administer(environment.database_url):
        say_aloud(f"Making the roles and the database '{name}' on the server of DATABASE_URL ...")
        _prepare_if_needed(environment, environment.database_url, name=name)


def _prepare_if_needed(environment: Environment, admin_url: str, *, name: str) -> None:
    known = database.remembered_address(environment.var, database_url=environment.database_url)
    if known and database.is_prepared(admin_url, known.named(name)):
        return
    source = environment.database_url or database.EMBEDDED
    database.prepare(admin_url, environment.var, name=name, prefix=environment.role_prefix, source=source)


def prepare_anew() -> None:
    """Make roles, rights and passwords again on the server of DATABASE_URL: what `arogi db prepare` is asked for."""
    environment = read_environment()
    url = environment.database_url
    if url and database.may_administer(url):
        name = database.database_name(url, otherwise=environment.database_name)
        database.prepare(url, environment.var, name=name, prefix=environment.role_prefix, source=url)


def set_up_django() -> None:
    """Load settings and models."""
    import django

    django.setup()


def migrate_if_needed() -> None:
    """Bring the tables up to date with the owner's role.

    Raises:
        InstallationRefused: they are not, and DATABASE_URL names only the application's role.
    """
    from django.core.management import call_command
    from django.db import connections

    if "owner" not in connections.settings:
        _refuse_other_tables()
        return
    missing = _missing_migrations("owner")
    if missing:
        say_aloud(f"Bringing the tables up to date ({missing} steps) ...")
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections["owner"].close()


def _missing_migrations(alias: str) -> int:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _refuse_other_tables() -> None:
    from django.db import ProgrammingError

    try:
        missing = _missing_migrations("default")
    except ProgrammingError:  # the role may not even read which there are
        missing = 1
    if missing:
        raise InstallationRefused(
            "The tables of this database are missing or older than the program, and the role of DATABASE_URL may not "
            "change them: run 'arogi db prepare' once with the address of a role that may create roles and databases."
        )


def have_master_key() -> None:
    """Make the master key of a new installation; never replace a lost one.

    Raises:
        InstallationRefused: the database has municipalities, and the key that opens their numbers is gone.
    """
    from django.conf import settings

    from arogi.centres.models import Municipality
    from arogi.core import keys

    if not settings.MASTER_KEY_FILE.exists() and Municipality.objects.exists():
        raise InstallationRefused(
            f"The master key {settings.MASTER_KEY_FILE} is missing, and without it the encrypted numbers in this "
            "database cannot be read: put the file back from its safe copy."
        )
    keys.ensure_master_key()
