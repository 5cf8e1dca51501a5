"""Commands that put the installation together: `arogi db prepare|migrate|shell|url`, `arogi run`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from arogi.config import database, embedded
from arogi.config.environment import read_environment

Subcommands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def handles_itself(words: Sequence[str]) -> bool:
    """Say whether the words ask for help only, so that no server has to start for them."""
    return not words or "-h" in words or "--help" in words


def bring_up(stack: ExitStack) -> None:
    """Have a server, roles, database and tables ready, and Django set up, for as long as the stack is open."""
    environment = read_environment()
    if environment.database_url:
        if not (environment.var / "database.json").exists() and not _is_application_role(environment.database_url):
            _prepare(environment.database_url, source=environment.database_url)
    else:
        server = stack.enter_context(embedded.running(environment.var))
        _prepare(server.url, source="embedded")
    import django

    django.setup()
    from arogi.core import keys

    keys.ensure_master_key()
    _migrate_if_needed()


def _prepare(admin_url: str, *, source: str) -> None:
    environment = read_environment()
    database.prepare(
        admin_url,
        environment.var,
        name=environment.database_name,
        prefix=environment.role_prefix,
        source=source,
    )


def _is_application_role(url: str) -> bool:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    return not (row and row[0])


def _migrate_if_needed() -> None:
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    if "owner" not in connections.databases:
        return
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Bringing the tables up to date ...", file=sys.stderr)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections["owner"].close()


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the installation's words to the command line."""
    db = subcommands.add_parser("db", help="the database: prepare, migrate, shell")
    acts = db.add_subparsers(dest="act", required=True)
    acts.add_parser("prepare", help="make roles, database and tables").set_defaults(handle=_say_ready)
    acts.add_parser("migrate", help="bring the tables up to date").set_defaults(handle=_say_ready)
    acts.add_parser("shell", help="open psql as the application's role").set_defaults(handle=_shell)


def _say_ready(arguments: argparse.Namespace) -> int:
    from django.db import connection

    settings = connection.settings_dict
    print(f"Database '{settings['NAME']}' is ready; the application signs in as '{settings['USER']}'.")
    return 0


def _shell(arguments: argparse.Namespace) -> int:
    from django.db import connection

    settings = connection.settings_dict
    os.environ["PGPASSWORD"] = settings["PASSWORD"]
    psql = embedded.binary("psql")
    command = [
        psql,
        "-h",
        settings["HOST"],
        "-p",
        str(settings["PORT"]),
        "-U",
        settings["USER"],
        settings["NAME"],
    ]
    return os.spawnv(os.P_WAIT, psql, command)  # noqa: S606
