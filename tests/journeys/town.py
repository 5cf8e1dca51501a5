"""A small town behind a real server process: its database is copied from a template that is filled once.

Used by the journeys, by the reliability tests and by `scripts/usability.py`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from arogi.config import database, serving
from arogi.config.environment import Environment, read_environment

ROOT = Path(__file__).parents[2]
PASSWORD = "arogi-demo-2026"
# What the people of the town are made from; another state of these files makes another town.
_MADE_FROM = (
    "arogi/demo/**/*.py",
    "arogi/demo/**/*.yaml",
    "arogi/people/names/*",
    "arogi/entitlements/kept.py",
    "arogi/entitlements/sealing.py",
    "arogi/outreach/**/*.py",
    "arogi/casework/**/*.py",
    "arogi/notices/**/*.py",
    "arogi/applications/**/*.py",
    "arogi/applications/*.yaml",
    "tests/outreach/families.py",
    "tests/journeys/fill.py",
)


@dataclass(frozen=True, kw_only=True)
class Town:
    """A running server: its address, how to look into its database past the walls, and its process."""

    url: str
    admin_url: str
    environment: Environment
    server: subprocess.Popen[bytes]

    def one(self, query: str, *parameters: object) -> Any:
        """Give the first column of the first row, seen as the database's administrator."""
        with psycopg.connect(self.admin_url) as connection:
            row = connection.execute(query, parameters).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None

    def change(self, statement: str, *parameters: object) -> None:
        """Change rows as the database's administrator."""
        with psycopg.connect(self.admin_url) as connection:
            connection.execute(statement, parameters)  # type: ignore[arg-type]


@contextlib.contextmanager
def small_town(server_url: str, empty_template: str, *, workers: int = 1) -> Iterator[Town]:
    """Serve a copy of the town for the length of the block.

    Args:
        server_url: of a role that may create databases.
        empty_template: a migrated database without rows.
        workers: processes of the page server.
    """
    template = _filled_template(server_url, empty_template)
    name = f"{template}_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        database.ensure_database(admin, name, owner=f"{read_environment().role_prefix}_owner", template=template)
    try:
        with tempfile.TemporaryDirectory(prefix="arogi-journeys-") as folder:
            environment = _environment(Path(folder), name=name, workers=workers)
            with page_server(environment) as server:
                yield Town(
                    url=f"http://127.0.0.1:{environment.port}",
                    admin_url=_in_database(server_url, name),
                    environment=environment,
                    server=server,
                )
    finally:
        with psycopg.connect(server_url, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def page_server(environment: Environment) -> Iterator[subprocess.Popen[bytes]]:
    """Serve pages with the program's own command in a process of its own; what it says goes to `server.log`."""
    log = (environment.var / "server.log").open("ab")
    server = subprocess.Popen(
        serving._command(environment),
        cwd=ROOT,
        env=variables(environment),
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=serving.die_with_parent,
    )
    try:
        serving._wait_until_it_answers(server, environment)
        yield server
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, 9)
            server.wait()
        log.close()


def variables(environment: Environment) -> dict[str, str]:
    """Give a child process the environment that it reads."""
    return {
        **os.environ,
        "AROGI_VAR": str(environment.var),
        "AROGI_DATABASE": environment.database_name,
        "AROGI_HOST": environment.host,
        "AROGI_PORT": str(environment.port),
        "AROGI_WORKERS": str(environment.workers),
        "AROGI_DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "arogi.config.settings",
    }


def free_port() -> int:
    """Ask the kernel for a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path, *, name: str, workers: int) -> Environment:
    own = read_environment()
    address = database.remembered_address(own.var, database_url=own.database_url)
    assert address is not None
    (folder / "database.json").write_text(json.dumps(asdict(address.named(name))))
    (folder / "secret.key").write_text(secrets.token_urlsafe(48))
    shutil.copy(_master_key(own.var), folder / "master.key")
    return replace(own, var=folder, database_name=name, host="127.0.0.1", port=free_port(), workers=workers)


def _filled_template(server_url: str, empty_template: str) -> str:
    """Fill the template once per state of the files it is made from; others wait for it."""
    own = read_environment()
    name = f"arogi_journeys_{_fingerprint(empty_template)}"
    with (own.var / "journeys.lock").open("w") as lock, psycopg.connect(server_url, autocommit=True) as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = admin.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name]).fetchone()
        if ready and ready[0] and _master_key(own.var).exists():
            return name
        _drop_old(admin)
        database.ensure_database(admin, name, owner=f"{own.role_prefix}_owner", template=empty_template)
        _fill(own, name)
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
    return name


def _fill(own: Environment, name: str) -> None:
    _master_key(own.var).parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="arogi-journeys-") as folder:
        address = database.remembered_address(own.var, database_url=own.database_url)
        assert address is not None
        (Path(folder) / "database.json").write_text(json.dumps(asdict(address.named(name))))
        environment = replace(own, var=Path(folder), database_name=name)
        command = [sys.executable, "-m", "tests.journeys.fill"]
        subprocess.run(command, cwd=ROOT, env=variables(environment), check=True)
        shutil.copy(Path(folder) / "master.key", _master_key(own.var))


def _drop_old(admin: psycopg.Connection[Any]) -> None:
    rows = admin.execute("SELECT datname, datistemplate FROM pg_database WHERE datname LIKE 'arogi\\_journeys\\_%'")
    for old, is_template in rows.fetchall():
        last = old.rsplit("_", 1)[-1]
        if is_template or not (last.isdigit() and Path(f"/proc/{last}").exists()):
            admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(old)))
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))


def _master_key(var: Path) -> Path:
    return var / "journeys" / "master.key"


def _fingerprint(empty_template: str) -> str:
    digest = hashlib.sha256(empty_template.encode())
    for pattern in _MADE_FROM:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _in_database(url: str, name: str) -> str:
    return psycopg.conninfo.make_conninfo(url, dbname=name)
