"""A database server and a page server of their own, so that both may be killed."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg
import pytest

from arogi.config import database, embedded
from arogi.config.environment import Environment, read_environment
from tests.factories import PASSWORD
from tests.journeys.town import ROOT, page_server, variables
from tests.reliability.client import Client
from tests.reliability.fill import EMAIL

LINES_SHOWN = 120


@dataclass
class Installation:
    """Both servers, and the ways to end them without asking."""

    environment: Environment
    database: embedded._Server
    stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    pages: subprocess.Popen[bytes] | None = None

    def kill_database(self) -> None:
        """End PostgreSQL with all its processes at once, as a power cut does."""
        until = time.monotonic() + 30
        while alive := self._database_processes():
            for process in alive:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            assert time.monotonic() < until, "PostgreSQL did not die"
            time.sleep(0.02)
        assert self.database.state() == ""

    def _database_processes(self) -> list[int]:
        """Find the server and all its children, the newest too: each works in the data folder."""
        found = []
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError):  # ended meanwhile, or somebody else's
                if folder.name.isdigit() and (folder / "cwd").readlink() == self.database.data:
                    found.append(int(folder.name))
        return found

    def start_database(self) -> embedded.ServerAddress:
        """Start PostgreSQL, after a kill or for the first time."""
        return self.database.start()

    def kill_pages(self) -> None:
        """End the page server with all its workers at once."""
        assert self.pages is not None
        os.killpg(self.pages.pid, signal.SIGKILL)
        self.pages.wait()

    def start_pages(self) -> None:
        """Start the page server on the same port."""
        self.stack.close()
        self.pages = self.stack.enter_context(page_server(self.environment))

    def one(self, query: str, *parameters: object) -> object:
        """Look into the database past the walls."""
        url = psycopg.conninfo.make_conninfo(self.start_database().url, dbname=self.environment.database_name)
        with psycopg.connect(url) as connection:
            row = connection.execute(query, parameters).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """An installation with one municipality, running; everything of it ends with the module."""
    if read_environment().database_url:
        pytest.skip("DATABASE_URL names a server that is not ours to kill.")
    # Not pytest's own folder, which every test session closes to others: when root runs the tests, PostgreSQL's own
    # user has to reach its data.
    folder = Path(tempfile.mkdtemp(prefix="arogi-reliable-"))
    folder.chmod(0o755)
    environment = replace(read_environment(), var=folder, port=_lasting_port(), host="127.0.0.1", workers=2)
    own = Installation(environment=environment, database=embedded._Server.of(folder))
    url = own.start_database().url
    try:
        database.prepare(url, folder, name=environment.database_name, prefix="arogi", source="embedded")
        _run(environment, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0")
        _run(environment, "-m", "tests.reliability.fill")
        own.start_pages()
        yield own
    finally:
        own.stack.close()
        own.database.stop()
        # Shown with the tests that failed: what the page server said goes with the folder.
        for log in folder.glob("server.log"):
            sys.stderr.write("".join(log.read_text().splitlines(keepends=True)[-LINES_SHOWN:]))
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def worker(installation) -> Client:
    """A social worker who has signed in."""
    client = Client(installation.environment.port)
    client.sign_in(EMAIL, PASSWORD)
    return client


def _run(environment: Environment, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=variables(environment), check=True)


def _lasting_port() -> int:
    """Find a port that stays ours while nobody listens there.

    The kernel hands the high ones out to whoever connects: a client that keeps trying a dead server's port may be given
    that very port for its own end, and the server could not take it again.
    """
    for port in random.sample(range(20000, 30000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")
