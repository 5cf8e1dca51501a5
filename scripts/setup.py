"""Set up everything in this folder, step by step, and nothing twice.

Run by `make` with whatever Python 3 the machine has; only the standard library is used. Each step names the files it
depends on; their checksum is kept when the step has succeeded, and a step whose checksum still holds is skipped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
# The seconds of a set-up that did everything; `make test` notes them for the scoreboard.
FIRST_TIME = STAMPS / "first-time"
OLDEST = (3, 11)


class CannotSetUp(Exception):
    """A step cannot be done here; the message says what to install or change."""


@dataclass(frozen=True)
class Step:
    """One thing to have, the files it follows from, and what shows that it is still there."""

    name: str
    title: str
    inputs: tuple[str, ...]
    act: Callable[[], None]
    result: Path


def main() -> int:
    """Do what is missing.

    Returns:
        0, or 1 after one sentence on standard error.
    """
    use_a_new_enough_python()
    started = time.monotonic()
    done = 0
    for number, step in enumerate(STEPS, start=1):
        try:
            done += carry_out(step, f"[{number}/{len(STEPS)}]")
        except CannotSetUp as problem:
            print(f"\nSet-up stopped: {problem}", file=sys.stderr)
            return 1
    if done == len(STEPS):
        FIRST_TIME.write_text(f"{time.monotonic() - started:.0f}")
    if done:
        print(f"Everything is set up ({time.monotonic() - started:.0f} s).")
    return 0


def use_a_new_enough_python() -> None:
    """Go on with a newer Python of this machine when `python3` is too old."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(15, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    sys.exit("Arogi needs Python 3.11 or newer, and this machine has none: install it, or run make PYTHON=/path/to/it.")


def carry_out(step: Step, number: str) -> bool:
    """Do a step unless its checksum still holds; say whether anything was done."""
    checksum = checksum_of(step.inputs)
    stamp = STAMPS / step.name
    if step.result.exists() and stamp.exists() and stamp.read_text() == checksum:
        return False
    print(f"{number} {step.title} ...", end=" ", flush=True)
    started = time.monotonic()
    stamp.unlink(missing_ok=True)
    step.act()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(checksum)
    print(f"{time.monotonic() - started:.1f} s", flush=True)
    return True


def checksum_of(patterns: Iterable[str]) -> str:
    """Give one checksum of all files that the patterns name, and of the Python in use."""
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file() and "build" not in file.relative_to(ROOT).parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def run(*command: str | Path, why: str) -> None:
    """Run a program quietly; when it fails, show the end of what it said.

    Raises:
        CannotSetUp: with `why` as the sentence.
    """
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
        raise CannotSetUp(f"{why}\n{tail}")


def make_environment() -> None:
    """Make `.venv` with pip in it, by the first way that this machine knows."""
    if PYTHON.exists() and succeeds(PYTHON, "-m", "pip", "--version"):
        return
    if succeeds(sys.executable, "-c", "import ensurepip, venv"):
        run(sys.executable, "-m", "venv", VENV, why="Python could not make the folder .venv.")
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        # Debian keeps `ensurepip` in a package of its own.
        run("apt-get", "update", "-q", why="Debian's package lists could not be read.")
        package = f"python3.{sys.version_info.minor}-venv"
        run("apt-get", "install", "-q", "-y", package, why=f"Debian's package {package} could not be installed.")
        run(sys.executable, "-m", "venv", "--clear", VENV, why="Python could not make the folder .venv.")
        return
    make_environment_without_ensurepip()


def make_environment_without_ensurepip() -> None:
    """Make `.venv` where Python's own installer of pip is missing: with uv, or with the system's pip."""
    if shutil.which("uv"):
        run("uv", "venv", "--seed", "--clear", "--python", sys.executable, VENV, why="uv could not make .venv.")
    elif succeeds(sys.executable, "-c", "import venv, pip"):
        run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV, why="Python could not make .venv.")
        run(
            sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip",
            why="The system's pip could not install pip into .venv.",
        )  # fmt: skip
    else:
        raise CannotSetUp(
            "this Python can make no virtual environment. Install it once, for example with "
            "'sudo apt-get install python3-venv', and run the same command again."
        )


