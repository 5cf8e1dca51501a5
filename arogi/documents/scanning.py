"""Asks clamd whether a file is harmful, over its socket, with the command INSTREAM (clamd(8)).

`AROGI_CLAMD` names a socket's file or `host:port`. Where it is set, clamd has to answer: a file of which it did not say
OK is not handed out (trust 5.4.3). Its two Python clients are ten years old, and the protocol is four lines.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing

from django.conf import settings

SECONDS = 5.0
CHUNK = 1 << 16
LONGEST_ANSWER = 1_000
_FOUND = re.compile(rb"stream: ([^\0\r\n]{1,200}) FOUND")


class NoAnswer(Exception):
    """clamd is not there, did not answer in time, or said what nobody understands: nothing is known of the file."""


class Harmful(Exception):
    """clamd found something.

    Attributes:
        what: the name that it gives it.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


def is_configured() -> bool:
    """Say whether files have to be scanned here."""
    return bool(settings.CLAMD)


def answers() -> bool:
    """Say whether clamd is there and understands; nothing of a citizen is sent."""
    try:
        scan(b"Arogi")
    except (NoAnswer, Harmful):
        return False
    return True


def scan(content: bytes) -> None:
    """Let clamd look at a file; returns when it says that there is nothing in it.

    Raises:
        Harmful: it found something.
        NoAnswer: it did not say.
    """
    answer = _asked(content).rstrip(b"\0\n")
    if found := _FOUND.fullmatch(answer):
        raise Harmful(found[1].decode("ascii", "replace"))
    if answer != b"stream: OK":
        raise NoAnswer(repr(answer[:80]))


def _asked(content: bytes) -> bytes:
    until = time.monotonic() + SECONDS
    try:
        with closing(_connection()) as line:
            for part in _parts(content):
                line.settimeout(_left(until))
                line.sendall(part)
            return _answer(line, until)
    except OSError as trouble:
        raise NoAnswer(str(trouble)) from trouble


def _connection() -> socket.socket:
    host, colon, port = settings.CLAMD.rpartition(":")
    if colon and port.isdecimal():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(settings.CLAMD)
    except OSError:
        line.close()
        raise
    return line


def _parts(content: bytes) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    for start in range(0, len(content), CHUNK):
        part = content[start : start + CHUNK]
        yield len(part).to_bytes(4, "big") + part
    yield (0).to_bytes(4, "big")


def _answer(line: socket.socket, until: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        line.settimeout(_left(until))
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd took too long")
    return left
