"""Three roles, one database: made once on the embedded server or on the one that DATABASE_URL names.

`<prefix>_owner` owns the tables and migrates; `<prefix>_app` serves pages and may neither alter nor bypass anything;
`<prefix>_report` reads the columns that are needed for counting. Their passwords live in `var/database.json` (0600).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

ROLES = ("owner", "app", "report")
EMBEDDED = "embedded"
OLDEST_SERVER = 15
# Databases that every server has: DATABASE_URL names one only to say which server is meant.
MAINTENANCE = ("", "postgres", "template1")
_PREPARING = 20260101


class DatabaseNotPrepared(Exception):
    """There is no database to work with yet; the message says which command makes one."""


class ServerRefused(Exception):
    """The server or database cannot be used; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class DatabaseAddress:
    """Where the database is and how each role signs in.

    Attributes:
        passwords: by kind of role; only "app" when DATABASE_URL names the application's role itself.
        source: "embedded", or a fingerprint of DATABASE_URL.
    """

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
        return replace(self, name=name)

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
            "OPTIONS": {
                "application_name": f"arogi-{kind}",
                "connect_timeout": 10,
                # Statements that come again are planned once: row-level security makes planning dearer than reading.
                "server_side_binding": True,
                "prepare_threshold": 3,
            },
        }


@dataclass(frozen=True, kw_only=True)
class GivenRole(DatabaseAddress):
    """A DATABASE_URL whose role is taken as it is, whatever its name and options."""

    user: str
    options: dict[str, str]

    def role(self, kind: str) -> str:
        """Give the role that the address names: there is no other."""
        return self.user if kind == "app" else super().role(kind)

    def django(self, kind: str) -> dict[str, Any]:
        """Give Django's connection settings, with the address's own options (sslmode ...) kept."""
        settings = super().django(kind)
        return settings | {"OPTIONS": settings["OPTIONS"] | self.options}


def parts_of(database_url: str) -> dict[str, str]:
    """Read a DATABASE_URL.

    Raises:
        ServerRefused: it is no address of a PostgreSQL server.
    """
    try:
        return {key: str(value) for key, value in conninfo_to_dict(database_url).items() if value is not None}
    except psycopg.Error:
        # The library's own sentence repeats the address, password included.
        raise ServerRefused(
            "DATABASE_URL cannot be read: it should look like postgresql://role:password@server:5432/database."
        ) from None


def source_of(database_url: str) -> str:
    """Give what `database.json` remembers of a DATABASE_URL: enough to know it again, without its password."""
    if database_url in ("", EMBEDDED):
        return EMBEDDED
    return hashlib.sha256(database_url.encode()).hexdigest()


def database_name(database_url: str, *, otherwise: str) -> str:
    """Say which database is meant: the one in the address, unless it is a server's own."""
    named = parts_of(database_url).get("dbname", "") if database_url else ""
    return otherwise if named in MAINTENANCE else named


def remembered_address(var: Path, *, database_url: str) -> DatabaseAddress | None:
    """Read what `prepare` wrote for this server, if it did; the name in it is that of the first database made there."""
    file = var / "database.json"
    if not file.exists():
        return None
    address = DatabaseAddress(**json.loads(file.read_text()))
    return address if address.source == source_of(database_url) else None


def read_address(var: Path, *, database_url: str, name: str, prefix: str) -> DatabaseAddress:
    """Read what `prepare` wrote; a DATABASE_URL that was never prepared is taken as the application's own role.

    Args:
        var: the installation's data folder.
        database_url: empty for the embedded server.
        name: the database, unless DATABASE_URL names one.
        prefix: what the roles' names begin with.

    Raises:
        DatabaseNotPrepared: neither exists.
    """
    address = remembered_address(var, database_url=database_url)
    if address:
        return address.named(database_name(database_url, otherwise=name))
    if not database_url:
        raise DatabaseNotPrepared("There is no database yet: run 'arogi db prepare' (or 'make setup').")
    return given_role(database_url, name=name, prefix=prefix)


