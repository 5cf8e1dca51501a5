"""Who carries messages away: SMTP, an HTTP provider of SMS, or files in the data folder."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from uuid_utils.compat import uuid7

SECONDS = 10
LARGEST_ANSWER = 65_536
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class TryAgain(Exception):
    """The provider could not be reached, or asked to come back."""


class Refused(Exception):
    """The provider will not take this message, however often it is sent."""


class Provider(Protocol):
    """Carries one message away."""

    def send(self, to: str, subject: str, text: str) -> str:
        """Send, and give the provider's id of the message; may be empty.

        Raises:
            TryAgain, Refused: see there.
        """


class Mail:
    """E-mail by Django's mail settings: SMTP, or files where no server is named."""

    def send(self, to: str, subject: str, text: str) -> str:
        """Send one e-mail."""
        message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
        try:
            message.send()
        except (OSError, TimeoutError) as problem:  # smtplib's errors are OSErrors
            if 500 <= getattr(problem, "smtp_code", 0) < 600:
                raise Refused from problem
            raise TryAgain from problem
        return ""


class FileOutbox:
    """SMS as files: what a demonstration and an installation without a provider do."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, to: str, subject: str, text: str) -> str:
        """Write one file, readable by this program's user only."""
        number = str(uuid7())
        file = self._folder / f"sms-{number}.txt"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(f"To: {to}\n\n{text}\n", encoding="utf-8")
        except OSError as problem:
            raise TryAgain from problem
        return number


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A provider that sends us elsewhere would carry a phone number to a host that nobody chose."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        """Follow nowhere."""


class HttpSms:
    """SMS by a provider: POST of JSON `{to, text, sender}` with a bearer key, answered with `{"id": ...}`.

    Args:
        url: https; http only to this machine itself.

    Raises:
        ValueError: the address is neither.
    """

    def __init__(self, url: str, key: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("AROGI_SMS_URL must begin with https://")
        self._url, self._key, self._sender = url, key, sender
        # No proxy of the environment either: the address is the operator's word.
        self._opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))

    def send(self, to: str, subject: str, text: str) -> str:
        """Ask the provider to send one SMS."""
        body = json.dumps({"to": to, "text": text, "sender": self._sender}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"}
        request = urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310 - checked above
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return _number(answer.read(LARGEST_ANSWER))
        except urllib.error.HTTPError as said:
            if said.code == 429 or said.code >= 500:
                raise TryAgain from said
            raise Refused from said
        except (OSError, HTTPException) as problem:
            raise TryAgain from problem


def _number(body: bytes) -> str:
    """Read the provider's id; it took the message, so an answer that cannot be read is no reason to send it again."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    number = str(told.get("id", "")) if isinstance(told, dict) else ""
    return "".join(sign for sign in number if sign.isascii() and sign.isprintable())[:120]


def provider_of(channel: str) -> Provider:
    """Give who carries a channel's messages, as the operator set it; a demonstration writes files."""
    if channel == "email":
        return Mail()
    if settings.AROGI_SMS_URL and not settings.DEMO:
        return HttpSms(settings.AROGI_SMS_URL, settings.AROGI_SMS_KEY, settings.AROGI_SMS_SENDER)
    return FileOutbox(settings.AROGI_OUTBOX)
