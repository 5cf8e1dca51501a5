"""A light browser: one kept connection, cookies, forms read from pages. It shares two cores with the server."""

from __future__ import annotations

import http.client
import re
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

BACKEND = "arogi.accounts.backends.StaffBackend"
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said, and after how many seconds all of it had come."""

    status: int
    location: str
    body: bytes
    seconds: float


class WrongAnswer(Exception):
    """A page answered with another status than the one that was measured for."""


@dataclass
class Browser:
    """One signed-in member of staff in one municipality."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Fields, *, live: bool = False) -> Answer:
        """Send a form; `live` as htmx does while somebody types."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", **({"HX-Request": "true"} if live else {})}
        return self._ask("POST", path, urlencode(fields).encode(), headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        started = time.perf_counter()
        self._connection.request(method, path, body, sent)
        response = self._connection.getresponse()
        text = response.read()
        seconds = time.perf_counter() - started
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _equals, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(response.status, response.headers.get("Location", ""), text, seconds)


class _Forms(HTMLParser):
    """Reads the forms of a page: what would be sent if somebody pressed the button at once."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields, dict[str, list[str]]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((values.get("action", ""), {}, {}))
        if not self.forms:
            return
        _action, fields, options = self.forms[-1]
        if tag == "select":
            self._select = values.get("name", "")
            options[self._select] = []
        elif tag == "option" and self._select:
            options[self._select].append(values.get("value", ""))
            if "selected" in values or self._select not in fields:
                fields[self._select] = values.get("value", "")
        elif tag in ("input", "textarea") and values.get("name"):
            _add(fields, values)


def _add(fields: Fields, values: dict[str, str]) -> None:
    if values.get("type") in ("checkbox", "radio") and "checked" not in values:
        return
    fields[values["name"]] = values.get("value", "")


@dataclass(frozen=True)
class Form:
    """One form of a page: what it would send, and the choices of its lists."""

    fields: Fields
    options: dict[str, list[str]]

    def filled(self, **changes: str) -> Fields:
        """Give what is sent with some boxes filled in; hyphens of names are written as double underscores."""
        typed = {name.replace("__", "-"): value for name, value in changes.items()}
        fresh = {"submission": str(uuid.uuid4())} if "submission" in self.fields else {}
        return {**self.fields, **fresh, **typed}

    def first_choice(self, name: str) -> str:
        """Give the first real choice of a list."""
        return next(choice for choice in self.options[name] if choice)


def form_with(body: bytes, field_name: str) -> Form:
    """Give the form of a page that has a field of this name.

    Raises:
        WrongAnswer: no form has it.
    """
    reader = _Forms()
    reader.feed(body.decode())
    for _action, fields, options in reader.forms:
        if field_name in fields or field_name in options:
            return Form(fields, options)
    raise WrongAnswer(f"No form of the page has a field {field_name}.")


def sign_in(port: int, email: str, slug: str) -> Browser:
    """Open a session in the database and give a browser that carries it: signing in is not what is measured."""
    from django.conf import settings
    from django.test import Client

    from arogi.accounts.middleware import MUNICIPALITY, SEEN_AT, SIGNED_IN_AT
    from arogi.accounts.models import User
    from arogi.centres.models import Municipality

    client = Client()
    client.force_login(User.objects.get(email=email), backend=BACKEND)
    session = client.session
    now = int(time.time())
    session.update(
        {MUNICIPALITY: str(Municipality.objects.get(slug=slug).pk), SIGNED_IN_AT: now, SEEN_AT: now},
    )
    session.save()
    return Browser(port, {settings.SESSION_COOKIE_NAME: str(session.session_key)})


def together(acts: Sequence[Callable[[], float]], *, seconds: float) -> tuple[list[float], float]:
    """Let several users act at once for a while; give how long each act took, and how long all of it."""
    taken: list[list[float]] = [[] for _act in acts]
    failed: list[BaseException] = []
    until = time.perf_counter() + seconds

    def work(act: Callable[[], float], mine: list[float]) -> None:
        try:
            while time.perf_counter() < until and not failed:
                mine.append(act())
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in zip(acts, taken, strict=True)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return [each for mine in taken for each in mine], time.perf_counter() - started


def expect(answer: Answer, *statuses: int) -> Answer:
    """Give the answer back.

    Raises:
        WrongAnswer: its status is another one.
    """
    if answer.status not in statuses:
        said = re.findall(r"error-message[^>]*>(.*?)</p>", answer.body.decode(errors="replace"), re.DOTALL)
        raise WrongAnswer(f"Status {answer.status} instead of {statuses}: {' '.join(' '.join(said).split())[:300]}")
    return answer
