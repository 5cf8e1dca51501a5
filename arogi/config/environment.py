"""The environment variables that Arogi reads, each in one place and typed.

`docs/environment.md` lists the same names; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from environs import Env, validate

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CHECKOUT = Path(__file__).resolve().parents[2]


def _default_var() -> Path:
    """Say where data lives: `var/` of a checkout, or the user's data folder for an installed wheel."""
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path.home() / ".local" / "share" / "arogi"


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the operator decided outside the program.

    Attributes:
        var: the data folder: database, keys, collected pages' files.
        database_url: an own server; empty for the built-in one.
        database_name: the database on the built-in server.
        role_prefix: what the names of the three database roles begin with.
        https: the pages are reached through a proxy that speaks https.
        demo: load the demo into an empty database, and say on the sign-in page that this is one.
        workers: processes that serve pages.
        clamd: the antivirus program's socket, a file or `host:port`; empty where there is none.
        files_quota_gb: room for the stored files of each municipality.
        mail_url: an SMTP server; empty for files in the data folder.
        sms_url: where a provider of SMS takes messages; empty for files.
        application_wall: off only in tests that try the database's wall alone.
    """

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
    clamd: str
    files_quota_gb: int
    application_wall: bool
    mail_url: str
    mail_from: str
    sms_url: str
    sms_key: str
    sms_sender: str


def read_environment() -> Environment:
    """Read the process environment once.

    Raises:
        environs.EnvError: a value cannot be read as its type.
    """
    env = Env()
    host, https = env.str("AROGI_HOST", "127.0.0.1"), env.bool("AROGI_HTTPS", False)
    return Environment(
        var=Path(env.str("AROGI_VAR", str(_default_var()))).resolve(),
        debug=env.bool("AROGI_DEBUG", False),
        secret_key=env.str("AROGI_SECRET_KEY", ""),
        allowed_hosts=tuple(env.list("AROGI_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])),
        database_url=env.str("DATABASE_URL", ""),
        database_name=env.str("AROGI_DATABASE", "arogi"),
        role_prefix=env.str("AROGI_ROLE_PREFIX", "arogi"),
        https=https,
        # The demo's passwords are printed: nobody but this machine may reach it unless the operator says so. A proxy
        # that speaks https brings others in.
        demo=env.bool("AROGI_DEMO", host in LOOPBACK and not https),
        host=host,
        port=env.int("AROGI_PORT", 8000, validate=validate.Range(min=1, max=65535)),
        workers=env.int("AROGI_WORKERS", 2, validate=validate.Range(min=1, max=64)),
        clamd=env.str("AROGI_CLAMD", ""),
        files_quota_gb=env.int("AROGI_FILES_QUOTA_GB", 20, validate=validate.Range(min=1, max=100_000)),
        application_wall=env.bool("AROGI_APPLICATION_WALL", True),
        mail_url=env.str("AROGI_MAIL_URL", ""),
        mail_from=env.str("AROGI_MAIL_FROM", "arogi@localhost"),
        sms_url=env.str("AROGI_SMS_URL", ""),
        sms_key=env.str("AROGI_SMS_KEY", ""),
        sms_sender=env.str("AROGI_SMS_SENDER", "Arogi"),
    )
