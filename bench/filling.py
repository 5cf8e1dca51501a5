"""The database of the measurements: filled once, kept while what fills it stays the same."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import psycopg
from psycopg import sql

from arogi.config import database, embedded
from arogi.config.environment import Environment, read_environment

FULL = {"persons": 1_000_000, "municipalities": 250, "requests": 6_000_000, "largest": 150_000}
QUICK = 20
_LARGEST_KEPT = 3
_FILLING = (
    "arogi/demo/scale.py",
    "arogi/demo/scale_lines.py",
    "arogi/demo/bulk.py",
    "arogi/demo/bulk_work.py",
    "arogi/people/bulk.py",
)


def size_of(*, part: int) -> dict[str, int]:
    """Give a part of the full size; the largest municipality stays as large while the others outnumber it."""
    size = {name: max(count // part, 1) for name, count in FULL.items()}
    return {**size, "largest": FULL["largest"] if part <= _LARGEST_KEPT else size["largest"]}


def have_database(size: dict[str, int], stack: ExitStack) -> dict[str, float]:
    """Have the database that AROGI_DATABASE names filled to a size; give how long the filling took, in seconds."""
    environment = read_environment()
    note = environment.var / f"{environment.database_name}.json"
    fingerprint = _fingerprint(size)
    if not environment.database_url:
        stack.enter_context(embedded.running(environment.var))
    known = json.loads(note.read_text()) if note.exists() else {}
    if known.get("fingerprint") != fingerprint:
        note.unlink(missing_ok=True)
        print(f"Filling the database '{environment.database_name}' with {size} ...", file=sys.stderr)
        _drop(environment)
        # In a process of its own: this one must not have read the settings of a database that is not there.
        words = [f"--{name}={count}" for name, count in size.items()]
        subprocess.run(
            [sys.executable, "-m", "bench.filling", *words, str(note), fingerprint], check=True, env=dict(os.environ)
        )
        known = json.loads(note.read_text())
    return dict(known["filled"])


def _drop(environment: Environment) -> None:
    with ExitStack() as stack:
        url = environment.database_url or stack.enter_context(embedded.running(environment.var)).url
        with database.administrator(url) as connection:
            name = sql.Identifier(environment.database_name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _fingerprint(size: dict[str, int]) -> str:
    root = Path(__file__).parents[1]
    digest = hashlib.sha256(json.dumps(size, sort_keys=True).encode())
    for file in _FILLING:
        digest.update((root / file).read_bytes())
    return digest.hexdigest()[:16]


def main(words: list[str]) -> None:
    """Fill, and note that it was done: what the process of its own does."""
    from arogi.config import installation

    *sizes, note, fingerprint = words
    size = {name: int(count) for name, _equals, count in (word.removeprefix("--").partition("=") for word in sizes)}
    with ExitStack() as stack:
        installation.bring_up(stack)
        from arogi.demo import scale

        filled = scale.fill(scale.Size(**size), seed=1, say=lambda line: print(line, file=sys.stderr, flush=True))
    Path(note).write_text(json.dumps({"fingerprint": fingerprint, "filled": asdict(filled)}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")
    try:
        main(sys.argv[1:])
    except psycopg.Error as problem:
        sys.exit(f"The database could not be filled: {problem}")