def succeeds(*command: str | Path) -> bool:
    """Say whether a program ends well."""
    return subprocess.run([str(word) for word in command], capture_output=True, check=False).returncode == 0


def install_uv() -> None:
    """Install the package installer and the build backend, both pinned by checksum."""
    run(
        PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/bootstrap.txt",
        why="pip could not install uv: is there a way to the package index (a proxy, a mirror)?",
    )  # fmt: skip


def install_libraries() -> None:
    """Install exactly the locked libraries, each file checked against its checksum."""
    install(
        "--require-hashes", "-r", "requirements/dev.txt",
        why="The locked libraries could not be installed.",
    )  # fmt: skip


def install_arogi() -> None:
    """Make the `arogi` command run from this folder, with the packages of this repository."""
    install(
        "--no-deps", "--no-build-isolation", "-e", ".", "-e", "packages/openfisca-greece",
        why="Arogi itself could not be installed.",
    )  # fmt: skip


def install(*words: str, why: str) -> None:
    """Install with uv; where pip is told of a mirror in its own configuration, tell uv the same."""
    run(VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON, *mirror(), *words, why=why)


def mirror() -> list[str]:
    """Give uv the package index that pip is configured to use: uv does not read pip's files."""
    if any(name in os.environ for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_CONFIG_FILE")):
        return []
    asked = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    options: list[str] = []
    for line in asked.stdout.splitlines():
        key, _, value = line.partition("=")
        if key.rpartition(".")[2] == "index-url":
            options = ["--default-index", value.strip().strip("'")]
    return options


def build_static() -> None:
    """Fetch the front-end packages and build what pages load."""
    run(PYTHON, "scripts/build_static.py", why="The files that pages load could not be built.")


def compile_messages() -> None:
    """Compile the Greek texts."""
    run(PYTHON, "scripts/messages.py", "compile", why="The Greek texts could not be compiled.")


def prepare_database() -> None:
    """Make the data folder, the keys, the roles, the database and its tables."""
    run(VENV / "bin" / "arogi", "db", "prepare", why="The database could not be prepared.")


STEPS = [
    Step("venv", "Virtual environment in .venv", (), make_environment, PYTHON),
    Step("uv", "Package installer", ("requirements/bootstrap.txt",), install_uv, VENV / "bin" / "uv"),
    Step(
        "libraries",
        "Python libraries (a minute or two the first time)",
        ("requirements/dev.txt",),
        install_libraries,
        VENV / "bin" / "ruff",
    ),
    Step(
        "arogi",
        "The arogi command",
        ("pyproject.toml", "packages/*/pyproject.toml"),
        install_arogi,
        VENV / "bin" / "arogi",
    ),
    Step(
        "static",
        "Files that pages load",
        ("package.json", "package-lock.json", "scripts/build_static.py", "arogi/core/styles/**/*"),
        build_static,
        ROOT / "arogi" / "core" / "static" / "build",
    ),
    Step(
        "messages",
        "Greek texts",
        ("scripts/messages.py", "arogi/*/locale/**/*.po", "arogi/core/values/locale/**/*.po"),
        compile_messages,
        ROOT / "arogi",
    ),
    Step(
        "database",
        "Database",
        ("arogi/*/migrations/*.py", "arogi/config/database.py", "arogi/config/embedded.py"),
        prepare_database,
        ROOT / "var" / "secret.key",
    ),
]
if not (ROOT / "scripts" / "build_static.py").exists():
    STEPS = [step for step in STEPS if step.name != "static"]

if __name__ == "__main__":
    sys.exit(main())
