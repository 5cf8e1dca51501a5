"""An installation of its own for the tests of the house: its data folder, its server, its port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class House:
    """A data folder, and the `arogi` command that works in it."""

    var: Path
    port: int

    @property
    def home(self):
        """Where the built-in server keeps its things."""
        return self.var / "postgres"

    @property
    def environment(self):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AROGI_")}
        inherited.pop("DATABASE_URL", None)
        return inherited | {"AROGI_VAR": str(self.var), "AROGI_PORT": str(self.port)}

    def arogi(self, *words, **variables):
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "arogi.cli", *words],
            cwd=ROOT,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *words, **variables):
        """Start a command and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "arogi.cli", *words],
            cwd=ROOT,
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def python(self, *lines):
        """Run a few lines of Python in the house, whose server must be running."""
        variables = self.environment | {"DJANGO_SETTINGS_MODULE": "arogi.config.settings"}
        subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=ROOT, env=variables, check=True, timeout=60)

    def answers(self):
        with closing(socket.socket()) as probe:
            probe.settimeout(2)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def processes(self):
        """Name the living processes that know this house by its folder or serve its port."""
        return list(self._living().values())

    def numbers_of(self, name):
        """Give the numbers of the living processes of this house in whose words the name is."""
        return {number for number, words in self._living().items() if name in words}

    def _living(self):
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                words = _read(folder / "cmdline").replace("\0", " ").strip()
                if str(self.var) in words or f"--port={self.port}" in words:
                    found[int(folder.name)] = words
        return found


def _read(file):
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""


def wait_until(claim, *, seconds=60):
    """Wait for something that another process does; say whether it came."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if claim():
            return True
        time.sleep(0.1)
    return False


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def open_folder():
    # pytest's own temporary folders are closed to the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="arogi-house-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def empty_house():
    """A house where nothing was ever started."""
    folder = open_folder()
    yield House(folder / "var", free_port())
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def house():
    """A prepared house; its server is stopped."""
    folder = open_folder()
    made = House(folder / "var", free_port())
    prepared = made.arogi("db", "prepare")
    assert prepared.returncode == 0, prepared.stderr
    yield made
    shutil.rmtree(folder, ignore_errors=True)