def given_role(database_url: str, *, name: str, prefix: str) -> GivenRole:
    """Take the role of an address as the application's own."""
    parts = parts_of(database_url)
    user = parts.pop("user", "") or f"{prefix}_app"
    return GivenRole(
        host=parts.pop("host", ""),
        port=parts.pop("port", ""),
        name=parts.pop("dbname", "") or name,
        prefix=user.removesuffix("_app"),
        passwords={"app": parts.pop("password", "")},
        source=source_of(database_url),
        user=user,
        options=parts,
    )


def may_administer(database_url: str) -> bool:
    """Ask the server whether the role of an address may make roles and databases.

    Raises:
        ServerRefused: the server is too old.
        psycopg.OperationalError: it cannot be reached, or refuses the sign-in.
    """
    with administrator(database_url) as connection:
        refuse_old_server(connection)
        row = connection.execute(
            "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    return bool(row and row[0])


@contextlib.contextmanager
def administrator(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Connect with an address; when its database does not exist yet, to the server's own database."""
    parts = {"connect_timeout": "10", **parts_of(url)}
    try:
        connection = psycopg.connect(**parts, autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError as problem:
        if "does not exist" not in str(problem) or parts.get("dbname", "") in MAINTENANCE:
            raise
        connection = psycopg.connect(**{**parts, "dbname": "postgres"}, autocommit=True)  # type: ignore[arg-type]
    with connection:
        yield connection


def refuse_old_server(connection: psycopg.Connection[Any]) -> None:
    """Refuse a server that lacks what the walls need.

    Raises:
        ServerRefused: older than PostgreSQL 15.
    """
    version = connection.info.server_version
    if version < OLDEST_SERVER * 10000:
        raise ServerRefused(
            f"The database server is PostgreSQL {version // 10000}; Arogi needs {OLDEST_SERVER} or newer: "
            "upgrade the server, or unset DATABASE_URL to use the built-in one."
        )


def prepare(admin_url: str, var: Path, *, name: str, prefix: str, source: str) -> DatabaseAddress:
    """Make the three roles and the database where they are missing, and remember how to reach them.

    Args:
        admin_url: a role that may create roles and databases.
        var: the installation's data folder; `database.json` is written there.
        name: the database to make.
        prefix: what the roles' names begin with.
        source: DATABASE_URL, or "embedded".

    Raises:
        ServerRefused: the server is too old, or the database is one that Arogi cannot use.
        psycopg.Error: the server refuses; its own sentence says why.
    """
    address = _address_to_prepare(admin_url, var, name=name, prefix=prefix, source=source)
    with administrator(admin_url) as connection:
        refuse_old_server(connection)
        # One at a time: two first starts would otherwise meet in the catalogue.
        connection.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
        for kind in ROLES:
            _ensure_role(connection, address.role(kind), address.passwords[kind])
        ensure_database(connection, name, owner=address.role("owner"))
    _make_usable(admin_url, address)
    known = remembered_address(var, database_url=source)
    # One run with another AROGI_DATABASE leaves the next one's as it is.
    _remember(var, address.named(known.name) if known else address)
    return address


def is_prepared(admin_url: str, address: DatabaseAddress) -> bool:
    """Ask the server whether the roles and the database of an address are there."""
    question = """
        SELECT (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)) = 3
           AND EXISTS (SELECT FROM pg_database WHERE datname = %s)
    """
    with administrator(admin_url) as connection:
        return bool(_one(connection, question, [address.role(kind) for kind in ROLES], address.name))


def _address_to_prepare(admin_url: str, var: Path, *, name: str, prefix: str, source: str) -> DatabaseAddress:
    parts = parts_of(admin_url)
    known = remembered_address(var, database_url=source)
    passwords = known.passwords if known else {}
    return DatabaseAddress(
        host=parts.get("host", ""),
        port=parts.get("port", "5432"),
        name=name,
        prefix=prefix,
        passwords={kind: passwords.get(kind) or secrets.token_urlsafe(24) for kind in ROLES},
        source=source_of(source),
    )


def _remember(var: Path, address: DatabaseAddress) -> None:
    """Write the passwords where only their user reads them, in one step: other processes read the file meanwhile."""
    var.mkdir(parents=True, exist_ok=True)
    file, new = var / "database.json", var / f"database.{os.getpid()}.new"
    text = json.dumps(asdict(address), indent=1)
    if file.exists() and file.read_text() == text:
        return
    new.touch(mode=0o600)
    new.write_text(text)
    new.replace(file)


def ensure_database(connection: psycopg.Connection[Any], name: str, *, owner: str, template: str = "template0") -> bool:
    """Create the database with a UTF-8 locale that knows Greek; say whether it was new.

    Raises:
        psycopg.Error: the server knows none of the locales that would do.
    """
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    locales = _locales(connection.info.server_version) if template == "template0" else ("",)
    for locale in locales:
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8' {}").format(
            sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template), sql.SQL(locale)
        )
        try:
            connection.execute(create)
        except (psycopg.errors.WrongObjectType, psycopg.errors.InvalidParameterValue, psycopg.NotSupportedError):
            if locale == locales[-1]:
                raise
        else:
            return True
    return False


def _locales(version: int) -> tuple[str, ...]:
    """Name the locales to try, best first: before version 17 they depend on what the machine has."""
    if version >= 180000:
        return ("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LOCALE 'C'",)
    if version >= 170000:
        return ("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'",)
    return (
        "LOCALE_PROVIDER icu ICU_LOCALE 'el' LOCALE 'C.UTF-8'",
        "LOCALE_PROVIDER icu ICU_LOCALE 'el' LOCALE 'C'",
        "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'",
        "LOCALE_PROVIDER libc LOCALE 'el_GR.UTF-8'",
        "LOCALE_PROVIDER libc LOCALE 'en_US.UTF-8'",
    )


def _ensure_role(connection: psycopg.Connection[Any], role: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    # Only a superuser may name the attributes SUPERUSER and BYPASSRLS at all; a new role has neither.
    is_superuser = _one(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    attributes = "NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB" if is_superuser else "NOCREATEROLE NOCREATEDB"
    statement = sql.SQL(f"{'ALTER' if exists else 'CREATE'} ROLE {{}} LOGIN {attributes} PASSWORD {{}}")
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))
    if not is_superuser:
        # A mere CREATEROLE administrator must be a member of the owner role to create a database for it.
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def _one(connection: psycopg.Connection[Any], query: str, *parameters: object) -> object:
    row = connection.execute(query, parameters).fetchone()
    return row[0] if row else None


def _make_usable(admin_url: str, address: DatabaseAddress) -> None:
    """Refuse a database that does not know Greek; let the roles in where they are not yet.

    Raises:
        ServerRefused: wrong encoding or locale, or somebody else's tables are in it.
    """
    parts = {**parts_of(admin_url), "dbname": address.name}
    with psycopg.connect(**parts, autocommit=True) as connection:  # type: ignore[arg-type]
        refuse_other_locale(connection, address.name)
        may_create = "SELECT has_schema_privilege(%s, 'public', 'CREATE, USAGE')"
        granted = "SELECT count(*) > 0 FROM pg_default_acl WHERE defaclrole = %s::regrole"
        owner = address.role("owner")
        if not (_one(connection, may_create, owner) and _one(connection, granted, owner)):
            _grant(connection, address)


def refuse_other_locale(connection: psycopg.Connection[Any], name: str) -> None:
    """Refuse a database in which Greek capitals and small letters do not meet.

    Raises:
        ServerRefused: not UTF-8, or the locale C.
    """
    # The letters go as escapes: a database in another encoding could not even read them.
    encoding = _one(
        connection, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    )
    if encoding == "UTF8" and _one(connection, r"SELECT lower(U&'\0391') = U&'\03B1'"):
        return
    raise ServerRefused(
        f"The database '{name}' does not know Greek letters (its encoding is {encoding}, or its locale is C): "
        "name another database in DATABASE_URL, and 'arogi db prepare' makes it rightly."
    )


def _grant(connection: psycopg.Connection[Any], address: DatabaseAddress) -> None:
    """Let the application work with every table the owner will make; the report role gets columns by migration."""
    owner, app, report = (sql.Identifier(address.role(kind)) for kind in ROLES)
    rights_on_tables = "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}, {report}",
        "GRANT CREATE, USAGE ON SCHEMA public TO {owner}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public " + rights_on_tables,
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(owner=owner, app=app, report=report))
