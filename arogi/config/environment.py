"""The environment variables that Arogi reads, each in one place and typed.

`docs/environment.md` lists the same names; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from environs import Env

CHECKOUT = Path(__file__).resolve().parents[2]


def _default_var() -> Path:
    """Say where data lives: `var/` of a checkout, or the user's data folder for an installed wheel."""
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path.home() / ".local" / "share" / "arogi"


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the operator decided outside the program."""

    var: Path
    debug: bool
    secret_key: str
    allowed_hosts: tuple[str, ...]
    database_url: str
    database_name: str
    role_prefix: str
    https: bool
    demo: bool
    host: str
    port: int
    workers: int
    application_wall: bool


def read_environment() -> Environment:
    """Read the process environment once.

    Raises:
        environs.EnvError: a value cannot be read as its type.
    """
    env = Env()
    return Environment(
        var=Path(env.str("AROGI_VAR", str(_default_var()))).resolve(),
        debug=env.bool("AROGI_DEBUG", False),
        secret_key=env.str("AROGI_SECRET_KEY", ""),
        allowed_hosts=tuple(env.list("AROGI_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])),
        database_url=env.str("DATABASE_URL", ""),
        database_name=env.str("AROGI_DATABASE", "arogi"),
        role_prefix=env.str("AROGI_ROLE_PREFIX", "arogi"),
        https=env.bool("AROGI_HTTPS", False),
        demo=env.bool("AROGI_DEMO", False),
        host=env.str("AROGI_HOST", "127.0.0.1"),
        port=env.int("AROGI_PORT", 8000),
        workers=env.int("AROGI_WORKERS", 2),
        application_wall=env.bool("AROGI_APPLICATION_WALL", True),
    )
