"""Three roles, one database: made once on the embedded server or on the one that DATABASE_URL names.

`<prefix>_owner` owns the tables and migrates; `<prefix>_app` serves pages and may neither alter nor bypass anything;
`<prefix>_report` reads the columns that are needed for counting. Their passwords live in `var/database.json` (0600).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

ROLES = ("owner", "app", "report")


class DatabaseNotPrepared(Exception):
    """There is no database to work with yet; the message says which command makes one."""


@dataclass(frozen=True, kw_only=True)
class DatabaseAddress:
    """Where the database is and how each role signs in."""

    host: str
    port: str
    name: str
    prefix: str
    passwords: dict[str, str]
    source: str

    def role(self, kind: str) -> str:
        """Give the name of the role `owner`, `app` or `report`."""
        return f"{self.prefix}_{kind}"

    def named(self, name: str) -> DatabaseAddress:
        """Give the address of another database on the same server."""
        return DatabaseAddress(**{**asdict(self), "name": name})

    def django(self, kind: str) -> dict[str, Any]:
        """Give Django's connection settings for one role."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "HOST": self.host,
            "PORT": self.port,
            "USER": self.role(kind),
            "PASSWORD": self.passwords.get(kind, ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # Transaction-pooling servers hand the connection on between transactions.
            "DISABLE_SERVER_SIDE_CURSORS": True,
            "OPTIONS": {"application_name": f"arogi-{kind}"},
        }


def read_address(var: Path, *, database_url: str, name: str, prefix: str) -> DatabaseAddress:
    """Read what `prepare` wrote; a DATABASE_URL that was never prepared is taken as the application's own role.

    Raises:
        DatabaseNotPrepared: neither exists.
    """
    file = var / "database.json"
    if file.exists():
        address = DatabaseAddress(**json.loads(file.read_text()))
        if address.source == (database_url or "embedded"):
            return address.named(name) if not database_url else address
    if not database_url:
        raise DatabaseNotPrepared("There is no database yet: run 'arogi db prepare' (or 'make setup').")
    parts = conninfo_to_dict(database_url)
    return DatabaseAddress(
        host=str(parts.get("host") or ""),
        port=str(parts.get("port") or ""),
        name=str(parts.get("dbname") or name),
        prefix=str(parts.get("user") or prefix).removesuffix("_app"),
        passwords={"app": str(parts.get("password") or "")},
        source=database_url,
    )


def prepare(admin_url: str, var: Path, *, name: str, prefix: str, source: str) -> DatabaseAddress:
    """Make the three roles and the database where they are missing, and remember how to reach them.

    Args:
        admin_url: a role that may create roles and databases.
        source: DATABASE_URL, or "embedded".

    Raises:
        psycopg.Error: the server refuses; its own sentence says why.
    """
    parts = conninfo_to_dict(admin_url)
    file = var / "database.json"
    known = json.loads(file.read_text())["passwords"] if file.exists() else {}
    passwords = {role: known.get(role) or secrets.token_urlsafe(24) for role in ROLES}
    address = DatabaseAddress(
        host=str(parts.get("host") or ""),
        port=str(parts.get("port") or "5432"),
        name=name,
        prefix=prefix,
        passwords=passwords,
        source=source,
    )
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for kind in ROLES:
            _ensure_role(connection, address.role(kind), passwords[kind])
        new = ensure_database(connection, name, owner=address.role("owner"))
    if new:
        grant(admin_url, address)
    var.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(address), indent=1))
    return address


def ensure_database(connection: psycopg.Connection[Any], name: str, *, owner: str, template: str = "template0") -> bool:
    """Create the database with a UTF-8 locale that knows Greek; say whether it was new."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8' {}").format(
        sql.Identifier(name),
        sql.Identifier(owner),
        sql.Identifier(template),
        sql.SQL(_locale(connection.info.server_version) if template == "template0" else ""),
    )
    connection.execute(create)
    return True


def _locale(version: int) -> str:
    if version >= 180000:
        return "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LOCALE 'C'"
    if version >= 170000:
        return "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
    return "LOCALE_PROVIDER icu ICU_LOCALE 'el' LOCALE 'C.UTF-8'"


def _ensure_role(connection: psycopg.Connection[Any], role: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if exists else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))
    if not connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:  # type: ignore[index]
        # A mere CREATEROLE administrator must be a member of the owner role to create a database for it.
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def grant(admin_url: str, address: DatabaseAddress) -> None:
    """Let the application work with every table the owner will make; the report role gets columns by migration."""
    owner, app, report = (sql.Identifier(address.role(kind)) for kind in ROLES)
    parts = {**conninfo_to_dict(admin_url), "dbname": address.name}
    with psycopg.connect(**parts, autocommit=True) as connection:  # type: ignore[arg-type]
        for statement in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {app}, {report}",
            "GRANT CREATE, USAGE ON SCHEMA public TO {owner}",
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {app}",
        ):
            connection.execute(sql.SQL(statement).format(owner=owner, app=app, report=report))
