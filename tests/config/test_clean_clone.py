"""The demonstration from a clean clone: everything it takes is in the repository, and nothing of it is a secret."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from arogi.config.environment import read_environment
from scripts import setup
from tests import trust
from tests.config.conftest import open_folder

ROOT = Path(__file__).parents[2]
LONGEST_SECONDS = 600
SECRET_NAMES = re.compile(
    r"(\.(key|pem|p12|pfx|kdbx|env|netrc|pgpass)|(^|/)(\.env.*|id_[a-z0-9]+|database\.json|postgres\.password))$"
)
SECRET_WORDS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[opsu]_[A-Za-z0-9]{36}\b|\bxox[abp]-[0-9A-Za-z-]{10,}"
    rb"|_auth"
    rb"Token|\bhttps?://[^/\s:@'\"{}]+:[^/\s:@'\"{}]+@"
)
pytestmark = pytest.mark.trust("T61")


def git(*words):
    """Ask git, whoever owns the folder; a folder that is no clone has nothing to be asked about."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("This folder is no clone.")
    done = subprocess.run(["git", "-c", "safe.directory=*", *words], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def tracked():
    """The files of the repository, by their paths."""
    return [name for name in git("ls-files", "-z").split("\0") if name and (ROOT / name).is_file()]


def test_no_secret_is_in_the_repository(tracked):
    assert [name for name in tracked if SECRET_NAMES.search(name)] == []
    assert [name for name in tracked if SECRET_WORDS.search((ROOT / name).read_bytes())] == []


def test_nothing_has_to_be_decided_or_known_before_the_first_start(monkeypatch):
    for name in list(os.environ):
        if name.startswith("AROGI_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)

    environment = read_environment()

    assert (environment.database_url, environment.secret_key) == ("", "")
    assert environment.demo
    assert environment.host == "127.0.0.1"


def test_every_file_that_the_set_up_follows_from_is_in_the_repository(tracked):
    known = {Path(name) for name in tracked}
    for step in setup.STEPS:
        for pattern in step.inputs:
            assert {file.relative_to(ROOT) for file in ROOT.glob(pattern)} & known, (step.name, pattern)
    scripts = re.findall(r"scripts/\w+\.py", (ROOT / "Makefile").read_text())
    assert scripts
    assert set(map(Path, scripts)) <= known


def test_every_library_is_locked_to_its_version_and_checksum():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text().replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert lines
        assert [line for line in lines if not re.match(r"[\w.\[\]-]+==\S+.* --hash=sha256:[0-9a-f]{64}", line)] == []
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


@pytest.mark.slow
def test_a_clone_without_any_setting_loads_the_demo_and_says_who_signs_in():
    folder = open_folder()
    git("clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder / "clone"))
    nothing_set = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    command = [sys.executable, "-m", "arogi.cli", "demo", "load", "--centres", "palamas"]

    done = subprocess.run(
        command, cwd=folder / "clone", env=nothing_set, capture_output=True, text=True, timeout=300, check=False
    )

    data = sorted(file.name for file in (folder / "clone" / "var").iterdir())
    shutil.rmtree(folder, ignore_errors=True)
    assert done.returncode == 0, done.stderr
    assert "  social.worker@palamas.example" in done.stdout
    assert {"database.json", "master.key", "postgres.password", "secret.key"} <= set(data)


def test_the_first_set_up_and_the_first_demo_took_less_than_ten_minutes_when_they_were_timed_here():
    seconds = [_noted(setup.FIRST_TIME), _noted(read_environment().var / "demo.seconds")]
    if seconds[0] is not None:
        whole = sum(filter(None, seconds))
        words = f"set-up {seconds[0]:.0f} s" + (f", demo {seconds[1]:.0f} s" if seconds[1] is not None else "")
        trust.measured("T61", words, passed=whole <= LONGEST_SECONDS)

    assert sum(filter(None, seconds)) <= LONGEST_SECONDS


def _noted(file):
    return float(file.read_text()) if file.exists() else None
