"""Everything that can be checked without running the product: what `make check` does.

python scripts/check.py            all checks
python scripts/check.py types      those whose name contains a word
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# A stand for a real town's server: the deployment check must find nothing to say about it.
PRODUCTION = {
    "AROGI_DEBUG": "0",
    "AROGI_DEMO": "0",
    "AROGI_HTTPS": "1",
    "AROGI_ALLOWED_HOSTS": "arogi.example.gr",
    "AROGI_SECRET_KEY": "only-for-this-check-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
}


@dataclass(frozen=True)
class Check:
    """One question to one tool."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What the tool said, and how long it took."""

    check: Check
    status: int
    output: str
    seconds: float


CHECKS = (
    Check("types", ("mypy",)),
    Check("style", ("ruff", "check", ".")),
    Check("format", ("ruff", "format", "--check", ".")),
    Check("layers", ("lint-imports",)),
    Check("templates", ("djlint", "arogi", "--lint", "--quiet")),
    Check("migrations", ("python", "-m", "django", "makemigrations", "--check", "--dry-run")),
    Check("deployment", ("python", "-m", "django", "check", "--deploy", "--fail-level", "WARNING")),
    Check("greek", ("python", "scripts/messages.py", "check")),
    Check("house", ("python", "scripts/check_house.py")),
)


def main(words: list[str]) -> int:
    """Ask all questions, two at a time, and print the answers in their order.

    Returns:
        0 when every tool is content.
    """
    chosen = [check for check in CHECKS if not words or any(word in check.name for word in words)]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="arogi-check-") as folder, ThreadPoolExecutor(max_workers=2) as pool:
        for answer in pool.map(lambda check: ask(check, Path(folder)), chosen):
            show(answer)
            failed += answer.status != 0
    print(f"{len(chosen) - failed} checks passed, {failed} failed")
    return 1 if failed else 0


def ask(check: Check, folder: Path) -> Answer:
    """Run one tool in an environment of its own: neither this machine's data nor its settings count."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AROGI_")}
    environment.pop("DATABASE_URL", None)
    environment |= {"DJANGO_SETTINGS_MODULE": "arogi.config.settings", "AROGI_VAR": str(folder / check.name)}
    if check.name == "deployment":
        environment |= PRODUCTION
    started = time.monotonic()
    done = subprocess.run(
        [str(BIN / check.command[0]), *check.command[1:]],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Answer(check, done.returncode, done.stdout, time.monotonic() - started)


def show(answer: Answer) -> None:
    """Print one line for a content tool, everything it said for another."""
    verdict = "ok    " if answer.status == 0 else "FAILED"
    print(f"{verdict} {answer.check.name:<16} {answer.seconds:5.1f} s", flush=True)
    if answer.status != 0 or answer.check.name == "house":
        print("\n".join("       " + line for line in answer.output.strip().splitlines()[-60:]), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
