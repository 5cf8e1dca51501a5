"""One request of the matrix: made, looked at from every side, and taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

_WRITES = re.compile(r'^\s*(?:WITH head AS \(\s*)?(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# What a page that only shows may write: that somebody is at work, and what he or she saw.
OWN_TRACES = frozenset({"django_session", "core_audithead", "core_accessrecord"})


@dataclass
class Seen:
    """An answer, and the tables that were written on the way."""

    response: HttpResponse
    written: set[str] = field(default_factory=set)

    @property
    def status(self) -> int:
        """Give the status code."""
        return self.response.status_code

    @property
    def everything(self) -> str:
        """Give body and headers as one text."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.response.headers.items())
        return f"{headers}\n\n{self.response.content.decode('utf-8', 'replace')}"


def ask(client: Client, method: str, path: str, data: dict[str, object] | None = None, **options: object) -> Seen:
    """Make one request, check what holds for every answer, and take all effects back."""
    written: set[str] = set()

    def watch(execute, sql, params, many, context):
        match = _WRITES.match(sql)
        if match:
            written.add(match.group(2))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        response = getattr(client, method)(path, data or {}, **options)
        response.content  # noqa: B018  (rendered here, inside the transaction)
        transaction.set_rollback(True)
    check_headers(response, signed_in=bool(client.cookies.get("arogi")))
    return Seen(response, written)


def check_headers(response: HttpResponse, *, signed_in: bool) -> None:
    """Check the headers that every answer carries (ASVS 3.4, 4.1.1, 14.3.2)."""
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if response.content:
        kind = response.headers["Content-Type"]
        assert not kind.startswith("text/") or "charset=utf-8" in kind
    if signed_in:
        assert "no-store" in response.headers["Cache-Control"]
