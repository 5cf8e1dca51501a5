"""The least of a browser: one session over HTTP, forms sent as a page would send them."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    body: str


@dataclass
class Client:
    """One signed-in person; safe to share between threads once signed in."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path)

    def post(self, path: str, facts: dict[str, str]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(facts))

    def hidden(self, path: str) -> dict[str, str]:
        """Give the hidden fields of a page's own form: its token and its number."""
        body = self.get(path).body
        parts = [dict(_ATTRIBUTE.findall(tag)) for tag in _HIDDEN.findall(body)]
        return {part["name"]: part.get("value", "") for part in parts if "name" in part and part["name"] != "q"}

    def sign_in(self, email: str, password: str) -> None:
        """Sign in.

        Raises:
            AssertionError: the server refused.
        """
        token = self.hidden("/sign-in/")["csrfmiddlewaretoken"]
        answer = self.post("/sign-in/", {"csrfmiddlewaretoken": token, "email": email, "password": password})
        assert answer.status == 302, answer.body[:500]

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Answer(response.status, response.headers.get("Location", ""), text)
