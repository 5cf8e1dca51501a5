"""Commands that put the installation together: `arogi run`, `arogi db prepare|migrate|shell`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from contextlib import ExitStack

from arogi.config import embedded, installation, pages_files, serving, working
from arogi.config.environment import Environment, read_environment

SECONDS_BETWEEN_LOOKS = 1
SECONDS_AFTER_FAILURE = 15
SHORTEST_LIFE_SECONDS = 60


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the installation's words to the command line."""
    run = subcommands.add_parser("run", help="serve the pages; Ctrl-C stops everything that was started")
    run.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    run.set_defaults(handle=_run)
    worker = subcommands.add_parser("worker", help="carry out the jobs of the queue; 'arogi run' starts one by itself")
    worker.set_defaults(handle=_work)
    db = subcommands.add_parser("db", help="the database: prepare, migrate, shell")
    acts = db.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("prepare", help="make roles, database and tables").set_defaults(handle=_prepare)
    acts.add_parser("migrate", help="bring the tables up to date").set_defaults(handle=_say_ready)
    acts.add_parser("shell", help="open psql as the application's role").set_defaults(handle=_shell)


def _prepare(arguments: argparse.Namespace) -> int:
    installation.prepare_anew()
    return _say_ready(arguments)


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
    where = ["-h", settings["HOST"], "-p", str(settings["PORT"]), "-U", settings["USER"], settings["NAME"]]
    return os.spawnv(os.P_WAIT, psql, [psql, *where])  # noqa: S606


def _run(arguments: argparse.Namespace) -> int:
    environment = read_environment()
    serving.refuse_unsafe_address(environment)
    serving.refuse_taken_port(environment)
    if environment.demo and not arguments.no_demo:
        _have_demo()
    pages_files.collect()
    _close_connections()
    try:
        _serve(environment)
    except KeyboardInterrupt:
        print("\nStopping ...", file=sys.stderr)
    return 0


def _work(arguments: argparse.Namespace) -> int:
    _close_connections()
    working.work()
    return 0


def _serve(environment: Environment) -> None:
    """Serve until Ctrl-C; what dies meanwhile is started again.

    Raises:
        CannotServe: the page server ends again as soon as it is started.
    """
    with ExitStack() as stack:
        with serving.serving(environment) as server:
            worker = stack.enter_context(working.working(environment.var))
            _say_where(environment)
            _wait_for_the_end(server, worker, environment)
        _serve_again(worker, environment)


def _serve_again(worker: working.Worker, environment: Environment) -> None:
    while True:
        installation.say_aloud("The page server ended by itself; it is started again.")
        serving.wait_for_free_port(environment)
        started = time.monotonic()
        with serving.serving(environment) as server:
            _wait_for_the_end(server, worker, environment)
        if time.monotonic() - started < SHORTEST_LIFE_SECONDS:
            raise serving.CannotServe("The page server ended by itself again; what it said stands above.")


def _have_demo() -> None:
    from arogi.demo.orders import unfinished

    if missing := unfinished():
        from arogi.demo.commands import load_demo  # long to load, and only the first start needs it

        load_demo(missing)


def _wait_for_the_end(server: subprocess.Popen[bytes], worker: working.Worker, environment: Environment) -> None:
    """Wait until the page server ends; meanwhile start the built-in database and the worker again when they die."""
    keeper = None if environment.database_url else embedded.Keeper.of(environment.var)
    while not _ends(server, seconds=SECONDS_BETWEEN_LOOKS):
        try:
            if keeper and keeper.revive():
                installation.say_aloud("The built-in database server had died; it runs again.")
            worker.revive()
        except embedded.EmbeddedServerFailed as problem:
            installation.say_aloud(f"{problem}\nTrying again in {SECONDS_AFTER_FAILURE} seconds ...")
            _ends(server, seconds=SECONDS_AFTER_FAILURE)


def _ends(server: subprocess.Popen[bytes], *, seconds: int) -> bool:
    try:
        server.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _say_where(environment: Environment) -> None:
    from arogi.demo.staff import sign_in_lines

    host = f"[{environment.host}]" if ":" in environment.host else environment.host
    lines = [f"Arogi is ready: http://{host}:{environment.port}/", *(sign_in_lines() if environment.demo else [])]
    _close_connections()
    print("\n" + "\n".join(lines) + "\nCtrl-C stops it.", flush=True)
