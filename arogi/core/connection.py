"""The check that the application speaks to PostgreSQL through a role that the walls hold."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

_QUESTIONS = """
SELECT current_user,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
       (SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user),
       (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
           AND pg_has_role(current_user, c.relowner, 'MEMBER')),
       lower('ΟΔΟΣΆ') = 'οδοσά', current_setting('fsync'), pg_encoding_to_char(encoding)
  FROM pg_database WHERE datname = current_database()
"""


def refuse_unsafe_role() -> None:
    """Stop the start when the database's wall would not hold, or the database does not know Greek.

    Raises:
        ImproperlyConfigured: the role is a superuser, may bypass row-level security or owns tables; the database has no
            UTF-8 locale; the server does not write its log to disk.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS)
        role, superuser, bypasses, owned, knows_greek, fsync, encoding = cursor.fetchone()
    if superuser or bypasses:
        raise ImproperlyConfigured(
            f"The database role '{role}' passes row-level security. Run 'arogi db prepare' and use the role it makes."
        )
    if owned:
        raise ImproperlyConfigured(
            f"The database role '{role}' owns {owned} tables. Run 'arogi db prepare' and use the role that "
            "ends in _app."
        )
    if encoding != "UTF8" or not knows_greek:
        raise ImproperlyConfigured("The database has no UTF-8 locale (it has C?): Greek capitals would not match.")
    if fsync != "on":
        raise ImproperlyConfigured("The server runs with fsync = off: a power cut would lose acknowledged work.")
