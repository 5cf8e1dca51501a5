"""Which server takes e-mails, read from one address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """Django's settings of e-mail."""

    backend: str = FILES
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    ssl: bool = False
    starttls: bool = False


def mail_settings(url: str) -> MailSettings:
    """Read `smtp://user:password@host:587` or `smtps://...`; without an address e-mails are files.

    Raises:
        ValueError: it is no such address.
    """
    if not url:
        return MailSettings()
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("AROGI_MAIL_URL must look like smtp://user:password@mail.example.gr:587")
    ssl = parts.scheme == "smtps"
    return MailSettings(
        backend=SMTP,
        host=parts.hostname,
        port=parts.port or (465 if ssl else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=ssl,
        # Nothing of a person goes over the net in the clear; only a server on this very machine may speak without.
        starttls=not ssl and parts.hostname not in ("127.0.0.1", "::1", "localhost"),
    )
