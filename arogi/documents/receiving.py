"""Decides whether a stranger's file is taken: what it is by its content, what is in it, and what is kept of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from arogi.documents import scanning
from arogi.documents.errors import (
    CopyIsEmpty,
    CopyIsHarmful,
    CopyIsLocked,
    CopyIsTooLarge,
    CopyIsUnreadable,
    CopyRefused,
    HasAttachment,
    HasScript,
    NoSuchType,
    PhotoOfAPhone,
    TooLargeInside,
    TooManyPages,
    TooManyPixels,
)

JPEG, PDF = "image/jpeg", "application/pdf"
MOST_PAGES = 60
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 3_000
# What the process that looks into a file may use: bytes of memory, seconds of a processor.
_LIMITS = {
    "picture": {"pixels": MOST_PIXELS, "side": LONGEST_SIDE, "memory": 1 << 30, "seconds": 8},
    "pdf": {"pages": MOST_PAGES, "memory": 400 << 20, "seconds": 4},
}
SECONDS = 20
_INSPECTOR = Path(__file__).with_name("inspecting.py")
_REFUSALS: dict[str, type[CopyRefused]] = {
    "too_many_pixels": TooManyPixels,
    "too_many_pages": TooManyPages,
    "too_large_inside": TooLargeInside,
    "pdf_locked": CopyIsLocked,
    "pdf_script": HasScript,
    "pdf_act": HasScript,
    "pdf_form": HasScript,
    "pdf_attachment": HasAttachment,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What is kept of a file: a new JPEG or PDF, made from it.

    Attributes:
        is_scanned: clamd saw the file as it came, and found nothing.
    """

    content: bytes
    media_type: str
    pages: int
    is_scanned: bool


def receive(content: bytes) -> Received:
    """Look at a file from all sides and write it anew. Its name and what the browser says of its type are not asked.

    Raises:
        CopyRefused: it is not taken; the sentence says why, and what would be.
    """
    if not content:
        raise CopyIsEmpty
    if len(content) > settings.LARGEST_COPY:
        raise CopyIsTooLarge
    kind = _kind(content)
    is_scanned = _is_scanned(content)
    pages, clean = _written_anew(kind, content)
    media_type = PDF if kind == "pdf" else JPEG
    return Received(content=clean, media_type=media_type, pages=pages, is_scanned=is_scanned)


def _kind(content: bytes) -> str:
    """Tell by its first bytes what a file is.

    A PDF that begins with something else could be that as well, so it is taken for nothing.
    """
    is_webp = (content[:4], content[8:12]) == (b"RIFF", b"WEBP")
    if is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return "picture"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content[4:8] == b"ftyp":
        raise PhotoOfAPhone
    raise NoSuchType


def _is_scanned(content: bytes) -> bool:
    if not scanning.is_configured():
        return False
    try:
        scanning.scan(content)
    except scanning.Harmful as harmful:
        raise CopyIsHarmful from harmful
    except scanning.NoAnswer:
        return False  # it is kept apart until it was scanned: see services.files.scan_waiting
    return True


def _written_anew(kind: str, content: bytes) -> tuple[int, bytes]:
    command = [sys.executable, "-I", str(_INSPECTOR), kind, json.dumps(_LIMITS[kind])]
    try:
        # An empty environment: the keys and passwords of this program are none of its business.
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise TooLargeInside from None
    said, _line, clean = done.stdout.partition(b"\n")
    if done.returncode or not said:
        raise CopyIsUnreadable
    answer = json.loads(said)
    if "refused" in answer:
        raise _REFUSALS.get(answer["refused"], CopyIsUnreadable)
    if len(clean) > settings.LARGEST_COPY:
        raise TooLargeInside
    return answer["pages"], clean
