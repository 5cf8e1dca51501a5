"""The least page that there is: `SELECT 1` as the application's role, without middleware, session or template."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with what the database says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        body = str(cursor.fetchone()[0]).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
